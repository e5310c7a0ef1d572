"""Cuts an article into sentences, and notes which stretches of each stand inside quotation marks."""

import re
from collections.abc import Iterator

from legation.records.article import Article, Field, Sentence

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl adm cmdr brig gov sen rep rev hon pres st jr sr inc ltd co corp "
    "no nos vs etc approx dept est fig vol art ave blvd jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed "
    "thu fri sat sun e.g i.e a.m p.m u.n u.k u.s u.s.a e.u d.c ph.d spc pvt supt insp".split()
)
# An abbreviated country may end a sentence: it does so when one of these words follows.
_OPENERS = frozenset(
    "The A An It He She They We This That These Those In On At But And However Meanwhile According Officials Since "
    "After Before While When If As For His Her Their Its There I".split()
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_LAST_WORD = re.compile(r"([\w.’'-]+?)\.$")
_SPOKEN = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){0,4}(?:[Tt]he \w+ )?"
    r"(?:said|says|told|added|stated|noted|declared|wrote|asked|insisted|warned)\b"
)
# "NIAMEY, Niger (Harmattan Wire) —", "BAMAKO, 12 May -": the place and agency before an agency report.
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Ý][A-ZÀ-Ý'’.-]+(?:[ /][A-ZÀ-Ý'’.-]{2,})*)(?:,\s*[^—–\n]{1,40}?)?"
    r"(?:\s*\([^)\n]{1,40}\))?\s*(?:—|–|--|-(?=\s))\s*"
)
_BULLET = re.compile(r"^\s*(?:[•·▪‣◦*–-]|\d{1,2}[.)])\s+")
_QUOTED = re.compile(r"“[^”\n]{2,}(?:”|$)|\"[^\"\n]{2,}(?:\"|$)|«[^»\n]{2,}(?:»|$)")


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The title as one sentence (if there is one), then those of the text in order; each slices back to its field."""
    found = list(_of_field(article.title, "title", 0)) if article.title else []
    found += _of_field(article.text, "text", len(found))
    return tuple(found)


def _of_field(text: str, field: Field, index: int) -> Iterator[Sentence]:
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        quotes = [(line.start() + q.start(), line.start() + q.end()) for q in _QUOTED.finditer(line.group())]
        pieces = [(0, len(line.group()))] if field == "title" else _pieces(line.group())
        for start, end in pieces:
            first, last = line.start() + start, line.start() + end
            inside = tuple((max(a, first), min(b, last)) for a, b in quotes if a < last and b > first)
            yield Sentence(index, text[first:last], first, last, field, paragraph, inside)
            index += 1
        paragraph += 1


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    lead = _BULLET.match(line) or _DATELINE.match(line)
    start = lead.end() if lead else 0
    for end in _END.finditer(line):
        if end.end() > start and _ends_sentence(line, start, end):
            yield from _trimmed(line, start, end.end())
            start = end.end()
    yield from _trimmed(line, start, len(line))


def _trimmed(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = line[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(line: str, start: int, end: re.Match[str]) -> bool:
    rest = line[end.end() :].lstrip()
    if not rest:
        return True
    closing_quote = end.group()[-1] in "\"'”’»"
    if rest[0].islower() or (closing_quote and _SPOKEN.match(rest)):
        return False
    if end.group().rstrip("\"'”’»)]") != ".":
        return True
    word = _LAST_WORD.search(line[start : end.start() + 1])
    if word is None:
        return True
    bare = word.group(1)
    if bare.lower() in _ABBREVIATIONS or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", bare):
        return "." in bare and rest.split()[0] in _OPENERS
    return not re.fullmatch(r"[A-Z]", bare)
