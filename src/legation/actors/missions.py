"""Finds the mission that a phrase describes by who sent it and where: "the EU's training mission in Mali"."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping

from legation.actors.phrase import Phrase
from legation.actors.roles import singular
from legation.actors.senses import Sense
from legation.ontology.knowledge import Knowledge
from legation.ontology.spelling import alias_key

_WORDED = re.compile(r"(.+) (?:in|for|to) (.+)")
_NOUNS = frozenset("mission operation force peacekeeper".split())
# Words that tell what every mission may be; they are in few names.
_ANY = frozenset("peacekeeping peacekeeper military civilian political international multinational the".split())
# What a description keeps of the score of the names in it.
_DESCRIBED = 0.95

Words = frozenset[str]


class Missions:
    """The missions by the body that sent them and the country that their names tell."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @functools.cached_property
    def _named(self) -> Mapping[tuple[str, str], Mapping[str, list[Words]]]:
        """The words of each mission's names, by sender and country; made when first needed."""
        named: dict[tuple[str, str], dict[str, list[Words]]] = defaultdict(lambda: defaultdict(list))
        targets = (target for targets in self._knowledge.aliases.values() for target in targets)
        for target in targets:
            sender = self._knowledge.parents.get(target.actor_id)
            worded = _WORDED.fullmatch(target.surface) if sender else None
            if worded is None or self._knowledge.actors[target.actor_id].kind != "mission":
                continue
            words = frozenset(map(singular, alias_key(worded[1])))
            for country in self._knowledge.aliases.get(alias_key(worded[2]), ()):
                named[str(sender), country.actor_id][target.actor_id].append(words)
        return named

    def sent(self, sender: Sense, phrase: Phrase, place: Sense) -> Sense | None:
        """The one mission of a body to a place whose name holds the words of the phrase; None where there are more."""
        role = phrase.roles[-1]
        words = frozenset(singular(token.key) for token in phrase.tokens[role.first : role.last])
        if not words & _NOUNS:
            return None
        named = self._named.get((sender.actor.actor_id, place.actor.actor_id), {})
        fitting = [one for one, names in named.items() if any(words - _ANY <= name for name in names)]
        if len(fitting) != 1:
            return None
        mission = self._knowledge.actors[fitting[0]]
        return Sense(mission.actor_id, mission, place.how, place.surface, min(sender.score, place.score) * _DESCRIBED)
