"""What is planned: relationships on their way to a state, and events to come; when due, and whether overdue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legation.analysis.lives import Key, key_of
from legation.ledger.fulfilment import fulfilments
from legation.records.event import Event, Factuality
from legation.records.relationship import Relationship, State

PENDING = frozenset({State.MOOTED, State.NEGOTIATING, State.AGREED, State.WINDING_DOWN})
"""States that look forward to another."""
AHEAD = frozenset({Factuality.PLANNED, Factuality.POSSIBLE})
"""Events that are told as still to come."""


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
    """What is planned as seen on a day: dated items first, by day; then the undated.

    What was over before it was first told (a plan of old) is none, nor what one of the events carried out.
    """
    done = _carried_out(events)
    items = [_of_row(row, day) for row in rows if row.state in PENDING]
    items += [_of_event(event, day) for event in events if _to_come(event, done)]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max, item.key or (), item.event_id or ""))


def overdue(rows: Sequence[Relationship], events: Sequence[Event], day: date) -> list[Planned]:
    """What was promised for a day before this one and is not told to have come: plans that are late.

    What was only mooted or possible was no promise; an event whose sides are not both known would not be known again;
    what a relationship tells is not told again as an event.
    """
    promised = [row for row in rows if row.state is not State.MOOTED]
    told = [event for event in events if event.factuality is not Factuality.POSSIBLE]
    by_id = {event.event_id: event for event in events}
    return [item for item in calendar(promised, told, day) if item.overdue and _recognizable(item, by_id)]


def _recognizable(item: Planned, by_id: Mapping[str, Event]) -> bool:
    """Whether the plan is a relationship's, or an event's between two known sides that no relationship tells."""
    if item.event_id is None:
        return True
    event = by_id[item.event_id]
    own = event.cooperation is None or event.event_type == "CONSULT"  # talks on a cooperation are no part of it
    return own and bool(event.source and event.target)


def _of_row(row: Relationship, day: date) -> Planned:
    due = row.expected_by
    return Planned("relationship", key_of(row), None, due, due, "day", bool(due and due < day), row.evidence)


def _of_event(event: Event, day: date) -> Planned:
    due = event.end_date or event.start_date
    start, late = event.start_date or due, bool(due and due < day)
    return Planned("event", None, event.event_id, start, due, event.precision, late, event.mentions)


def _carried_out(events: Iterable[Event]) -> frozenset[str]:
    """The ids of events told as to come that others carried out; what was only possible counts as a plan here."""
    told = (replace(event, factuality=Factuality.PLANNED) if event.factuality in AHEAD else event for event in events)
    return frozenset(link.plan for link in fulfilments(told))


def _to_come(event: Event, done: frozenset[str]) -> bool:
    """Whether it was still ahead when first told, and no event carried it out."""
    first, due = event.first_reported or date.min, event.end_date or event.start_date
    return event.factuality in AHEAD and event.event_id not in done and (due is None or due >= first)
