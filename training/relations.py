"""Which relation a sentence tells between two given sides, in the PLOVER reading, from its annotated events.

Public gold sets with given sides follow CAMEO's roots where PLOVER's manual goes another way. Those borders are told
here, and in the guide (section 7): imposed sanctions are COERCE (CAMEO 163), a conviction is ACCUSE (116), peacekeepers
pulled out are SANCTION (1661), an agreement reached is SUPPORT (057).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Event, Mark, Record
from legation.ontology.codebook import plover_reading
from legation.records.event import Factuality

_DECLARED = re.compile(r"\b(order|decid|announc|approv|declar|decree|instruct)", re.IGNORECASE)
_HOSTILE_DEEDS = ("SANCTION", "COERCE", "ASSAULT", "MOBILIZE")


@dataclass(frozen=True, slots=True)
class Relation:
    """The event type between two sides; either may be empty."""

    source: tuple[Mark, ...]
    target: tuple[Mark, ...]
    event_type: str


def relations(record: Record) -> list[Relation]:
    """The relations of a sentence. A pair of sides that stands in two of them counts for the first alone."""
    found: dict[tuple[frozenset[int], frozenset[int]], Relation] = {}
    pairs: set[frozenset[str]] = set()
    for index, event in enumerate(record.events):
        content = next((other for other in record.events if other.content_of == index), None)
        for relation in _of_event(event, content, record):
            names = frozenset(_names(relation.source, record) | _names(relation.target, record))
            if event.content_of is not None and names in pairs:
                continue
            pairs.add(names)
            key = frozenset(mark.start for mark in relation.source), frozenset(mark.start for mark in relation.target)
            found.setdefault(key, relation)
    return list(found.values())


def _done(event: Event) -> bool:
    return Factuality(event.factuality) in (Factuality.OCCURRED, Factuality.ONGOING, Factuality.HISTORICAL)


def _words(spans: Sequence[tuple[int, int]], record: Record) -> str:
    return " ".join(record.text[start:end].lower() for start, end in spans)


def _names(marks: tuple[Mark, ...], record: Record) -> set[str]:
    return {record.text[mark.start : mark.end].lower() for mark in marks}


def _of_event(event: Event, content: Event | None, record: Record) -> Iterator[Relation]:
    reading = _reading(event, record)
    source, target = event.source, event.target
    if content is not None and not target:
        target = {"AGREE": content.target, "THREATEN": content.target}.get(event.type, content.source)
        target = target or content.target
        if event.type == "REQUEST" and content.type in _HOSTILE_DEEDS and not content.source:
            reading = "THREATEN"
    if content is None and event.type == "AGREE" and event.mutual and _done(event):
        reading = "SUPPORT"
    if not {mark.start for mark in source} & {mark.start for mark in target}:
        yield Relation(source, target, reading)


def _reading(event: Event, record: Record) -> str:
    factuality = Factuality(event.factuality)
    cooperation = event.cooperation.type if event.cooperation else None
    done = _done(event)
    if event.type == "SANCTION" and cooperation == "restriction" and done:
        return "COERCE"
    if event.type == "SANCTION" and "convict" in event.mode and done:
        return "ACCUSE"
    if event.type == "COERCE" and "cyber" in event.mode and done:
        return "ASSAULT"
    if event.type == "THREATEN" and "warrant" in _words(event.trigger, record) and done:
        return "COERCE"
    if event.type == "RETREAT" and cooperation == "peacekeeping" and done:
        return "SANCTION"
    if event.type == "RETREAT" and factuality is Factuality.PLANNED and _DECLARED.search(record.text):
        return "CONCEDE"
    return plover_reading(event.type, factuality).event_type
