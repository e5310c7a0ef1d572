"""The public functions of Legation; each is a thin door to one stage or to the pipeline."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from legation import pipeline
from legation.briefs.brief import Brief
from legation.briefs.composition import compose_brief
from legation.ledger.store import Ledger
from legation.ledger.store import open_ledger as _open_ledger
from legation.reading.places import places
from legation.records.actor import ActorLink
from legation.records.event import EventMention, RelationScores
from legation.records.place import PlaceMention
from legation.settings import load_settings
from legation.sources.inputs import Given, article_from_text, read_given

Spans = list[tuple[int, int]]


def code_text(text: str, *, published: date | None = None, title: str | None = None) -> list[EventMention]:
    """The event mentions of a text. Offsets count code points of the very string given (or of the title).

    `published` resolves relative dates and dated offices; without it relative dates stay unresolved.
    """
    return pipeline.code_article(article_from_text(text, title=title, published=published, clean=False))


def code_relation(sentence: str, sources: Spans, targets: Spans) -> RelationScores:
    """The event between given actor spans (character offsets into the sentence), in the PLOVER reading.

    Several spans on one side are the same side; a list may be empty. Raises ValueError for a span outside the text.
    """
    if any(not 0 <= start < end <= len(sentence) for start, end in (*sources, *targets)):
        raise ValueError("a span lies outside the sentence")
    return pipeline.code_relation(sentence, sources, targets)


def resolve_actor(text: str, *, on: date | None = None, context: str | None = None) -> ActorLink:
    """Who a noun phrase refers to on a day (today without `on`); `context` may decide between namesakes."""
    return pipeline.resolve_actor(text, on=on, context=context)


def locate(text: str) -> list[PlaceMention]:
    """The places that a text names, in its order; each slices back."""
    return list(places(text))


def open_ledger(path: str | Path) -> Ledger:
    """Opens the ledger in a file, which is made if it is not there. Raises LedgerError if it cannot be opened."""
    return _open_ledger(path)


def add(ledger: Ledger, articles: Iterable[Given]) -> pipeline.Counts:
    """Codes articles into the ledger; what is already there changes nothing.

    Each is an article record, a mapping with the fields of a JSON Lines record, or a path or address to read.
    """
    return pipeline.add(ledger, read_given(articles, load_settings(os.environ)))


def brief(
    ledger: Ledger,
    about: str | tuple[str, str],
    *,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
    known_on: date | None = None,
) -> Brief:
    """A brief, every sentence cited; `render_markdown` and others print it.

    On a country or body (alpha-3, acronym or name), a region ("Sahel"), a cooperation type ("presence"), or
    a pair of countries. Raises LegationError for a subject that is not known.
    """
    return compose_brief(ledger, about, start=start, end=end, as_of=as_of, known_on=known_on)
