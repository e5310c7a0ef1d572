"""One actor: partners by cooperation type, the timeline, alignment and its shifts, what to watch, the latest events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from legation.analysis.alignment import Alignment, alignment_series, event_weight
from legation.analysis.lives import TYPE_WEIGHTS, Lives, lives_of, partner_of
from legation.analysis.shifts import Shift, shifts
from legation.ledger.store import Ledger
from legation.ontology.cooperation import load_cooperation
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Event
from legation.records.relationship import Relationship, State
from legation.web.contexts.common import LATEST, Clocks, actor_name
from legation.web.contexts.due import Watched, to_watch, told_by
from legation.web.contexts.event import ToldEvent, told_events

OPEN = frozenset(State) - {State.ENDED, State.REJECTED}


@dataclass(frozen=True, slots=True)
class ActorPage:
    """One actor: its relationships, how they came about, its alignment, what is planned, its latest events."""

    actor_id: str
    name: str
    relationships: tuple[Relationship, ...]
    lives: Lives
    alignment: tuple[Alignment, ...]
    shifts: tuple[Shift, ...]
    watch: tuple[Watched, ...]
    events: tuple[ToldEvent, ...]
    day: date | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Partners × cooperation types: for each partner, what stands with it in each of the types, the surest first."""

    types: tuple[str, ...]
    partners: Mapping[str, tuple[tuple[Relationship, ...], ...]]


def actor_page(ledger: Ledger, actor_id: str, clocks: Clocks) -> ActorPage | None:
    """An actor's relationships and latest events; None where the ledger holds neither and the actor is not known."""
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on, actor=actor_id)
    events = ledger.event_rows(country=actor_id, until=clocks.as_of, known_on=clocks.known_on)
    if not rows and not events and actor_id not in load_knowledge().actors:
        return None
    lives = lives_of(ledger.transitions(known_on=clocks.known_on, actor=actor_id), clocks.as_of)
    day = clocks.as_of or clocks.known_on or last_day(lives, events)
    alignment = alignment_of(actor_id, lives, events)
    return ActorPage(
        actor_id=actor_id,
        name=actor_name(actor_id),
        relationships=tuple(rows),
        lives=lives,
        alignment=tuple(alignment),
        shifts=tuple(shifts(alignment, lives, events))[::-1],
        watch=to_watch(rows, told_by(ledger, clocks, country=actor_id) if clocks.as_of else events, day) if day else (),
        events=told_events(ledger, events[: -LATEST - 1 : -1]),
        day=day,
    )


def alignment_of(actor_id: str, lives: Lives, events: Iterable[Event]) -> list[Alignment]:
    """The alignment with each pole, month by month; events that count for nothing are left out beforehand."""
    return alignment_series(actor_id, lives, [event for event in events if event_weight(event)])


def last_day(lives: Lives, events: Sequence[Event]) -> date | None:
    """The last day of which these steps and events know."""
    days = [step.known_from for life in lives.values() for step in life]
    return max([*days, *(event.last_reported for event in events if event.last_reported)], default=None)


def matrix(actor_id: str, rows: Iterable[Relationship]) -> Matrix:
    """The relationships of an actor by partner and type; the partner with the weightiest open ones first."""
    rows = sorted(rows, key=lambda row: -row.confidence)
    used = {row.type for row in rows}
    types = tuple(code for code in sorted(load_cooperation(), key=_weight, reverse=True) if code in used)
    found: dict[str, list[Relationship]] = {}
    for row in rows:
        found.setdefault(partner_of(row, actor_id), []).append(row)
    order = sorted(found, key=lambda one: (-_standing_weight(found[one]), -len(found[one]), actor_name(one)))
    cells = {one: tuple(tuple(row for row in found[one] if row.type == code) for code in types) for one in order}
    return Matrix(types, cells)


def by_state(table: Matrix) -> Mapping[State, Mapping[str, tuple[Relationship, ...]]]:
    """The same relationships by state and partner, in the order of the states' lives and of the matrix."""
    found: dict[State, dict[str, list[Relationship]]] = {}
    for partner, cells in table.partners.items():
        for row in chain.from_iterable(cells):
            found.setdefault(row.state, {}).setdefault(partner, []).append(row)
    return {state: {one: tuple(rows) for one, rows in found[state].items()} for state in State if state in found}


def _weight(type_: str) -> float:
    return abs(TYPE_WEIGHTS.get(type_, 0.0))


def _standing_weight(rows: Iterable[Relationship]) -> float:
    return sum(_weight(row.type) * row.confidence for row in rows if row.state in OPEN)
