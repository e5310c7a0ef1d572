"""What is planned: relationships on their way to a state, and events to come; when due, and whether overdue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from legation.analysis.lives import Key, key_of
from legation.records.event import Event, Factuality
from legation.records.relationship import Relationship, State

PENDING = frozenset({State.MOOTED, State.NEGOTIATING, State.AGREED, State.WINDING_DOWN})
"""States that look forward to another."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Something to come: a relationship (its key) or an event (its id), due from one day to another where dated.

    `overdue`: the last day on which it was due has passed, and nothing later tells of it.
    """

    kind: str
    key: Key | None
    event_id: str | None
    due_from: date | None
    due: date | None
    precision: str
    overdue: bool
    evidence: tuple[str, ...]


What = tuple[str, str | None, frozenset[str]]


def calendar(rows: Iterable[Relationship], events: Sequence[Event], day: date) -> list[Planned]:
    """What is planned as seen on a day: dated items first, by day; then the undated."""
    done = _done(events)
    items = [_of_row(row, day) for row in rows if row.state in PENDING]
    items += [
        _of_event(event, day)
        for event in events
        if event.factuality in (Factuality.PLANNED, Factuality.POSSIBLE)
        and done.get(_what(event), date.min) <= (event.first_reported or date.min)
    ]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max, item.key or (), item.event_id or ""))


def _of_row(row: Relationship, day: date) -> Planned:
    due = row.expected_by
    return Planned("relationship", key_of(row), None, due, due, "day", bool(due and due < day), row.evidence)


def _of_event(event: Event, day: date) -> Planned:
    due = event.end_date or event.start_date
    overdue = bool(due and due < day)
    start = event.start_date or due
    return Planned("event", None, event.event_id, start, due, event.precision, overdue, event.mentions)


def _done(events: Iterable[Event]) -> dict[What, date]:
    """What is reported as done, with the last day of which a report of it is known."""
    found: dict[What, date] = {}
    for event in events:
        if event.factuality in (Factuality.OCCURRED, Factuality.ONGOING):
            what = _what(event)
            found[what] = max(found.get(what, date.min), event.last_reported or date.max)
    return found


def _what(event: Event) -> What:
    """What a plan and its fulfilment have in common: type, kind of cooperation, sides."""
    return event.event_type, event.cooperation, frozenset((*event.source, *event.target))
