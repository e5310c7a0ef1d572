"""Sides that stand together, each with a time of its own."""

from datetime import date

import pytest

from legation.actors.coordination import apart, succession
from legation.ontology.knowledge import load_knowledge
from legation.reading.dates import time_expressions
from legation.records.article import Article, Span
from legation.records.event import Cooperation, EventMention, Factuality, PloverReading, Side
from legation.records.reading import Reading

PUBLISHED = date(2025, 2, 20)
CODES = {"Mali": "MLI", "Burkina Faso": "BFA", "Niger": "NER", "Chad": "TCD"}


def _told(text: str) -> list[tuple[list[str], int | None, int | None]]:
    """Who was left, and in which year and month, by each mention that is made of one."""
    sides = tuple(
        Side(name, text.index(name), text.index(name) + len(name), code) for name, code in CODES.items() if name in text
    )
    article = Article("doc", text, published=PUBLISHED)
    reading = Reading(article, (), times=tuple(time_expressions(text, PUBLISHED)))
    mention = EventMention(
        mention_id="m",
        document_id="doc",
        sentence=Span(text, 0, len(text)),
        event_type="RETREAT",
        trigger=Span("left", text.index("left"), text.index("left") + 4),
        source=(),
        target=sides,
        factuality=Factuality.HISTORICAL,
        confidence=0.5,
        coder="test",
        score=0.0,
        plover=PloverReading("RETREAT", 0.0),
        cooperation=Cooperation("presence", "exit", (), sides),
        time=reading.times[0] if reading.times else None,
    )
    parts = apart(mention, reading)
    assert parts[0].mention_id == "m" and len({part.mention_id for part in parts}) == len(parts)
    days = [part.time.start_date if part.time else None for part in parts]
    recipients = [[side.actor_id or "" for side in part.cooperation.recipient] for part in parts if part.cooperation]
    assert [[side.actor_id for side in part.target] for part in parts] == recipients
    return [(who, day and day.year, day and day.month) for who, day in zip(recipients, days, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "France left Mali in August 2022 and Burkina Faso in February 2023.",
            [(["MLI"], 2022, 8), (["BFA"], 2023, 2)],
        ),
        (
            "France left Mali, Burkina Faso, Niger and, in January, Chad.",
            [(["MLI", "BFA", "NER"], None, None), (["TCD"], 2025, 1)],
        ),
        (
            "In August 2022 France left Mali and, in February 2023, Burkina Faso.",
            [(["MLI"], 2022, 8), (["BFA"], 2023, 2)],
        ),
        ("France left Mali, Burkina Faso and Niger in December 2023.", [(["MLI", "BFA", "NER"], 2023, 12)]),
        ("In December 2023, France left Mali and Niger.", [(["MLI", "NER"], 2023, 12)]),
        ("France left Mali and Niger.", [(["MLI", "NER"], None, None)]),
    ],
)
def test_each_side_has_its_own_time(text: str, expected: list[tuple[list[str], int | None, int | None]]) -> None:
    assert _told(text) == expected


def _replaced(source: str, target: str, verb: str = "replaced") -> list[tuple[str, str, str | None]]:
    """The steps that "SOURCE replaced TARGET" makes: event type, direction, provider."""
    text = f"{source} {verb} {target}."
    mention = EventMention(
        mention_id="m",
        document_id="doc",
        sentence=Span(text, 0, len(text)),
        event_type="SANCTION",
        trigger=Span(verb, len(source) + 1, len(source) + 1 + len(verb)),
        source=(Side(source, 0, len(source), source),),
        target=(Side(target, len(text) - 1 - len(target), len(text) - 1, target),),
        factuality=Factuality.OCCURRED,
        confidence=0.5,
        coder="test",
        score=0.0,
        plover=PloverReading("SANCTION", 0.0),
    )
    parts = succession(mention, load_knowledge())
    assert len({part.mention_id for part in parts}) == len(parts)
    return [
        (part.event_type, part.cooperation.direction, part.cooperation.provider[0].actor_id)
        for part in parts
        if part.cooperation
    ]


def test_a_mission_that_replaces_another_enters_as_the_other_leaves() -> None:
    assert _replaced("ATMIS", "AMISOM") == [("RETREAT", "exit", "AMISOM"), ("AID", "entry", "ATMIS")]
    assert _replaced("ATMIS", "AMISOM", "criticised") == []
    assert _replaced("ATMIS", "MINUSMA") == []  # of another country
    assert _replaced("FRA", "AMISOM") == []
