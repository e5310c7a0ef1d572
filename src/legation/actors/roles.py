"""Role nouns and what they say of an actor: "the former finance minister", "riot police", "opposition lawmakers"."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from legation.actors.names import Found
from legation.ontology.knowledge import Key, Knowledge, Role
from legation.ontology.spelling import Token

# Words that end the head of a noun phrase: what follows only describes it.
BREAKS = frozenset(
    """
    of in from to with for on at against near inside outside across between within by over under around
    along toward towards through into among amid after before during since until about despite who whom
    whose that which where when including such like as based stationed deployed loyal linked led backed
    allied aligned accused said is are was were has have had will would belonging fighting operating
    responsible
    """.split()
)
# Heads that take their sector from the organ or people that they speak for ("rebel leader", "police spokesman").
GENERIC = frozenset(
    """
    spokesman spokeswoman spokesperson chief head leader official delegation representative officer member
    commander source team personnel aide envoy adviser advisor deputy ally staff chairman chairwoman
    director secretary supporter leadership side command center centre headquarters unit branch wing figure
    counterpart general colonel boss commission committee
    """.split()
)
# "dozens of soldiers": the phrase is about what follows "of".
QUANTITIES = frozenset(
    """
    hundred thousand dozen ten million score number group couple lot majority all some many most several
    handful contingent column convoy crowd each one two three none half part rest bulk band batch wave
    member coalition network
    """.split()
)
# Nouns of places: a phrase headed by one is no actor; it stands for a place in the named country.
PLACES = frozenset(
    """
    base airport airfield port city town village region province district area territory soil border coast
    capital island camp position facility enclave countryside airspace water site north south east west
    northwest northeast southwest southeast center road street zone sector outskirts suburb bank shore state
    county governorate neighborhood
    """.split()
)
# Words of ministries' names; another word with a capital after a title begins its bearer's name.
PORTFOLIOS = frozenset(
    """
    interior defence defense foreign affair security national state public finance economy economic trade
    justice health education energy oil gas petroleum mine mining transport agriculture environment
    information communication planning development cooperation international internal home external european
    industry commerce labour labor social culture youth sport tourism water science technology digital
    veteran war emergency situation territorial administration decentralization and staff army navy force
    air land armed treasury budget parliament assembly senate congress people republic union council
    government
    """.split()
)
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "people",
    "personnel": "personnel",
    "children": "child",
    "forces": "force",
    "mps": "mp",
    "meps": "mep",
}
# Titles that are surnames where a first name precedes them ("John Major", "Stephen King").
_SURNAMES = frozenset("major king prince pope bishop".split())
STAR_WORDS = 5


@dataclass(frozen=True, slots=True)
class RoleFound:
    """A role in a phrase: the words [first, last), and the role."""

    first: int
    last: int
    role: Role


class Roles:
    """The role patterns, indexed by their first word."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._by_first: dict[str, list[tuple[Key, Role]]] = defaultdict(list)
        words: set[str] = set()
        for role in knowledge.roles:
            pattern = tuple(singular(word) for word in role.pattern)
            while pattern[0] == "*":
                pattern = pattern[1:]
            self._by_first[pattern[0]].append((pattern, role))
            words.update(word for word in role.pattern if len(word) > 2)
            words.update(word for word in pattern if len(word) > 2)
        for patterns in self._by_first.values():
            patterns.sort(key=lambda pair: -len(pair[0]))
        words.update(f"{word}s" for word in tuple(words))
        words.update(word for words_of in knowledge.modifiers for word in words_of)
        self.words = frozenset(words)

    def begins(self, key: str) -> bool:
        """Whether some role begins with this word."""
        return singular(key) in self._by_first

    def find(self, tokens: Sequence[Token]) -> list[RoleFound]:
        """Every role among `tokens`, the longest at each word; overlapping ones begin at different words."""
        keys = [singular(token.key) for token in tokens]
        found = []
        for first, key in enumerate(keys):
            if key in _SURNAMES and first and tokens[first].capital and self._unknown_capital(tokens[first - 1]):
                continue
            for pattern, role in self._by_first.get(key, ()):
                last = _match(pattern, keys, first, tokens)
                if last:
                    found.append(RoleFound(first, last, role))
                    break
        return found

    def _unknown_capital(self, token: Token) -> bool:
        return token.capital and not token.shout and token.key not in self.words


def _match(pattern: Key, keys: Sequence[str], first: int, tokens: Sequence[Token]) -> int:
    """The end of the match of `pattern` at word `first`, 0 where there is none."""
    position = first
    for place, word in enumerate(pattern):
        if position > first and position < len(keys) and keys[position] == "the":
            position += 1
        if position >= len(keys) or (position > first and not tokens[position].glued):
            return 0
        if word == "*":
            if place + 1 == len(pattern):
                return _star_end(keys, position, tokens)
            following = pattern[place + 1]
            limit = min(len(keys), position + STAR_WORDS + 1)
            position = next((index for index in range(position + 1, limit) if keys[index] == following), 0)
            if not position:
                return 0
        elif keys[position] != word:
            return 0
        else:
            position += 1
    return position


def _star_end(keys: Sequence[str], start: int, tokens: Sequence[Token]) -> int:
    """Where a final `*` ends: before the next "of", "in" or the like, punctuation, or after STAR_WORDS words."""
    end = start
    while end < len(keys) and end - start < STAR_WORDS and keys[end] not in BREAKS:
        if (end > start and not tokens[end].glued) or (tokens[end].capital and keys[end] not in PORTFOLIOS):
            break
        end += 1
    return end if end > start else 0


def outermost(roles: Sequence[RoleFound], names: Sequence[Found]) -> list[RoleFound]:
    """Roles without those inside longer ones or inside names."""
    kept: list[RoleFound] = []
    for role in roles:
        inside_name = any(name.first <= role.first and role.last <= name.last for name in names)
        if not inside_name and not (kept and role.last <= kept[-1].last):
            kept.append(role)
    return kept


def is_place_noun(word: str) -> bool:
    """Whether a head noun is that of a place ("village", "positions"; a "position" is as often an opinion)."""
    return singular(word) in PLACES and word != "position"


def singular(word: str) -> str:
    """A noun's singular by the regular rules, so that plurals match ("ministers", "agencies", "policemen")."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word[-1] != "s":
        return f"{word[:-3]}man" if word.endswith("men") and len(word) > 5 else word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]
