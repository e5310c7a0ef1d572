"""WARC archives, as Common Crawl publishes its news: every page in them that holds an article.

FastWARC says nothing of a record or archive that is cut off, so lengths and the last gzip member are checked here.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from legation.records.article import Article, Problem
from legation.sources.assembly import Known
from legation.sources.content import declared_charset, read_page
from legation.sources.files import read_text
from legation.sources.intake import Intake

_KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_HTML = re.compile(r"(text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_TEXT = re.compile(r"text/plain\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 16


def read_warc(stream: BinaryIO, origin: str, intake: Intake) -> Iterator[Article | Problem]:
    """The pages of a WARC or WARC.gz archive; `stream` must be seekable.

    Where the archive is cut off or broken, what was readable comes first, then a Problem.
    """
    last = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
            last = record.stream_pos
            content = record.reader.read(intake.settings.max_bytes + 1)
            if record.headers.get("Content-Length") is None or len(content) < min(
                record.content_length, intake.settings.max_bytes + 1
            ):
                yield Problem(origin, "truncated", f"the record at byte {last:,} is cut off")
                return
            if record.record_type & _KINDS:
                yield from _read_record(record, content, origin, intake)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield Problem(origin, "broken archive", f"after byte {last:,}: {error}")
        return
    if not _is_whole(stream, last):
        yield Problem(origin, "truncated", f"the archive is cut off after the record at byte {last:,}")


def _read_record(record: Any, content: bytes, origin: str, intake: Intake) -> Iterator[Article | Problem]:  # noqa: ANN401
    url = record.headers.get("WARC-Target-URI")
    where = f"{origin}#{url or record.stream_pos}"
    if len(content) > intake.settings.max_bytes:
        yield Problem(where, "too large", f"over {intake.settings.max_bytes:,} bytes")
        return
    kind = record.headers.get("Content-Type") or ""
    if kind.startswith("application/http"):
        record.set_bytes_content(content)
        record.parse_http(auto_decode="all")
        if record.http_headers is None or (record.http_headers.status_code or 200) != 200:
            return
        kind = record.http_headers.get("Content-Type") or ""
        content = record.reader.read(intake.settings.max_bytes + 1)
    if _HTML.match(kind):
        known = Known(url=url, published=intake.published)
        yield read_page(content, where, intake.settings, known, declared_charset(content, kind))
    elif _TEXT.match(kind):
        yield read_text(content, where, intake, declared_charset(b"", kind))


def _is_whole(stream: BinaryIO, last: int) -> bool:
    """Whether the compressed members from byte `last` on each come to their end; plain archives are taken as whole."""
    stream.seek(last)
    data = stream.read(_CHUNK)
    if not data.startswith(_GZIP):
        return not data or data.startswith(b"WARC/")
    while data:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if not data:
                return False
            try:
                member.decompress(data)
            except zlib.error:
                return False
            data = member.unused_data if member.eof else stream.read(_CHUNK)
        data = data.lstrip(b"\0") or stream.read(_CHUNK)
    return True
