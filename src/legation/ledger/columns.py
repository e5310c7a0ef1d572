"""The tables that readers search by actor (events, facts, steps, claims), kept in memory as they are at one revision.

DuckDB looks through a whole table for the rows of an actor and unpacks most of it to give them, which takes a tenth
of a second in a large ledger, and more for what was known on a day. Here they are found within milliseconds, at some
400 bytes a mention. They give the rows that the file would give, in no order.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl

from legation.ledger.database import Database
from legation.ledger.event_queries import EVENT, EventsAsked
from legation.ledger.read_tables import CLAIM, FACT, JOINED, PROVENANCE, Told, told_of
from legation.ledger.relationship_queries import NOTE, TRANSITION, Chosen

Rows = Sequence[tuple[Any, ...]]
_AT_ONCE = 20_000
_CODES = "event_type factuality cooperation direction precision type act state".split()
"""Columns whose words are codes of the ontology: a byte each."""
_WORDS = "block place row_key provider recipient outlet".split()
"""Columns of few different texts, beside the sides of an event; in `facts` the numbers, which are mostly none, too."""
_OF_DOCUMENTS = ("document_id", "dated", "outlet", "copy_group")
"""What many rows share with others of their document, and is kept once."""
_PROVENANCE = [name.rpartition(".")[2] for name in PROVENANCE.split(", ")]


class Columns:
    """The tables at one revision."""

    def __init__(self, database: Database, revision: int) -> None:
        self.revision = revision
        self._events = _Sided(_read(database, "events", ", ".join(EVENT)))
        self._documents = _documents(database)
        self._facts = _Sided(
            _read(database, "facts", f"{FACT}, documents.known_from", JOINED, self._documents["document_id"])
        )
        self._transitions = _read(database, "transitions", f"row_key, step, {', '.join(TRANSITION)}")
        self._notes = _read(database, "notes", NOTE)
        self._claims = _read(
            database, "claims", f"row_key, {CLAIM}, documents.known_from", JOINED, self._documents["document_id"]
        )

    def events(self, asked: EventsAsked) -> Rows:
        """The events of the actors asked for that are of the kind and days asked for: rows of EVENT."""
        found, day = self._events.of(asked.named), pl.col("first_reported")
        wanted = [
            pl.col(name) == value
            for name in ("event_type", "cooperation", "factuality")
            if (value := getattr(asked, name))
        ]
        if asked.since:
            wanted.append(pl.coalesce("end_date", "start_date", day, pl.lit(date.max)) >= asked.since)
        if asked.until:
            wanted.append(pl.coalesce("start_date", "end_date", day, pl.lit(date.min)) <= asked.until)
        return found.filter(*wanted).rows()

    def event(self, event_id: str) -> Rows:
        """The event with this id: a row of EVENT, or none."""
        return self._events.frame.filter(pl.col("event_id") == event_id).rows()

    def facts(self, named: Iterable[Sequence[str]], known_on: date) -> list[Told]:
        """What was known on a day in the blocks in which all of these are named: for `events_of`."""
        block, facts = pl.col("block"), self._facts.frame
        for one in named:
            facts = facts.filter(block.is_in(self._facts.of([one])["block"].unique().implode()))
        return self._told(facts.filter(pl.col("known_from") <= known_on), FACT)

    def claims(self, chosen: Chosen, known_on: date) -> list[Told]:
        """What was claimed by a day of the relationships chosen: for `lives_of`."""
        found = self._claims.filter(chosen.expression(), pl.col("known_from") <= known_on)
        return self._told(found, f"row_key, {CLAIM}")

    def _told(self, found: pl.DataFrame, columns: str) -> list[Told]:
        """Rows with what is kept of their documents."""
        whole = found.hstack(self._documents[found["document"]])
        return list(map(told_of, whole.select(*columns.split(", "), *_PROVENANCE).iter_rows()))

    def claimed_last(self, known_on: date, most: int) -> tuple[list[str], list[date]]:
        """The relationships of which something was claimed last by a day, and when, the latest first."""
        by_then = self._claims.lazy().filter(pl.col("known_from") <= known_on)
        last = by_then.group_by("row_key").agg(pl.col("known_from").max())
        found = last.sort(pl.col("known_from"), pl.col("row_key").cast(pl.String), descending=[True, False])
        first = found.head(most).collect()
        return first["row_key"].cast(pl.String).to_list(), first["known_from"].to_list()

    def transitions(self, chosen: Chosen) -> Rows:
        """The steps of the relationships chosen, each life in order: rows of `row_key` and TRANSITION."""
        found = self._transitions.filter(chosen.expression())
        return found.sort(pl.col("row_key").cast(pl.String), "step").drop("step").rows()

    def mentions(self, actor: str, kind: Mapping[str, str], known_on: date) -> list[tuple[date, str]]:
        """The mentions of an actor that are of a kind, each with the day from which it is known, the newest first."""
        wanted = [pl.col(name) == value for name, value in kind.items()]
        found = self._facts.of([(actor,)]).filter(pl.col("known_from") <= known_on, *wanted)
        return found.select("known_from", "mention_id").sort("known_from", "mention_id", descending=True).rows()

    def event_counts(self) -> dict[str, int]:
        """How many events each actor has."""
        return self._events.counts()

    def notes(self, keys: Iterable[str]) -> Rows:
        """What is noted beside the states of these relationships, in order: rows of NOTE."""
        found = self._notes.filter(pl.col("row_key").is_in(list(keys))).rows()
        return sorted(found, key=lambda row: (row[0], row[1], row[4], row[3] or ""))

    def relationship_counts(self, as_of: date, known_on: date) -> dict[str, int]:
        """How many relationships each actor has, of those begun and known by these days."""
        begun = pl.col("valid_latest") <= as_of, pl.col("known_from") <= known_on
        ties = self._transitions.lazy().filter(*begun).unique("row_key").select("provider", "recipient")
        other = ties.filter(pl.col("provider") != pl.col("recipient")).select("recipient")
        sides = pl.concat([ties.select(side="provider"), other.select(side="recipient")])
        return dict(sorted(sides.group_by("side").len().collect().rows()))


class _Sided:
    """A table whose rows have actors on two sides."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        numbered = frame.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "source", "target")
        sides = [numbered.select("row", pl.col(side).alias("actor")).explode("actor") for side in ("source", "target")]
        self._sides = pl.concat(sides).drop_nulls()

    def counts(self) -> dict[str, int]:
        """How many rows name each actor."""
        return dict(sorted(self._sides.lazy().unique().group_by("actor").len().collect().rows()))

    def of(self, named: Iterable[Sequence[str]]) -> pl.DataFrame:
        """The rows that name one of each of these."""
        rows: pl.Series | None = None
        for one in named:
            found = self._sides.filter(pl.col("actor").is_in(list(one)))["row"].unique()
            rows = found if rows is None else rows.filter(rows.is_in(found.implode()))
        return self.frame if rows is None else self.frame[rows]


