"""Cuts an article into sentences, and notes which stretches of each stand inside quotation marks.

Together the sentences hold every letter of the text, but for what leads a line: bullets and agency datelines.
Every pattern looks a bounded way ahead and back, so that time grows with the length of the text alone.
"""

import re
from collections.abc import Iterator

from legation.records.article import Article, Field, Sentence

# Never the last word of a sentence: a name or a figure follows.
_TITLES = frozenset(
    "mr mrs ms messrs dr prof gen lt col maj capt sgt cpl adm cmdr brig gov sen rep rev hon pres st mt ft vs approx "
    "e.g i.e spc pvt supt insp cf".split()
)
# Abbreviations where a number follows, else words ("he said no.", "where they sat.").
_BEFORE_NUMBERS = frozenset(
    "no nos art fig vol sec ch para p pp jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat "
    "sun".split()
)
# May end a sentence: they do where one of the words below follows, as do "U.S." and single letters ("Plan B.").
_MAY_END = frozenset("jr sr inc ltd co corp etc dept ave blvd est a.m p.m ph.d".split())
_OPENERS = frozenset(
    "The A An It He She They We You This That These Those In On At But And Yet However Meanwhile According Officials "
    "Since After Before While When If As For From His Her Their Its Our There Here I Earlier Later Last Both Some "
    "Many Most Two Three No Not So Such With Under By To Also Although Despite During Until What Why How".split()
)
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)")
_NEXT = re.compile(r"\s*(\S?)")
_NEXT_WORD = re.compile(r"\s*(\w(?![\w.])|[^\W\d_]{2,20}(?!\w))")
_DOTTED = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NAME = r"[A-Z][\w.'’-]{0,30}\s"
_SPOKEN = re.compile(
    rf"\s*(?:(?:{_NAME}){{0,4}}(?:[Tt]he \w{{1,20}} )?|(?:{_NAME}){{0,3}}[A-Z][\w'’-]{{0,30}},[^,.\n]{{1,80}}, )"
    r"(?:said|says|told|added|stated|noted|declared|wrote|asked|insisted|warned|continued|explained|replied)\b"
)
# "NIAMEY, Niger (Harmattan Wire) —", "BAMAKO, 12 May -", "Niamey (AFP) –": what leads an agency report.
_DATELINE = re.compile(
    r"(?P<capitals>[A-ZÀ-Ý][A-ZÀ-Ý'’.-]{2,30}(?:[ /][A-ZÀ-Ý'’.-]{2,30}){0,4})"
    r"(?P<more>(?:,\s?[^—–\n]{1,40}?)?(?:\s?\([^)\n]{1,40}\))?)\s?(?:—|–|--|(?<=\s)-(?=\s))\s*+(?=[\dA-ZÀ-Ý]|[^\w\s])"
    r"|(?:[A-ZÀ-Ý][\w'’ -]{2,30}(?:,\s[^—–(\n]{1,40})?\s)?\([A-Z][^)\n]{1,40}\)\s?(?:—|–|--|-(?=\s))\s*"
)
# Names in capitals that begin sentences of their own ("ECOWAS — The bloc …").
_ACRONYMS = frozenset(
    "NATO ECOWAS MINUSMA AFRICOM CENTCOM EUCOM BRICS UNESCO UNICEF INTERPOL FRONTEX OPEC ASEAN".split()
)
_BULLET = re.compile(r"\s*(?:[•·▪‣◦*–-]|\d{1,2}[.)])(?:\s+|$)")
_QUOTED = re.compile(r"“[^”\n]{2,}(?:”|$)|\"[^\"\n]{2,}(?:\"|$)|«[^»\n]{2,}(?:»|$)")
_LONGEST_WORD = 40


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The title as one sentence (if there is one), then those of the text in order; each slices back to its field."""
    found = list(_of_field(article.title, "title", 0)) if article.title else []
    found += _of_field(article.text, "text", len(found))
    return tuple(found)


def _of_field(text: str, field: Field, index: int) -> Iterator[Sentence]:
    lines = [line for line in re.finditer(r"[^\n]+", text) if line.group().strip()]
    for paragraph, line in enumerate(lines):
        words, offset = line.group(), line.start()
        quotes = [quote.span() for quote in _QUOTED.finditer(words)]
        first_quote = 0
        for start, end in _trimmed(words, 0, len(words)) if field == "title" else _pieces(words):
            while first_quote < len(quotes) and quotes[first_quote][1] <= start:
                first_quote += 1
            inside = tuple(_shared(quotes, first_quote, (start, end), offset))
            yield Sentence(index, words[start:end], offset + start, offset + end, field, paragraph, inside)
            index += 1


def _shared(quotes: list[tuple[int, int]], first: int, span: tuple[int, int], offset: int) -> Iterator[tuple[int, int]]:
    """What the quotations from the `first` on share with a sentence, as offsets into the field."""
    for number in range(first, len(quotes)):
        start, end = quotes[number]
        if start >= span[1]:
            return
        yield offset + max(start, span[0]), offset + min(end, span[1])


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    lead = _BULLET.match(line) or _dateline(line)
    start = lead.end() if lead else 0
    for end in _END.finditer(line, start):
        if _ends_sentence(line, start, end):
            yield from _trimmed(line, start, end.end())
            start = end.end()
    yield from _trimmed(line, start, len(line))


def _dateline(line: str) -> re.Match[str] | None:
    found = _DATELINE.match(line)
    if found and found["capitals"] and not found["more"]:
        return None if found["capitals"] in _ACRONYMS or "." in found["capitals"] else found
    return found


def _trimmed(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = line[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(line: str, start: int, end: re.Match[str]) -> bool:
    following = _NEXT.match(line, end.end())
    character = following[1] if following else ""
    if not character:
        return True
    if character.islower() and not line.startswith(("al-", "el-"), end.end() + 1):
        return False
    if end.group()[-1] in "\"'”’»" and _SPOKEN.match(line, end.end()):
        return False
    if end.group().rstrip("\"'”’»)]") != ".":
        return True
    return not _abbreviated(line, start, end, character)


def _abbreviated(line: str, start: int, end: re.Match[str], following: str) -> bool:
    """Whether the full stop marks an abbreviation inside a sentence."""
    words = line[max(start, end.start() - _LONGEST_WORD) : end.start()].split()
    word = words[-1].lstrip("\"'“‘«([") if words else ""
    bare = word.lower()
    if bare in _TITLES:
        return True
    if bare in _BEFORE_NUMBERS:
        return following.isdigit()
    if bare in _MAY_END or _DOTTED.fullmatch(word):
        opener = _NEXT_WORD.match(line, end.end())
        return not (opener and opener[1] in _OPENERS)
    return False
