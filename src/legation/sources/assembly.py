"""Blocks and what is known about them → an article: the last step of every source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from legation.records.article import Article
from legation.sources.cleaning import Block, clean, join
from legation.sources.text import document_id, language_of, normalize_line


@dataclass(frozen=True, slots=True)
class Known:
    """What a source says about an article beside its text. `language` is what was declared; the text's words decide."""

    title: str | None = None
    dek: str | None = None
    byline: str | None = None
    published: date | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    id: str | None = None


def assemble(blocks: Sequence[Block], known: Known) -> Article:
    """The article of normalized blocks, without debris; its text is empty where nothing else was in them."""
    title, byline, outlet, dek = map(_line, (known.title, known.byline, known.outlet, known.dek))
    cleaned = clean(blocks, title, byline)
    fields = replace(known, title=cleaned.title, byline=cleaned.byline, outlet=outlet, dek=dek or cleaned.dek)
    return finish(join(cleaned.blocks), fields)


def finish(text: str, known: Known) -> Article:
    """The article of a text that is stored as it stands: identity and language."""
    language = language_of(text, known.language)
    return Article(
        document_id=document_id(text, known.url or known.id, known.published),
        text=text,
        title=known.title,
        dek=known.dek,
        byline=known.byline,
        published=known.published,
        url=known.url,
        outlet=known.outlet,
        language=language,
        not_coded=None if language == "en" else f"language {language}",
    )


def _line(value: str | None) -> str | None:
    return normalize_line(value) or None if value else None
