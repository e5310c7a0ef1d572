"""Claims to states: the life of one relationship on two clocks, by the lifecycle table.

Pure functions over all claims of one relationship: the same claims give the same life in whatever order they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import prod

from legation.ledger.claims import Claim
from legation.ledger.judgements import StateJudgement, refused
from legation.ledger.timing import When, when
from legation.ontology.cooperation import Lifecycle, Outcome, Telling, load_lifecycle
from legation.records.event import Factuality
from legation.records.relationship import State, Transition

_FRESH = ("entry", "resume")
"""Directions that begin something: they say nothing of what was before."""
_LEAVING = frozenset({State.SUSPENDED, State.WINDING_DOWN, State.ENDED})


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a claim comes from: since when it can be known, whose it is, and which copies it counts with."""

    known_from: date
    dated: bool
    outlet: str | None
    copy_group: str


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its provenance, what the table makes of it, and its place on the clock of the world.

    `judged`: a reviewer says so; it moves the relationship whatever its state.
    """

    claim: Claim
    provenance: Provenance
    outcome: Outcome
    when: When
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something said beside the states: a dispute over a row in one of `disputes`, or another state `beside`."""

    day: date
    disputes: tuple[State, ...]
    beside: State | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """The steps of one relationship in the order of the world's clock, and the notes beside them."""

    steps: tuple[Transition, ...]
    notes: tuple[Note, ...]


def life_of(claims: Iterable[tuple[Claim, Provenance]], judged: Sequence[StateJudgement] = ()) -> Life:
    """The life that all claims on one relationship tell together, with what reviewers say of it."""
    lifecycle = load_lifecycle()
    unsound = refused(judged)
    sound = [(claim, provenance) for claim, provenance in claims if unsound.isdisjoint(claim.evidence)]
    told = [_told(claim, provenance) for claim, provenance in sound]
    told += [_judged(one) for one in judged if one.state]
    exits = _exits(told)
    told = [_before_the_exit(one, exits) for one in told]
    told = [one for one in told if not _shown_alive(one, told, lifecycle)]
    told.sort(key=lambda one: _order(one, lifecycle))
    notes = [
        Note(one.provenance.known_from, tuple(sorted(one.outcome.disputes)), one.outcome.beside, one.claim.evidence)
        for one in told
        if one.outcome.disputes or one.outcome.beside
    ]
    stages: list[tuple[State, list[Told]]] = []
    for one in told:
        target = one.outcome.state
        if target is None:
            continue
        state = stages[-1][0] if stages else None
        if target == state:
            stages[-1][1].append(one)
        elif _moves(one, state, lifecycle) or _again(one, state, stages, lifecycle):
            stages.append((target, [one]))
        elif state in lifecycle.noted_beside.get(target, ()):
            notes.append(Note(one.provenance.known_from, (), target, one.claim.evidence))
    steps = tuple(_step(state, told, lifecycle) for state, told in stages)
    return Life(steps, tuple(sorted(notes, key=lambda note: (note.day, note.evidence, note.beside or ""))))


def _told(claim: Claim, provenance: Provenance) -> Told:
    telling = Telling(claim.type, claim.direction, claim.factuality, claim.event_type, claim.act, claim.alleged)
    return Told(claim, provenance, _outcome(telling), when(claim, provenance.known_from, provenance.dated))


@cache  # there are few ways to tell a claim, and many claims
def _outcome(telling: Telling) -> Outcome:
    return load_lifecycle().outcome(telling)


def _judged(judgement: StateJudgement) -> Told:
    """A reviewer's word as a claim of a party that is certain, known from the day on which it was given."""
    made = judgement.made_at.date()
    since = judgement.since or made
    claim = Claim(
        document_id=f"judged {judgement.made_at.isoformat()}",
        provider=judgement.provider,
        recipient=judgement.recipient,
        mutual=judgement.mutual,
        type=judgement.type,
        direction="entry",
        factuality=Factuality.OCCURRED,
        event_type="",
        act=None,
        alleged=False,
        party=True,
        start_date=since,
        end_date=since,
        precision="day",
        expected_by=None,
        evidence=judgement.evidence,
        confidence=1.0,
    )
    outcome = Outcome(state=judgement.state)
    return Told(claim, Provenance(made, True, None, claim.document_id), outcome, When(since, since, "day"), judged=True)


def _order(one: Told, lifecycle: Lifecycle) -> tuple[date, bool, int, date, date, tuple[str, ...]]:
    """The order in which claims act: the day by which it was so; what went on before what is new; then precedence."""
    rank = lifecycle.precedence[one.outcome.state] if one.outcome.state else -1
    day = one.when.valid_latest
    return day, not _practice(one), rank, one.provenance.known_from, one.when.valid_from, one.claim.evidence


def _practice(one: Told) -> bool:
    """Tells in the present of something going on."""
    begun = one.claim.direction == "entry" and one.claim.factuality is Factuality.ONGOING
    return (one.claim.direction == "continue" or begun) and one.outcome.state is State.ACTIVE


