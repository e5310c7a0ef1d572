"""What matters of a country over a period: which steps, rows, plans and comparisons a brief tells, in which order.

Importance is type weight x interest of the state x recency x the root of the outlets; the factors are our choice.
"""

import math
from collections.abc import Mapping
from datetime import date

from legation.analysis.alignment import EVENT_SHARE, STATE_FACTORS, event_weight
from legation.analysis.calendar import PENDING, Planned
from legation.analysis.comparisons import BEGUN, Comparison
from legation.analysis.lives import TYPE_WEIGHTS, Key, key_of, partner_of
from legation.analysis.shifts import Shift
from legation.briefs.brief import RecordRef
from legation.briefs.view import View
from legation.briefs.wording import told_event
from legation.ontology.codebook import score
from legation.records.event import Event, Factuality
from legation.records.relationship import Relationship, State, Transition

INTEREST: Mapping[State, tuple[float, float]] = {
    State.WINDING_DOWN: (1.3, 1.1),
    State.ENDED: (1.1, 1.3),
    State.AGREED: (1.0, 1.0),
    State.ACTIVE: (0.9, 1.2),
    State.SUSPENDED: (0.9, 1.0),
    State.MOOTED: (1.0, 0.6),
    State.NEGOTIATING: (0.9, 0.6),
    State.REJECTED: (0.7, 0.7),
}
"""How much a reader wants to know that a relationship stands in a state, and that it came into it."""
HALF_LIFE_DAYS = 730
LEAST_RECENCY = 0.3
MOST_OUTLETS = 9
REPORTED = 0.6
"""What an unconfirmed state counts for."""
OVERDUE = 0.6
"""What a state counts for whose date of fulfilment has passed in silence."""
MOST_STEPS, MOST_EVENTS, MOST_ROWS, MOST_PLANS, MOST_FACTS, MOST_SHIFTS = 18, 4, 18, 6, 5, 4
MOST_OF_A_KIND = {
    "leaving": 1,
    "turning": 1,
    "again": 1,
    "first_since": 1,
    "only": 1,
    "first_tie": 1,
    "first_type": 1,
    "still": 1,
    "turned": 2,
}
MOST_PENDING = 2
MOST_MAIN = 4
"""How many relationships the takeaways tell."""
LEAST_EXPLAINED = 0.5
"""What share of a shift the known steps must make up for the brief to name them as its reason."""
CONSIDERED = 60
"""How many relationships, and how many steps, are weighed exactly."""
ONE_WAY = frozenset({"presence", "basing", "training", "arms", "finance", "peacekeeping"})
"""What a host or a recipient seldom returns in kind."""
HOSTING = {"presence": "basing", "basing": "presence"}
"""One side has troops where the other gives it bases."""
LIKELIER = 4
"""How many times as much evidence the other way makes it likely that the sides of a one-way type were confused."""
STALE_DAYS = 540
"""A plan that was due, or last told, longer ago than this is no longer something to watch."""


def rows(view: View) -> list[Relationship]:
    """The most important relationships, the most important first; at most CONSIDERED of them.

    Outlets are counted for those alone that can be among them: there are never more outlets than mentions.
    """
    found = sorted(
        (row for key, row in view.relationships.items() if not _confused(view, key)),
        key=lambda row: (-_importance(view, row, len(row.evidence)), key_of(row)),
    )[:CONSIDERED]
    view.read_outlets(found)
    return sorted(found, key=lambda row: (-_importance(view, row), key_of(row)))


def steps(view: View) -> list[tuple[Key, int, Transition]]:
    """The steps taken in the period, the most important ones, in the order of their days (of one day: of importance).

    A practice or its end that was only seen to hold on a day did not happen on it, and is left to the table; so is
    what tells the same of one relationship once more, right after or within a month.
    """
    taken: dict[tuple[Key, State, int, int], tuple[Key, int, Transition]] = {}
    for key, life in view.lives.items():
        if _confused(view, key):
            continue
        for index, step in enumerate(life):
            seen = step.precision == "unknown" and step.state in (State.ACTIVE, State.ENDED)
            again = index > 0 and life[index - 1].state is step.state
            if view.within(step) and not seen and not again:
                month = step.valid_latest.year, step.valid_latest.month
                taken.setdefault((key, step.state, *month), (key, index, step))
    found = sorted(taken.values(), key=lambda one: (-_importance(view, one[2], len(one[2].evidence)), one[0], one[1]))
    view.read_outlets(step for _, _, step in found[:CONSIDERED])
    found = sorted(found[:CONSIDERED], key=lambda one: (-_importance(view, one[2]), one[0], one[1]))
    return sorted(found[:MOST_STEPS], key=lambda one: one[2].valid_latest)


