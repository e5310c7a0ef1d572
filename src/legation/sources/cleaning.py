"""Paragraphs of a page or a pasted text → the article's own: title, dek and byline found, page debris gone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from legation.ontology.data import read_tsv

_HEAD = 12  # blocks from the top within which titles repeat, deks and bylines stand
_MAX_TITLE = 180
_LONG = 160  # a block longer than this is prose, whatever it ends with
_MIN_DEK = 40
_STOP = re.compile(r"""[.!?…]["'”’»)\]]*\s*$""")
_SENTENCE_END = re.compile(r"""[a-z0-9)]\.["'”’»)\]]*$""", re.IGNORECASE)
_NO_TITLE = re.compile(r"""^[a-z]|[.;:,…]["'”’]*$""")
_SITE_SUFFIX = re.compile(r"\s[|–—·-]\s[^|–—·]{2,40}$")
_NAME_WORD = (
    r"(?:[^\W\d_a-z][\w'’.-]*|(?:[Dd]e|[Dd]a|[Dd]i|[Dd]u|[Vv]an|[Vv]on|der|den|[Aa]l|[Ee]l|bin|ibn|ben|la|le|y))"
)
_NAME = re.compile(rf"[^\W\d_a-z][\w'’.-]*(?: {_NAME_WORD}){{1,3}}")
_NAMES = rf"{_NAME.pattern}(?:(?:,| and| &) {_NAME.pattern})*"
_BY = re.compile(
    rf"(?:[Bb]y|BY|(?:Written|Reported|Words) by|Author:|By:)\s+({_NAMES})(?:\s*[,|/–—-]\s.{{1,60}}|\s*\(.{{1,40}}\))?"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, or list item (its marker not in the text)."""

    text: str
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left of a text, and what was found in it."""

    blocks: tuple[Block, ...]
    title: str | None
    dek: str | None
    byline: str | None


@dataclass(frozen=True, slots=True)
class _Patterns:
    line: re.Pattern[str]
    sentence: re.Pattern[str]
    next: re.Pattern[str]
    tail: re.Pattern[str]
    keep: re.Pattern[str]
    label: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    rows = read_tsv("reading/debris.tsv")
    kinds = ("line", "sentence", "next", "tail", "keep", "label")
    parts = ["|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] == kind) for kind in kinds]
    return _Patterns(*(re.compile(part, re.IGNORECASE) for part in parts))


def join(blocks: Sequence[Block]) -> str:
    """The blocks as one text: a blank line between paragraphs, list items on lines of their own, marked `•`."""
    parts: list[str] = []
    for index, block in enumerate(blocks):
        if index:
            parts.append("\n" if block.bullet and blocks[index - 1].bullet else "\n\n")
        parts.append(f"• {block.text}" if block.bullet else block.text)
    return "".join(parts)


def clean(blocks: Sequence[Block], title: str | None = None, byline: str | None = None) -> Cleaned:
    """The article's own blocks, with its title (the given one, else the first line if it reads like one), dek, byline.

    The dek is the paragraph that stands before a repetition of the title; it stays in the blocks.
    """
    kept = [block for block in blocks if block.text]
    title = title or _first_title(kept)
    repeats = [i for i, block in enumerate(kept[:_HEAD]) if title and _is_title(block.text, title)]
    found = _byline(kept, repeats)
    drop = set(_debris(kept, title))
    if found is not None:
        drop.add(found[0])
    given = {_key(byline), _key(f"By {byline}")} if byline else set()
    left = tuple(b for i, b in enumerate(kept) if i not in drop and _key(b.text) not in given)
    head = [b for i, b in enumerate(kept[: repeats[-1]]) if i not in drop] if len(repeats) > 1 else []
    dek = next((b.text for b in head if b in left and not b.bullet and len(b.text) >= _MIN_DEK), None)
    return Cleaned(left, title, dek, byline or (found[1] if found else None))


def is_debris(line: str) -> bool:
    """Whether the line belongs to the page and not to the article."""
    return bool(_patterns().sentence.fullmatch(line) or _is_mark(line, "line") or _opens_run(line))


def _is_mark(text: str, kind: Literal["line", "next", "tail"]) -> bool:
    pattern: re.Pattern[str] = getattr(_patterns(), kind)
    return not _SENTENCE_END.search(text) and bool(pattern.fullmatch(text))


def _opens_run(text: str) -> Literal["next", "tail"] | None:
    """Whether one headline of another article follows ("Also Read"), or a run of them ("Related articles")."""
    if _is_mark(text, "tail"):
        return "tail"
    return "next" if _is_mark(text, "next") else None


def _debris(blocks: Sequence[Block], title: str | None) -> Iterator[int]:
    run: str | None = None
    for index, block in enumerate(blocks):
        text = block.text
        if opened := _opens_run(text):
            run = opened
            yield index
        elif (title and _is_title(text, title)) or is_debris(text):
            yield index
        elif run and not _is_prose(text) and not _patterns().keep.fullmatch(text):
            run = "tail" if run == "tail" else None
            yield index
        else:
            run = None


def _first_title(blocks: Sequence[Block]) -> str | None:
    """The first line that is no debris, if it is short, has no final stop, and something follows it."""
    own = [block for block in blocks[:_HEAD] if not is_debris(block.text)]
    if len(own) < 2 or own[0].bullet or len(own[0].text) > _MAX_TITLE:
        return None
    first = own[0].text
    return None if _NO_TITLE.search(first) or _BY.fullmatch(first) else first


def _byline(blocks: Sequence[Block], repeats: Sequence[int]) -> tuple[int, str] | None:
    """Where the byline stands, and whom it names: "By X", or a bare name beside debris, near the top."""
    head = blocks[: max(_HEAD // 2, (repeats[-1] if repeats else 0) + 2)]
    for index, block in enumerate(head):
        by = _BY.fullmatch(block.text) if len(block.text) <= 120 else None
        if by:
            return index, by.group(1)
    for index, block in enumerate(head):
        near = [blocks[i].text for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
        if index and _is_name(block.text) and not is_debris(block.text) and any(is_debris(text) for text in near):
            return index, block.text
    return None


def _is_name(text: str) -> bool:
    words = text.replace("’", "'").split()
    return bool(_NAME.fullmatch(text)) and not any(_patterns().label.fullmatch(word) for word in words)


def _is_title(text: str, title: str) -> bool:
    if text.endswith(".") and not title.endswith("."):
        return False  # a sentence that says what the title says is the article's own
    own = {_key(title), _key(_SITE_SUFFIX.sub("", title))}
    return _key(text) in own or _key(_SITE_SUFFIX.sub("", text)) in own


def _is_prose(text: str) -> bool:
    return bool(_STOP.search(text)) or len(text) > _LONG


def _key(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").casefold()))
