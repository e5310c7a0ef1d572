"""What the ledger holds that may be news: steps and denials of relationships, plans that are late, shifts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from legation.analysis.alignment import POLES, alignment_series, pole_of
from legation.analysis.calendar import Planned, overdue
from legation.analysis.lives import Key, Lives, key_of, lives_of, partner_of
from legation.analysis.shifts import Shift, shifts
from legation.ledger.store import Ledger
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Event
from legation.records.relationship import Relationship, State, Transition

GRACE = timedelta(days=2)
"""A plan is told as overdue so long after its last day: reports of what was done in time come late (our choice)."""


class Change(StrEnum):
    """What may happen, as rules name it."""

    STATE_CHANGE = "state_change"
    NEW_COOPERATION = "new_cooperation"
    ALIGNMENT_SHIFT = "alignment_shift"
    OVERDUE = "overdue"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that a rule may ask for, before the rules have seen it.

    `actors` are provider and recipient, the sides of an event, or a country and the members of the pole to or from
    which it moved. `type` is a cooperation type, `event_type` stands where an event was planned. `levels` are the
    alignment before and after. `evidence` names mentions, the first report first.
    """

    change: Change
    actors: tuple[str, ...]
    evidence: tuple[str, ...]
    type: str | None = None
    mutual: bool = False
    state: State | None = None
    before: State | None = None
    since: date | None = None
    due: date | None = None
    reported: bool = False
    event_type: str | None = None
    pole: str | None = None
    levels: tuple[float, float] | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """What tells it from every other change; an alert on the same subject with the same evidence is the same."""
        if self.levels is not None:
            return "shift", self.actors[0], self.pole, self.levels[0] < self.levels[1]
        what = (self.actors, self.mutual, self.type, self.event_type)
        if self.change is Change.OVERDUE:
            return "overdue", *what, self.due
        # whether a step is the first of its row changes when older news comes in late; that makes no new alert
        return "denial" if self.change is Change.DENIAL else "step", *what, self.state


def changes(ledger: Ledger, wanted: frozenset[Change], today: date, asked: frozenset[str] | None) -> list[Changed]:
    """All of the wanted kinds that the ledger holds. `asked`: whose alignment, or with whom; None asks for all.

    `today` is the day on which plans are looked at.
    """
    found: list[Changed] = []
    if wanted & {Change.STATE_CHANGE, Change.NEW_COOPERATION}:
        found += (changed for changed in _steps(ledger.transitions()) if changed.change in wanted)
    rows = ledger.relationship_rows() if wanted & {Change.DENIAL, Change.OVERDUE} else []
    if Change.DENIAL in wanted:
        found += (denial for row in rows if (denial := _denial(row)))
    if Change.OVERDUE in wanted:
        found += _late(rows, ledger.event_rows(), today - GRACE)
    if Change.ALIGNMENT_SHIFT in wanted:
        found += _shifts(ledger, asked)
    return found


def _steps(steps: Iterable[Transition]) -> Iterator[Changed]:
    before: dict[Key, State] = {}
    for step in steps:
        former = before.get(key_of(step))
        yield Changed(
            Change.NEW_COOPERATION if former is None else Change.STATE_CHANGE,
            (step.provider, step.recipient),
            step.evidence,
            type=step.type,
            mutual=step.mutual,
            state=step.state,
            before=former,
            since=None if step.precision == "unknown" else step.valid_from,
            reported=step.reported,
        )
        before[key_of(step)] = step.state


def _denial(row: Relationship) -> Changed | None:
    """What denies a state that is held true; None where nothing does, or only what the state itself rests on."""
    against = tuple(mention_id for mention_id in row.disputed_by if mention_id not in row.evidence)
    if not against or row.state is State.REJECTED:
        return None
    return Changed(
        Change.DENIAL,
        (row.provider, row.recipient),
        against,
        type=row.type,
        mutual=row.mutual,
        state=row.state,
        since=row.since,
        reported=row.reported,
    )


def _late(rows: list[Relationship], events: list[Event], day: date) -> Iterator[Changed]:
    by_key = {key_of(row): row for row in rows}
    by_id = {event.event_id: event for event in events}
    for plan in overdue(rows, events, day):
        yield _late_row(plan, by_key[plan.key]) if plan.key else _late_event(plan, by_id[plan.event_id or ""])


def _late_row(plan: Planned, row: Relationship) -> Changed:
    return Changed(
        Change.OVERDUE,
        (row.provider, row.recipient),
        row.evidence,
        type=row.type,
        mutual=row.mutual,
        state=row.state,
        since=row.since,
        due=plan.due,
        reported=row.reported,
    )


def _late_event(plan: Planned, event: Event) -> Changed:
    return Changed(
        Change.OVERDUE,
        (*event.source, *event.target),
        event.mentions,
        type=event.cooperation,
        mutual=event.mutual,
        due=plan.due,
        event_type=event.event_type,
    )


def _shifts(ledger: Ledger, asked: frozenset[str] | None) -> Iterator[Changed]:
    """The shift of each country towards or from each pole that led to where it stands now, if anything tells of it."""
    lives = lives_of(ledger.transitions())
    for country in sorted(_aligned(lives, asked)):
        own = {key: life for key, life in lives.items() if country in key[:2]}
        events = ledger.event_rows(country)
        latest = {shift.pole: shift for shift in shifts(alignment_series(country, own, events), own, events)}
        yield from (_shift(shift) for shift in latest.values() if shift.steps or shift.events)


def _aligned(lives: Lives, asked: frozenset[str] | None) -> set[str]:
    """The countries with a tie to a pole, where one of the two is asked for (None: all)."""
    known = load_knowledge().countries
    found = set()
    for key in lives:
        for country in key[:2]:
            pole = pole_of(partner_of(key, country))
            if country in known and pole and (asked is None or country in asked or asked & POLES[pole]):
                found.add(country)
    return found


def _shift(shift: Shift) -> Changed:
    behind = [one.evidence for one in shift.steps] + [one.mentions for one in shift.events]
    first = [evidence[0] for evidence in behind]  # one report of each comes before the second of any
    return Changed(
        Change.ALIGNMENT_SHIFT,
        (shift.country, *sorted(POLES[shift.pole])),
        tuple(dict.fromkeys([*first, *(mention for evidence in behind for mention in evidence)])),
        since=shift.month.replace(day=1),
        pole=shift.pole,
        levels=(shift.before, shift.after),
    )
