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


def calendar(rows: Iterable[Relationship], events: Sequence[Event], day: date) -> list[Planned]:
    """What is planned as seen on a day: dated items first, by day; then the undated."""
    items = [_of_row(row, day) for row in rows if row.state in PENDING]
    items += [
        _of_event(event, day)
        for event in events
        if event.factuality in (Factuality.PLANNED, Factuality.POSSIBLE) and not _happened(event, events)
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


def _happened(plan: Event, events: Sequence[Event]) -> bool:
    """Whether an event of the same type between the same sides is reported as done no earlier than the plan was."""
    first = plan.first_reported or date.min
    return any(
        event.event_type == plan.event_type
        and event.factuality in (Factuality.OCCURRED, Factuality.ONGOING)
        and event.cooperation == plan.cooperation
        and {*event.source, *event.target} == {*plan.source, *plan.target}
        and (event.last_reported or date.max) > first
        for event in events
    )
