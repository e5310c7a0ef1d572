"""Scores the test lists of `lists/`: actors, dates, places, and who a description means.

python -m evaluation.lists [actors|dates|places|coreference]     what fails, one line each, and the figures
"""

import csv
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from legation import pipeline
from legation.actors.article import link_mentions
from legation.ontology.spelling import fold
from legation.reading.dates import time_expressions
from legation.reading.places import places
from legation.reading.sentences import sentences
from legation.records.article import Span
from legation.records.event import EventMention, Factuality, PloverReading, Side
from legation.records.place import PlaceMention, TimeExpression
from legation.records.reading import Reading
from legation.sources.inputs import article_from_text

HERE = Path(__file__).parent / "lists"
NEAR_KM = 161.0
"""As near as a place must be: 100 miles, as in Gritta et al., "A pragmatic guide to geoparsing evaluation" (2020)."""
_EARTH_KM = 6371.0
_ANY, _NONE = "*", "-"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A case with what was said of it."""

    asked: str
    expected: str
    said: str
    right: bool
    hard: bool


def actors() -> Iterator[Answer]:
    """Noun phrases, resolved alone."""
    for row in _rows("actors"):
        on = date.fromisoformat(row["on"]) if row["on"] else None
        link = pipeline.resolve_actor(row["phrase"], on=on, context=row["context"] or None)
        said = {
            "country": link.country or _NONE,
            "sector": (link.sector or (_NONE,))[0],
            "id": link.own_id or link.actor_id or _NONE,
            "name": link.name or _NONE,
        }
        right = all(row[part] == _ANY or _first(row[part]) == fold(value) for part, value in said.items())
        asked = f"{row['phrase']} [{row['on']}] {row['context']}"
        yield Answer(asked, _told(row, said), " ".join(said.values()), right, row["hard"] == "y")


def dates() -> Iterator[Answer]:
    """Time expressions of sentences."""
    for row in _rows("dates"):
        published = date.fromisoformat(row["published"]) if row["published"] else None
        start = row["sentence"].index(row["expression"])
        found = [each for each in time_expressions(row["sentence"], published) if _over(each, start, row["expression"])]
        said = _period(found[0]) if found else _NO_PERIOD
        expected = (row["start"], row["end"], row["precision"])
        asked = f"{row['sentence']} [{row['expression']}] {row['published']}"
        yield Answer(asked, " ".join(expected), " ".join(said), said == expected, row["hard"] == "y")


def located() -> Iterator[Answer]:
    """Places of sentences."""
    for row in _rows("places"):
        start = row["sentence"].index(row["place"])
        found = [each for each in places(row["sentence"], adjectives=True) if _over(each, start, row["place"])]
        place = found[0] if found else PlaceMention("", 0, 0)
        away = kilometres(place, float(row["lat"]), float(row["lon"]))
        right = away <= NEAR_KM and (place.country or _NONE) == (row["country"] or _NONE)
        said = f"{place.text or _NONE} {place.country or _NONE} {place.lat} {place.lon}"
        expected = f"{row['country']} {row['lat']} {row['lon']}"
        yield Answer(f"{row['sentence']} [{row['place']}]", expected, said, right, row["hard"] == "y")


def coreference() -> Iterator[Answer]:
    """Phrases of short texts, linked as the sides of mentions are."""
    for line in (HERE / "coreference.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        published = date.fromisoformat(case["published"])
        reading = pipeline.read(article_from_text(case["text"], published=published, clean=False))
        said = meant(reading, case["phrase"], case["start"])
        expected = frozenset(case["actors"])
        asked = f"{case['kind']}: {case['text']} [{case['phrase']}]"
        right = said == expected
        yield Answer(asked, " ".join(sorted(expected)) or _NONE, " ".join(sorted(said)) or _NONE, right, case["hard"])


def meant(reading: Reading, phrase: str, start: int) -> frozenset[str]:
    """The actors that a phrase of a text stands for as the source of a mention, without their sectors."""
    end = start + len(phrase)
    body = (each for each in sentences(reading.article) if each.field == "text")
    around = next(each for each in body if each.start <= start < each.end)
    mention = EventMention(
        mention_id="case",
        document_id=reading.article.document_id,
        sentence=Span(around.text, around.start, around.end),
        event_type="CONSULT",
        trigger=Span(reading.article.text[end : end + 1], end, end + 1),
        source=(Side(phrase, start, end),),
        target=(),
        factuality=Factuality.OCCURRED,
        confidence=1.0,
        coder="case",
        score=1.0,
        plover=PloverReading("CONSULT", 1.0),
        published=reading.article.published,
    )
    linked = link_mentions([mention], reading, pipeline.linker())
    return frozenset(side.actor_id.partition(":")[0] for side in linked[0].source if side.actor_id)


def kilometres(place: PlaceMention, lat: float, lon: float) -> float:
    """The great-circle distance of a place from a point; infinite for a place without one."""
    if place.lat is None or place.lon is None:
        return math.inf
    one, other = math.radians(place.lat), math.radians(lat)
    across = math.radians(lon - place.lon)
    chord = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(chord))


LISTS: Mapping[str, Callable[[], Iterator[Answer]]] = {
    "actors": actors,
    "dates": dates,
    "places": located,
    "coreference": coreference,
}
_NO_PERIOD = (_NONE, _NONE, _NONE)


def share(answers: Sequence[Answer]) -> float:
    """The share of the answers that is right."""
    return sum(answer.right for answer in answers) / len(answers)


def _rows(name: str) -> list[Row]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def _first(expected: str) -> str:
    return fold(expected.split("|", maxsplit=1)[0])


def _told(row: Row, said: Mapping[str, str]) -> str:
    return " ".join(row[part] for part in said)


def _over(found: PlaceMention | TimeExpression, start: int, words: str) -> bool:
    return found.start < start + len(words) and start < found.end


def _period(found: TimeExpression) -> tuple[str, str, str]:
    first, last = found.start_date, found.end_date
    return str(first or _NONE), str(last or _NONE), found.precision


def main(arguments: Sequence[str]) -> int:
    for name in arguments or LISTS:
        answers = list(LISTS[name]())
        hard = [answer for answer in answers if answer.hard]
        for answer in answers:
            if not answer.right:
                print(f"{name}\t{answer.asked}\texpected {answer.expected}\tsaid {answer.said}")
        print(f"{name}\t{share(answers):.3f} of {len(answers)}; of the {len(hard)} hard ones {share(hard):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
