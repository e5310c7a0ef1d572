"""The DuckDB file below the ledger: opened, checked, migrated; rows in and out."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb
from pydantic_core import to_json

from legation.errors import LedgerBusyError, LedgerError, LedgerHeldError

if TYPE_CHECKING:
    import polars as pl

SCHEMA_VERSION = 3
_MIGRATIONS = {
    1: (
        "ALTER TABLE ledger ADD COLUMN identity VARCHAR",
        "UPDATE ledger SET identity = replace(CAST(uuid() AS VARCHAR), '-', '')",
        "CREATE TABLE changes (revision BIGINT NOT NULL, document_id VARCHAR)",
        "INSERT INTO changes SELECT 1, document_id FROM documents",
        "CREATE TABLE event_judgements (number BIGINT NOT NULL, mentions VARCHAR[] NOT NULL, who VARCHAR NOT NULL, "
        "made_at TIMESTAMP NOT NULL, reason VARCHAR NOT NULL)",
        "CREATE TABLE state_judgements (number BIGINT NOT NULL, row_key VARCHAR NOT NULL, provider VARCHAR NOT NULL, "
        "recipient VARCHAR NOT NULL, mutual BOOLEAN NOT NULL, type VARCHAR NOT NULL, state VARCHAR, since DATE, "
        "evidence VARCHAR[] NOT NULL, who VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL, reason VARCHAR NOT NULL)",
    ),
    2: (),
}
"""What brings a ledger of this version to the next; what is derived is made anew after, tables and all."""

_INDEXES = {
    "documents_by_id": "documents (document_id)",
    "mentions_by_id": "mentions (mention_id)",
    "mentions_by_document": "mentions (document_id)",
    "signatures_by_document": "signatures (document_id)",
    "bands_by_document": "bands (document_id)",
    "copies_by_document": "copies (document_id)",
    "facts_by_document": "facts (document_id)",
    "facts_by_block": "facts (block)",
    "claims_by_document": "claims (document_id)",
    "claims_by_row": "claims (row_key)",
    "events_by_id": "events (event_id)",
    "events_by_block": "events (block)",
    "transitions_by_row": "transitions (row_key)",
    "notes_by_row": "notes (row_key)",
}
"""What single rows are found by, without looking through a table."""

DERIVED = ("bands", "copies", "facts", "claims", "transitions", "notes", "events")
"""The tables that follow from the others."""

_HELD = re.compile(r"lock is held in .*\(PID (\d+)\)")
"""How DuckDB names the process that has the file open."""

_UNPACKED = "SELECT row.* FROM (SELECT unnest(from_json(?, ?)) AS row)"
_FEW = 1000
"""The rows of so many keys are written anew without a look at what is there."""

_BY_INDEX = 500
"""So many asked for at once are found by index; for more, DuckDB looks through the table (its own measure: 50)."""

Row = Mapping[str, Any]
Rows = Sequence[Row] | bytes
"""Rows by column name; or the JSON of a list of them."""


class Database:
    """One connection. Writers use it within `transaction`; readers take a `reader` of their own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._types: dict[str, dict[str, str]] = {}
        self._within = False

    @property
    def within_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._within

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept, or nothing of it. Within another transaction: part of that one."""
        if self._within:
            yield
            return
        self._connection.begin()
        self._within = True
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        else:
            self._connection.commit()
        finally:
            self._within = False

    def reader(self) -> "Database":
        """A view of what is committed, for one thread; within a transaction, of what was committed as it began."""
        return Database(self._connection.cursor())

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Runs a statement that gives no rows."""
        self._connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives. Raises LedgerBusyError where others leave no memory for it."""
        with _busy():
            return self._connection.execute(sql, parameters).fetchall()

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> "pl.DataFrame":
        """The rows that a query gives, as a frame; it shares memory with DuckDB. LedgerBusyError as with `rows`."""
        import polars as pl

        with _busy():
            return pl.DataFrame(self._connection.sql(sql, params=parameters))

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - any column
        """The first column of the first row; None where there is none."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def insert(self, table: str, rows: Rows) -> None:
        """Appends rows, given by column name; columns that a row leaves out become null.

        The rows travel as one JSON parameter: many times faster than a parameter per value, and without pyarrow.
        """
        if rows:
            self.execute(f"INSERT INTO {table} BY NAME {_UNPACKED}", self._packed(table, rows))

    def replace(self, table: str, key: str, keys: Sequence[str], rows: Rows) -> None:
        """Makes these rows, of which no two are the same, all that the table has for some keys.

        Where there may be many, those that are there already are left alone: to find them is faster than to write
        them anew, and the file does not grow.
        """
        of_keys = f"FROM {table} WHERE {key} IN (SELECT unnest(?))"
        if len(keys) <= _FEW:
            self.execute(f"DELETE {of_keys}", [keys])
            self.insert(table, rows)
            return
        self.execute(f"CREATE OR REPLACE TEMP TABLE made AS {_UNPACKED}", self._packed(table, rows or b"[]"))
        same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM made.{name}" for name in self._columns(table))
        self.execute(
            f"DELETE FROM {table} WHERE rowid IN "
            f"(SELECT old.rowid FROM (SELECT rowid, * {of_keys}) AS old ANTI JOIN made ON {same})",
            [keys],
        )
        self.execute(
            f"INSERT INTO {table} BY NAME SELECT made.* FROM made ANTI JOIN (SELECT * {of_keys}) AS old ON {same}",
            [keys],
        )
        self.execute("DROP TABLE made")

    def _packed(self, table: str, rows: Rows) -> list[str]:
        """Rows as JSON, and their shape as DuckDB's `from_json` wants it."""
        shape = [{name: _json_shape(kind) for name, kind in self._columns(table).items()}]
        return [(rows if isinstance(rows, bytes) else to_json(rows)).decode(), json.dumps(shape)]

    def _columns(self, table: str) -> dict[str, str]:
        """The type of each column."""
        if table not in self._types:
            asked = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
            self._types[table] = dict(self.rows(asked, [table]))
        return self._types[table]

    def write_to(self, path: Path) -> None:
        """Writes all that is committed into a new file, one part after another, without the space that is free."""
        own, place = self.value("SELECT current_database()"), str(path).replace("'", "''")
        self.execute("CHECKPOINT")
        self.execute(f"ATTACH '{place}' AS \"written anew\"")
        self.execute(f'COPY FROM DATABASE "{own}" TO "written anew"')
        self.execute('DETACH "written anew"')

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


