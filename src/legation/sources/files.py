"""Files that hold records (JSON Lines, JSON, CSV) or one text, and the folders that hold files."""

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from legation.records.article import Article, Problem
from legation.sources.intake import SNIFFED_BYTES, Intake, read_limited
from legation.sources.plain import article_from_text
from legation.sources.text import decode, misread, parse_date

_NO_TEXT = "binary", "the bytes are no text in any encoding that news comes in"


def walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, sorted; hidden ones and what is no plain file are passed over. May raise OSError."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)
        elif path.is_file():
            yield path


def read_text(content: bytes, origin: str, intake: Intake, charset: str | None = None) -> Article | Problem:
    """The article of one plain text."""
    text = decode(content, charset)
    if text is None:
        return Problem(origin, *_NO_TEXT)
    article = article_from_text(text, published=intake.published, clean=True)
    return article if article.text else Problem(origin, "no text", "nothing but page debris, or nothing at all")


def wrong_encoding(content: bytes, origin: str, charset: str | None = None) -> Iterator[Problem]:
    """A Problem beside the article of a text whose encoding had to be guessed; none of bytes that are no text."""
    why = misread(content, charset)
    if why and decode(content, charset) is not None:
        yield Problem(origin, "wrong encoding", why)


def read_json_lines(stream: BinaryIO, origin: str, intake: Intake) -> Iterator[Article | Problem]:
    """One article a line; a bad line is a Problem, and the rest goes on."""
    limit = intake.settings.max_bytes
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        where = f"{origin}:{number}"
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield Problem(where, "too large", f"a line of over {limit:,} bytes")
        elif line.strip():
            yield from _read_json(line, where, intake)


def read_json(content: bytes, origin: str, intake: Intake) -> Iterator[Article | Problem]:
    """One JSON document: a record, or a list of them."""
    yield from _read_json(content, origin, intake)


def _read_json(content: bytes, where: str, intake: Intake) -> Iterator[Article | Problem]:
    text = decode(content)
    if text is None:
        yield Problem(where, *_NO_TEXT)
        return
    yield from wrong_encoding(content, where)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Problem(where, "bad record", f"broken JSON: {error}"[:200])
        return
    if not isinstance(data, list):
        yield from read_record(data, where, intake)
        return
    for number, record in enumerate(data, 1):
        yield from read_record(record, f"{where}#{number}", intake)


def read_csv(stream: BinaryIO, origin: str, intake: Intake) -> Iterator[Article | Problem]:
    """One article a row, its fields by the header's names; comma, semicolon or tab, by the header."""
    head = stream.peek(SNIFFED_BYTES) if isinstance(stream, io.BufferedReader) else b""
    names = head.split(b"\n", 1)[0]
    delimiter = max(",;\t", key=lambda mark: names.count(mark.encode()))
    csv.field_size_limit(intake.settings.max_bytes)
    lines = io.TextIOWrapper(stream, encoding=_encoding(head), errors="replace", newline="")
    rows = csv.DictReader(lines, delimiter=delimiter, restval="")
    try:
        columns = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if "text" not in columns:
            yield Problem(origin, "bad record", f"no column named text among {', '.join(columns)}"[:200])
            return
        rows.fieldnames = columns
        for row in rows:
            yield from read_record(row, f"{origin}:{rows.line_num}", intake)
    except csv.Error as error:
        yield Problem(f"{origin}:{rows.line_num}", "bad record", f"broken CSV: {error}; the rest is not read")


def _encoding(head: bytes) -> str:
    """UTF-8 where the head allows it (its last character may be cut), else what browsers take for Latin-1."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def transcoded(stream: BinaryIO, origin: str, intake: Intake) -> io.BufferedReader | Problem:
    """A UTF-16 or UTF-32 stream as a UTF-8 one, for the readers that go line by line."""
    content = read_limited(stream, origin, intake.settings)
    if isinstance(content, Problem):
        return content
    text = decode(content)
    if text is None:
        return Problem(origin, *_NO_TEXT)
    return io.BufferedReader(io.BytesIO(text.encode("utf-8", "replace")))


def read_record(record: object, where: str, intake: Intake) -> Iterator[Article | Problem]:
    """The article of a record: `text`, optionally id, title or headline, url, outlet, published, byline, language.

    A record with an invalid date gives a Problem beside its article, which is then undated.
    """
    if not isinstance(record, Mapping):
        yield Problem(where, "bad record", "not an object with named fields")
        return
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        yield Problem(where, "no text", "the record has no text")
        return
    stated = record.get("published")
    published = intake.published if stated in {None, ""} else parse_date(str(stated))
    if published is None and stated not in {None, ""}:
        yield Problem(where, "invalid date", f"{str(stated)[:60]!r} is no date; the article is kept undated")
    article = article_from_text(
        text,
        title=_field(record, "title") or _field(record, "headline"),
        published=published,
        url=_field(record, "url"),
        outlet=_field(record, "outlet"),
        byline=_field(record, "byline"),
        language=_field(record, "language"),
        id=_field(record, "id"),
        clean=True,
    )
    yield article if article.text else Problem(where, "no text", "nothing but page debris")


def _field(record: Mapping[Any, Any], name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, list):
        value = ", ".join(part for part in value if isinstance(part, str))
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip() or None if isinstance(value, str) else None
