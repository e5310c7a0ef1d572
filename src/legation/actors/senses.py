"""Chooses what a found name stands for: which Congo, which Johnson, and in what office on which day."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from legation.actors.roles import singular
from legation.ontology.knowledge import AliasTarget, Key, Knowledge
from legation.ontology.spelling import fold, tokenize
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
_HIGHEST = frozenset({"president", "prime", "king", "leader", "premier", "chancellor", "emir", "general"})
_COMMON_SURNAMES = frozenset(
    """
    abbas abdullah adams ahmed alexander ali allen anderson austin aziz baker barrow becker bell bennett
    bolton brown bush cameron campbell carter castro chan chen clark clinton collins cook cooper cruz davis
    diaz diallo edwards evans fernandez ford foster fox francis gang garcia gates gonzalez grant gray green
    hall hammond harris hassan henry hill holder howard hughes hunt hussein ibrahim jackson james johnson
    jones keita kelly kennedy khan kim king lee lewis lopez major martin martinez may miller mitchell modi
    mohamed mohammed moore morgan morris morrison murphy murray nelson nguyen norland osman park parker
    patel perez perry phillips powell price rice richards roberts robinson rodriguez rogers ross russell
    ryder sanchez scott sharon shapps silva singh smith stewart sullivan tanaka taylor thomas thompson
    thornton tillerson torres traore turner walker wallace wang ward watson white williams wilson wolf wood
    wright young zhang
    """.split()
)
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
        senses = [self._sense(target, on) for target in targets]
        if len(senses) == 1:
            sole = senses[0]
            borne_out = sole.how == "surname" and context and self._votes(senses, context)[0]
            return replace(sole, score=min(1.0, sole.score + _BORNE_OUT)) if borne_out else sole
        alternatives = tuple(dict.fromkeys(_identity(sense) for sense in senses))
        senses.sort(key=lambda sense: self._rank(sense, on))
        usual = self._knowledge.ambiguous.get(key)
        if usual:
            senses.sort(key=lambda sense: _place(usual.ids, _identity(sense)))
        votes = self._votes(senses, context) if context else [0] * len(senses)
        best = max(range(len(senses)), key=lambda index: (votes[index], -index))
        chosen = senses[best]
        tied = (
            not usual
            and not votes[best]
            and chosen.how == "surname"
            and any(
                sense.how == "surname" and sense.former == chosen.former and sense.actor != chosen.actor
                for sense in senses[1:]
            )
        )
        if tied:
            return None
        rest = tuple(name for name in alternatives if name != _identity(chosen))
        penalty = 1.0 if votes[best] or not rest else 0.85
        return replace(chosen, score=chosen.score * penalty, alternatives=rest)

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
        over = bool((actor.valid_to and actor.valid_to < on) or (actor.valid_from and actor.valid_from > on))
        serving = 0 if sense.office and not sense.former else 1 if sense.former else 2
        return _ORDER.index(sense.how), serving if sense.person else 0, over, actor.kind != "country"

    def _votes(self, senses: Iterable[Sense], context: str | None) -> list[int]:
        """How often the context names each sense's country by an unambiguous name, demonym or capital."""
        words = [token.key for token in tokenize(context or "") if token.capital]
        votes = []
        for sense in senses:
            own = {sense.actor.actor_id, sense.actor.country}
            keys = [(word,) for word in words] + [(a, b) for a, b in pairwise(words)]
            hits = 0
            for key in keys:
                targets = self._knowledge.aliases.get(key, ())
                hits += len(targets) == 1 and targets[0].actor_id in own
            votes.append(hits)
        return votes


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
    highest = any(_HIGHEST & portfolio(office.title) for office in held)
    return (0.0 if highest else _LESSER) + (_COMMON if fold(target.surface) in _COMMON_SURNAMES else 0.0)


def _in_term(office: Office, on: date) -> bool:
    return (office.start is None or office.start <= on) and (office.end is None or on <= office.end)


def _identity(sense: Sense) -> str:
    return sense.person or sense.actor.actor_id


def _place(ids: Sequence[str], identity: str) -> int:
    return ids.index(identity) if identity in ids else len(ids)
