"""Chooses what a found name stands for: which Congo, which Johnson, and in what office on which day."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from legation.actors.incumbents import in_term, portfolio
from legation.ontology.knowledge import AliasTarget, Key, Knowledge
from legation.ontology.spelling import tokenize
from legation.records.actor import Actor, Alternative, Office

# How sure a name alone makes the link, by the way in which it names.
SCORES = {
    "name": 1.0, "alias": 0.97, "person": 0.95, "demonym": 0.9, "seat": 0.88, "part": 0.85, "people": 0.8,
    "capital": 0.8, "surname": 0.75,
}  # fmt: skip
_ORDER = ("name", "alias", "person", "demonym", "seat", "part", "people", "capital", "surname")
# What makes a bare surname less sure: a holder no longer or not yet in office, of an office below the highest, and a
# name that many others bear.
_FORMERLY, _NOT_YET, _LESSER, _COMMON = 0.2, 0.2, 0.1, 0.2
# What it gains where the text around it names its country.
_BORNE_OUT = 0.1
# What the usual sense of an ambiguous name keeps of its score where no context decides.
_UNDECIDED = 0.85
_LED = frozenset({"president", "prime minister"})
_FOR_A_MATTER = re.compile(r"\b(?:envoy|representative) (?:for|to|on) ")
_HIGHEST = frozenset({"president", "prime", "king", "leader", "premier", "chancellor", "emir", "general"})


@dataclass(frozen=True, slots=True)
class Sense:
    """A chosen meaning: an actor, or a person in an office (`office` None where the day lies before any).

    `key` is the id in the tables that was meant, a person's where `person` is given;
    `posts` are the countries and bodies in which the person holds office on the day.
    """

    key: str
    actor: Actor
    how: str
    surface: str
    score: float
    person: str | None = None
    office: Office | None = None
    former: bool = False
    alternatives: tuple[Alternative, ...] = ()
    posts: tuple[str, ...] = ()


class Senses:
    """Resolves alias targets with the day, the context, and the table of ambiguous names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def choose(self, targets: Sequence[AliasTarget], key: Key, on: date, context: str | None) -> Sense | None:
        """The likeliest sense of a name on a day, or None where several are equally likely."""
        senses = sorted((self._sense(target, on) for target in targets), key=lambda sense: self._rank(sense, on))
        usual = self._knowledge.ambiguous.get(key)
        if usual:
            senses.sort(key=lambda sense: (_over(sense.actor, on), _place(usual.ids, sense.key)))
        votes = self._votes(senses, key, context) if context else [0] * len(senses)
        best = max(range(len(senses)), key=lambda index: (votes[index], -index))
        chosen = senses[best]
        unsaid = (usual and usual.rule == "context") or (
            chosen.how == "people" and sum(one.how == "people" for one in senses) > 1
        )
        if unsaid and not votes[best]:
            return None
        if len(senses) == 1:
            borne_out = chosen.how == "surname" and votes[0] > 0
            return replace(chosen, score=chosen.score + _BORNE_OUT) if borne_out else chosen
        rest = _alternatives(senses, chosen.key)
        if votes[best]:
            told = chosen.how == "surname" and context and _office_told(chosen, context)
            return replace(chosen, score=chosen.score + (_BORNE_OUT if told else 0.0), alternatives=rest)
        if chosen.how == "surname" and not usual:
            rivals = [one for one in senses if one.how == "surname" and _serving(one) == _serving(chosen)]
            if any(one.actor != chosen.actor for one in rivals):
                return None
            return replace(chosen, alternatives=rest)
        if not usual and all(one.how == "surname" for one in senses[1:]):
            return replace(chosen, alternatives=rest)  # Nepal is the country, whoever else is called so
        return replace(chosen, score=chosen.score * _UNDECIDED, alternatives=rest)

    def alternatives(self, targets: Sequence[AliasTarget], on: date) -> tuple[Alternative, ...]:
        """All that a name may mean on a day, the surest first."""
        return _alternatives([self._sense(target, on) for target in targets], "")

    def _sense(self, target: AliasTarget, on: date) -> Sense:
        held = self._knowledge.terms.get(target.actor_id)
        if held is None or target.how not in ("person", "surname"):
            return Sense(
                target.actor_id, self._knowledge.actors[target.actor_id], target.how, target.surface, SCORES[target.how]
            )
        score = SCORES[target.how] - _doubt(target, held)
        current = [office for office in held if in_term(office, on)]
        if _lent(current) and any(office.title in _LED for office in held):
            current = []
        if current:
            office = max(current, key=lambda item: (item.country in self._knowledge.countries, item.start or date.min))
            actor = self._knowledge.actors[office.country]
            posts = tuple(item.country for item in current)
            return Sense(target.actor_id, actor, target.how, target.surface, score, office.person, office, posts=posts)
        past = [office for office in held if office.end is not None and office.end < on]
        office = max(past or held, key=lambda item: item.end or date.min)
        actor = self._knowledge.actors[office.country]
        named = (target.actor_id, actor, target.how, target.surface)
        if past:
            return Sense(*named, score - _FORMERLY, office.person, office, former=True)
        return Sense(*named, score - _NOT_YET, office.person)

    def _rank(self, sense: Sense, on: date) -> tuple[int, int, bool, bool]:
        actor = sense.actor
        return (
            _ORDER.index(sense.how),
            _serving(sense) if sense.person else 0,
            _over(actor, on),
            actor.kind != "country",
        )

    def _votes(self, senses: Iterable[Sense], key: Key, context: str) -> list[int]:
        """How often the context names each sense or its country by another, unambiguous name, demonym or capital."""
        named = Counter(
            targets[0].actor_id
            for words in _context_keys(context)
            if not set(words) & set(key) and len(targets := self._knowledge.aliases.get(words, ())) == 1
        )
        return [
            sum(named[one] for one in {sense.key, sense.actor.actor_id, sense.actor.country or ""})
            + (sense.how == "surname" and _office_told(sense, context))
            for sense in senses
        ]