@contextmanager
def _busy() -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise LedgerBusyError(f"no memory left for a question ({str(error).splitlines()[0]})") from error


def row(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """A frozen record as a row: its fields by name, not copied (which `asdict` does, at many times the cost)."""
    return {name: getattr(record, name) for name in record.__slots__}


def conditions(asked: Iterable[tuple[str, object]]) -> tuple[list[str], list[object]]:
    """Those conditions whose value is not None, and their parameters: each value as often as its condition asks."""
    given = [(sql, value) for sql, value in asked if value is not None]
    return [sql for sql, _ in given], [value for sql, value in given for _ in range(sql.count("?"))]


def among(column: str, values: Sequence[object]) -> tuple[str, list[object]]:
    """The condition that a column holds one of these values, and its parameters; up to `_BY_INDEX` go by its index."""
    return f"{column} IN (SELECT unnest(?))", [list(values)]


def _json_shape(kind: str) -> Any:  # noqa: ANN401 - a JSON structure
    """A column type as DuckDB's `from_json` wants it: a name, or a list for a list of it."""
    if kind.endswith("[]"):
        return [_json_shape(kind[:-2])]
    if kind.startswith("STRUCT("):
        fields = (field.strip().rsplit(" ", 1) for field in kind[len("STRUCT(") : -1].split(","))
        return {name.strip('"'): _json_shape(inner) for name, inner in fields}
    return kind


def open_database(path: Path, *, read_only: bool, derive: Callable[[Database], None]) -> Database:
    """Opens the file, and creates it where it does not exist; `derive` makes the derived tables of an older one anew.

    Raises LedgerError where the file is missing (read-only), held by another process, no ledger, or of an unknown
    version.
    """
    if read_only and not path.exists():
        raise LedgerError(f"{path}: there is no ledger here")
    if not read_only and path.exists() and path.stat().st_size == 0:
        path.unlink()  # a process was killed before it wrote the first byte
    try:
        database = Database(_connect(path, read_only=read_only))
    except duckdb.IOException as error:
        if held := _HELD.search(str(error)):
            raise LedgerHeldError(f"{path}: is held by another process (number {held[1]})", int(held[1])) from error
        raise LedgerError(f"{path}: cannot be opened as a ledger ({str(error).splitlines()[0]})") from error
    try:
        if read_only and _version(database, path) in _MIGRATIONS:
            database.close()
            open_database(path, read_only=False, derive=derive).close()
            return open_database(path, read_only=True, derive=derive)
        _create(database, path, read_only=read_only)
        _bring_on(database, path, derive)
        database.execute(f"SET GLOBAL dynamic_or_filter_threshold = {_BY_INDEX}")
        if not read_only:
            for name, columns in _INDEXES.items():
                database.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")
    except LedgerError:
        database.close()
        raise
    return database


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(path, read_only=read_only)
    except duckdb.ConnectionException:  # this very process has the file open, for writing: whoever reads shares that
        return duckdb.connect(path)


def _create(database: Database, path: Path, *, read_only: bool) -> None:
    """Gives an empty file its tables."""
    if _version(database, path) is not None:
        return
    if read_only:
        raise LedgerError(f"{path}: this ledger was never finished; add to it first")
    with database.transaction():
        database.execute("".join(_schema()))
        database.insert("ledger", [{"schema_version": SCHEMA_VERSION, "identity": uuid4().hex}])


def _schema() -> tuple[str, str]:
    """What makes the tables that are kept, and those that are derived."""
    kept, line, derived = (
        (files("legation") / "ledger" / "schema.sql").read_text(encoding="utf-8").partition("-- Derived")
    )
    return kept, line + derived


def _bring_on(database: Database, path: Path, derive: Callable[[Database], None]) -> None:
    """Gives an older ledger what it lacks; refuses a version that is not ours."""
    version = _version(database, path) or 0
    if version in _MIGRATIONS:
        with database.transaction():
            while version in _MIGRATIONS:
                for statement in _MIGRATIONS[version]:
                    database.execute(statement)
                version += 1
            database.execute("UPDATE ledger SET schema_version = ?", [version])
            for table in DERIVED:
                database.execute(f"DROP TABLE {table}")
            database.execute(_schema()[1])
            derive(database)
    if version != SCHEMA_VERSION:
        raise LedgerError(f"{path}: ledger of version {version}; this Legation knows version {SCHEMA_VERSION}")


def _version(database: Database, path: Path) -> int | None:
    """The version of the ledger's tables; None where the file has no tables. Raises LedgerError for other tables."""
    tables = {name for (name,) in database.rows("SELECT table_name FROM duckdb_tables()")}
    version = database.value("SELECT schema_version FROM ledger") if "ledger" in tables else None
    if tables and version is None:
        raise LedgerError(f"{path}: this DuckDB file is not a ledger")
    return None if version is None else int(version)
