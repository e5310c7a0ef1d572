"""Who bears the role of a phrase: the holder of its office, and whether a person named beside it is theirs."""

from datetime import date

from legation.actors.incumbents import Incumbents, is_envoy, portfolio
from legation.actors.names import Names
from legation.actors.phrase import Phrase
from legation.actors.roles import singular
from legation.actors.senses import Sense
from legation.actors.wording import former, wordings
from legation.ontology.knowledge import Knowledge
from legation.ontology.spelling import alias_key
from legation.records.actor import Office


class Bearers:
    """The terms of office, asked by phrases."""

    def __init__(self, knowledge: Knowledge, names: Names) -> None:
        self._knowledge = knowledge
        self._names = names
        self._incumbents = Incumbents(knowledge)

    def titled(self, person: Sense, phrase: Phrase) -> float:
        """How sure a person's name is beside a title: surer if it is theirs, less sure if another's."""
        role = phrase.roles[-1]
        words = portfolio(phrase.words(role.first, role.last))
        if any(words & portfolio(office.title) for office in self._knowledge.terms[person.key]):
            return min(1.0, person.score + 0.2)
        return person.score if person.how == "person" or role.role.sector[:1] == ("MIL",) else person.score - 0.25

    def holder(self, phrase: Phrase, owner: Sense, on: date) -> Office | None:
        """Who held the one office that the phrase speaks of."""
        last = phrase.roles[-1].last
        noun = phrase.tokens[last - 1].key
        if singular(noun) != noun or former(phrase, self._knowledge):
            return None
        if is_envoy(noun):
            abroad = [found for found in self._names.find(phrase.tokens) if found.first >= last]
            targets = [target.actor_id for found in abroad[:1] for target in found.targets]
            return self._incumbents.envoy(owner.actor.actor_id, noun, targets, on)
        around = portfolio(phrase.text) | (portfolio(owner.office.title) if owner.office else frozenset())
        around |= {"president"} if owner.how == "seat" else frozenset()
        part = self._knowledge.parts.get(alias_key(owner.surface)) if owner.how in ("part", "people") else None
        within = portfolio(part) if part else frozenset()
        whole = not _of_an_organ(phrase)
        return self._incumbents.find(owner.actor, wordings(phrase), around | within, on, part=within, whole=whole)


def _of_an_organ(phrase: Phrase) -> bool:
    """Whether a name after the role only says whose organ it is the role of ("commander of the UN force")."""
    organ, names = phrase.complement_role, phrase.complements
    return organ is not None and bool(names) and names[0].last <= organ.first
