"""Whether a known name stands for a place in its text, or for a person, a firm or a word."""

import functools
import re
from enum import IntEnum
from typing import NamedTuple

from legation.ontology.data import cells, read_tsv
from legation.reading.gazetteer import Place

_LARGE, _LARGE_ELSEWHERE = 100_000, 15_000
"""So heavy must a city be to be taken without a sign that a place is meant: where English is spoken, and elsewhere."""
_ENGLISH = frozenset({"USA", "CAN", "GBR", "IRL", "AUS", "NZL"})
_FAMOUS = 1_000_000  # so heavy a city is meant even where somebody has its name
_REACH = 40  # so far back the patterns look
_SHORTEST_DATELINE = 4
_INITIAL = len("J.")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_CLOSING = ',;:!?)"”’'  # what stands after such a mark is not of one name with the word before

_TITLES = frozenset(
    "Mr Mrs Ms Dr Sir Lord Lady President Minister Gen General Col Colonel Capt Captain Sgt Sergeant Lt Lieutenant Rep "
    "Sen Gov Judge Officer Detective Deputy Rev Prof Professor St".split()
)
_NAMED_AFTER = re.compile(
    r"\b(?:University|College|Institute|School|Bank|Church|Duke|Duchess|Earl|Prince) of (?:the )?$"
)
_CONTINENT = re.compile(r"\b(?:Latin|South|North|Central|of) $")
_WORD_AFTER = re.compile(r" ([\w’'-]{1,30})")
_DIRECTIONS = (
    "north northern northeast northwest south southern southeast southwest east eastern west western central downtown"
)
_IN = frozenset(f"in near outside around into through toward towards across {_DIRECTIONS}".split())
_OF = frozenset("city town village suburb outskirts north south east west mayor port streets".split())
_TO = frozenset("at to from of off on between above over reached left".split())


class Standing(IntEnum):
    """How surely a name stands for a place."""

    PERSON = -1
    """A word before it makes it a person's name."""
    NO = 0
    IF_BORNE_OUT = 1
    """Where the text says elsewhere that it is one, or speaks of the country or state that it is in."""
    BY_SIZE = 2
    """As a city that is large enough, unless the text makes it a person's name elsewhere."""
    YES = 3


class Words(NamedTuple):
    """The words of places/words.tsv by their use."""

    ordinary: frozenset[str]
    names: frozenset[str]
    persons: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    cues: frozenset[str]


@functools.cache
def words() -> Words:
    """The words that tell places from what is none; read once per process."""
    rows = {row["use"]: frozenset(cells(row["words"])) for row in read_tsv("places/words.tsv")}
    return Words(rows["word"], rows["name"], rows["person"], rows["before"], rows["after"], rows["cue"])


def standing(text: str, start: int, end: int, first: Place) -> Standing:
    """How surely the name at a stretch of the text stands for a place, `first` being the likeliest of its places."""
    kind = first.kind
    if kind == "people":
        return Standing.YES
    name, known = text[start:end], words()
    if kind == "state" and name != first.name:  # "Md." and "La." are words; a state stands by its full name or initials
        initials = _INITIALS.fullmatch(name) and not text[max(0, start - 2) : start].strip()[-1:].isdigit()  # 44 B.C.
        return Standing.YES if initials else Standing.NO
    if text.endswith((" of ", " of the "), 0, start) and _NAMED_AFTER.search(text, max(0, start - _REACH), start):
        return Standing.NO
    if name == "America" and _CONTINENT.search(text, max(0, start - _REACH), start):
        return Standing.NO
    political = kind in ("country", "state")
    if political and name not in known.persons:
        return Standing.NO if text.startswith(" River", end) else Standing.YES
    after = _WORD_AFTER.match(text, end)
    following = after[1] if after else ""
    before = text[max(0, start - _REACH) : start].split() if text.endswith(" ", 0, start) else []
    if following and following[0].isupper() and following not in known.after:  # a firm's or a person's name
        return Standing.NO
    if _after_a_name(before[-1] if before else "", known):
        return Standing.PERSON
    if political or following in known.cues or following in known.after or (" " in name and kind != "city"):
        return Standing.YES
    return _of_town(before, name, first, known)


def _of_town(before: list[str], name: str, first: Place, known: Words) -> Standing:
    elsewhere = first.country not in _ENGLISH
    last = [word.lower() for word in before[-2:]]
    if last and (last[-1] in _IN or (elsewhere and last[-1] in _TO) or (last[-1] == "of" and last[0] in _OF)):
        return Standing.YES
    if name.isupper() and len(name) >= _SHORTEST_DATELINE:
        return Standing.YES
    if first.weight >= (_LARGE_ELSEWHERE if elsewhere else _LARGE) and name not in known.names:
        return Standing.YES if first.weight >= _FAMOUS else Standing.BY_SIZE
    return Standing.IF_BORNE_OUT


def _after_a_name(word: str, known: Words) -> bool:
    """Whether the word before is capitalized and of one name with this one."""
    word = word.lstrip("(\"“‘'")
    if not word or not word[0].isupper() or word in known.before:
        return False
    if word[-1] == ".":
        return word[:-1] in _TITLES or len(word) == _INITIAL
    return word[-1] not in _CLOSING and not word.endswith(("'s", "’s"))
