"""RSS and Atom feeds: entries with full content as they are, else the page that the entry links to."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import feedparser

from legation.records.article import Article, Problem
from legation.sources.assembly import Known, assemble
from legation.sources.content import IN_PROCESS_BYTES, PARSER_ERRORS, fragment_blocks
from legation.sources.fetch import fetch_page
from legation.sources.intake import Intake
from legation.sources.text import normalize_line, parse_date

_MIN_FULL = 200  # characters; a shorter "content" is a teaser
_TEASER_END = re.compile(r"(\.\.\.|…|\[…\]|\[\.\.\.\]|&hellip;|read more|continue reading)[\s»›>\])]*$", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")


def read_feed(
    content: bytes, origin: str, intake: Intake, *, content_type: str | None = None, fetch_links: bool
) -> Iterator[Article | Problem]:
    """The articles of a feed. With `fetch_links`, entries without full content are fetched from their pages."""
    headers = {"content-type": content_type} if content_type else {}
    try:
        # a stream, as feedparser would take bytes that look like an address for one, and fetch or open it
        feed = feedparser.parse(io.BytesIO(content), response_headers=headers)
    except PARSER_ERRORS as error:
        yield Problem(origin, "broken feed", f"the feed cannot be parsed ({type(error).__name__}: {error})"[:200])
        return
    if not feed.entries:
        what = "broken feed" if feed.bozo else "empty"
        yield Problem(origin, what, f"the feed has no entries ({feed.get('bozo_exception', 'well-formed')})"[:200])
        return
    for number, entry in enumerate(feed.entries, 1):
        where = f"{origin}#{number}"
        try:
            yield from _read_entry(entry, feed.feed, where, intake, fetch_links)
        except PARSER_ERRORS as error:
            yield Problem(where, "broken feed", f"the entry cannot be parsed ({type(error).__name__}: {error})"[:200])
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield Problem(
            origin, "broken feed", f"the feed is malformed, read as far as it goes ({feed.bozo_exception})"[:200]
        )


def _read_entry(
    entry: Any,  # noqa: ANN401 - feedparser's own dictionary, without types
    feed: Any,  # noqa: ANN401
    where: str,
    intake: Intake,
    fetch_links: bool,
) -> Iterator[Article | Problem]:
    stated = entry.get("published") or entry.get("updated")
    published = parse_date(stated) if stated else intake.published
    if stated and published is None:
        yield Problem(where, "invalid date", f"{stated[:60]!r} is no date; the article is kept undated")
    known = Known(
        title=entry.get("title") or None,
        byline=entry.get("author") or None,
        published=published,
        url=entry.get("link") or None,
        outlet=entry.get("source", {}).get("title") or feed.get("title") or None,
        language=entry.get("language") or feed.get("language"),
        id=entry.get("id") or None,
    )
    full = max((part.value for part in entry.get("content", ())), key=len, default="")
    if fetch_links and known.url and not _is_full(full):
        yield fetch_page(known.url, intake, known)
        return
    yield _article(full, entry.get("summary", ""), where, known)


def _article(full: str, summary: str, where: str, known: Known) -> Article | Problem:
    markup = full or summary
    if len(markup) > IN_PROCESS_BYTES:
        return Problem(
            where, "too large", f"an entry of {len(markup):,} characters; at most {IN_PROCESS_BYTES:,} are read"
        )
    blocks = fragment_blocks(markup)
    dek = normalize_line(summary)
    if full and any(block.text == dek for block in blocks):
        known = replace(known, dek=dek)  # a summary that the article shows above its text
    article = assemble(blocks, known)
    return article if article.text else Problem(where, "no text", "the entry holds no text")


def _is_full(markup: str) -> bool:
    text = _TAG.sub(" ", markup).strip()
    return len(text) >= _MIN_FULL and not _TEASER_END.search(text)
