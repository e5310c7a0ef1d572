"""Merged events asked for: by their sides, kind and days, and by what was known of them on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from legation.ledger.database import Database, conditions
from legation.ledger.read_tables import events_of, merged_events
from legation.records.event import Event, Factuality
from legation.records.place import Quantity

if TYPE_CHECKING:
    from legation.ledger.columns import Columns

EVENT = tuple(field.name for field in fields(Event))
"""The columns of `events` that make an event."""
_EITHER = "(list_contains(source, ?) OR list_contains(target, ?))"


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """Which events are asked for; None asks for all.

    `country` and `other` may be on either side; `since` and `until` bound the day of the event, or of its first report
    where no day is known; `known_on` leaves out what was published later.
    """

    country: str | None = None
    event_type: str | None = None
    cooperation: str | None = None
    factuality: str | None = None
    since: date | None = None
    until: date | None = None
    known_on: date | None = None
    other: str | None = None
    any_of: tuple[str, ...] | None = None
    """One of these is on either side."""

    @property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """Of each of these, one is on either side."""
        return tuple(
            one for one in (self.country and (self.country,), self.other and (self.other,), self.any_of) if one
        )

    def conditions(self) -> tuple[list[str], list[object]]:
        """The same as conditions on the columns of `events`, with their parameters; `known_on` is none of them."""
        further = [
            ("factuality = ?", self.factuality),
            ("coalesce(end_date, start_date, first_reported, DATE '9999-12-31') >= ?", self.since),
            ("coalesce(start_date, end_date, first_reported, DATE '0001-01-01') <= ?", self.until),
        ]
        return conditions([*self.told(), *further])

    def told(self) -> list[tuple[str, object]]:
        """What at least one mention of an event tells just as the event does, as conditions with their values."""
        named = list(self.any_of) if self.any_of is not None else None
        return [
            (_EITHER, self.country),
            (_EITHER, self.other),
            ("(list_has_any(source, ?) OR list_has_any(target, ?))", named),
            ("event_type = ?", self.event_type),
            ("cooperation = ?", self.cooperation),
        ]

    def wants(self, event: Event) -> bool:
        """Whether the event is among those asked for."""
        first = event.start_date or event.end_date or event.first_reported or date.min
        last = event.end_date or event.start_date or event.first_reported or date.max
        return (
            all(one is None or one in (*event.source, *event.target) for one in (self.country, self.other))
            and (self.any_of is None or not set(self.any_of).isdisjoint((*event.source, *event.target)))
            and (self.event_type is None or event.event_type == self.event_type)
            and (self.cooperation is None or event.cooperation == self.cooperation)
            and (self.factuality is None or event.factuality == self.factuality)
            and (self.since is None or last >= self.since)
            and (self.until is None or first <= self.until)
        )


def event_rows(database: Database, asked: EventsAsked, columns: "Columns | None" = None) -> list[Event]:
    """The merged events asked for, in the order of their days; with `columns`, those of actors are found there."""
    found = _kept(asked, columns) if columns and asked.named else _stored(database, asked)
    return sorted((one for one in found if asked.wants(one)), key=event_order)


def _kept(asked: EventsAsked, columns: "Columns") -> Iterable[Event]:
    if asked.known_on is None:
        return map(event_of, columns.events(asked))
    return (event for _, event in events_of(columns.facts(asked.named, asked.known_on)))


def _stored(database: Database, asked: EventsAsked) -> Iterable[Event]:
    if asked.known_on is None:
        where, parameters = asked.conditions()
        columns = ", ".join(EVENT)
        return map(
            event_of, database.rows(f"SELECT {columns} FROM events WHERE {' AND '.join(where) or 'true'}", parameters)
        )
    told, parameters = conditions(asked.told())
    blocks = " AND ".join(f"block IN (SELECT block FROM facts WHERE {one})" for one in told)
    return (event for _, event in merged_events(database, blocks or "true", parameters, asked.known_on))


def event(
    database: Database, event_id: str, known_on: date | None = None, columns: "Columns | None" = None
) -> Event | None:
    """One event, with what was known of it on a day; None where there is none, or nothing was known."""
    if columns and known_on is None:
        return next(map(event_of, columns.event(event_id)), None)
    stored = database.rows(f"SELECT block, {', '.join(EVENT)} FROM events WHERE event_id = ?", [event_id])
    if not stored:
        return None
    block, *cells = stored[0]
    found = event_of(cells)
    if known_on is None:
        return found
    made = merged_events(database, "block = ?", [block], known_on)
    return next((one for _, one in made if set(one.mentions) & set(found.mentions)), None)


def events_told_by(database: Database, document_id: str) -> dict[str, str]:
    """The event that each mention of a document tells of, by mention id."""
    return dict(
        database.rows(
            "SELECT facts.mention_id, events.event_id FROM facts JOIN events USING (block) "
            "WHERE facts.document_id = ? AND list_contains(events.mentions, facts.mention_id)",
            [document_id],
        )
    )


def event_of(cells: Sequence[Any]) -> Event:
    """The event in a row of the columns EVENT."""
    *told, source, target, mutual, factuality = cells[:6]
    *days, mentions, numbers = cells[6:]
    acted = tuple(source), tuple(target), mutual, Factuality(factuality)
    reported = tuple(mentions), tuple(Quantity(**number) for number in numbers)
    return Event(*[*told, *acted, *days, *reported])


def event_order(event: Event) -> tuple[date, str]:
    """What events are sorted by: their day, or that of their first report."""
    return event.start_date or event.end_date or event.first_reported or date.max, event.event_id
