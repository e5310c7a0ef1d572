"""Who appears in a text, in order, and in which part of a sentence: as its subject, after "by", before a role."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from legation.actors.introduced import Introduced
from legation.actors.linking import Linker
from legation.actors.names import Found
from legation.actors.roles import RoleFound, singular
from legation.ontology.knowledge import Knowledge
from legation.ontology.spelling import Token, tokenize
from legation.records.actor import ActorLink

# The words [first, last) of a name, what they stand for, and how they name it.
Placed = tuple[int, int, ActorLink, str]
_SEATS = frozenset({"capital", "seat"})
_MODIFIERS = frozenset({"demonym", "part"})
_PLACES = frozenset("in from at near across around outside inside through into towards over".split())
_PREPOSITIONS = _PLACES | frozenset(
    "of by with to for on against between among about under after before than including like alongside despite as "
    "without beside behind via".split()
)
_DETERMINERS = frozenset("the a an his her its their former then".split())
_COUNTRIES = frozenset({"state", "nation", "country"})
_CAPITAL_SHARE = 0.8
_STEPS_BACK = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A known actor where the text names it.

    `kind` is that of the actor, or "person"; `before` the preposition before it; `noun` the role that it modifies
    ("junta" in "Mali's junta"), as written, and `organ` whether that is a body; `adjective` says that it is one itself
    ("Malian"), `seat` that it is a capital or another seat of power; `plural` that it stands for many, as in "French
    soldiers".
    """

    start: int
    end: int
    link: ActorLink
    kind: str
    sentence: int
    before: str = ""
    noun: str = ""
    organ: bool = False
    possessive: bool = False
    adjective: bool = False
    seat: bool = False
    modifies: bool = False
    plural: bool = False

    @property
    def place(self) -> bool:
        """Whether it tells where something is rather than who acts."""
        return self.before in _PLACES

    @property
    def acts(self) -> bool:
        """Whether it stands for the actor itself or for an organ of it, rather than for one of its people."""
        return self.organ or not (self.noun or self.adjective)

    @property
    def prominent(self) -> bool:
        """Whether it may be what a sentence is about: no place, and after no preposition."""
        return not self.before and not (self.adjective and not self.noun)


