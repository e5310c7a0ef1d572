"""What is to come: plans by the day that was given for them, those that are late first."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from legation.analysis.alignment import event_day
from legation.analysis.calendar import AHEAD, PENDING, Planned, calendar, overdue
from legation.analysis.lives import key_of
from legation.ledger.store import Ledger
from legation.records.event import Event
from legation.records.relationship import Relationship
from legation.web.contexts.common import Clocks, day_of
from legation.web.contexts.event import event_title

STALE_DAYS = 540
"""A plan that was due, or an event plan that was told, longer ago than this is no longer something to watch."""
LEAST_SURE = 0.25
"""A relationship of less confidence is not watched (our choice); its page, lists and briefs' tables have it."""
MOST_PLANS = 12
MOST_DUE = 100
"""How many plans the page of one actor, and each part of the page of all, show."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Something to come: in words, by when, and where it is told (a relationship, or an event with its id)."""

    words: str
    row: Relationship | None
    event_id: str | None
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class DuePage:
    """As seen on a day: what was promised for a day before it and is not told to have come; what is to come by when."""

    day: date | None
    late: tuple[Watched, ...]
    coming: tuple[Watched, ...]


def due_page(ledger: Ledger, clocks: Clocks) -> DuePage:
    """Of all actors: the late ones by their day, the latest first; then those to come, the next first."""
    day = day_of(ledger, clocks)
    if day is None:
        return DuePage(None, (), ())
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on)
    events = told_by(ledger, clocks, since=day - timedelta(days=STALE_DAYS))
    late = _watched(overdue(rows, events, day)[::-1], rows, events, day)
    coming = _watched((plan for plan in calendar(rows, events, day) if plan.due and plan.due >= day), rows, events, day)
    return DuePage(day, tuple(islice(late, MOST_DUE)), tuple(islice(coming, MOST_DUE)))


def to_watch(rows: Sequence[Relationship], events: Sequence[Event], day: date) -> tuple[Watched, ...]:
    """What is planned as seen on a day, without what has gone stale."""
    return tuple(islice(_watched(calendar(rows, events, day), rows, events, day), MOST_PLANS))


def told_by(ledger: Ledger, clocks: Clocks, **asked: Any) -> list[Event]:  # noqa: ANN401 - EventsAsked
    """Events that had happened, and plans that had been told, whenever they are due, by the day looked at."""
    found = ledger.event_rows(known_on=clocks.known_on, **asked)
    return [event for event in found if clocks.as_of is None or _told(event) <= clocks.as_of]


def _watched(
    plans: Iterable[Planned], rows: Sequence[Relationship], events: Sequence[Event], day: date
) -> Iterator[Watched]:
    """Those plans that have not gone stale, are not told twice, and are not too unsure to wait for."""
    recent = day - timedelta(days=STALE_DAYS)
    by_id, by_key = {event.event_id: event for event in events}, {key_of(row): row for row in rows}
    stand = {(frozenset((row.provider, row.recipient)), row.type) for row in rows if row.state in PENDING}
    for plan in plans:
        event = by_id.get(plan.event_id or "")
        row = by_key[plan.key] if plan.key is not None else None
        told = event.last_reported or event.first_reported if event else row and row.known_from
        last = plan.due or told
        sure = row.confidence >= LEAST_SURE if row else event and event.source and event.target
        if sure and last and last >= recent and not (event and _told_as_row(event, stand)):
            yield Watched(event_title(event) if event else "", row, plan.event_id, plan.due, plan.overdue)


def _told_as_row(event: Event, stand: Container[tuple[frozenset[str], str]]) -> bool:
    """Whether a relationship tells the same; talks on a cooperation are no part of it."""
    sides = frozenset((*event.source, *event.target))
    return event.event_type != "CONSULT" and event.cooperation is not None and (sides, event.cooperation) in stand


def _told(event: Event) -> date:
    """When a plan was first told, or something else happened."""
    return (event.first_reported if event.factuality in AHEAD else event_day(event)) or date.min
