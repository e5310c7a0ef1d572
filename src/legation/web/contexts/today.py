"""The front page: what the ledger came to know last, and of whom it knows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from legation.briefs.wording import then_clause
from legation.ledger.store import Ledger
from legation.records.relationship import Transition
from legation.web.contexts.common import LATEST, Clocks, actor_name, sides

MOST_ACTORS = 300


@dataclass(frozen=True, slots=True)
class CountryCount:
    """An actor of the ledger and how many relationships it has."""

    actor_id: str
    name: str
    relationships: int


@dataclass(frozen=True, slots=True)
class Front:
    """The front page: the latest changes, newest first; the actors with most relationships, by name; how many more."""

    changes: tuple[Transition, ...]
    actors: tuple[CountryCount, ...]
    more: int


def front(ledger: Ledger, clocks: Clocks) -> Front:
    """The latest steps by the day on which they became known, and the actors with most relationships, by name."""
    counted = ledger.relationship_counts(as_of=clocks.as_of, known_on=clocks.known_on)
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_ACTORS]
    shown = [CountryCount(one, actor_name(one), number) for one, number in most]
    by_name = sorted(shown, key=lambda actor: (actor.name.casefold(), actor.actor_id))
    return Front(latest_changes(ledger, clocks), tuple(by_name), len(counted) - len(shown))


def latest_changes(ledger: Ledger, clocks: Clocks) -> tuple[Transition, ...]:
    """The steps that became known last, newest first."""
    return tuple(ledger.latest_transitions(LATEST, as_of=clocks.as_of, known_on=clocks.known_on))


def by_day(changes: Sequence[Transition]) -> list[tuple[date, list[Transition]]]:
    """The changes by the day on which they became known."""
    return [(day, list(steps)) for day, steps in groupby(changes, key=lambda step: step.known_from)]


def told(step: Transition) -> str:
    """A step as a sentence: "The withdrawal of the United States' forces from Niger was announced."."""
    words = then_clause(step.provider, step.recipient, step.mutual, step.type, step.state, "")
    return f"{words[:1].upper()}{words[1:]}."


def most_changed(changes: Sequence[Transition]) -> dict[str, int]:
    """How many of the changes each actor is part of, most first."""
    counted = Counter(actor for step in changes for actor in set(sides(step)))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], actor_name(item[0]))))