class Scan:
    """The words of a text with the known names and the roles among them, each found once."""

    def __init__(self, text: str, linker: Linker) -> None:
        self.text = text
        self.linker = linker
        self.tokens = tokenize(text)
        self.guarded = not _all_capitals(self.tokens)
        self.names: Sequence[Found] = linker.names.find(self.tokens, guarded=self.guarded)
        self.strangers = linker.names.strangers(self.tokens, self.names) if self.guarded else set()

    @cached_property
    def roles(self) -> Sequence[RoleFound]:
        """The roles in it, the longest at each word."""
        return self.linker.roles.find(self.tokens)

    @cached_property
    def alone(self) -> frozenset[str]:
        """The words with a capital beside which no other name stands, titles apart: "Jutatip", "Prince Mohammed"."""
        tokens, titles = self.tokens, self.linker.roles.words
        beside = [token.capital and token.key not in titles for token in tokens]
        return frozenset(
            token.key
            for index, token in enumerate(tokens)
            if token.capital
            and not (index and token.glued and beside[index - 1])
            and not (index + 1 < len(tokens) and tokens[index + 1].glued and beside[index + 1])
        )

    @cached_property
    def _begins(self) -> Mapping[int, RoleFound]:
        return {role.first: role for role in self.roles}

    @cached_property
    def _ends(self) -> Mapping[int | None, RoleFound]:
        return {role.last: role for role in reversed(self.roles)}  # the longest: "heads of state" is no "state"

    def words(self, first: int, last: int) -> str:
        """The words [first, last) as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def appearances(self, introduced: Introduced, on: date | None) -> list[Named]:
        """Every known actor named, in order, the persons and initials that the text introduces among them."""
        named = [*self._known(introduced, on), *self._introduced(introduced)]
        named.sort(key=lambda item: item[0])
        return self._placed(named)

    def _known(self, introduced: Introduced, on: date | None) -> Iterator[Placed]:
        for found in self.names:
            first, last = found.first, found.last
            if found.person and tuple(token.key for token in self.tokens[first:last]) in introduced:
                continue
            if found.person and last - first == 1 and self.tokens[first].key in self.strangers:
                continue
            link = self.linker.resolve(self.words(first, last), on=on)
            if link.country is not None:
                yield first, last, link, "demonym" if found.demonym else found.targets[0].how

    def _introduced(self, introduced: Introduced) -> Iterator[Placed]:
        taken = {index for found in self.names if not found.person for index in range(found.first, found.last)}
        done = 0
        for first, token in enumerate(self.tokens):
            if first < done or token.key not in introduced.first_words or not token.capital or first in taken:
                continue
            for size in range(min(introduced.longest, len(self.tokens) - first), 0, -1):
                link = introduced.of(tuple(one.key for one in self.tokens[first : first + size]), token.start)
                if link:
                    yield first, first + size, link, ""
                    done = first + size
                    break

    def _placed(self, found: Sequence[Placed]) -> list[Named]:
        """The named with their sentences and what stands around them."""
        starts = self._sentence_starts()
        sentence, placed = 0, []
        for one in found:
            while sentence + 1 < len(starts) and starts[sentence + 1] <= one[0]:
                sentence += 1
            placed.append(self._named(one, sentence, starts[sentence]))
        return placed

    def _named(self, placed: Placed, sentence: int, start: int) -> Named:
        first, last, link, how = placed
        demonym, possessive = how == "demonym", self.tokens[last - 1].possessive
        role, before = self._owned(first, last, start, adjective=demonym or possessive)
        noun = self._head(role) if role else self._noun(last) if demonym else ""
        follows = last < len(self.tokens) and self.tokens[last].glued
        many = noun or (self._people(first, last) if link.country not in self.linker.knowledge.countries else "")
        return Named(
            start=self.tokens[first].start,
            end=self.tokens[last - 1].end,
            link=link,
            kind="person" if is_person(link, self.linker.knowledge) else _kind(link, self.linker.knowledge),
            sentence=sentence,
            before=before,
            noun=noun,
            organ=bool(role and role.role.kind == "organ"),
            possessive=possessive,
            adjective=demonym,
            seat=how in _SEATS,
            modifies=how in _MODIFIERS or (follows and self.linker.roles.begins(self.tokens[last].key)),
            plural=bool(many) and singular(many) != many,
        )

    def _owned(self, first: int, last: int, start: int, *, adjective: bool) -> tuple[RoleFound | None, str]:
        """The role whose owner a name tells ("Mali's junta", "the junta of Mali"), and the preposition before it."""
        at = self._preposition(first, start)
        before = self.tokens[at].key if at is not None else ""
        role = self._role(last) if adjective else None
        if role is None and at in self._ends and before in ("of", "in", "from", "for"):
            role = self._ends[at]
            outer = self._preposition(role.first, start)
            before = self.tokens[outer].key if outer is not None else ""
        return role, before

    def _role(self, last: int) -> RoleFound | None:
        """The role that follows a name, with at most one word between."""
        for index in (last, last + 1):
            if index >= len(self.tokens) or not self.tokens[index].glued:
                return None
            if index in self._begins:
                return self._begins[index]
        return None

    def _noun(self, last: int) -> str:
        """The word that an adjective modifies, where it is no known role ("Saudi pilots")."""
        follows = last < len(self.tokens) and self.tokens[last].glued and not self.tokens[last].capital
        return self.tokens[last].key if follows and singular(self.tokens[last].key) != self.tokens[last].key else ""

    def _head(self, role: RoleFound) -> str:
        """The head noun of a role: "heads" of "heads of state"."""
        keys = [token.key for token in self.tokens[role.first : role.last]]
        return keys[keys.index("of") - 1] if "of" in keys[1:] else keys[-1]

    def _people(self, first: int, last: int) -> str:
        """The word for people with which a name of several words ends ("Rapid Support Forces")."""
        key = self.tokens[last - 1].key
        return key if last - first > 1 and singular(key) in self.linker.roles.words - _COUNTRIES else ""

    def _preposition(self, first: int, start: int) -> int | None:
        """Where the preposition before a name is, over articles and titles."""
        for index in range(first - 1, max(start, first - 1 - _STEPS_BACK) - 1, -1):
            if not self.tokens[index + 1].glued:
                return None
            key = self.tokens[index].key
            if key in _PREPOSITIONS:
                return index
            if key not in _DETERMINERS and key not in self.linker.roles.words:
                return None
        return None

    def _sentence_starts(self) -> list[int]:
        """The words with which sentences begin."""
        starts = [0]
        for index in range(1, len(self.tokens)):
            token = self.tokens[index]
            if not token.glued and any(mark in ".!?\n" for mark in self.text[self.tokens[index - 1].end : token.start]):
                starts.append(index)
        return starts


def is_person(link: ActorLink, knowledge: Knowledge) -> bool:
    """Whether a link's name is a person's: neither the name of its actor nor of its country."""
    actors = (knowledge.actors.get(link.actor_id or ""), knowledge.actors.get(link.country or ""))
    return (
        link.name is not None and all(actor is None or actor.name != link.name for actor in actors) and " " in link.name
    )


def _kind(link: ActorLink, knowledge: Knowledge) -> str:
    actor = knowledge.actors.get(link.actor_id or "")
    return actor.kind if actor else ""


def _all_capitals(tokens: Sequence[Token]) -> bool:
    """Whether the text is a headline in capitals, where these tell nothing."""
    long = [token for token in tokens if len(token.key) > 3]
    return bool(long) and sum(token.capital for token in long) > _CAPITAL_SHARE * len(long)