def _documents(database: Database) -> pl.DataFrame:
    """What is kept of the documents, in the order of their ids."""
    asked = f"SELECT {', '.join(_OF_DOCUMENTS)} FROM documents JOIN copies USING (document_id) ORDER BY document_id"
    return _packed(database.frame(asked), "documents")


def _read(database: Database, table: str, columns: str, joined: str = "", ids: pl.Series | None = None) -> pl.DataFrame:
    """A table, a part at a time: what DuckDB hands over takes many times what is kept of it.

    With `ids`, those of all documents in their order, the place in them stands for a document's id.
    """
    (bounds,) = database.rows(f"SELECT coalesce(min(rowid), 0), coalesce(max(rowid), 0) FROM {table}")
    asked = f"SELECT {columns} FROM {table} {joined} WHERE {table}.rowid BETWEEN ? AND ?"
    parts = [
        _packed(_numbered(database.frame(asked, [begin, begin + _AT_ONCE - 1]), ids), table)
        for begin in range(bounds[0], bounds[1] + 1, _AT_ONCE)
    ]
    return pl.concat(parts)


def _numbered(frame: pl.DataFrame, ids: pl.Series | None) -> pl.DataFrame:
    if ids is None:
        return frame
    places = ids.search_sorted(frame["document_id"]).cast(pl.UInt32).alias("document")
    return frame.drop("document_id").with_columns(places)


def _packed(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The rows with words as numbers, copied: one column that is used as it came keeps all that came with it."""
    words = [*_WORDS, "numbers"] if table == "facts" else _WORDS
    codes = pl.Categorical(pl.Categories("legation codes", physical=pl.UInt8))
    casts: list[Any] = [pl.col(name).cast(codes) for name in _CODES if name in frame.columns]
    casts += [pl.col(name).cast(pl.Categorical) for name in words if name in frame.columns]
    casts += [pl.col(name).cast(pl.List(pl.Categorical)) for name in ("source", "target") if name in frame.columns]
    file = BytesIO()
    frame.with_columns(casts).write_ipc(file)
    return pl.read_ipc(file.getvalue())
