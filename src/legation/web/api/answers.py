"""How the API answers: in JSON, CSV or Parquet as asked, a page at a time, and with nothing where nothing changed."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from hashlib import blake2b
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import polars as pl
from fastapi import Depends, Header, HTTPException, Query, Request, Response
from pydantic import BaseModel

from legation.errors import LedgerError
from legation.ledger.listings import Key
from legation.ledger.store import Ledger
from legation.web.api.models import Failed, Page, Results, Row
from legation.web.api.parameters import Paging, cursor_after
from legation.web.requests import Opened, desk_of

T = TypeVar("T")


class Kind(StrEnum):
    """In which format."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


MEDIA = {Kind.JSON: "application/json", Kind.CSV: "text/csv", Kind.PARQUET: "application/vnd.apache.parquet"}
FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": Failed, "description": words}
    for status, words in {
        400: "the request cannot be read",
        401: "signing in is needed",
        403: "the role does not allow it",
        404: "there is no such thing",
        406: "no format that was asked for is offered",
        422: "a parameter is wrong; the message says which",
        429: "too many requests; Retry-After says when to come again",
        503: "the ledger cannot be opened, or too many read at once",
    }.items()
}
FAILURES[304] = {"description": "nothing has changed since the answer with this ETag"}
WRITING: dict[int | str, dict[str, Any]] = {
    409: {"model": Failed, "description": "the ledger refuses it; the message says why"},
    413: {"model": Failed, "description": "the request is too large"},
}
TABLE: dict[int | str, Any] = {200: {"content": {media: {"schema": {"type": "string"}} for media in MEDIA.values()}}}
TABLE[200]["content"].pop(MEDIA[Kind.JSON])
"""What a list is documented to give beside JSON."""


