"""The anatomy of a noun phrase: its head, the roles and names in it, and how each name relates to the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from legation.actors.names import PARTICLES, Found, Names
from legation.actors.roles import BREAKS, GENERIC, QUANTITIES, RoleFound, Roles, is_place_noun, outermost, singular
from legation.ontology.knowledge import Key
from legation.ontology.spelling import Token, tokenize

LONGEST_PHRASE = 48
_DETERMINERS = frozenset(
    """
    the a an this that these those its their his her our your some several many about around more than over
    at least nearly almost up to as roughly both all of no any such other another certain various
    """.split()
)
# "Iran-backed", "U.S.-made": the state before the hyphen is not the one that acts.
_STAMPS = frozenset(
    """
    backed made born trained built supplied funded sponsored supported armed equipped aligned allied
    friendly bound based style leaning affiliated linked brokered mediated
    """.split()
)
# "the NATO alliance", "the Boko Haram group": the noun only says what the named one is.
_KINDS_OF_BODIES = frozenset(
    """
    alliance bloc organization organisation group movement network militia regime pact
    """.split()
)
_OWNERSHIP = frozenset("of from in at inside across within".split())
_SPEAKS_FOR = frozenset({"for"})


class Headed(Enum):
    """What the head of a phrase is."""

    NAME = "name"
    ROLE = "role"
    PLACE = "place"
    UNKNOWN_NAME = "unknown name"
    THING = "thing"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed noun phrase.

    `owners` are names that modify the head, in text order; `complements` names after "of", "from" or "in", nearest
    first; `roles` those in the head, main one last; `tail` an unknown proper name at its end (first and last word);
    `head` is the last word of the head, `end` the number of words up to its end.
    """

    text: str
    tokens: tuple[Token, ...]
    headed: Headed
    owners: tuple[Found, ...]
    complements: tuple[Found, ...]
    roles: tuple[RoleFound, ...]
    complement_role: RoleFound | None
    modifiers: tuple[Key, ...]
    tail: tuple[int, int] | None
    head: str
    end: int

    def words(self, first: int, last: int) -> str:
        """The text of the words [first, last)."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def in_tail(self, offset: int) -> bool:
        """Whether a character of the text lies in the unknown name after a role: "Sousa" in "the lawyer Ana Sousa"."""
        if self.headed is not Headed.ROLE or self.tail is None:
            return False
        return self.tokens[self.tail[0]].start <= offset < self.tokens[self.tail[1] - 1].end


class Parser:
    """Parses noun phrases with the known names and roles; `parse` remembers the phrases of late."""

    def __init__(self, names: Names, roles: Roles, modifiers: frozenset[Key]) -> None:
        self._names = names
        self._roles = roles
        self._modifiers = modifiers
        self.parse = lru_cache(maxsize=4096)(self._parse)

    def _parse(self, text: str) -> Phrase:
        """The anatomy of `text`, read as one noun phrase without apposition."""
        tokens = tokenize(text)[:LONGEST_PHRASE]
        names = self._names.find(tokens)
        roles = [role for role in self._roles.find(tokens) if not _prefixed(role.first, tokens)]
        start = _content_start(tokens, names)
        end = _head_end(tokens, start, names, roles)
        own = [name for name in names if start <= name.first < end]
        head_roles = outermost([role for role in roles if start <= role.first < end], own)
        owners = tuple(name for name in own if not _stamped(name, tokens))
        reached = max([end, *(role.last for role in head_roles)])
        headed, tail = self._headed(tokens, (start, end), own, head_roles)
        after = tuple(name for name in names if name.first >= end)
        generic = bool(head_roles) and singular(tokens[head_roles[-1].last - 1].key) in GENERIC
        return Phrase(
            text=text,
            tokens=tuple(tokens),
            headed=headed,
            owners=owners,
            complements=tuple(name for name in after if _belongs(name, tokens, generic=generic)),
            roles=tuple(head_roles),
            complement_role=next((role for role in outermost(roles, after) if role.first >= reached), None),
            modifiers=self._modifying(tokens[start:end]),
            tail=tail,
            head=tokens[end - 1].key if end > start else "",
            end=end,
        )

    def _modifying(self, tokens: Sequence[Token]) -> tuple[Key, ...]:
        keys = [token.key for token in tokens]
        candidates = [(key,) for key in keys] + list(pairwise(keys))
        return tuple(key for key in candidates if key in self._modifiers)

    def _headed(
        self, tokens: Sequence[Token], bounds: tuple[int, int], own: Sequence[Found], roles: Sequence[RoleFound]
    ) -> tuple[Headed, tuple[int, int] | None]:
        """What kind of head the phrase has, and the unknown proper name at its end if there is one."""
        start, end = bounds
        if start >= end:
            return Headed.NOTHING, None
        known_to = max([start, *(name.last for name in own), *(role.last for role in roles)])
        last_role = roles[-1].last if roles else -1
        kind = singular(tokens[known_to].key) if known_to < end else ""
        if own and own[-1].last == known_to == end - 1 and kind in _KINDS_OF_BODIES and not own[-1].demonym:
            return Headed.NAME, None
        if known_to < end:
            rest = tokens[known_to:end]
            if all(token.capital or token.key in PARTICLES for token in rest):
                tail = (known_to, end)
                return (Headed.ROLE if last_role >= known_to else Headed.UNKNOWN_NAME), tail
            return (Headed.PLACE if is_place_noun(tokens[end - 1].key) else Headed.THING), None
        return (Headed.ROLE if roles else Headed.NAME), None


def _content_start(tokens: Sequence[Token], names: Sequence[Found]) -> int:
    """The first word after determiners, numbers and "dozens of"."""
    named = {name.first for name in names}
    start = 0
    while start < len(tokens) and start not in named:
        key = tokens[start].key
        following = tokens[start + 1].key if start + 1 < len(tokens) else ""
        if key in _DETERMINERS or key[:1].isdigit():
            start += 1
        elif following == "of" and singular(key) in QUANTITIES and start + 2 < len(tokens):
            start += 2
        elif singular(key) in ("hundred", "thousand", "dozen", "million", "two", "three", "four", "five", "six", "ten"):
            start += 1
        else:
            break
    return start


def _head_end(tokens: Sequence[Token], start: int, names: Sequence[Found], roles: Sequence[RoleFound]) -> int:
    """The end of the head: before the first preposition, relative or comma that no name or role spans."""
    spanned = {i for name in names for i in range(name.first + 1, name.last)}
    spanned |= {i for role in roles for i in range(role.first + 1, role.last)}
    for index in range(start, len(tokens)):
        if index in spanned:
            continue
        token = tokens[index]
        hyphenated = index > 0 and token.hyphen
        if index > start and not token.glued:
            return index
        if token.key in BREAKS and not hyphenated and not token.text[0].isupper():
            return index
        if token.key in ("and", "or") and any(role.last == index for role in roles):
            return index
    return len(tokens)


def _stamped(name: Found, tokens: Sequence[Token]) -> bool:
    """Whether the name only stamps what follows ("Iran-backed", "pro-Russian", "anti-French")."""
    follows = name.last < len(tokens) and tokens[name.last].hyphen and tokens[name.last].key in _STAMPS
    plain = (
        name.last < len(tokens) and tokens[name.last].key in ("backed", "trained", "made") and tokens[name.last].glued
    )
    return follows or plain or _prefixed(name.first, tokens)


def _prefixed(first: int, tokens: Sequence[Token]) -> bool:
    """Whether "pro-", "anti-" or "non-" stands before a word."""
    return first > 0 and tokens[first].hyphen and tokens[first - 1].key in ("pro", "anti", "non")


def _belongs(name: Found, tokens: Sequence[Token], *, generic: bool) -> bool:
    """Whether a name after the head says whose or where it is: "of Niger", "in Mali", "for the Taliban"."""
    before = name.first - 1
    while before >= 0 and (
        tokens[before].key in _DETERMINERS - {"of", "to", "at", "over", "than"}
        or tokens[before].key in _REGIONAL
        or tokens[before].key in _HIGHEST_TITLES
    ):
        before -= 1
    if before < 0:
        return False
    key = tokens[before].key
    return (
        key in _OWNERSHIP
        or (key == "to" and before > 0 and tokens[before - 1].key == "loyal")
        or (generic and key in _SPEAKS_FOR)
        or (not _stamped(name, tokens) and _inside_complement(before, tokens))
    )


_HIGHEST_TITLES = frozenset("president king general".split())
_REGIONAL = frozenset(
    """
    northern southern eastern western central north south east west northeast northeastern upper rural
    """.split()
)


def _inside_complement(index: int, tokens: Sequence[Token]) -> bool:
    """Whether the words up to `index` run back to "of" or "from" without a break ("of the former Malian army")."""
    while index >= 0 and tokens[index].key not in BREAKS:
        index -= 1
    return index >= 0 and tokens[index].key in ("of", "from")
