"""Figures with their intervals, beside what others have published."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.markdown import table
from evaluation.scores import Figure

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others have published for a measure."""

    measure: str
    system: str
    value: str
    source: str


def published() -> list[Published]:
    """The figures of published.tsv, for each measure the best first."""
    with (Path(__file__).parent / "published.tsv").open(encoding="utf-8", newline="") as file:
        return [Published(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def best_published(measure: str) -> str:
    """The best published figure for a measure and whose it is, or a dash."""
    return next((f"{each.value} ({each.system})" for each in published() if each.measure == measure), _NONE)


def shown(figure: Figure | None) -> str:
    """A figure with its interval: "0.81 (0.77 to 0.84)"; a dash where there was nothing to measure."""
    if figure is None or math.isnan(figure.value):
        return _NONE
    if math.isnan(figure.low):
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def numbered(figure: Figure | None) -> str:
    """A figure with its interval and on how many of the gold it rests."""
    return shown(figure) if figure is None or not figure.number else f"{shown(figure)}, {figure.number}"


def side_by_side(first: str, sets: Mapping[str, Mapping[str, Figure]], *, number: bool = False) -> str:
    """A table of figures by name, one column a set; with `number`, on how many each rests."""
    names = list(dict.fromkeys(name for figures in sets.values() for name in figures))
    show = numbered if number else shown
    rows = [[name, *(show(figures.get(name)) for figures in sets.values())] for name in names]
    return table([first, *sets], rows)
