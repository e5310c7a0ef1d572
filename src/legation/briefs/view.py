"""All that one brief reads from the ledger, on its two clocks: rows, steps, events, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from legation.analysis.calendar import Planned, calendar
from legation.analysis.comparisons import Comparison, Known, comparisons
from legation.analysis.lives import Key, Lives, key_of, lives_of
from legation.briefs.brief import RecordRef
from legation.ledger.store import Ledger
from legation.records.article import Article
from legation.records.event import Event, EventMention, Factuality
from legation.records.relationship import Relationship, State


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief is about: a country, a period (None: open), and the days on the two clocks (None: the latest)."""

    country: str
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outlets:
    """How many independent outlets a set of mentions comes from."""

    count: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a relationship came to where it stands: the state before this one (None: it is the first that is known)."""

    before: State | None
    evidence: tuple[str, ...]


class View:
    """Reads the ledger for one scope; what was read once is kept for as long as the view lives."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        self.scope = scope
        self._ledger = ledger
        self._mentions: dict[str, EventMention | None] = {}
        self._articles: dict[str, Article | None] = {}
        self._outlets: dict[tuple[str, ...], Outlets] = {}

    @cached_property
    def relationships(self) -> dict[Key, Relationship]:
        """Where the country's relationships stand."""
        scope = self.scope
        rows = self._ledger.relationship_rows(country=scope.country, as_of=scope.as_of, known_on=scope.known_on)
        return {key_of(row): row for row in rows}

    @cached_property
    def lives(self) -> Lives:
        """The steps of the country's relationships."""
        steps = self._ledger.transitions(country=self.scope.country, known_on=self.scope.known_on)
        return lives_of(steps, self.scope.as_of)

    @cached_property
    def events(self) -> dict[str, Event]:
        """The country's events: those that had happened, or were spoken of, by the day of the brief."""
        rows = self._ledger.event_rows(self.scope.country, known_on=self.scope.known_on)
        return {event.event_id: event for event in rows if self._by_then(event)}

    def _by_then(self, event: Event) -> bool:
        as_of = self.scope.as_of
        ahead = event.factuality in (Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED)
        told = event.first_reported if ahead else event.start_date or event.end_date or event.first_reported
        return as_of is None or told is None or told <= as_of

    @cached_property
    def day(self) -> date | None:
        """The day on which the brief looks at things: as asked, else the last day of which the ledger knows."""
        scope = self.scope
        days = [step.known_from for life in self.lives.values() for step in life]
        days += [event.last_reported for event in self.events.values() if event.last_reported]
        return scope.as_of or scope.end or scope.known_on or max(days, default=None)

    @cached_property
    def plans(self) -> list[Planned]:
        """What is planned as seen on that day."""
        if self.day is None:
            return []
        return calendar(self.relationships.values(), list(self.events.values()), self.day)

    @cached_property
    def known(self) -> Known:
        """What can be compared."""
        return Known(self.scope.country, self.lives, self.scope.start, self.scope.end)

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The computed facts."""
        return comparisons(self.known)

    def mention(self, mention_id: str) -> EventMention | None:
        """A mention; None where there is none."""
        if mention_id not in self._mentions:
            self._mentions[mention_id] = self._ledger.mention(mention_id)
        return self._mentions[mention_id]

    def article(self, document_id: str) -> Article | None:
        """An article; None where there is none."""
        if document_id not in self._articles:
            self._articles[document_id] = self._ledger.article(document_id)
        return self._articles[document_id]

    def reread(self, mention_id: str) -> None:
        """Reads a mention's spans again. Raises LedgerError where the stored text does not hold them."""
        self._ledger.evidence(mention_id)

    def outlets(self, mention_ids: Sequence[str]) -> Outlets:
        """How many independent outlets these mentions come from."""
        ids = tuple(mention_ids)
        if ids not in self._outlets:
            self._outlets[ids] = Outlets(self._ledger.independent_outlets(ids), ids)
        return self._outlets[ids]

    def record(self, ref: RecordRef) -> Any:  # noqa: ANN401 - any record; claims name their fields
        """The record that a claim is about; None where the ledger does not have it."""
        key: Any = ref.key
        match ref.kind:
            case "relationship":
                return self.relationships.get(key)
            case "step":
                life = self.lives.get(key[:4], ())
                return life[key[4]] if 0 <= key[4] < len(life) else None
            case "event":
                return self.events.get(key[0])
            case "mention":
                return self.mention(key[0])
            case "comparison":
                found = (one for one in self.comparisons if (one.kind, one.subject) == (key[0], key[1:]))
                return next(found, None)
            case "plan":
                return next((one for one in self.plans if (one.key or (one.event_id,)) == key), None)
            case "course":
                steps = self.lives.get(key, ())[-2:]
                evidence = tuple(one for step in steps[::-1] for one in step.evidence)
                return Course(steps[0].state if len(steps) > 1 else None, evidence) if steps else None
            case "outlets":
                record = self.record(RecordRef(key[0], key[1:]))
                return None if record is None else self.outlets(evidence_of(record))


def evidence_of(record: Any) -> tuple[str, ...]:  # noqa: ANN401 - any record that `View.record` gives
    """The mentions that a record rests on."""
    match record:
        case EventMention():
            return (record.mention_id,)
        case Event():
            return record.mentions
        case Relationship():
            return (*record.evidence, *record.disputed_by)
        case _:
            return tuple(record.evidence)


def value_of(record: Any, path: str) -> Any:  # noqa: ANN401 - any field of any record
    """The value at a dotted path ("source.0.name"). Raises AttributeError or IndexError where there is none."""
    for part in path.split("."):
        record = record[int(part)] if part.isdigit() else getattr(record, part)
    return record
