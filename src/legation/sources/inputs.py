"""Every input, of whatever kind, as one lazy stream of articles and problems. Bad input never raises."""

import gzip
import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, cast

from legation.net import Fetcher
from legation.records.article import Article, Problem
from legation.settings import Settings
from legation.sources.archives import read_warc
from legation.sources.assembly import Known
from legation.sources.content import declared_charset, read_page
from legation.sources.feeds import read_feed
from legation.sources.fetch import FeedMemory, fetch
from legation.sources.files import (
    read_csv,
    read_json,
    read_json_lines,
    read_record,
    read_text,
    transcoded,
    walk,
    wrong_encoding,
)
from legation.sources.intake import SNIFFED_BYTES, Intake, TolerantStream, read_limited
from legation.sources.plain import article_from_text

__all__ = ["article_from_text", "read_inputs"]

Records = Iterator[Article | Problem]
Kind = Literal["warc", "gzip", "feed", "html", "jsonl", "json", "csv", "text"]

_URL = re.compile(r"https?://", re.IGNORECASE)
_HTML = re.compile(r"<(!doctype html|html|head|body|article|main|title|meta|div|p)\b", re.IGNORECASE)
_FEED = re.compile(r"<(rss|feed|rdf:RDF)[\s>]")
_MARKUP_NOISE = re.compile(r"\s*(<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE(?! html)[^>]*>\s*)*", re.DOTALL | re.IGNORECASE)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_GZIP = b"\x1f\x8b"
Given = Article | Problem | Mapping[str, object] | str | Path
_RECORD_START = re.compile(r'\{\s*"\w+"\s*:')


def read_inputs(
    inputs: Sequence[str],
    settings: Settings,
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
    feed_memory: FeedMemory | None = None,
) -> Records:
    """Articles and problems of all inputs, in order, as they are read.

    An input is a file, a folder (its files sorted, folders within it too), `-` for standard input, or an http(s)
    address of a page or feed. The content decides what it is: WARC, RSS or Atom, HTML, JSON Lines, CSV, else text;
    each but WARC may be gzipped too. `published` serves inputs that state no day. `feed_memory`
    holds ETag and Last-Modified of feeds; a feed that has not changed since gives nothing. A feed is noted there when
    its last entry has been handed on; the caller saves it.
    """
    intake = Intake(settings, published, Fetcher(settings))
    if feed_memory is not None and feed_memory.damage:
        why = f"the feed memory cannot be read, feeds come whole: {feed_memory.damage}"
        yield Problem(str(feed_memory.path), "unreadable", why)
    for each in inputs:
        if each == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, "-", intake)
        elif _URL.match(each):
            yield from _read_url(each, intake, feed_memory)
        else:
            yield from _read_path(each, intake)


def read_given(given: Iterable[Given], settings: Settings) -> Records:
    """What a program hands over: articles and problems as they are, records by their fields, else inputs to read.

    A record is a mapping with the fields of a JSON Lines record (`text`, optionally `title`, `published`, …); an input
    is a path or address as `read_inputs` takes it.
    """
    intake = Intake(settings, None, Fetcher(settings))
    for number, each in enumerate(given, 1):
        if isinstance(each, Article | Problem):
            yield each
        elif isinstance(each, Mapping):
            yield from read_record(each, f"record {number}", intake)
        else:
            yield from read_inputs([str(each)], settings)


def _read_path(name: str, intake: Intake) -> Records:
    try:
        path = Path(name)
        if not name or not path.exists():
            yield Problem(name, "missing", "there is no such file or folder")
            return
        files = walk(path) if path.is_dir() else iter((path,))
        empty = True
        for file in files:
            empty = False
            yield from _read_file(file, intake)
        if empty:
            yield Problem(name, "empty", "the folder holds no files")
    except (OSError, ValueError) as error:
        yield Problem(name, "unreadable", str(error))


def _read_file(path: Path, intake: Intake) -> Records:
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path), intake)
    except OSError as error:
        yield Problem(str(path), "unreadable", str(error))


def _read_url(url: str, intake: Intake, memory: FeedMemory | None) -> Records:
    response = fetch(url, intake, memory)
    if isinstance(response, Problem):
        yield response
    elif not response.not_modified and _kind(response.content[:SNIFFED_BYTES], "") == "feed":
        yield from read_feed(response.content, url, intake, content_type=response.content_type, fetch_links=True)
        if memory is not None:
            memory.remember(url, response)
    elif not response.not_modified and _kind(response.content[:SNIFFED_BYTES], "") == "html":
        charset = declared_charset(response.content, response.content_type)
        known = Known(url=url, published=intake.published)
        yield read_page(response.content, url, intake.settings, known, charset)
    elif not response.not_modified:
        yield from _read_stream(io.BytesIO(response.content), url, intake)


def _read_stream(source: BinaryIO, origin: str, intake: Intake) -> Records:
    """What the stream holds; an input that holds nothing is a Problem too."""
    found = False
    for record in _read_content(source, origin, intake):
        found = True
        yield record
    if not found:
        yield Problem(origin, "empty", "it holds no articles")


