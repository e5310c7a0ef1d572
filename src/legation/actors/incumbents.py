"""Who held on a day the office that a phrase speaks of: "the NATO chief", "America's top diplomat"."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from legation.actors.roles import singular
from legation.ontology.knowledge import Knowledge
from legation.ontology.spelling import alias_key, tokenize
from legation.records.actor import Actor, Office

Words = frozenset[str]

_SAME_PORTFOLIO = {
    "defense": "defence", "war": "defence", "external": "foreign", "home": "interior", "internal": "interior",
    "premier": "prime minister", "pm": "prime minister", "presidential": "president", "head": "chief", "boss": "chief",
    "chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "spokeswoman": "spokesman",
    "spokesperson": "spokesman", "u.n.": "un", "premiere": "prime minister",
}  # fmt: skip
_TITLE_STOPS = frozenset(
    """
    of the and for a state federal national union republic affair interim transitional acting secretary
    """.split()
)
# Nouns that of a body mean whoever stands at its top, and the titles that such persons bear, the highest first.
_ANY_HEAD = frozenset("chief leader chair director president commander general managing executive".split())
_TOP = (
    "secretary-general", "managing director", "director-general", "director general", "president", "chairperson",
    "chairman", "executive director", "administrator", "high commissioner", "commissioner-general", "leader",
    "director", "chief", "mission chief", "special representative", "commander", "chancellor",
)  # fmt: skip
_NOT_TOP = frozenset(
    "deputy vice acting military committee assembly spokesman humanitarian climate affair court".split()
)
_ENVOYS = frozenset("ambassador envoy representative coordinator".split())
_ACCREDITED = re.compile(
    r"^(?:(?:special|personal|deputy) )*(ambassador|envoy|representative|coordinator) (?:to|for) (.+)$"
)


class Incumbents:
    """The terms of office, by the country or body and by what its titles have in common."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._held: dict[str, list[tuple[Words, Office]]] = defaultdict(list)
        self._abroad: dict[tuple[str, str, str], list[Office]] = defaultdict(list)
        for office in knowledge.offices:
            words = portfolio(office.title)
            self._held[office.country].append((words, office))
            state = knowledge.actors[office.country].country
            if state and state != office.country and words - _ANY_HEAD:
                self._held[state].append((words, office))
            for noun, target in self._accredited(office.title):
                self._abroad[office.country, noun, target].append(office)

    def find(
        self,
        owner: Actor,
        wordings: Sequence[str],
        around: Words,
        on: date,
        *,
        part: Words = frozenset(),
        whole: bool = True,
    ) -> Office | None:
        """The holder of an office of a country or body on a day, as far as the table knows; `wordings` all name it.

        `around` holds the words of the whole phrase: a title may be told by more of them than the role alone ("the
        speaker of the US House"). With `part`, the name of a part of the country, only offices of that part count.
        "The chief" of a body is whoever stands at its top; not so where the phrase is not about the `whole` body.
        """
        terms = [(words, office) for words, office in self._terms(owner) if in_term(office, on)]
        if part:
            terms = [(words, office) for words, office in terms if words & part]
        others = [title for wording in wordings for title in self._knowledge.titles.get(_wording(wording), ())]
        for wanted in map(portfolio, (*wordings, *others)):
            fitting = [(words, office) for words, office in terms if wanted <= words <= around | wanted]
            if fitting:
                return max(fitting, key=lambda term: (len(term[0]), term[1].start or date.min))[1]
        headed = whole and owner.kind != "country" and any(portfolio(wording) <= _ANY_HEAD for wording in wordings)
        return self._top(terms) if headed else None

    def envoy(self, sender: str, noun: str, targets: Iterable[str], on: date) -> Office | None:
        """The ambassador or envoy of a country or body to one of `targets` on a day."""
        held = (office for target in targets for office in self._abroad.get((sender, noun, target), ()))
        return next((office for office in held if in_term(office, on)), None)

    def _terms(self, owner: Actor) -> Iterable[tuple[Words, Office]]:
        """The terms of an actor's own offices, and those of its parent body or state that bear its name."""
        yield from self._held.get(owner.actor_id, ())
        parent = self._knowledge.parents.get(owner.actor_id) or (owner.country if owner.kind == "organ" else None)
        own = portfolio(owner.name)
        for words, office in self._held.get(parent or "", ()):
            if words & own:
                yield words - own, office

    @staticmethod
    def _top(terms: Sequence[tuple[Words, Office]]) -> Office | None:
        plain = [office for words, office in terms if not words & _NOT_TOP]
        for title in _TOP:
            for office in plain:
                if office.title == title or office.title.endswith(f" {title}"):
                    return office
        return None

    def _accredited(self, title: str) -> Iterable[tuple[str, str]]:
        match = _ACCREDITED.match(title)
        noun, place = (match[1], match[2]) if match else ("ambassador", title.removesuffix(" ambassador"))
        if not match and not title.endswith(" ambassador"):
            return
        for target in self._knowledge.aliases.get(alias_key(place), ()):
            yield noun, target.actor_id


def is_envoy(noun: str) -> bool:
    """Whether a title is that of somebody sent to another country ("ambassador", "envoy")."""
    return noun in _ENVOYS


@functools.lru_cache(maxsize=8192)
def portfolio(title: str) -> Words:
    """What two wordings of one office have in common ("Minister of Defence", "defense minister")."""
    plain = re.sub(r"armed forces", "defence", title.casefold())
    words = {singular(token.key) for token in tokenize(plain)}
    expanded = {part for word in words for part in _SAME_PORTFOLIO.get(word, word).split()}
    return frozenset(expanded - _TITLE_STOPS) or frozenset(expanded)


def in_term(office: Office, on: date) -> bool:
    """Whether a day lies in a term of office."""
    return (office.start is None or office.start <= on) and (office.end is None or on <= office.end)


def _wording(role: str) -> str:
    return " ".join(singular(token.key) for token in tokenize(role) if token.key != "the")
