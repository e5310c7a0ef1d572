"""The corpus in memory: an annotated sentence, its events and their spans, as in the JSON Lines files."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# The files of sentences that we wrote.
WRITTEN = ("train.jsonl", "dev.jsonl", "test.jsonl", "documents.jsonl")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a sentence: code points, `end` exclusive.

    `head` is where the head word starts. `place` marks a place standing for whoever is there; `apposition` another
    name of the side before it.
    """

    start: int
    end: int
    head: int
    place: bool = False
    apposition: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is named as saying it, by which verb, and whether the event stands inside a direct quotation."""

    start: int
    end: int
    head: int
    verb: tuple[int, int] | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The cooperation layer of an event."""

    type: str
    direction: str
    provider: tuple[Mark, ...]
    recipient: tuple[Mark, ...]
    mutual: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One annotated event. `trigger` has two parts where a particle stands apart; `content_of` is an event's index."""

    type: str
    trigger: tuple[tuple[int, int], ...]
    factuality: str
    mode: tuple[str, ...] = ()
    alleged: bool = False
    mutual: bool = False
    content_of: int | None = None
    source: tuple[Mark, ...] = ()
    target: tuple[Mark, ...] = ()
    cooperation: Cooperation | None = None
    attribution: Speaker | None = None
    time: tuple[int, int] | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One sentence with its events. `group` names a set of minimal pairs; `document` the document it belongs to."""

    id: str
    text: str
    events: tuple[Event, ...]
    group: str | None = None
    document: str | None = None


def encode(record: Record) -> str:
    """A record as one line of JSON; fields at their default are left out."""
    return json.dumps(_plain(record), ensure_ascii=False)


def decode(line: str) -> Record:
    """A record of a line of JSON. Raises KeyError or TypeError where the line is not a record."""
    fields: dict[str, Any] = json.loads(line)
    return Record(**{**fields, "events": tuple(_event(event) for event in fields["events"])})


def read(paths: Iterable[Path]) -> Iterator[Record]:
    """The records of JSON Lines files, in order."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from map(decode, lines)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        default = {name: field.default for name, field in value.__dataclass_fields__.items()}
        return {name: _plain(getattr(value, name)) for name in default if getattr(value, name) != default[name]}
    return value


def _event(fields: dict[str, Any]) -> Event:
    event = Event(**{**fields, "trigger": tuple(map(tuple, fields["trigger"])), "mode": tuple(fields.get("mode", ()))})
    cooperation, attribution = fields.get("cooperation"), fields.get("attribution")
    return replace(
        event,
        source=_marks(fields.get("source", ())),
        target=_marks(fields.get("target", ())),
        cooperation=cooperation
        and Cooperation(**{**cooperation, **{side: _marks(cooperation[side]) for side in ("provider", "recipient")}}),
        attribution=attribution and Speaker(**{**attribution, "verb": _pair(attribution["verb"])}),
        time=_pair(fields.get("time")),
        place=_pair(fields.get("place")),
    )


def _pair(value: list[int] | None) -> tuple[int, int] | None:
    return (value[0], value[1]) if value else None


def _marks(values: Iterable[dict[str, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(**value) for value in values)
