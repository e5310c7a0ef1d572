"""The lives of relationships as the analysis reads them: steps by relationship, and where each stood on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from legation.records.relationship import Relationship, State, Transition

Key = tuple[str, str, bool, str]
"""Provider, recipient, mutual, cooperation type: one relationship."""
Lives = Mapping[Key, tuple[Transition, ...]]
"""The steps of each relationship, in the order of the world's clock."""

TYPE_WEIGHTS: Mapping[str, float] = {
    "presence": 1.0,
    "combat": 1.0,
    "commitment": 1.0,
    "basing": 0.9,
    "training": 0.8,
    "arms": 0.8,
    "framework": 0.7,
    "intelligence": 0.7,
    "peacekeeping": 0.6,
    "finance": 0.5,
    "industry": 0.5,
    "restriction": -0.8,
    "policing": 0.4,
    "logistics": 0.4,
    "exercise": 0.3,
    "diplomatic": 0.15,
}
"""What a relationship of each type weighs: forces and guarantees most, words least; restrictions count against.

Our choice; the order follows what binds a state longest and is hardest to undo.
"""

HALF_LIVES: Mapping[str, int] = {
    "commitment": 3650,
    "framework": 3650,
    "basing": 3650,
    "diplomatic": 3650,
    "presence": 1825,
    "arms": 1825,
    "industry": 1825,
    "intelligence": 1825,
    "restriction": 1825,
    "training": 730,
    "peacekeeping": 730,
    "policing": 730,
    "finance": 365,
    "logistics": 365,
    "exercise": 365,
    "combat": 180,
}
"""After how many days without a report a relationship of each type binds half as much.

Our choice, by what keeps each alive. Ten years: treaties, rights of basing and embassies stand until somebody ends
them. Five: forces, plants, channels and embargoes are there to be seen, and so are arms, whose deliveries SIPRI adds up
over five years. Two: courses and mandates are given for one or two years and renewed. One: budgets and drills are
yearly. Half a year: a fight beside each other is an act, and fades as events do unless it is told to go on.
"""

OPEN = frozenset({State.MOOTED, State.NEGOTIATING, State.AGREED, State.ACTIVE, State.SUSPENDED, State.WINDING_DOWN})
"""States in which something goes on or is still to come."""


def key_of(row: Relationship | Transition) -> Key:
    """The relationship that a row or step is of."""
    return row.provider, row.recipient, row.mutual, row.type


def lives_of(steps: Iterable[Transition], as_of: date | None = None) -> dict[Key, tuple[Transition, ...]]:
    """The steps by relationship, in their given order; with `as_of` only what certainly was so by that day."""
    found: dict[Key, list[Transition]] = {}
    for step in steps:
        if as_of is None or step.valid_latest <= as_of:
            found.setdefault(key_of(step), []).append(step)
    return {key: tuple(life) for key, life in found.items()}


def partner_of(row: Relationship | Transition | Key, country: str) -> str:
    """The other side."""
    provider, recipient = row[:2] if isinstance(row, tuple) else (row.provider, row.recipient)
    return recipient if provider == country else provider


def standing_on(life: Iterable[Transition], day: date) -> Transition | None:
    """The last step that was certainly taken by a day; None where there was none yet."""
    standing = None
    for step in life:
        if step.valid_latest <= day:
            standing = step
    return standing
