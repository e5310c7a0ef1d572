"""What is written reads back to the same rows, in each format; no span is lost on the way."""

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from legation.errors import LegationError
from legation.export.public_json import mention_json
from legation.export.tables import FORMATS, MENTIONS, Clocks, mentions_frame, write_tables
from legation.ledger.evidence import spans
from legation.ledger.store import open_ledger

NAMES = ("relationships", "history", "events", "mentions")


def plain(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Rows as JSON would hold them."""
    return json.loads(json.dumps(frame.to_dicts(), default=str))


def read_back(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".parquet":
        return plain(pl.read_parquet(path))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_table_reads_back_to_the_rows_of_the_ledger(ledger_file, tmp_path, kind):
    with open_ledger(ledger_file, read_only=True) as ledger:
        files = write_tables(ledger, tmp_path / "out", kind)
        frames = {
            "relationships": ledger.relationships(),
            "history": ledger.history(),
            "events": ledger.events(),
            "mentions": mentions_frame(ledger.mentions()),
        }
    assert [path.name for path in files] == [f"{name}.{kind}" for name in NAMES]
    for path in files:
        rows = plain(frames[path.stem])
        assert rows
        if kind == "csv":
            rows = [{name: as_csv(value) for name, value in row.items()} for row in rows]
        assert read_back(path) == rows


def test_parquet_keeps_the_types(ledger_file, tmp_path):
    with open_ledger(ledger_file, read_only=True) as ledger:
        write_tables(ledger, tmp_path, "parquet")
        assert pl.read_parquet(tmp_path / "relationships.parquet").equals(ledger.relationships())
        assert pl.read_parquet(tmp_path / "events.parquet").equals(ledger.events())


def test_the_mentions_table_holds_the_public_json_and_every_span(ledger_file):
    with open_ledger(ledger_file, read_only=True) as ledger:
        mentions = ledger.mentions()
        texts = {mention.document_id: ledger.article(mention.document_id).text for mention in mentions}
    rows = mentions_frame(mentions).to_dicts()
    assert set(MENTIONS) >= set(mention_json(mentions[0]))
    for row, mention in zip(rows, mentions, strict=True):
        assert {name: row[name] for name in mention_json(mention)} == mention_json(mention)
        for part, span in spans(mention):
            cell = row[part]
            kept = cell if isinstance(cell, list) else [cell]
            found = [one for one in kept if (one["start"], one["end"]) == (span.start, span.end)]
            assert found, part
            assert found[0]["text"] == texts[mention.document_id][span.start : span.end]


def test_an_empty_ledger_gives_empty_tables_with_their_columns(tmp_path):
    with open_ledger(tmp_path / "none") as ledger:
        write_tables(ledger, tmp_path, "parquet")
    frame = pl.read_parquet(tmp_path / "mentions.parquet")
    assert frame.height == 0
    assert frame.columns == list(MENTIONS)


def test_the_clocks_are_kept(ledger_file, tmp_path):
    with open_ledger(ledger_file, read_only=True) as ledger:
        write_tables(ledger, tmp_path, "jsonl", Clocks(as_of=date(2024, 2, 1), known_on=date(2024, 2, 1)))
    rows = read_back(tmp_path / "relationships.jsonl")
    assert [(row["provider"], row["type"], row["state"]) for row in rows] == [("USA", "presence", "active")]


def test_an_unknown_format_is_refused(ledger_file, tmp_path):
    with open_ledger(ledger_file, read_only=True) as ledger, pytest.raises(LegationError, match="excel"):
        write_tables(ledger, tmp_path, "excel")