def _alternatives(senses: Iterable[Sense], chosen: str) -> tuple[Alternative, ...]:
    others = {
        sense.key: Alternative(sense.key, sense.person or sense.actor.name, round(sense.score, 3), _why(sense))
        for sense in senses
        if sense.key != chosen
    }
    return tuple(sorted(others.values(), key=lambda other: -other.score))


def _why(sense: Sense) -> str:
    if sense.person is None:
        return f"{sense.how} {sense.surface}"
    when = "formerly " if sense.former else "" if sense.office else "later "
    return f"{when}{sense.office.title if sense.office else 'in office'} ({sense.actor.actor_id})"


def _office_told(sense: Sense, context: str) -> bool:
    """Whether the context speaks of the office that a person holds, in the words of its title."""
    return sense.office is not None and not sense.former and portfolio(sense.office.title) <= _context_words(context)


@lru_cache(maxsize=32)
def _context_words(context: str) -> frozenset[str]:
    return portfolio(context)


@lru_cache(maxsize=32)
def _context_keys(context: str) -> tuple[Key, ...]:
    """The words with a capital of a text and their pairs, hyphenated ones only as pairs."""
    tokens = tokenize(context)
    single: list[Key] = [
        (one.key,)
        for index, one in enumerate(tokens)
        if one.capital and not one.hyphen and not (index + 1 < len(tokens) and tokens[index + 1].hyphen)
    ]
    pairs: list[Key] = [
        (one.key, two.key) for one, two in pairwise(tokens) if one.capital and two.capital and two.glued
    ]
    return tuple(single + pairs)


def _lent(current: Sequence[Office]) -> bool:
    """Whether a person only serves as an envoy for a matter, as those do who once led a state."""
    return bool(current) and all(_FOR_A_MATTER.search(office.title) for office in current)


def _doubt(target: AliasTarget, held: Sequence[Office]) -> float:
    """What a bare surname loses beside a full name; nothing for other names."""
    if target.how != "surname":
        return 0.0
    highest = any(_HIGHEST & (words := portfolio(office.title)) and "vice" not in words for office in held)
    return (0.0 if highest else _LESSER) + (_COMMON if target.common else 0.0)


def _over(actor: Actor, on: date) -> bool:
    """Whether a group does not exist any more, or not yet, on a day."""
    return bool((actor.valid_to and actor.valid_to < on) or (actor.valid_from and actor.valid_from > on))


def _serving(sense: Sense) -> int:
    """0 for a person in office, 1 after it, 2 before it."""
    return 1 if sense.former else 0 if sense.office else 2


def _place(ids: Sequence[str], identity: str) -> int:
    return ids.index(identity) if identity in ids else len(ids)
