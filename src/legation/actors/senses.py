"""Chooses what a found name stands for: which Congo, which Johnson, and in what office on which day."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from legation.actors.roles import singular
from legation.ontology.knowledge import AliasTarget, Key, Knowledge
from legation.ontology.spelling import tokenize
from legation.records.actor import Actor, Office

# How sure a name alone makes the link, by the way in which it names.
SCORES = {"name": 1.0, "alias": 0.97, "person": 0.95, "demonym": 0.9, "seat": 0.88, "capital": 0.8, "surname": 0.75}
_ORDER = ("name", "alias", "person", "demonym", "seat", "capital", "surname")
_SAME_PORTFOLIO = {
    "defense": "defence", "war": "defence", "external": "foreign", "home": "interior", "internal": "interior",
    "premier": "prime minister", "chancellor": "chancellor", "pm": "prime minister",
}  # fmt: skip
# What makes a bare surname less sure: a holder no longer or not yet in office, of an office below the highest, and a
# name that many others bear.
_FORMERLY, _NOT_YET, _LESSER, _COMMON = 0.2, 0.2, 0.1, 0.2
# What it gains where the text around it names its country.
_BORNE_OUT = 0.1
# What the usual sense of an ambiguous name keeps of its score where no context decides.
_UNDECIDED = 0.85
_HIGHEST = frozenset({"president", "prime", "king", "leader", "premier", "chancellor", "emir", "general"})
_TITLE_STOPS = frozenset(
    """
    of the and for a state federal national union republic affair interim transitional acting secretary
    """.split()
)


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
    alternatives: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


class Senses:
    """Resolves alias targets with the day, the context, and the table of ambiguous names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._holders: dict[tuple[str, frozenset[str]], list[Office]] = {}
        for office in knowledge.offices:
            self._holders.setdefault((office.country, portfolio(office.title)), []).append(office)

    def choose(self, targets: Sequence[AliasTarget], key: Key, on: date, context: str | None) -> Sense | None:
        """The likeliest sense of a name on a day, or None where several are equally likely."""
        senses = sorted((self._sense(target, on) for target in targets), key=lambda sense: self._rank(sense, on))
        usual = self._knowledge.ambiguous.get(key)
        if usual:
            senses.sort(key=lambda sense: (_over(sense.actor, on), _place(usual.ids, sense.key)))
        votes = self._votes(senses, key, context) if context else [0] * len(senses)
        best = max(range(len(senses)), key=lambda index: (votes[index], -index))
        chosen = senses[best]
        if usual and usual.rule == "context" and not votes[best]:
            return None
        if len(senses) == 1:
            borne_out = chosen.how == "surname" and votes[0] > 0
            return replace(chosen, score=chosen.score + _BORNE_OUT) if borne_out else chosen
        rest = tuple(dict.fromkeys(sense.key for sense in senses if sense.key != chosen.key))
        if votes[best]:
            return replace(chosen, alternatives=rest)
        if chosen.how == "surname" and not usual:
            rivals = [one for one in senses if one.how == "surname" and _serving(one) == _serving(chosen)]
            if any(one.actor != chosen.actor for one in rivals):
                return None
            return replace(chosen, alternatives=rest)
        if not usual and all(one.how == "surname" for one in senses[1:]):
            return replace(chosen, alternatives=rest)  # Nepal is the country, whoever else is called so
        return replace(chosen, score=chosen.score * _UNDECIDED, alternatives=rest)

    def holder(self, country: str, title: str, on: date) -> Office | None:
        """Who held the office `title` of a country on a day, as far as the table knows."""
        for office in self._holders.get((country, portfolio(title)), ()):
            if _in_term(office, on):
                return office
        return None

    def _sense(self, target: AliasTarget, on: date) -> Sense:
        held = self._knowledge.terms.get(target.actor_id)
        if held is None or target.how not in ("person", "surname"):
            return Sense(
                target.actor_id, self._knowledge.actors[target.actor_id], target.how, target.surface, SCORES[target.how]
            )
        score = SCORES[target.how] - _doubt(target, held)
        current = [office for office in held if _in_term(office, on)]
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
            sum(named[one] for one in {sense.key, sense.actor.actor_id, sense.actor.country or ""}) for sense in senses
        ]


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


@lru_cache(maxsize=4096)
def portfolio(title: str) -> frozenset[str]:
    """What two wordings of one office have in common ("Minister of Defence", "defense minister")."""
    plain = re.sub(r"armed forces", "defence", title.casefold())
    words = {singular(token.key) for token in tokenize(plain)}
    expanded = {part for word in words for part in _SAME_PORTFOLIO.get(word, word).split()}
    return frozenset(expanded - _TITLE_STOPS) or frozenset(expanded)


def _doubt(target: AliasTarget, held: Sequence[Office]) -> float:
    """What a bare surname loses beside a full name; nothing for other names."""
    if target.how != "surname":
        return 0.0
    highest = any(_HIGHEST & (words := portfolio(office.title)) and "vice" not in words for office in held)
    return (0.0 if highest else _LESSER) + (_COMMON if target.common else 0.0)


def _in_term(office: Office, on: date) -> bool:
    return (office.start is None or office.start <= on) and (office.end is None or on <= office.end)


def _over(actor: Actor, on: date) -> bool:
    """Whether a group does not exist any more, or not yet, on a day."""
    return bool((actor.valid_to and actor.valid_to < on) or (actor.valid_from and actor.valid_from > on))


def _serving(sense: Sense) -> int:
    """0 for a person in office, 1 after it, 2 before it."""
    return 1 if sense.former else 0 if sense.office else 2


def _place(ids: Sequence[str], identity: str) -> int:
    return ids.index(identity) if identity in ids else len(ids)
