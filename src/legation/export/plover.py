"""Events in PLOVER's own layout: its field names, its actor codes, and its reading of type and score.

Field names are those of the chapter "Data Fields" of the PLOVER manual (Open Event Data Alliance); fields that we add
are `mentions`, `start` and `end` of an actor, `field` in `text_info` (text or title), and `document_id` in `cite_info`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from legation.export.told import ToldEvent, told_events
from legation.ledger.store import Ledger
from legation.ontology.codebook import event_types
from legation.ontology.data import read_tsv
from legation.records.event import EventMention, Factuality, Side

CODEBOOK = "PLOVER, draft of September 2021"
_FLAGS = {
    Factuality.PLANNED: "future",
    Factuality.POSSIBLE: "hypothetical",
    Factuality.DENIED: "negation",
    Factuality.HISTORICAL: "historical",
}
"""The manual's auxiliary modes; it puts them into the context field. Set where the event type does not tell already."""


@dataclass(frozen=True, slots=True)
class PloverActor:
    """A country or international code of three letters, and the sectors, main one first."""

    code: str | None
    sector: tuple[str, ...]


def plover_actor(side: Side) -> PloverActor:
    """The code and sectors of a side: KOS, UNO, EUR, the claiming state with PRE, a territory's state."""
    for name in (side.actor_id, side.country):
        if name in _codes():
            code, extra = _codes()[name]
            return PloverActor(code, tuple(dict.fromkeys((*side.sector, *extra))))
    return PloverActor(side.country, side.sector)


@cache
def _codes() -> Mapping[str | None, tuple[str, tuple[str, ...]]]:
    """Every actor whose code is not its own, with the sectors that come with it."""
    codes: dict[str | None, tuple[str, tuple[str, ...]]] = {}
    for row in read_tsv("actors/countries.tsv"):
        if row["part_of"]:
            codes[row["id"]] = row["part_of"], ()
    for row in read_tsv("ontology/plover_actors.tsv"):
        codes[row["actor_id"]] = row["code"], tuple(row["sector"].split())
    return MappingProxyType(codes)


def plover_events(ledger: Ledger, known_on: date | None = None) -> Iterator[dict[str, Any]]:
    """Every merged event as a PLOVER record, told by the first of its mentions."""
    return (plover_record(told) for told in told_events(ledger, known_on))


def write_plover(ledger: Ledger, path: Path, known_on: date | None = None) -> int:
    """Writes the events as JSON Lines, the form that the manual recommends; gives their number."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        for record in plover_events(ledger, known_on):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            number += 1
    return number


def plover_record(told: ToldEvent) -> dict[str, Any]:
    """One event. Of a mutual event all parties are the source, and there is no recipient."""
    event, mention = told.event, told.mention
    both = mention.mutual
    reading = mention.plover
    kept = reading.event_type == mention.event_type
    return {
        "id": event.event_id,
        "date": _iso(told.day),
        "enddate": _iso(event.end_date) if told.day == event.start_date else None,
        "source": [_actor(side) for side in (*mention.source, *(mention.target if both else ()))],
        "recipient": [] if both else [_actor(side) for side in mention.target],
        "event": [reading.event_type],
        "event_text": [mention.trigger.text],
        "event_loc": _place(mention),
        "quad_code": event_types()[reading.event_type].quad,
        "event_scale": reading.score,
        "mode": list(mention.mode) if kept else [],
        "context": [
            *mention.contexts,
            *([_FLAGS[mention.factuality]] if kept and mention.factuality in _FLAGS else []),
        ],
        "text": mention.sentence.text,
        "text_info": {"field": mention.field, "start": mention.sentence.start, "end": mention.sentence.end},
        "cite_info": {
            "document_id": mention.document_id,
            "url": mention.url,
            "title": mention.title,
            "publication": mention.outlet,
            "coder": mention.coder,
            "codebook": CODEBOOK,
        },
        "mentions": list(event.mentions),
    }


def _actor(side: Side) -> dict[str, Any]:
    known = plover_actor(side)
    return {
        "code": known.code,
        "sector": "".join(known.sector[:2]) or None,  # the manual allows one sector or two in a row
        "actor_text": side.text,
        "identifier_id": side.actor_id,
        "identifier_text": side.name,
        "start": side.start,
        "end": side.end,
    }


def _place(mention: EventMention) -> dict[str, Any] | None:
    place = mention.place
    if place is None:
        return None
    return {
        "geonameid": place.geonameid,
        "name": place.name or place.text,
        "latitude": place.lat,
        "longitude": place.lon,
        "cc3": place.country,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