class NotModified(Exception):  # noqa: N818 - no error: the reader has it already
    """The reader holds this very answer."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


@dataclass(frozen=True, slots=True)
class Fresh:
    """A request whose answer the reader does not hold yet: the ledger to read, and what the answer is marked with."""

    request: Request
    ledger: Ledger
    revision: int
    etag: str

    def one(self, row: Row) -> Response:
        """One record; it is given as JSON alone."""
        if wanted(self.request.headers.get("accept", "")) is not Kind.JSON:
            raise HTTPException(406, "this is given as application/json alone")
        return self.respond(row.model_dump_json().encode(), MEDIA[Kind.JSON])

    def respond(self, content: bytes, media: str, cursor: str | None = None) -> Response:
        """The answer; with a cursor, its Link header leads to the next page.

        HTML is a file of its own, with its style in it: it may do nothing else.
        """
        headers = {"ETag": self.etag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"}
        headers["Legation-Revision"] = str(self.revision)
        if cursor is not None:
            address = self.request.url.include_query_params(cursor=cursor)
            headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
        if media == "text/html":
            headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
        return Response(content, media_type=media, headers=headers)


async def _fresh(
    request: Request,
    ledger: Opened,
    if_none_match: Annotated[str | None, Header(description="the ETag of an earlier answer")] = None,
) -> Fresh:
    revision = ledger.revision()
    told = (desk_of(request).run, revision, request.url.path, request.url.query, request.headers.get("accept"))
    etag = f'"{revision}-{blake2b(repr(told).encode(), digest_size=8).hexdigest()}"'
    if if_none_match and etag in (each.strip().removeprefix("W/") for each in if_none_match.split(",")):
        raise NotModified(etag)
    return Fresh(request, ledger, revision, etag)


Freshly = Annotated[Fresh, Depends(_fresh)]


@dataclass(frozen=True, slots=True)
class Reply:
    """Writes the answer to one request in the format asked for."""

    fresh: Fresh
    kind: Kind

    @property
    def ledger(self) -> Ledger:
        """The ledger as it was when the request came."""
        return self.fresh.ledger

    def page(
        self,
        model: type[Row],
        found: Sequence[tuple[Key, Any]],
        paging: Paging,
        results: Mapping[str, Any] | None = None,
    ) -> Response:
        """A page of rows; `found` holds them with their keys, one more than the page where there is a next one.

        `results` is what a search says beside them.
        """
        rows = [model.model_validate(row) for _, row in found[: paging.most]]
        more = len(found) > paging.most
        cursor = cursor_after(self.fresh.request, found[paging.most - 1][0]) if more else None
        if self.kind is Kind.JSON:
            shape: Any = Page if results is None else Results
            page = shape[model](revision=self.fresh.revision, items=rows, next=cursor, **results or {})
            content = page.model_dump_json().encode()
        else:
            content = _csv(model, rows) if self.kind is Kind.CSV else _parquet(model, rows)
        return self.fresh.respond(content, MEDIA[self.kind], cursor)

    def whole(self, model: type[Row], rows: Iterable[tuple[Key, Any]], paging: Paging) -> Response:
        """A page of rows of which all are at hand, in the order of their keys."""
        return self.page(model, after(rows, paging), paging)


def after(rows: Iterable[tuple[Key, T]], paging: Paging) -> list[tuple[Key, T]]:
    """The rows of the page, and one more where there is a next one; `rows` in the order of their keys."""
    try:
        rest = [(key, row) for key, row in rows if paging.after is None or key > paging.after]
    except TypeError as error:
        raise HTTPException(404, "The cursor leads to no page of this list.") from error
    return rest[: paging.most + 1]


async def _reply(
    request: Request,
    fresh: Freshly,
    format: Annotated[Kind | None, Query(description="instead of the Accept header")] = None,
) -> Reply:
    return Reply(fresh, format or wanted(request.headers.get("accept", "")))


Replying = Annotated[Reply, Depends(_reply)]


@contextmanager
def refusing() -> Iterator[None]:
    """What the ledger refuses inside is told to who asked: it contradicts what the ledger holds."""
    try:
        yield
    except LedgerError as error:
        raise HTTPException(409, str(error)) from error


async def not_modified(request: Request, error: Exception) -> Response:
    """The answer without a body to a reader who holds it already."""
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers={"ETag": error.etag, "Cache-Control": "private, no-cache"})


def wanted(accept: str) -> Kind:
    """The format that an Accept header asks for first; JSON where it says nothing. Raises HTTPException (406)."""
    if not accept.strip():
        return Kind.JSON
    best: tuple[float, int, Kind] | None = None
    for part in accept.split(","):
        media, *options = (each.strip().lower() for each in part.split(";"))
        weight = _weight(options)
        for rank, (kind, ours) in enumerate(MEDIA.items()):
            fits = media in ("*/*", ours, ours.partition("/")[0] + "/*")
            if fits and weight > 0 and (best is None or (weight, -rank) > best[:2]):
                best = weight, -rank, kind
    if best is None:
        raise HTTPException(406, f"there are {', '.join(MEDIA.values())}")
    return best[2]


def _weight(options: Iterable[str]) -> float:
    for option in options:
        if option.startswith("q="):
            try:
                return float(option[2:])
            except ValueError:
                return 0.0
    return 1.0


def _csv(model: type[Row], rows: Iterable[Row]) -> bytes:
    """A cell with a list or an object holds it as JSON."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(model.model_fields), quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for row in rows:
        cells = row.model_dump(mode="json")
        writer.writerow({name: _cell(value) for name, value in cells.items()})
    return text.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else value


def _parquet(model: type[Row], rows: Iterable[Row]) -> bytes:
    schema = {name: _column(field.annotation) for name, field in model.model_fields.items()}
    dumped = [row.model_dump() for row in rows]
    columns = {name: [_plain(row[name]) for row in dumped] for name in schema}
    file = io.BytesIO()
    pl.DataFrame(columns, schema=schema).write_parquet(file)
    return file.getvalue()


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    """States and factualities as their text."""
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return value.value if isinstance(value, Enum) else value


_COLUMNS: Mapping[Any, Any] = {
    str: pl.String,
    int: pl.Int64,
    float: pl.Float64,
    bool: pl.Boolean,
    date: pl.Date,
    datetime: pl.Datetime,
}


def _column(annotation: Any) -> Any:  # noqa: ANN401 - a type, a polars type
    """The column type of a model's field."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _column(next(each for each in inner if each is not type(None)))
    if origin is Annotated:
        return _column(inner[0])
    if origin is list:
        return pl.List(_column(inner[0]))
    if origin is Literal or issubclass(annotation, Enum):
        return pl.String
    if issubclass(annotation, BaseModel):
        return pl.Struct({name: _column(field.annotation) for name, field in annotation.model_fields.items()})
    return _COLUMNS[annotation]
