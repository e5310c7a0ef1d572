"""The ledger as plain tables in a folder: relationships, their history, events and mentions."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import polars as pl

from legation.errors import LegationError
from legation.export.public_json import mention_json
from legation.ledger.store import Ledger
from legation.records.event import EventMention, Side

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)

_TEXTS = pl.List(pl.String)
_SPAN: dict[str, Any] = {"text": pl.String, "start": pl.Int64, "end": pl.Int64}
_ACTOR: dict[str, Any] = {**_SPAN, "actor_id": pl.String, "name": pl.String, "country": pl.String, "sector": _TEXTS}
_SIDES = pl.List(pl.Struct(_ACTOR))
MENTIONS: Mapping[str, Any] = {
    "mention_id": pl.String,
    "document_id": pl.String,
    "url": pl.String,
    "title": pl.String,
    "byline": pl.String,
    "outlet": pl.String,
    "published": pl.String,
    "field": pl.String,
    "sentence": pl.Struct(_SPAN),
    "event_type": pl.String,
    "mode": _TEXTS,
    "contexts": _TEXTS,
    "score": pl.Float64,
    "plover": pl.Struct({"event_type": pl.String, "score": pl.Float64}),
    "trigger": pl.Struct(_SPAN),
    "source": _SIDES,
    "target": _SIDES,
    "mutual": pl.Boolean,
    "factuality": pl.String,
    "alleged": pl.Boolean,
    "content_of": pl.String,
    "attribution": pl.Struct({**_ACTOR, "verb": pl.String, "quoted": pl.Boolean}),
    "cooperation": pl.Struct({"type": pl.String, "provider": _TEXTS, "recipient": _TEXTS, "direction": pl.String}),
    "provider": _SIDES,
    "recipient": _SIDES,
    "time": pl.Struct({**_SPAN, "start_date": pl.String, "end_date": pl.String, "precision": pl.String}),
    "place": pl.Struct(
        {
            **_SPAN,
            "name": pl.String,
            "geonameid": pl.Int64,
            "lat": pl.Float64,
            "lon": pl.Float64,
            "country": pl.String,
        }
    ),
    "numbers": pl.List(
        pl.Struct({"what": pl.String, "value": pl.Float64, "unit": pl.String, **_SPAN}),
    ),
    "confidence": pl.Float64,
    "coder": pl.String,
}
"""The columns of the mentions table: the public JSON of a mention, and the spans of provider and recipient."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What is exported: the world as of a day, as known on a day; None for all that the ledger holds."""

    as_of: date | None = None
    known_on: date | None = None


def write_tables(ledger: Ledger, folder: Path, kind: str, clocks: Clocks = Clocks()) -> list[Path]:
    """Writes the four tables into `folder` (made if absent) as `relationships.parquet` and so on; gives the files.

    `kind` is one of FORMATS. In CSV a cell with a list or an object holds it as JSON. Mentions are all those in
    effect, whatever the clocks. Raises LegationError for another kind, OSError where the folder cannot be written.
    """
    if kind not in FORMATS:
        raise LegationError(f"{kind!r} is no format of tables; there are {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    frames = {
        "relationships": ledger.relationships(as_of=clocks.as_of, known_on=clocks.known_on),
        "history": ledger.history(known_on=clocks.known_on),
        "events": ledger.events(known_on=clocks.known_on),
        "mentions": mentions_frame(ledger.mentions()),
    }
    files = []
    for name, frame in frames.items():
        path = folder / f"{name}.{kind}"
        write_frame(frame, path)
        files.append(path)
    return files


def mentions_frame(mentions: Iterable[EventMention]) -> pl.DataFrame:
    """One row per mention, with the columns of MENTIONS."""
    rows = [_mention_row(mention) for mention in mentions]
    return pl.DataFrame({name: [row[name] for row in rows] for name in MENTIONS}, schema=dict(MENTIONS))


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Writes a frame in the format that the ending of `path` names."""
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    elif path.suffix == ".csv":
        nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
        frame.with_columns(_as_json(frame[name]) for name in nested).write_csv(path, quote_style="non_numeric")
    elif path.suffix == ".jsonl":
        path.write_text("".join(_lines(frame)), encoding="utf-8")
    else:
        raise LegationError(f"{path}: a table ends in {', '.join(FORMATS)}")


def _mention_row(mention: EventMention) -> dict[str, Any]:
    cooperation = mention.cooperation
    return mention_json(mention) | {
        "provider": [_side(side) for side in cooperation.provider] if cooperation else [],
        "recipient": [_side(side) for side in cooperation.recipient] if cooperation else [],
    }


def _side(side: Side) -> dict[str, Any]:
    return {name: list(side.sector) if name == "sector" else getattr(side, name) for name in _ACTOR}


def _as_json(column: pl.Series) -> pl.Series:
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in column.to_list()
    ]
    return pl.Series(column.name, texts, dtype=pl.String)


def _lines(frame: pl.DataFrame) -> Iterator[str]:
    for row in frame.iter_rows(named=True):
        yield _json(row) + "\n"


def _json(value: Any) -> str:  # noqa: ANN401 - a cell or a row; dates become text
    return json.dumps(value, ensure_ascii=False, default=str)
