"""A web page → an article: main text by trafilatura, with title, dek, byline, publication day and outlet.

Large pages are parsed in a process of their own, which is stopped when it takes too long: trafilatura's time grows
faster than the page.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from lxml import etree, html  # type: ignore[import-untyped]
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from legation.records.article import Article, Problem
from legation.settings import Settings
from legation.sources.assembly import Known, assemble
from legation.sources.cleaning import Block
from legation.sources.text import decode, normalize_line, parse_date

IN_PROCESS_BYTES = 500_000  # measured: half a megabyte of the worst page known (one tag, 50,000 attributes) takes 7 s
# What HTML and XML parsers are seen to raise on broken pages. Not MemoryError: that is no fault of the page's form.
PARSER_ERRORS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RuntimeError,
                 OSError, EOFError, SyntaxError, etree.LxmlError)  # fmt: skip
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HTML_LANGUAGE = re.compile(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_FEW = 10  # a dek has hardly any markup within; counting saves reading long elements
_SKIPPED = frozenset(
    {"script", "style", "noscript", "nav", "aside", "form", "button", "figure", "iframe", "template", "svg"}
)
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font hi i ins kbd mark q ref s samp small span strong sub sup time tt "
    "u var wbr".split()
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its blocks of text, and its own statements about itself."""

    blocks: tuple[Block, ...]
    title: str | None
    dek: str | None
    byline: str | None
    published: str | None
    outlet: str | None
    language: str | None
    url: str | None


def declared_charset(content: bytes, content_type: str | None = None) -> str | None:
    """The charset that the HTTP header or else the page's head declares."""
    header = _HEADER_CHARSET.search(content_type or "")
    if header:
        return header.group(1)
    meta = _CHARSET.search(content[:4096])
    name = meta.group(1).decode("ascii", "replace").lower() if meta else None
    return "utf-8" if name and name.startswith(("utf-16", "utf-32")) else name  # as they could be read, they are not


def read_page(
    content: bytes, origin: str, settings: Settings, known: Known, charset: str | None = None
) -> Article | Problem:
    """The article of a page, or why there is none. What the page says of itself goes before `known`."""
    if len(content) > settings.max_bytes:
        return Problem(origin, "too large", f"{len(content):,} bytes; at most {settings.max_bytes:,} are read")
    text = decode(content, charset or declared_charset(content))
    if text is None:
        return Problem(origin, "binary", "the bytes are no text in any encoding that news comes in")
    try:
        page = _parse_apart(text, settings) if len(content) > IN_PROCESS_BYTES else parse_page(text)
    except subprocess.TimeoutExpired:
        return Problem(origin, "too slow", f"parsing took over {settings.parse_seconds:g} seconds")
    except PARSER_ERRORS as error:
        return Problem(origin, "broken page", f"the page cannot be parsed ({type(error).__name__}: {error})"[:200])
    article = assemble(page.blocks, _merge(page, known)) if page else None
    if article is None or not article.text:
        return Problem(origin, "no text", "the page holds no article text")
    return article


def parse_page(text: str) -> Page | None:
    """What a page holds, or None where trafilatura finds no main text. May raise PARSER_ERRORS."""
    tree = load_html(text)
    if tree is None:
        return None
    shown = {normalize_line(each.text_content()) for each in tree.iter("p", "h2", "h3", "h4") if len(each) < _FEW}
    # extensive_search would take a date out of the text of a page that states none
    document = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(document, Document) or document.body is None:
        return None
    title = document.title
    if len(document.body) and document.body[0].tag == "head" and document.body[0].get("rend") == "h1":
        title = title or normalize_line("".join(document.body[0].itertext())) or None
        document.body.remove(document.body[0])  # a page may head itself otherwise than its metadata do
    blocks = list(element_blocks(document.body))
    dek = normalize_line(document.description or "")
    if dek in shown and all(dek not in block.text for block in blocks):
        blocks.insert(0, Block(dek))  # the page shows it above what trafilatura takes for the text
    language = _HTML_LANGUAGE.search(text[:4096])
    return Page(
        blocks=tuple(blocks),
        title=title,
        dek=dek or None,
        byline=_people(document.author),
        published=document.date,
        outlet=document.sitename,
        language=language.group(1) if language else None,
        url=document.url,
    )


def _people(authors: str | None) -> str | None:
    """Trafilatura splits a byline at commas and "and" into "A; B"; which it was, it does not say."""
    return ", ".join(name.strip() for name in authors.split(";")) if authors else None


def fragment_blocks(markup: str) -> list[Block]:
    """The blocks of an HTML fragment or of plain text, as feeds carry them. May raise PARSER_ERRORS."""
    if not markup.strip():
        return []
    return list(element_blocks(html.fragment_fromstring(markup, create_parent="div")))


def element_blocks(root: etree._Element) -> Iterator[Block]:
    """The paragraphs, headings and list items below an element, in order, without scripts, forms and navigation."""
    words: list[str] = []
    bullet = False

    def flush(next_bullet: bool) -> Iterator[Block]:
        nonlocal bullet
        line = normalize_line("".join(words))
        if line:
            yield Block(line, bullet)
        words.clear()
        bullet = next_bullet

    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        if skipped is None and event == "start":
            if tag in _SKIPPED:
                skipped = element
                continue
            if tag not in _INLINE:
                yield from flush(tag in {"li", "item"})
            words.append(element.text or "")
        elif event != "start" and element is not root:
            if element is skipped:
                skipped = None
            elif skipped is None and tag is not None and tag not in _INLINE:
                yield from flush(False)
            if skipped is None:
                words.append(element.tail or "")
    yield from flush(False)


def _merge(page: Page, known: Known) -> Known:
    published = parse_date(page.published) if page.published else None
    return replace(
        known,
        title=page.title or known.title,
        dek=page.dek or known.dek,
        byline=page.byline or known.byline,
        published=published or known.published,
        outlet=page.outlet or known.outlet,
        language=page.language or known.language,
        url=known.url or page.url,
    )


def _parse_apart(text: str, settings: Settings) -> Page | None:
    """As `parse_page`, in a process that is stopped after `parse_seconds`. Raises TimeoutExpired or RuntimeError."""
    done = subprocess.run(
        [sys.executable, "-m", "legation.sources.pageworker"],
        input=text.encode("utf-8", "replace"),
        capture_output=True,
        timeout=settings.parse_seconds,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"its parser ended with status {done.returncode}")
    return decode_page(json.loads(done.stdout))


def encode_page(page: Page | None) -> str:
    """A page as JSON, as it travels between the processes."""
    return json.dumps(asdict(page) if page else None)


def decode_page(data: dict[str, object] | None) -> Page | None:
    """The page of `encode_page`'s JSON, already loaded."""
    if data is None:
        return None
    blocks = data.pop("blocks")
    assert isinstance(blocks, list)
    return Page(blocks=tuple(Block(**block) for block in blocks), **data)  # type: ignore[arg-type]