def _read_content(source: BinaryIO, origin: str, intake: Intake, *, packed: bool = False) -> Records:
    """Read what the stream holds, by its content; then say if it was cut off."""
    tolerant = TolerantStream(cast(io.BufferedReader, source))
    stream: io.BufferedReader = io.BufferedReader(tolerant, SNIFFED_BYTES)
    head = stream.peek(SNIFFED_BYTES)
    if not head.strip() and len(head) < SNIFFED_BYTES:
        what, why = tolerant.damage or ("empty", "there is nothing in it")
        yield Problem(origin, what, why)
        return
    kind = _kind(head, origin.removesuffix(".gz"))
    if kind == "gzip" and not packed:
        yield from _read_gzip(source, stream, origin, intake)
    elif kind == "warc":
        yield from _read_archive(source, stream, origin, intake)
    else:
        yield from _up_to_damage(_read_kind(kind, stream, origin, intake), tolerant)
    if tolerant.damage:
        what, why = tolerant.damage
        yield Problem(origin, what, f"{why}; what came before was read")


def _up_to_damage(records: Records, stream: TolerantStream) -> Records:
    """The records, less the broken one at the end that is nothing but the place where the stream was cut."""
    held: Article | Problem | None = None
    for record in records:
        if held is not None:
            yield held
        held = record
    cut = stream.damage is not None and isinstance(held, Problem) and held.what == "bad record"
    if held is not None and not cut:
        yield held


def _read_gzip(source: BinaryIO, stream: io.BufferedReader, origin: str, intake: Intake) -> Records:
    with gzip.GzipFile(fileobj=io.BytesIO(stream.peek(SNIFFED_BYTES))) as start:
        is_archive = TolerantStream(start).read(5) == b"WARC/"
    if is_archive:
        yield from _read_archive(source, stream, origin, intake)
        return
    with gzip.GzipFile(fileobj=stream) as unpacked:
        yield from _read_content(cast(BinaryIO, unpacked), origin, intake, packed=True)


def _read_archive(source: BinaryIO, stream: io.BufferedReader, origin: str, intake: Intake) -> Records:
    """A WARC archive from a file as it is; from a stream by way of a temporary file, as its end is looked at twice."""
    if isinstance(source, io.BufferedReader | io.BytesIO) and source.seekable():
        source.seek(0)
        yield from read_warc(source, origin, intake)
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield from read_warc(copy, origin, intake)


def _read_kind(kind: Kind, stream: io.BufferedReader, origin: str, intake: Intake) -> Records:
    if kind in {"jsonl", "csv"}:
        lines = transcoded(stream, origin, intake) if stream.peek(2)[:2] in _WIDE_BOMS else stream
        if isinstance(lines, Problem):
            yield lines
            return
        yield from (read_json_lines if kind == "jsonl" else read_csv)(lines, origin, intake)
        return
    content = read_limited(stream, origin, intake.settings)
    if isinstance(content, Problem):
        yield content
    elif kind == "feed":
        yield from read_feed(content, origin, intake, fetch_links=False)
    elif kind == "html":
        yield read_page(content, origin, intake.settings, Known(published=intake.published))
        yield from wrong_encoding(content, origin, declared_charset(content))
    elif kind == "json":
        yield from read_json(content, origin, intake)
    elif kind == "gzip":
        yield Problem(origin, "binary", "packed twice")
    else:
        yield read_text(content, origin, intake)
        yield from wrong_encoding(content, origin)


def _kind(head: bytes, name: str) -> Kind:
    """What a content is, by its first bytes; the name decides where these leave it open."""
    if head.startswith(_GZIP):
        return "gzip"
    if head.startswith(b"WARC/"):
        return "warc"
    text = head.decode("utf-16" if head.startswith(_WIDE_BOMS) else "utf-8-sig", "ignore")
    ending = name.lower().rpartition(".")[2]
    noise = _MARKUP_NOISE.match(text)
    body = text[noise.end() :] if noise else text
    if _FEED.match(body):
        return "feed"
    if _HTML.match(body) or (ending in {"html", "htm", "xhtml"} and "<" in text):
        return "html"
    if text.lstrip().startswith("<?xml"):
        return "feed"
    return _record_kind(text.lstrip(), ending)


def _record_kind(text: str, ending: str) -> Kind:
    line, newline, _ = text.partition("\n")
    if ending == "json":
        return "jsonl" if newline and _is_record(line) else "json"
    if ending in {"jsonl", "ndjson"} or _is_record(line) or (not newline and _RECORD_START.match(line)):
        return "jsonl"
    cells = [cell.strip(' "\r').lower() for cell in re.split(r"[,;\t]", line)]
    if ending in {"csv", "tsv"} or ("text" in cells and len(cells) > 1 and all(map(str.isidentifier, cells))):
        return "csv"
    return "text"


def _is_record(line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
