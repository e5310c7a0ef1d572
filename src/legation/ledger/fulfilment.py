"""Plans and what came of them: a plan and the event that carries it out stay two events, with a link between them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from legation.ledger.event_coreference import family
from legation.records.event import Event, Factuality

EARLY = timedelta(days=3)
"""What was announced may be reported as done in the same days (our choice, as the next one)."""
PATIENCE = timedelta(days=365)
"""So long after the day that a plan names, or after its last report, an act of its kind is taken for its fulfilment."""

_PLANS = frozenset({Factuality.PLANNED})
_DEEDS = frozenset({Factuality.OCCURRED, Factuality.ONGOING, Factuality.HISTORICAL})


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A plan and the event that carries it out, by their ids."""

    plan: str
    deed: str


def fulfilments(events: Iterable[Event]) -> list[Fulfilment]:
    """Each plan with the first later event of its family and sides; plans of which nothing came are left out.

    Sides may be left out in one of the two, not exchanged.
    """
    plans: list[Event] = []
    deeds: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in sorted(events, key=_order):
        if event.factuality in _PLANS:
            plans.append(event)
        elif event.factuality in _DEEDS:
            for actor in {*event.source, *event.target}:
                deeds[_family(event), actor].append(event)
    found = []
    for plan in plans:
        sides = sorted({*plan.source, *plan.target})
        firsts = [deed for actor in sides if (deed := _first(deeds[_family(plan), actor], plan))]
        if firsts:
            found.append(Fulfilment(plan.event_id, min(firsts, key=_order).event_id))
    return sorted(found, key=lambda one: (one.plan, one.deed))


def days_of_deed(plan: Event) -> tuple[date, date]:
    """The first and the last day on which an act of its kind is taken for a plan's fulfilment."""
    announced = (plan.first_reported or date.max) - EARLY
    return announced, max(plan.end_date or date.min, plan.last_reported or date.min) + PATIENCE


def _first(deeds: Sequence[Event], plan: Event) -> Event | None:
    """The first of some events, in their order, that carries a plan out; only those of its days are looked at."""
    announced, last = days_of_deed(plan)
    begin = bisect_left(deeds, announced, key=_day)
    timely = takewhile(lambda deed: _day(deed) <= last, islice(deeds, begin, None))
    return next((deed for deed in timely if _same_sides(deed, plan)), None)


def _order(event: Event) -> tuple[date, str]:
    return _day(event), event.event_id


def _family(event: Event) -> str:
    return family(event.event_type, event.cooperation, event.direction)


def _day(deed: Event) -> date:
    """When it was done, else when it was first told."""
    return deed.end_date or deed.start_date or deed.first_reported or date.min


def _same_sides(deed: Event, plan: Event) -> bool:
    ours, theirs = {*deed.source, *deed.target}, {*plan.source, *plan.target}
    if not ours or not theirs or not (ours <= theirs or theirs <= ours):
        return False
    crossed = set(deed.source) & set(plan.target) - set(plan.source)
    return deed.mutual or plan.mutual or not crossed
