"""Finds known names in text: the longest match of words, with the guards that keep Chad Smith from being a country."""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from legation.ontology.knowledge import AliasTarget, Key, Knowledge
from legation.ontology.spelling import Token

FUZZY_CUTOFF = 92.0
FUZZY_LETTERS = 6
# A word from this many letters on may have two slips of the pen.
LONG_WORD = 10

# Words without a capital inside the names of persons.
PARTICLES = frozenset("al el bin ibn bint ben ould ag de du da di von van der la le".split())
# Words with a capital beside a name that do not make it part of another, longer name.
_LOOSE = frozenset(
    """
    a an and at as against after all although amid among another any because before between both but by even
    every for former from he her his how however if in inside into it its like many meanwhile more most mr
    mrs ms dr near neither no nor not now of on once only or our outside over she since so some such than
    that the their then there these they this those though through to under unless unlike until upon we what
    when where whether which while who why with within without yet you your north south east west northern
    southern eastern western central upper lower neighbouring neighboring acting interim deputy vice senior
    late ex pro anti non post pre monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december
    """.split()
)
# Nouns that with a capital make another name of a country's or capital's ("Niger Delta", "Washington Post").
_REMAKES = frozenset("state delta river island islands valley city university times post heights rovers united".split())
# Initials beside a city's name that make it a club's ("AS Monaco").
_CLUBS = frozenset("fc cf ac as sc afc bk fk sk rc".split())
_WATERS = frozenset("gulf sea bay strait bight".split())
_PARTS_OF_OTHERS = frozenset(
    {("latin", "america"), ("south", "america"), ("north", "america"), ("central", "america"), ("northern", "ireland")}
)
# English words that acronyms of groups would match once written with one capital ("Fact", "Mend").
_WORDS = frozenset(
    """
    fact care mend save pact arms lord dead start comment ocean mask rapid free aids mass rise most plan
    """.split()
)
# Spellings that differ from one transliteration of a person's name to another.
_SPELLINGS = (
    ("muhammad", "mohamed"),
    ("mohammad", "mohamed"),
    ("muhammed", "mohamed"),
    ("mohamad", "mohamed"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("kh", "h"),
    ("dh", "d"),
    ("gh", "g"),
    ("q", "k"),
    ("dj", "j"),
    ("tch", "ch"),
    ("ck", "k"),
    ("ph", "f"),
    ("w", "v"),
    ("ai", "ei"),
    ("ae", "e"),
    ("yev", "ev"),
    ("iy", "y"),
    ("ii", "y"),
    ("y", "i"),
)
_APOSTROPHE = re.compile("['’]")
# Words that begin a name in small letters ("al-Qaeda", "anti-Balaka").
_LOWER_FIRST = frozenset("al el anti".split())
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Found:
    """A known name in a text: the words [first, last) of its tokens, and what it may stand for."""

    first: int
    last: int
    targets: tuple[AliasTarget, ...]

    @property
    def demonym(self) -> bool:
        """Whether it is an adjective of nationality or a people's name."""
        return all(target.how in ("demonym", "people") for target in self.targets)

    @property
    def part(self) -> bool:
        """Whether it is a part of a country, which in running text is where something is, more than who acts."""
        return all(target.how == "part" for target in self.targets)

    @property
    def person(self) -> bool:
        """Whether it can only be an office holder."""
        return all(target.how in ("person", "surname") for target in self.targets)


class Names:
    """The alias index of all that is known, precomputed for exact, transliterated and fuzzy look-ups."""

    def __init__(self, knowledge: Knowledge, title_words: frozenset[str]) -> None:
        self._aliases = knowledge.aliases
        self._longest = knowledge.longest
        self._title_words = title_words

    @functools.cached_property
    def _spoken(self) -> Mapping[str, tuple[AliasTarget, ...]]:
        """Office holders by the transliterated form of their full names; made when first needed."""
        spoken: dict[str, dict[str, AliasTarget]] = defaultdict(dict)
        for key, targets in self._aliases.items():
            for target in targets:
                if target.how == "person":
                    spoken[transliterated(" ".join(key))].setdefault(target.actor_id, target)
        return {name: tuple(targets.values()) for name, targets in spoken.items()}

    @functools.cached_property
    def _blocks(self) -> Mapping[tuple[str, int], Sequence[str]]:
        """The names that a misspelt one may be, by first letter and length; made when first needed."""
        blocks: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key, targets in self._aliases.items():
            name = " ".join(key)
            if len(name) >= FUZZY_LETTERS and any(not target.acronym for target in targets):
                blocks[name[0], len(name)].append(name)
        return blocks

    @functools.cached_property
    def _lands(self) -> Mapping[str, Sequence[str]]:
        """Countries' names and adjectives of one long word, by first letter; made when first needed."""
        lands: dict[str, list[str]] = defaultdict(list)
        for key, targets in self._aliases.items():
            named = any(target.how in ("name", "alias", "demonym") and target.actor_id.isupper() for target in targets)
            if len(key) == 1 and len(key[0]) >= FUZZY_LETTERS and named and len(targets) == 1:
                lands[key[0][0]].append(key[0])
        return lands

    def find(self, tokens: Sequence[Token], *, guarded: bool = True) -> list[Found]:
        """Every known name, longest first at each word, never overlapping; no sense is chosen yet.

        `guarded` drops names that are pieces of unknown longer ones; it is of no use where all words have capitals.
        """
        words = [index for index, token in enumerate(tokens) if token.key != "the"]
        found: list[Found] = []
        position = 0
        while position < len(words):
            longest = self._longest.get(tokens[words[position]].key, 0)
            match = self._longest_at(tokens, words[position : position + longest]) if longest else None
            if match is None:
                position += 1
            else:
                found.append(match[0])
                position += match[1]
        if not guarded:
            return found
        apart = _apart(found, tokens)
        return [name for name in found if not self._part_of_longer(name, tokens, apart(name))]

    def strangers(self, tokens: Sequence[Token], found: Sequence[Found]) -> set[str]:
        """Surnames of office holders that unknown persons bear in this text ("Tom Harris")."""
        taken = {index for name in found for index in range(name.first, name.last)}
        borne = set()
        for index in range(1, len(tokens)):
            if index in taken or index - 1 in taken or not _touches(tokens, index):
                continue
            targets = self._aliases.get((tokens[index].key,), ())
            if any(target.how == "surname" for target in targets) and self._namelike(tokens[index - 1], True):
                borne.add(tokens[index].key)
        return borne

    def spoken_alike(self, name: str) -> tuple[AliasTarget, ...]:
        """Office holders whose names are transliterations of `name` ("Mohammed" for "Mohamed")."""
        return self._spoken.get(transliterated(name), ())

    def fuzzy(self, name: str) -> tuple[tuple[AliasTarget, ...], float]:
        """The nearest names to a normalized one, and the similarity (0 to 100); none below FUZZY_CUTOFF.

        Compared only with names of as many words that begin with the same letter and are at most two letters longer or
        shorter; never for a word that is a known name itself.
        """
        words = name.split()
        if len(name) < FUZZY_LETTERS or (len(words) == 1 and (name,) in self._aliases):
            return (), 0.0
        lengths = range(len(name) - 2, len(name) + 3)
        near = [other for length in lengths for other in self._blocks.get((name[0], length), ())]
        best = process.extractOne(name, near, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
        if best is None or len(best[0].split()) != len(words):
            return (), 0.0
        return self._aliases[tuple(best[0].split())], float(best[1])

    def misspelt(self, word: str) -> tuple[AliasTarget, ...]:
        """The country whose name or adjective a long word misspells ("Isreali"); nothing where two are as near."""
        if len(word) < FUZZY_LETTERS or (word,) in self._aliases:
            return ()
        slips = 1 if len(word) < LONG_WORD else 2
        near = process.extract(word, self._lands.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips, limit=2)
        if not near or (len(near) == 2 and near[0][1] == near[1][1]):
            return ()
        return self._aliases[near[0][0],]

    def _longest_at(self, tokens: Sequence[Token], window: Sequence[int]) -> tuple[Found, int] | None:
        length = 1
        while length < len(window) and _continues(tokens, window[length - 1], window[length]):
            length += 1
        for size in range(length, 0, -1):
            key: Key = tuple(tokens[index].key for index in window[:size])
            if key in self._aliases:
                words = [tokens[index] for index in window[:size]]
                fitting = tuple(target for target in self._aliases[key] if _written_so(target, words))
                if fitting:
                    return Found(window[0], window[size - 1] + 1, fitting), size
        return None

    def _part_of_longer(self, name: Found, tokens: Sequence[Token], taken: set[int]) -> bool:
        """Whether the name is only a piece of an unknown longer name ("Chad Smith", "Air France", "Boris Tinubu")."""
        single = name.last - name.first == 1
        if not name.person and self._remade(name, tokens):
            return True
        if name.demonym or (single and tokens[name.first].shout) or (name.person and not single):
            return False
        before, after = name.first - 1, name.last
        if name.person and after < len(tokens) and tokens[after].hyphen and tokens[after].capital:
            return True  # "Franco-German"
        if (
            after < len(tokens)
            and after not in taken
            and _touches(tokens, after)
            and self._namelike(tokens[after], True)
        ):
            return True
        if before < 0 or before in taken or not _touches(tokens, name.first):
            return False
        while name.person and before > 0 and tokens[before].key in PARTICLES and not tokens[before].capital:
            before -= 1  # "Maria de Sousa" is no Sousa who is known
        return self._namelike(tokens[before], name.person)

    @staticmethod
    def _remade(name: Found, tokens: Sequence[Token]) -> bool:
        """Whether a word beside a country's name makes it another name ("Gulf of Guinea", "Niger State")."""
        after, first = tokens[name.last] if name.last < len(tokens) else None, name.first
        if after and after.capital and not after.shout and after.glued and after.key in _REMAKES:
            return not tokens[name.last - 1].possessive
        before = [token.key for token in tokens[max(0, first - 2) : first]]
        if before[-1:] == ["of"] and before[0] in _WATERS:
            return True
        return bool(before) and (before[-1], tokens[first].key) in _PARTS_OF_OTHERS

    def _namelike(self, token: Token, titles: bool) -> bool:
        """Whether a word looks like part of a proper name: a capital, and neither initials nor particle.

        With `titles`, a title is no part of a name either ("President Tinubu"; but "Air France" is not France).
        """
        if token.shout and token.key in _CLUBS:
            return True
        if not token.capital or token.shout or token.key in _LOOSE:
            return False
        return not (titles and token.key in self._title_words)


def person_like(tokens: Sequence[Token]) -> bool:
    """Whether words look like a person's name: one to six, all with a capital but for particles ("bin", "de")."""
    return (
        0 < len(tokens) <= 6
        and tokens[0].capital
        and tokens[-1].capital
        and not tokens[0].shout
        and all(token.capital or token.key in PARTICLES for token in tokens)
    )


def transliterated(name: str) -> str:
    """A looser form of a normalized name, the same for its usual transliterations."""
    return " ".join(_plain_word(word) for word in name.split() if word not in ("al", "el"))


@functools.lru_cache(maxsize=16384)
def _plain_word(word: str) -> str:
    for spelling, usual in _SPELLINGS:
        word = word.replace(spelling, usual)
    return _DOUBLED.sub(r"\1", word)


def _apart(found: Sequence[Found], tokens: Sequence[Token]) -> Callable[[Found], set[int]]:
    """For each found name, the words of all that cannot be pieces of one longer name together with it.

    One word and a surname beside it may be: Chad Smith is neither the country nor the Smith who is known.
    """
    words = {index for one in found for index in range(one.first, one.last)}
    single = {one.first for one in found if one.last - one.first == 1 and not one.demonym}
    single -= {index for index in single if tokens[index].shout}
    surnames = {one.first for one in found if one.person} & single

    def apart(name: Found) -> set[int]:
        return words - (single if name.first in surnames else surnames) if name.first in single else words

    return apart


def _written_so(target: AliasTarget, words: Sequence[Token]) -> bool:
    """Whether a name may be written as `words` are: initials in capitals, proper names with a capital."""
    if any(word.possessive for word in words[:-1]) and not _APOSTROPHE.search(target.surface):
        return False
    first = words[0]
    if target.acronym:
        if all(word.text.isupper() or word.text.isdigit() for word in words):
            return True
        if len(words) == 1 and len(first.key) > 3 and sum(map(str.isupper, first.text)) == len(first.key) - 1:
            return True  # FAMa, SADeC
        return len(words) == 1 and len(first.key) >= 4 and first.text.istitle() and first.key not in _WORDS
    if first.key in _LOWER_FIRST and len(words) > 1:
        return words[1].capital
    return not target.proper or first.capital or first.text[0].isdigit()


def _continues(tokens: Sequence[Token], before: int, after: int) -> bool:
    """Whether a name may run on from one word to the next: no punctuation between them."""
    return all(tokens[index].glued for index in range(before + 1, after + 1))


def _touches(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` follows the one before it within one name, as far as punctuation tells."""
    return tokens[index].glued and not tokens[index].hyphen and not tokens[index - 1].possessive
