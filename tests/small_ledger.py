"""A few articles that make a small ledger: lives of two relationships, and hostile text."""

import sys
from datetime import date
from pathlib import Path

from legation.records.article import Article
from legation.records.event import EventMention

sys.path.append(str(Path(__file__).parent / "ledger"))

from ledger_building import Says, article_of

HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7*7 }} &lt;b&gt; \u202eevil\u202c"


def training(factuality: str, direction: str, **more: object) -> Says:
    coop = ("training", direction, "RUS", "NER")
    return Says("AID", "RUS", "NER", factuality, coop, **more)  # type: ignore[arg-type]


def presence(event_type: str, factuality: str, direction: str, **more: object) -> Says:
    coop = ("presence", direction, "USA", "NER")
    return Says(event_type, "USA", "NER", factuality, coop, **more)  # type: ignore[arg-type]


def told() -> list[tuple[Article, list[EventMention]]]:
    """Articles with their mentions, oldest first: presence goes on, is to end, is denied to end; training begins."""
    return [
        article_of([presence("COOPERATE", "ongoing", "continue", speaker="USA", number=1000)], date(2024, 1, 10)),
        article_of([presence("RETREAT", "planned", "exit", speaker="USA")], date(2024, 4, 22), "The Times"),
        article_of([training("possible", "entry", speaker="NER")], date(2024, 4, 22), "The Courier"),
        article_of(
            [training("occurred", "entry", speaker="RUS", place="Niamey"), Says("CONSULT", "FRA", "MLI", "planned")],
            date(2024, 5, 3),
            extra=HOSTILE,
        ),
    ]