def events(view: View) -> list[Event]:
    """The main events of the period that no relationship tells, in the order of their days."""
    told = [
        event
        for event in view.events.values()
        if event.factuality is Factuality.OCCURRED
        and (event.cooperation is None or event.event_type == "CONSULT")
        and _two_sided(event)
        and (event.start_date or event.end_date)
        and _within(view, event)
    ]
    told.sort(key=lambda event: (-abs(score(event.event_type)) * min(event.outlets, 5), event.event_id))
    return sorted(
        told[:MOST_EVENTS], key=lambda event: (event.end_date or event.start_date or date.min, event.event_id)
    )


def plans(view: View) -> list[Planned]:
    """What to watch: dated plans by day, then the weightier undated ones; stale ones are left out."""
    found = [
        plan for plan in view.plans if _worth_watching(view, plan) and not (plan.key and _confused(view, plan.key))
    ]
    dated = [plan for plan in found if plan.due]
    undated = [plan for plan in found if not plan.due]
    view.read_outlets(view.relationships[plan.key] for plan in undated if plan.key)
    undated.sort(key=lambda plan: (-_plan_weight(view, plan), plan.key or (), plan.event_id or ""))
    ahead = [plan for plan in dated if not plan.overdue]
    late = [plan for plan in dated if plan.overdue][::-1]
    return [*ahead[:MOST_PLANS], *undated[: MOST_PLANS // 2], *late][:MOST_PLANS]


def facts(view: View) -> list[Comparison]:
    """The comparisons worth telling: few of a kind, each relationship once, the weightier kinds first."""
    chosen: list[Comparison] = []
    weighty = (
        one
        for one in view.comparisons
        if abs(TYPE_WEIGHTS.get(one.subject[3], 0.0)) >= 0.4 and not _confused(view, one.subject)
    )
    for fact in weighty:
        same_kind = sum(one.kind == fact.kind for one in chosen)
        if same_kind < MOST_OF_A_KIND[fact.kind] and not any(one.subject == fact.subject for one in chosen):
            chosen.append(fact)
    return chosen[:MOST_FACTS]


def shifts(view: View) -> list[tuple[Shift, RecordRef]]:
    """The largest lasting changes of alignment by month, each with the record that explains it; others are left out."""
    told = [(shift, ref) for shift in view.shifts if (ref := _behind(view, shift))]
    told.sort(key=lambda one: (-abs(one[0].after - one[0].before), one[0].month, one[0].pole))
    return sorted(told[:MOST_SHIFTS], key=lambda one: (one[0].month, one[0].pole))


def _behind(view: View, shift: Shift) -> RecordRef | None:
    """What mainly made a shift: the step that moved the figure most its way, else the weightiest such event."""
    way = 1 if shift.after > shift.before else -1
    dated = [step for step in shift.steps if step.precision != "unknown"]  # else only the ledger's knowledge began
    states = BEGUN if way > 0 else frozenset(State) - BEGUN
    moved = [step for step in dated if step.state in states and way * _move(view.life(key_of(step)), step) > 0]
    events = [event for event in shift.events if _two_sided(event) and way * event_weight(event) > 0]
    explained = sum(abs(_move(view.life(key_of(step)), step)) for step in moved)
    explained += EVENT_SHARE * sum(abs(event_weight(event)) for event in events)
    if explained < LEAST_EXPLAINED * abs(_unsquashed(shift.after) - _unsquashed(shift.before)):
        return None
    if moved:
        borne_out = [step for step in moved if not step.reported] or moved
        step = max(borne_out, key=lambda one: (abs(_move(view.life(key_of(one)), one)), one.valid_latest, key_of(one)))
        return RecordRef("step", (*key_of(step), view.life(key_of(step)).index(step)))
    event = max(events, key=lambda one: (abs(event_weight(one)), one.event_id))
    return RecordRef("event", (event.event_id,))


def _unsquashed(value: float) -> float:
    """The sum behind an alignment (z of `analysis.alignment`)."""
    return value / (1 - abs(value))


def _move(life: tuple[Transition, ...], step: Transition) -> float:
    """By how much a step changes what its relationship counts for."""
    at = life.index(step)
    before = STATE_FACTORS.get(life[at - 1].state, 0.0) if at else 0.0
    return TYPE_WEIGHTS.get(step.type, 0.0) * (STATE_FACTORS.get(step.state, 0.0) - before)


def leads(view: View) -> list[Relationship]:
    """The two rows that open the brief: the most important one, and the next that concerns another partner.

    Of a dyad it concerns another type, of a region or topic another country.
    """
    ranked = rows(view)
    aspects = [_aspect(view, row) for row in ranked]
    others = [row for row, aspect in zip(ranked, aspects, strict=True) if aspect != aspects[0]]
    return [*ranked[:1], *others[:1]]


def main_rows(view: View) -> list[Relationship]:
    """The rows that the takeaways tell: the most important ones, few of one pair, none that is mere talk."""
    subject = view.scope.subject
    most_of_a_pair = MOST_MAIN if subject.kind == "dyad" else 2
    taken: list[Relationship] = []
    for row in rows(view):
        home = subject.home(row.provider, row.recipient)
        same = [other for other in taken if {other.provider, other.recipient} == {home, partner_of(row, home)}]
        if len(same) < most_of_a_pair and len(taken) < MOST_MAIN and row.type != "diplomatic":
            taken.append(row)
    return taken


def told(view: View) -> list[RecordRef]:
    """The records that the brief tells of."""
    table = [key_of(row) for row in rows(view)[:MOST_ROWS]]
    refs = [RecordRef("relationship", key_of(row)) for row in (*leads(view), *main_rows(view))]
    refs += [RecordRef(kind, key) for key in table for kind in ("relationship", "course")]
    refs += [RecordRef("step", (*key, index)) for key, index, _ in steps(view)]
    refs += [RecordRef("event", (event.event_id,)) for event in events(view)]
    refs += [ref_of(plan) for plan in plans(view)] + [ref for _, ref in shifts(view)]
    for fact in facts(view):
        refs += [RecordRef("step", (*fact.subject, fact.step)), RecordRef("relationship", fact.subject)]
        refs += [RecordRef("step", (*key, index)) for key, index in fact.others]
    return refs


def _aspect(view: View, row: Relationship) -> str:
    subject = view.scope.subject
    home = subject.home(row.provider, row.recipient)
    return {"country": partner_of(row, home), "dyad": row.type}.get(subject.kind, home)


def _importance(view: View, row: Relationship | Transition, most_outlets: int | None = None) -> float:
    """The importance; with `most_outlets` the most that it can be, without counting outlets."""
    latest = row.valid_latest if isinstance(row, Transition) else row.since_latest or row.known_from
    age = max(0, ((view.day or latest) - latest).days)
    recency: float = max(LEAST_RECENCY, 0.5 ** (age / HALF_LIFE_DAYS))
    count = view.outlets(row.evidence).count if most_outlets is None else most_outlets
    outlets = math.sqrt(min(count, MOST_OUTLETS))
    interest = INTEREST[row.state][isinstance(row, Transition)]
    doubt = REPORTED if row.reported else 1.0
    if isinstance(row, Relationship) and row.expected_by and view.day and row.expected_by < view.day:
        doubt *= OVERDUE
    return abs(TYPE_WEIGHTS.get(row.type, 0.1)) * interest * recency * outlets * doubt


def _confused(view: View, key: Key) -> bool:
    """Whether a relationship is likely another with its sides confused: the host's troops in the guest's country."""
    provider, recipient, mutual, kind = key
    return kind in ONE_WAY and _evidence(view, (recipient, provider, mutual, kind)) >= LIKELIER * _evidence(view, key)


def _evidence(view: View, key: Key) -> int:
    """How much evidence a relationship has, with that of the bases given for troops, or of the troops at bases."""
    provider, recipient, mutual, kind = key
    keys = [key, (recipient, provider, mutual, HOSTING[kind])] if kind in HOSTING else [key]
    return sum(len(step.evidence) for each in keys for step in view.lives.get(each, ()))


def _two_sided(event: Event) -> bool:
    return (
        bool(event.source and event.target)
        and not set(event.source) & set(event.target)
        and told_event(event.event_type, event.factuality)
    )


def _within(view: View, event: Event) -> bool:
    start, end = event.start_date or event.end_date, event.end_date or event.start_date
    early = view.scope.start is not None and end is not None and end < view.scope.start
    return not early and (view.scope.end is None or start is None or start <= view.scope.end)


def _worth_watching(view: View, plan: Planned) -> bool:
    day = view.day
    if plan.key is not None:
        row = view.relationships[plan.key]
        if row.state is State.MOOTED and plan.overdue:
            return False
        last = plan.due or row.since_latest or row.known_from
    else:
        event = view.events[plan.event_id or ""]
        if not _two_sided(event) or (event.cooperation is not None and event.event_type != "CONSULT"):
            return False
        last = plan.due or event.last_reported or date.min
    return day is not None and (day - last).days <= STALE_DAYS


def _plan_weight(view: View, plan: Planned) -> float:
    if plan.key is not None:
        return _importance(view, view.relationships[plan.key])
    return abs(score(view.events[plan.event_id or ""].event_type)) / 20


def pending(view: View, event: Event) -> list[Relationship]:
    """What is on its way between the two sides of an event, the most important first."""
    sides = {*event.source, *event.target}
    found = [row for row in rows(view) if {row.provider, row.recipient} == sides and row.state in PENDING]
    return found[:MOST_PENDING]


def ref_of(plan: Planned) -> RecordRef:
    """The reference by which a plan is found again."""
    return RecordRef("plan", plan.key or (plan.event_id,))
