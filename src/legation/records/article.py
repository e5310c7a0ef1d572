"""An article as it was read, its sentences, and the inputs that could not be read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Field = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text; `start` and `end` count code points, `end` is exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; its offsets point into the article's text, or into its title where `field` says so.

    `quoted` holds the (start, end) offsets of the stretches inside quotation marks, in the same field.
    """

    index: int
    text: str
    start: int
    end: int
    field: Field = "text"
    paragraph: int = 0
    quoted: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. `text` is stored once, and every offset points into this very string.

    `document_id` is a hash of text, url or id, and publication. `published` is None where the source does not say.
    `not_coded` says why the text is kept but not coded ("language fr"), else None.
    """

    document_id: str
    text: str
    title: str | None = None
    dek: str | None = None
    byline: str | None = None
    published: date | None = None
    url: str | None = None
    outlet: str | None = None
    language: str = "en"
    not_coded: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An input, or a part of one, that was set aside: where from, what is wrong (a short code), and why in words."""

    origin: str
    what: str
    why: str
