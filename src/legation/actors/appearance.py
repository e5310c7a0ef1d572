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

_PLACES = frozenset("in from at near across around outside inside through into towards over".split())
_PREPOSITIONS = _PLACES | frozenset(
    "of by with to for on against between among about under after before than including like alongside despite as "
    "without beside behind via".split()
)
_DETERMINERS = frozenset("the a an his her its their former then".split())
_CAPITAL_SHARE = 0.8
_STEPS_BACK = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A known actor where the text names it.

    `kind` is that of the actor, or "person"; `before` the preposition before it; `noun` the role that it modifies
    ("junta" in "Mali's junta"), as written, and `organ` whether that is a body; `adjective` says that it is one itself
    ("Malian").
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
    modifies: bool = False

    @property
    def place(self) -> bool:
        """Whether it tells where something is rather than who acts."""
        return self.before in _PLACES

    @property
    def attributive(self) -> bool:
        """Whether it only qualifies another noun, or tells a place."""
        return self.modifies or self.place

    @property
    def plural(self) -> bool:
        """Whether it stands for many: "French soldiers"."""
        return bool(self.noun) and singular(self.noun) != self.noun

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

    def words(self, first: int, last: int) -> str:
        """The words [first, last) as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def appearances(self, introduced: Introduced, on: date | None) -> list[Named]:
        """Every known actor named, in order, the persons and initials that the text introduces among them."""
        named = [*self._known(introduced, on), *self._introduced(introduced)]
        named.sort(key=lambda item: item[0])
        return self._placed(named)

    def _known(self, introduced: Introduced, on: date | None) -> Iterator[tuple[int, int, ActorLink, bool]]:
        for found in self.names:
            first, last = found.first, found.last
            if found.person and tuple(token.key for token in self.tokens[first:last]) in introduced:
                continue
            if found.person and last - first == 1 and self.tokens[first].key in self.strangers:
                continue
            link = self.linker.resolve(self.words(first, last), on=on)
            if link.country is not None:
                yield first, last, link, found.demonym

    def _introduced(self, introduced: Introduced) -> Iterator[tuple[int, int, ActorLink, bool]]:
        taken = {index for found in self.names if not found.person for index in range(found.first, found.last)}
        done = 0
        for first, token in enumerate(self.tokens):
            if first < done or token.key not in introduced.first_words or not token.capital or first in taken:
                continue
            for size in range(min(introduced.longest, len(self.tokens) - first), 0, -1):
                link = introduced.of(tuple(one.key for one in self.tokens[first : first + size]), token.start)
                if link:
                    yield first, first + size, link, False
                    done = first + size
                    break

    def _placed(self, found: Sequence[tuple[int, int, ActorLink, bool]]) -> list[Named]:
        """The named with their sentences and what stands around them."""
        begins = {role.first: role for role in self.roles}
        ends = {role.last: role for role in self.roles}
        starts = self._sentence_starts()
        sentence, placed = 0, []
        for first, last, link, demonym in found:
            while sentence + 1 < len(starts) and starts[sentence + 1] <= first:
                sentence += 1
            at = self._preposition(first, starts[sentence])
            before = self.tokens[at].key if at is not None else ""
            role = self._role(last, begins)
            owned = role is not None and (demonym or self.tokens[last - 1].possessive)
            if not owned and before in ("of", "in", "from", "for") and at in ends:
                role = ends[at]
                before = self._before(role.first, starts[sentence])
                owned = True
            noun = self.tokens[role.last - 1].key if role and owned else self._noun(last) if demonym else ""
            kind = "person" if is_person(link, self.linker.knowledge) else _kind(link, self.linker.knowledge)
            begun = (
                last < len(self.tokens) and self.tokens[last].glued and self.linker.roles.begins(self.tokens[last].key)
            )
            placed.append(
                Named(
                    start=self.tokens[first].start,
                    end=self.tokens[last - 1].end,
                    link=link,
                    kind=kind,
                    sentence=sentence,
                    before=before,
                    noun=noun,
                    organ=bool(role and owned and role.role.kind == "organ"),
                    possessive=self.tokens[last - 1].possessive,
                    adjective=demonym,
                    modifies=demonym or begun,
                )
            )
        return placed

    def _role(self, last: int, begins: Mapping[int, RoleFound]) -> RoleFound | None:
        """The role that follows a name, with at most one word between."""
        for index in (last, last + 1):
            if index >= len(self.tokens) or not self.tokens[index].glued:
                return None
            if index in begins:
                return begins[index]
        return None

    def _noun(self, last: int) -> str:
        """The word that an adjective modifies, where it is no known role ("Saudi pilots")."""
        follows = last < len(self.tokens) and self.tokens[last].glued and not self.tokens[last].capital
        return self.tokens[last].key if follows and singular(self.tokens[last].key) != self.tokens[last].key else ""

    def _before(self, first: int, start: int) -> str:
        at = self._preposition(first, start)
        return self.tokens[at].key if at is not None else ""

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
