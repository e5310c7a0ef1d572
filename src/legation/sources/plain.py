"""Plain text, also text copied from a web page or kept in a record → blocks, and an article of them."""

import re
from collections.abc import Sequence
from datetime import date

from legation.records.article import Article
from legation.sources.assembly import Known, assemble, finish
from legation.sources.cleaning import Block
from legation.sources.text import normalize, without_surrogates

_BULLET = re.compile(r"(?:[•·▪◦‣●○■]|[-*](?=\s))\s*(?=\S)")
_STRONG = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_HEADING_MARK = re.compile(r"#{1,6}\s+(?=\S)")
_WRAPPED = range(45, 101)  # the lengths of lines that were broken at a fixed width
_ENDS = re.compile(r"""[.!?…:]["'”’»)\]]*$""")


def parse_blocks(text: str) -> list[Block]:
    """The paragraphs, headings and bullets of a normalized plain text.

    Each line is a block of its own, unless the lines of a group were plainly broken at a fixed width.
    """
    blocks: list[Block] = []
    for group in re.split(r"\n{2,}", text):
        lines = [line for line in group.split("\n") if line]
        if _is_wrapped(lines):
            lines = [" ".join(lines)]
        blocks.extend(map(_block, lines))
    return [block for block in blocks if block.text]


def _block(line: str) -> Block:
    line = _STRONG.sub(r"\1", line)
    bullet = _BULLET.match(line)
    if bullet and bullet.end() < len(line):
        return Block(line[bullet.end() :], bullet=True)
    return Block(_HEADING_MARK.sub("", line, count=1) if _HEADING_MARK.match(line) else line)


def _is_wrapped(lines: Sequence[str]) -> bool:
    full = lines[:-1]
    if not full or any(_BULLET.match(line) for line in lines):
        return False
    if not all(len(line) in _WRAPPED for line in full) or len(lines[-1]) > _WRAPPED.stop:
        return False
    if len(full) == 1:
        return not _ENDS.search(full[0]) and lines[1][0].islower()
    return sum(1 for line in full if _ENDS.search(line)) < len(full) / 2


def article_from_text(  # noqa: PLR0913 - one keyword for each field of an article that a caller may know
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    url: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    language: str | None = None,
    id: str | None = None,
    clean: bool,
) -> Article:
    """The article of a text. Its text is empty where nothing but debris was given.

    With `clean` the text is normalized, page debris goes, and title, dek and byline are found where not given.
    Without, text and title stay the caller's own, code point for code point, so that offsets point into them.
    """
    known = Known(title, None, byline, published, url, outlet, language, id)
    return assemble(parse_blocks(normalize(text)), known) if clean else finish(without_surrogates(text), known)
