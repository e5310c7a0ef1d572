"""How names are compared: tokens with their place in the text, and keys without case, accents, dots or apostrophes."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LETTER = r"[^\W\d_]"
_MARK = r"\u0300-\u036f"
_APOSTROPHES = "'’ʼʻ`´‘"
_TOKEN = re.compile(
    rf"(?:{_LETTER}\.)+{_LETTER}(?![\w{_MARK}])\.?(?:['’][sS](?!\w))?"  # U.S. and U.N
    rf"|{_LETTER}(?:[\w{_MARK}]|[{_APOSTROPHES}](?={_LETTER}))*"
    r"|\d[\d,.]*\d|\d"
)
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
_DROPPED = str.maketrans("", "", _APOSTROPHES + ".")
_JOINS = re.compile(r"\s*[-‐‑–]?\s*")
_HYPHENS = "-‐‑–"
_ABBREVIATED = frozenset(
    "gen mr mrs ms dr col lt maj capt sgt st ste sen rep gov adm brig prof pres cmdr amb hon mt ft no".split()
)


class Token(NamedTuple):
    """A word of a text. `key` is its normal form; `glued` says that nothing but blanks or a hyphen precedes it."""

    text: str
    start: int
    end: int
    key: str
    possessive: bool
    glued: bool
    hyphen: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def shout(self) -> bool:
        """Whether all its letters, at least two, are capitals, as in UN or U.S."""
        return self.text.isupper() and len(self.key) > 1


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The normal form of one word: lower case, no diacritics (NFKD), dots or apostrophes ("U.S." and "US" → "us")."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        word = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_STROKES)
    return word.lower().translate(_DROPPED)


@lru_cache(maxsize=256)  # an article is asked for by several, one after the other
def tokenize(text: str) -> tuple[Token, ...]:
    """The words of `text` in order; articles ("the", "a") are kept, a possessive 's is cut from word and span."""
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        possessive = len(word) > 2 and word[-1] in "sS" and word[-2] in _APOSTROPHES
        if possessive:
            word = word[:-2]
        elif word[-1] == "s" and text[end : end + 1] in ("'", "’"):
            possessive = True
        gap = text[last:start] if last >= 0 else ""
        if gap[:1] == "." and (tokens[-1].key in _ABBREVIATED or len(tokens[-1].key) == 1):
            gap = gap[1:] or " "
        glued = last >= 0 and (gap == " " or _JOINS.fullmatch(gap) is not None)
        hyphen = glued and gap in _HYPHENS and gap != ""
        tokens.append(Token(word, start, start + len(word), fold(word), possessive, glued, hyphen))
        last = end
    return tuple(tokens)


def alias_key(surface: str) -> tuple[str, ...]:
    """The keys of a name's words without the article "the": what names are indexed and looked up by."""
    words = surface.replace("-", " ").split(" ")
    if all(map(str.isalpha, words)):  # most names, several times faster
        return tuple([key for key in map(fold, words) if key != "the"])
    return tuple(token.key for token in tokenize(surface) if token.key != "the")


def is_acronym(surface: str) -> bool:
    """Whether a name is written as initials (UN, ECOWAS, U.S.), and so must not match a lower-case word."""
    if " " in surface or surface != surface.upper():
        return False
    return 2 <= sum(char.isalpha() for char in surface) <= 9
