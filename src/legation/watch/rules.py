"""What a user asks to be told of: rules, each with its filters."""

from dataclasses import dataclass
from functools import cache

from legation.ontology.knowledge import load_knowledge
from legation.records.relationship import State
from legation.watch.changes import Change, Changed


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; an empty set fits everything.

    `countries` are actor ids, on either side; an actor counts also as its country or patron. `outlets` is the least
    number of independent outlets. `deliver` names the deliveries that bring its alerts.
    """

    name: str
    events: frozenset[Change] = frozenset()
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    outlets: int = 1
    deliver: frozenset[str] = frozenset()

    @property
    def wanted(self) -> frozenset[Change]:
        """The kinds of change that the rule may ask for."""
        kinds = self.events or frozenset(Change)
        return kinds - {Change.ALIGNMENT_SHIFT} if self.types or self.states else kinds

    def fits(self, changed: Changed) -> bool:
        """Whether a change is to be told, its outlets apart."""
        return (
            changed.change in self.wanted
            and (not self.types or changed.type in self.types)
            and (not self.states or changed.state in self.states)
            and (not self.countries or any(not self.countries.isdisjoint(stands_for(one)) for one in changed.actors))
        )


EVERYTHING = Rule("every change")
"""The rule for those who give no file."""


@cache
def stands_for(actor_id: str) -> frozenset[str]:
    """An actor with the country it belongs to and the state it works for: Wagner and Russia, MLI:REB and Mali."""
    actor = load_knowledge().actors.get(actor_id)
    behind = (actor.country, actor.patron) if actor else ()
    return frozenset({actor_id, actor_id.partition(":")[0], *(one for one in behind if one)})
