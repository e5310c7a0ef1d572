"""The memory of a watch: what was told, and what still waits to be delivered where; one small SQLite file.

Every change is one transaction, synced to the disk. One process at a time has the file; a killed one lets it go.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from legation.errors import DataError
from legation.watch.alert import Alert, alert_json, read_alert
from legation.watch.finding import Found
from legation.watch.rules import Rule

_VERSION = 1
_SCHEMA = """
-- Who remembers, since when: what the ids of a feed are made of.
CREATE TABLE watch (identity TEXT NOT NULL, begun TEXT NOT NULL);
-- The rules as they were read last.
CREATE TABLE rules (name TEXT PRIMARY KEY, content TEXT NOT NULL);
-- What is known, and to be told no more.
CREATE TABLE marks (mark TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE alerts (number INTEGER PRIMARY KEY, alert_id TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
-- Which alert goes where. next_try: seconds since 1970. delivered: null while it waits.
CREATE TABLE queue (
    alert_id TEXT NOT NULL REFERENCES alerts (alert_id),
    delivery TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try REAL NOT NULL DEFAULT 0,
    failure TEXT,
    delivered REAL,
    PRIMARY KEY (alert_id, delivery)
);
CREATE INDEX waiting ON queue (delivery, next_try) WHERE delivered IS NULL;
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert on its way to one delivery, and how often that failed so far."""

    alert: Alert
    attempts: int


class Outbox:
    """Which alerts were found already, and which of them still wait. A context manager; close it to let others in."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or begins a new one. Raises DataError where it is no outbox, or another process has it."""
        self._path = path
        try:
            self._base = sqlite3.connect(path, isolation_level=None, timeout=1)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA synchronous = FULL")
            self._begin()
            identity, begun = self._base.execute("SELECT identity, begun FROM watch").fetchone()
            self.identity, self.begun = UUID(identity), datetime.fromisoformat(begun)
            self._seen = {mark for (mark,) in self._base.execute("SELECT mark FROM marks")}
        except sqlite3.OperationalError as error:
            why = "another watch is at work with it" if "locked" in str(error) else str(error)
            raise DataError(f"{path}: the memory of alerts cannot be opened ({why})") from error
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            raise DataError(f"{path}: cannot be read as the memory of alerts ({error})") from error

    def _begin(self) -> None:
        with self._transaction():
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version == _VERSION:
                return
            if version or self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise ValueError(f"version {version}, this Legation knows version {_VERSION}")
            for statement in _SCHEMA.split(";"):
                self._base.execute(statement)
            self._base.execute("INSERT INTO watch VALUES (?, ?)", [str(uuid4()), datetime.now(UTC).isoformat()])
            self._base.execute(f"PRAGMA user_version = {_VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        self._base.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN EXCLUSIVE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    @property
    def seen(self) -> frozenset[str]:
        """The marks of everything that is known."""
        return frozenset(self._seen)

    def new_rules(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """Those that were not there in these words before."""
        known = dict(self._base.execute("SELECT name, content FROM rules"))
        return tuple(rule for rule in rules if known.get(rule.name) != _content(rule))

    def begin(self, rules: Iterable[Rule], marks: Iterable[str]) -> None:
        """Takes rules up, and what the ledger already holds of what they ask for as known: nothing of it is told."""
        with self._transaction():
            self._mark(marks)
            self._base.executemany(
                "INSERT OR REPLACE INTO rules VALUES (?, ?)", [(rule.name, _content(rule)) for rule in rules]
            )

    def take(self, found: Found, deliveries: Mapping[str, Sequence[str]]) -> int:
        """Queues new alerts, each for the deliveries of its rule; gives how many were new."""
        new = [alert for alert in found.alerts if self._seen.isdisjoint(alert.marks)]
        with self._transaction():
            for alert in new:
                record = json.dumps(alert_json(alert), ensure_ascii=False)
                self._base.execute("INSERT INTO alerts (alert_id, record) VALUES (?, ?)", [alert.alert_id, record])
                self._base.executemany(
                    "INSERT INTO queue (alert_id, delivery) VALUES (?, ?)",
                    [(alert.alert_id, name) for name in deliveries[alert.rule]],
                )
            self._mark(found.marks)
        return len(new)

    def _mark(self, marks: Iterable[str]) -> None:
        new = set(marks) - self._seen
        self._base.executemany("INSERT INTO marks VALUES (?)", [(mark,) for mark in sorted(new)])
        self._seen |= new

    def next_due(self, delivery: str, now: float) -> Waiting | None:
        """The oldest alert that waits for this delivery and whose time has come."""
        found = self._base.execute(
            "SELECT record, attempts FROM queue JOIN alerts USING (alert_id) "
            "WHERE delivery = ? AND delivered IS NULL AND next_try <= ? ORDER BY number LIMIT 1",
            [delivery, now],
        ).fetchone()
        return Waiting(read_alert(found[0]), found[1]) if found else None

    def delivered(self, alert_id: str, delivery: str, now: float) -> None:
        """Strikes one delivery out."""
        self._base.execute(
            "UPDATE queue SET delivered = ? WHERE alert_id = ? AND delivery = ?", [now, alert_id, delivery]
        )

    def failed(self, alert_id: str, delivery: str, why: str, next_try: float, *, all_wait: bool) -> None:
        """Notes a failure; `all_wait`: the receiver is out of reach, so that the others have to wait as long."""
        with self._transaction():
            self._base.execute(
                "UPDATE queue SET attempts = attempts + 1, failure = ?, next_try = ? "
                "WHERE alert_id = ? AND delivery = ?",
                [why, next_try, alert_id, delivery],
            )
            if all_wait:
                self._base.execute(
                    "UPDATE queue SET next_try = max(next_try, ?) WHERE delivery = ? AND delivered IS NULL",
                    [next_try, delivery],
                )

    def hurry(self) -> None:
        """Makes everything that waits due at once."""
        self._base.execute("UPDATE queue SET next_try = 0 WHERE delivered IS NULL")

    def waiting(self) -> dict[str, int]:
        """How many alerts wait, by delivery; also of deliveries that are no longer in the file."""
        return dict(
            self._base.execute(
                "SELECT delivery, count(*) FROM queue WHERE delivered IS NULL GROUP BY delivery ORDER BY delivery"
            )
        )

    def next_try(self, deliveries: Iterable[str]) -> float | None:
        """When the next try is due (seconds since 1970); None where nothing waits for these."""
        times = self._base.execute(
            "SELECT delivery, min(next_try) FROM queue WHERE delivered IS NULL GROUP BY delivery"
        )
        known = dict(times.fetchall())
        return min((known[name] for name in deliveries if name in known), default=None)

    def latest(self, delivery: str, most: int) -> list[Alert]:
        """The latest alerts of one delivery, the newest first, whether delivered or not."""
        rows = self._base.execute(
            "SELECT record FROM queue JOIN alerts USING (alert_id) WHERE delivery = ? ORDER BY number DESC LIMIT ?",
            [delivery, most],
        )
        return [read_alert(record) for (record,) in rows]


def _content(rule: Rule) -> str:
    """What a rule asks for; where its alerts are brought may change without its beginning anew."""
    asked = asdict(replace(rule, deliver=frozenset()))
    return json.dumps({key: sorted(value) if isinstance(value, frozenset) else value for key, value in asked.items()})