def _exits(told: Iterable[Told]) -> Mapping[str, date]:
    """The day by which an article has something paused, winding down or ended, by its id."""
    exits: dict[str, date] = {}
    for one in told:
        if one.outcome.state in _LEAVING and not one.outcome.past:
            day = one.when.valid_latest
            exits[one.claim.document_id] = min(day, exits.get(one.claim.document_id, day))
    return exits


def _before_the_exit(one: Told, exits: Mapping[str, date]) -> Told:
    """Within one article an exit (or a pause) outranks a practice that goes on: that was so until then."""
    day = exits.get(one.claim.document_id)
    return replace(one, when=one.when.until(day)) if day and _practice(one) else one


def _shown_alive(one: Told, told: Sequence[Told], lifecycle: Lifecycle) -> bool:
    """Whether a practice told as past is shown alive by the same or a later text: then it ends nothing."""
    if not (one.outcome.past and one.when.vague):
        return False
    for other in told:
        if other.outcome.state not in lifecycle.alive or other.claim.factuality is Factuality.HISTORICAL:
            continue
        if other.claim.document_id == one.claim.document_id:
            return True
        later = other.provenance.known_from >= one.provenance.known_from
        if later and other.claim.direction not in _FRESH and other.claim.act is None:
            return True
    return False


def _moves(one: Told, state: State | None, lifecycle: Lifecycle) -> bool:
    """Whether a claim for another state moves a row that is in `state` (None: nothing is known of it yet)."""
    target = one.outcome.state
    if state is None or target is None or one.judged:
        return target is not None
    if one.when.vague and one.outcome.fills:
        return state in lifecycle.filled_over.get(target, ())
    if one.when.vague and one.outcome.past:
        return state in lifecycle.past_practice_ends
    if _practice(one) and state in lifecycle.practice_kept_against:
        return False
    return state not in lifecycle.kept_against.get(target, ())


def _again(one: Told, state: State | None, stages: Sequence[tuple[State, list[Told]]], lifecycle: Lifecycle) -> bool:
    """Whether an exit that is told in the present comes so long after the end that something has begun again."""
    if state is not State.ENDED or one.outcome.state is not State.WINDING_DOWN or one.outcome.fills:
        return False
    return (one.when.valid_from - stages[-1][1][-1].when.valid_latest).days > lifecycle.begun_again_days


def _step(state: State, told: Sequence[Told], lifecycle: Lifecycle) -> Transition:
    """The transition that one or more claims for the same state make."""
    claim = told[0].claim
    dated = _best_dated(told)
    plans = [(one.provenance.known_from, one.claim.expected_by) for one in told if one.claim.expected_by]
    by_day = sorted(told, key=lambda one: (one.provenance.known_from, one.claim.evidence))
    return Transition(
        provider=claim.provider,
        recipient=claim.recipient,
        mutual=claim.mutual,
        type=claim.type,
        state=state,
        valid_from=dated.valid_from,
        valid_latest=dated.valid_latest,
        precision=dated.precision,
        known_from=by_day[0].provenance.known_from,
        reported=_only_reported(state, told, lifecycle),
        expected_by=max(plans)[1] if plans else None,
        evidence=tuple(dict.fromkeys(mention_id for one in by_day for mention_id in one.claim.evidence)),
        confidence=_confidence(told),
        last_told=by_day[-1].provenance.known_from,
    )


def _best_dated(told: Sequence[Told]) -> When:
    """The first claim's time, or the narrowest that lies within it ("this week", in another text "on Friday")."""
    first = told[0].when
    within = [
        one for one in told if first.valid_from <= one.when.valid_from and one.when.valid_latest <= first.valid_latest
    ]
    narrowest = min(
        within,
        key=lambda one: (one.when.valid_latest - one.when.valid_from, one.when.valid_from, one.claim.evidence),
    )
    return narrowest.when


def _only_reported(state: State, told: Sequence[Told], lifecycle: Lifecycle) -> bool:
    """Whether neither a party to the relation nor two independent outlets bear the state out, where that is needed."""
    sound = [one for one in told if not one.outcome.reported]
    if not sound:
        return True
    if state not in lifecycle.need_bearing_out:
        return False
    return not any(one.claim.party for one in sound) and independent(one.provenance for one in sound) < 2


def independent(provenances: Iterable[Provenance]) -> int:
    """How many independent outlets: copies count once, one outlet counts once, unnamed outlets together as one."""
    found = list(provenances)
    return min(len({one.copy_group for one in found}), len({one.outlet for one in found}))


def _confidence(told: Sequence[Told]) -> float:
    """The chance that at least one report is right, copies of one report counted once."""
    best: dict[str, float] = {}
    for one in told:
        group = one.provenance.copy_group
        best[group] = max(best.get(group, 0.0), one.claim.confidence)
    return round(1 - prod(1 - best[group] for group in sorted(best)), 6)
