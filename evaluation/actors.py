"""Who the sides of events in real articles are: country and first sector, with the whole article around them.

    python -m evaluation.actors open_news.jsonl     what is answered wrongly, and the figures

`lists/real_actors.tsv` holds phrases of the real gold as stand-off (article id, offsets), each with the country and the
sector that an annotator gave who saw the article alone; "|" joins answers that are equally right, "-" is none.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluation.lists import HERE
from legation import pipeline
from legation.records.event import EventMention, Side
from legation.sources.inputs import article_from_text

_NONE = "-"
_BODIES = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM"})


@dataclass(frozen=True, slots=True)
class Linked:
    """A phrase with the answers that are right, and what the coder's side there was linked to."""

    phrase: str
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    country: str
    sector: str

    @property
    def right(self) -> bool:
        """Whether country and first sector are right."""
        return self.country in self.countries and self.sector in self.sectors


def linked(news: Path) -> Iterator[Linked]:
    """The phrases that a side of the coder's mentions covers, with its link."""
    asked: dict[str, list[Mapping[str, str]]] = {}
    with (HERE / "real_actors.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            asked.setdefault(row["article"], []).append(row)
    for line in news.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if told["id"] in asked:
            yield from _answered(told, asked[told["id"]])


def _answered(told: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> Iterator[Linked]:
    published = date.fromisoformat(told["published"][:10]) if told["published"] else None
    article = article_from_text(told["text"], title=told["title"], published=published, clean=False)
    ((_, mentions),) = pipeline.code_each([article])
    for row in rows:
        side = _side(mentions, int(row["start"]), int(row["end"]))
        if side is not None:
            right = tuple(row["country"].split("|")), tuple(row["sector"].split("|"))
            yield Linked(
                told["text"][int(row["start"]) : int(row["end"])], *right, side.country or _NONE, _first_sector(side)
            )


def _first_sector(side: Side) -> str:
    """A state named as such acts by its government, an international body is its own sector."""
    if side.sector or not side.country:
        return side.sector[0] if side.sector else _NONE
    return side.country if side.country in _BODIES else "GOV"


def _side(mentions: Sequence[EventMention], start: int, end: int) -> Side | None:
    """The side of a mention that a phrase is found by: the same stretch, or the one that shares most of it."""
    sides = [
        side
        for mention in mentions
        if mention.field == "text"
        for side in (*mention.source, *mention.target)
        if min(side.end, end) - max(side.start, start) > (end - start) / 2
    ]
    return max(sides, key=lambda side: (min(side.end, end) - max(side.start, start), -len(side.text)), default=None)


def facts(news: Path) -> dict[str, str]:
    """The figures in words; nothing where the articles are not there."""
    found = list(linked(news))
    country = sum(each.country in each.countries for each in found) / len(found)
    both = sum(each.right for each in found) / len(found)
    name = f"sides of events in real articles that the coder finds, {len(found)}"
    return {f"{name}: country right": f"{country:.2f}", f"{name}: country and first sector right": f"{both:.2f}"}


def main(arguments: Sequence[str]) -> int:
    for each in linked(Path(arguments[0])):
        if not each.right:
            expected = f"{'|'.join(each.countries)} {'|'.join(each.sectors)}"
            print(f"{each.phrase}\texpected {expected}\tsaid {each.country} {each.sector}")
    for name, value in facts(Path(arguments[0])).items():
        print(f"{name}\t{value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
