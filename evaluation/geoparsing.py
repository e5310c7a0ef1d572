"""Scores the finding and placing of place names on a set of annotated articles (toponyms with spans and points).

A name is found if its span is exactly that of the annotation. Of the found ones that have a point, those placed within
161 km (`lists.NEAR_KM`) are right; one without a point is infinitely far.

    python -m evaluation.geoparsing geo_dev_lgl.jsonl
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from evaluation.lists import NEAR_KM, kilometres
from legation.reading.places import places


@dataclass(frozen=True, slots=True)
class Geoparsing:
    """How many names are annotated, given and found, and how many kilometres off each found one is that has a point."""

    annotated: int
    given: int
    found: int
    off: tuple[float, ...]

    @property
    def precision(self) -> float:
        """The share of the given names that is annotated."""
        return self.found / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated names that is given."""
        return self.found / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.found / (self.given + self.annotated) if self.given + self.annotated else 0.0

    @property
    def near(self) -> float:
        """The share of the found names with a point that lies within 161 km of it."""
        return sum(each <= NEAR_KM for each in self.off) / len(self.off) if self.off else 0.0

    @property
    def median_off(self) -> float:
        """The median error in kilometres."""
        return median(self.off) if self.off else 0.0


def geoparsing(path: Path, *, adjectives: bool = True) -> Geoparsing:
    """How well the places of a set are found and placed; adjectives ("Russian") may count as names of places."""
    annotated = given = found = 0
    off: list[float] = []
    for article in map(json.loads, path.read_text(encoding="utf-8").strip().split("\n")):
        said = {(place.start, place.end): place for place in places(article["text"], adjectives=adjectives)}
        gold: list[dict[str, Any]] = article["toponyms"]
        both = [(said[span], each) for each in gold if (span := (each["start"], each["end"])) in said]
        annotated, given, found = annotated + len(gold), given + len(said), found + len(both)
        off += [kilometres(place, each["lat"], each["lon"]) for place, each in both if each["lat"] is not None]
    return Geoparsing(annotated, given, found, tuple(off))


def facts(path: Path) -> dict[str, str]:
    """The figures in words, with adjectives as names of places and without."""
    with_them, without = (geoparsing(path, adjectives=each) for each in (True, False))
    name = f"place names of local news (LGL, {with_them.annotated})"
    rates = f"{with_them.precision:.2f} / {with_them.recall:.2f} / {with_them.f1:.2f}"
    return {
        f"{name}: found, precision / recall / F1 by exact span": f"{rates}; F1 without adjectives {without.f1:.2f}",
        f"{name}: within {NEAR_KM:.0f} km, of those found": f"{with_them.near:.2f} of {len(with_them.off)}",
        f"{name}: median error": f"{with_them.median_off:.0f} km",
    }


def main(arguments: Sequence[str]) -> int:
    for name, value in facts(Path(arguments[0])).items():
        print(f"{name}\t{value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
