"""Two actors: the life of each relationship between them, events both ways, momentum; and one relationship alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from legation.analysis.lives import Key, key_of
from legation.analysis.momentum import Momentum, momentum
from legation.ledger.store import Ledger
from legation.records.event import Event
from legation.records.relationship import Relationship, State, Transition
from legation.web.contexts.common import LATEST, Clocks, Proof, Proofs, actor_name, day_of
from legation.web.contexts.event import ToldEvent, told_events


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a relationship, with the sentences behind it."""

    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State
    valid_from: date
    valid_latest: date
    precision: str
    known_from: date
    reported: bool
    expected_by: date | None
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One relationship: where it stands, how it came there, and what is said against it."""

    standing: Relationship
    steps: tuple[Step, ...]
    disputed_by: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two actors. `momentum` is None where nothing is known to have happened between them."""

    first: str
    second: str
    lives: tuple[Life, ...]
    steps: tuple[Transition, ...]
    events: tuple[ToldEvent, ...]
    momentum: Momentum | None


def lives(ledger: Ledger, clocks: Clocks, **chosen: str | None) -> tuple[Life, ...]:
    """The lives of relationships, each with its standing; `chosen` as in `Ledger.relationship_rows`."""
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on, **chosen)
    return lives_of_rows(ledger, clocks, rows, **chosen)


def lives_of_rows(
    ledger: Ledger, clocks: Clocks, rows: Sequence[Relationship], **chosen: str | None
) -> tuple[Life, ...]:
    """The lives of some of the relationships chosen, in their order."""
    return _lives(ledger, rows, _steps(ledger, clocks, **chosen))


def pair_page(ledger: Ledger, first: str, second: str, clocks: Clocks) -> PairPage:
    """All that the ledger knows between two actors."""
    both = {"country": first, "actor": second}
    steps = _steps(ledger, clocks, **both)
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on, **both)
    events = ledger.event_rows(first, other=second, until=clocks.as_of, known_on=clocks.known_on)
    between = [event for event in events if _between(event, first, second)]
    return PairPage(
        first=first,
        second=second,
        lives=_lives(ledger, rows, steps),
        steps=tuple(step for life in steps.values() for step in life),
        events=told_events(ledger, between[: -LATEST - 1 : -1]),
        momentum=momentum(first, second, between, day) if (day := day_of(ledger, clocks)) else None,
    )


def pair_name(first: str, second: str) -> str:
    """What a pair is called."""
    return f"{actor_name(first)} and {actor_name(second)}"


def _steps(ledger: Ledger, clocks: Clocks, **chosen: str | None) -> dict[Key, list[Transition]]:
    found: dict[Key, list[Transition]] = {}
    for step in ledger.transitions(known_on=clocks.known_on, **chosen):
        if clocks.has_come(step):
            found.setdefault(key_of(step), []).append(step)
    return found


def _between(event: Event, first: str, second: str) -> bool:
    return (first in event.source and second in event.target) or (second in event.source and first in event.target)


def _lives(ledger: Ledger, rows: Sequence[Relationship], steps: dict[Key, list[Transition]]) -> tuple[Life, ...]:
    asked = [one for row in rows for one in row.disputed_by]
    asked += [one for row in rows for step in steps[key_of(row)] for one in step.evidence]
    proofs = Proofs(ledger, asked)
    return tuple(
        Life(row, tuple(_step(proofs, step) for step in steps[key_of(row)]), proofs.of(row.disputed_by)) for row in rows
    )


def _step(proofs: Proofs, step: Transition) -> Step:
    return Step(
        provider=step.provider,
        recipient=step.recipient,
        mutual=step.mutual,
        type=step.type,
        state=step.state,
        valid_from=step.valid_from,
        valid_latest=step.valid_latest,
        precision=step.precision,
        known_from=step.known_from,
        reported=step.reported,
        expected_by=step.expected_by,
        confidence=step.confidence,
        evidence=proofs.of(step.evidence),
    )
