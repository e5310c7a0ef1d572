"""Where a cooperation stands: its states over time, on two clocks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """The lifecycle of a relationship (provider x recipient x cooperation type)."""

    MOOTED = "mooted"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WINDING_DOWN = "winding_down"
    ENDED = "ended"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step in the life of a relationship, with the mentions that it rests on.

    `valid_from` is the day in the world (an interval where the day is unknown: `valid_from` to `valid_latest`);
    `known_from` the publication day of the claim that said so, `last_told` that of the latest claim for this state.
    `reported` marks a step that neither a party nor two independent outlets bear out.
    """

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
    evidence: tuple[str, ...]
    confidence: float
    last_told: date


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship as of a day in the world, as known on a day.

    `since` is the first day on which the state can have begun, None where nothing tells; `since_latest` the day by
    which it certainly had. `beside` is a state noted beside the present one (talks on a renewal), `disputed_by` the
    mentions that deny or contest it.
    """

    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State
    disputed: bool
    reported: bool
    since: date | None
    since_precision: str
    expected_by: date | None
    known_from: date
    evidence: tuple[str, ...]
    confidence: float
    beside: State | None = None
    since_latest: date | None = None
    disputed_by: tuple[str, ...] = ()
