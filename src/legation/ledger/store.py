"""The ledger: opened, added to, judged. All writing goes through here; how it is asked is in `reader`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copymode
from threading import RLock, get_ident
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from legation.errors import LedgerError
from legation.ledger.claims import row_key
from legation.ledger.codec import article_json, mention_json
from legation.ledger.contents import revision
from legation.ledger.corrections import Correction, Judgement, corrections_of, in_effect, keep, relinked, standing
from legation.ledger.database import Database, Row, open_database
from legation.ledger.derivation import derive, derive_all, refresh_relationships
from legation.ledger.duplicates import signature_rows
from legation.ledger.evidence import check_spans
from legation.ledger.judgements import EventJudgement, StateJudgement, event_judgements, keep_event, keep_state
from legation.ledger.kept import Kept
from legation.ledger.reader import LedgerReader
from legation.records.article import Article, Problem
from legation.records.event import EventMention
from legation.records.relationship import State

READ_MEMORY = "256 MiB"
"""What DuckDB may hold of a file that is read by many."""


def open_ledger(path: str | Path, *, read_only: bool = False) -> "Ledger":
    """Opens a ledger file, and creates it where there is none.

    Raises LedgerError where it is missing (read-only), held by another process, or of an unknown version.
    """
    return Ledger(open_database(Path(path), read_only=read_only, derive=derive_all))


def compact(path: str | Path) -> None:
    """Writes a ledger's file anew without the space that changes have left free in it; needs as much room meanwhile.

    Raises LedgerError as `open_ledger` does; this process must not have the ledger open.
    """
    path = Path(path).resolve()
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.unlink(missing_ok=True)
    database = open_database(path, read_only=False, derive=derive_all)
    try:
        database.write_to(fresh)
        copymode(path, fresh)
        fresh.replace(path)  # while the old one is still held: nobody writes to it in between
    finally:
        database.close()
        fresh.unlink(missing_ok=True)


class Ledger(LedgerReader):
    """Documents, mentions, and what follows from them. A context manager; close it to let other processes in."""

    def __init__(self, database: Database, *, snapshot: Kept | None = None) -> None:
        """`snapshot`: for a snapshot, what is kept for all of them; who writes may read what is rolled back."""
        super().__init__(snapshot)
        self._database = database
        self._lock = RLock()
        self._pending: set[str] = set()
        self._waiting: dict[str, list[Row]] = {}
        self._changed = False
        self._writer: int | None = None
        self._snapshot = snapshot is not None
        self._shared = Kept() if snapshot is None else snapshot

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        self._database.close()

    def read_by_many(self) -> None:
        """For many who read at once: each question gets one core, and the file's pages a bounded part of the memory."""
        for setting in ("threads = 1", f"memory_limit = '{READ_MEMORY}'"):
            self._database.execute(f"SET {setting}")

    def keep_columns(self) -> bool:
        """Keeps the tables that readers search by actor in memory, as they are now; False where they are kept so.

        Readers of an earlier or a later state read the file, and wait longer.
        """
        kept = self._shared.columns
        if kept is not None and kept.revision == self.revision():
            return False
        from legation.ledger.columns import Columns

        self._shared.columns = kept = None  # there is no room for two
        with self.snapshot() as still:
            self._shared.columns = Columns(still._reader(), still.revision())
        return True

    @contextmanager
    def snapshot(self) -> Iterator["Ledger"]:
        """The ledger as it is now, for one thread to read: all reads inside agree, whatever others write meanwhile."""
        reader = self._database.reader()
        try:
            with reader.transaction():
                yield Ledger(reader, snapshot=self._shared)
        finally:
            reader.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything added inside is committed together at the end, or nothing of it; faster than one by one."""
        with self._lock:
            if self._snapshot:
                raise LedgerError("a snapshot of a ledger is for reading alone")
            if self._database.within_transaction:
                yield
                return
            self._pending.clear()
            self._waiting.clear()
            self._changed = False
            self._writer = get_ident()
            try:
                with self._database.transaction():
                    yield
                    self._write()
                    if self._pending:
                        derive(self._database, self._pending)
                    self._note_revision()
            finally:
                self._writer = None

    def _write(self) -> None:
        """Inserts the rows that wait: all of a table at once, many times faster than article by article."""
        ids = [mention["mention_id"] for mention in self._waiting.get("mentions", ())]
        held = ids and self._database.value(
            "SELECT mention_id FROM mentions WHERE mention_id IN (SELECT unnest(?))", [ids]
        )
        if held or len(set(ids)) < len(ids):
            held = held or Counter(ids).most_common(1)[0][0]
            raise LedgerError(f"mention {held} is there already, in another document")
        for table, rows in self._waiting.items():
            self._database.insert(table, rows)
        self._waiting.clear()

    def _note_revision(self) -> None:
        """Gives what has changed the next number."""
        changed: list[str | None] = [*sorted(self._pending)] or ([None] if self._changed else [])
        if changed:
            number = revision(self._database) + 1
            self._database.insert("changes", [{"revision": number, "document_id": one} for one in changed])

    def add(
        self, article: Article, mentions: Sequence[EventMention], *, coder: str | None = None, today: date | None = None
    ) -> bool:
        """Adds an article with its mentions, and derives what they change; all of it or nothing.

        False, and no change, where the article is there already as read by the same coder; another coder's mentions
        replace the earlier ones. `coder` needs to be given only where an article may have no mentions. `today`
        (default: the day it is) is the day from which an undated article counts as known. Raises LedgerError naming
        the span where a mention does not slice back out of the article.
        """
        for mention in mentions:
            check_spans(article, mention)
        coder = coder or (mentions[0].coder if mentions else None)
        with self.batch():
            if article.document_id in self._pending:
                self._write()
            stored = self._database.rows("SELECT coder FROM documents WHERE document_id = ?", [article.document_id])
            if stored and (coder is None or stored[0][0] == coder):
                return False
            if stored:
                self._database.execute("DELETE FROM mentions WHERE document_id = ?", [article.document_id])
                self._database.execute(
                    "UPDATE documents SET coder = ? WHERE document_id = ?", [coder, article.document_id]
                )
            else:
                self._store_article(article, coder, today or date.today())
            self._store_mentions(article.document_id, mentions)
            self._pending.add(article.document_id)
        return True

    def _store_article(self, article: Article, coder: str | None, today: date) -> None:
        row = {
            "document_id": article.document_id,
            "known_from": article.published or today,
            "dated": article.published is not None,
            "published": article.published,
            "outlet": _outlet(article),
            "language": article.language,
            "not_coded": article.not_coded,
            "coder": coder,
            "record": article_json(article),
        }
        self._wait("documents", [row])
        self._wait("signatures", signature_rows(article.document_id, article.text))

    def _store_mentions(self, document_id: str, mentions: Sequence[EventMention]) -> None:
        if len({mention.mention_id for mention in mentions}) < len(mentions):
            raise LedgerError(f"document {document_id} has two mentions of one id")
        rows: list[Row] = [
            {"mention_id": one.mention_id, "document_id": document_id, "ordinal": place, "record": mention_json(one)}
            for place, one in enumerate(mentions)
        ]
        self._wait("mentions", rows)

    def _wait(self, table: str, rows: Sequence[Row]) -> None:
        self._waiting.setdefault(table, []).extend(rows)

    def add_problem(self, problem: Problem) -> None:
        """Keeps what was set aside; the same problem met again is kept once."""
        key = [problem.origin, problem.what, problem.why]
        with self.batch():
            if not self._database.rows("SELECT 1 FROM problems WHERE origin = ? AND what = ? AND why = ?", key):
                self._database.execute("INSERT INTO problems VALUES (?, ?, ?, ?)", [*key, date.today()])
                self._changed = True

    def start_run(self, inputs: Sequence[str]) -> int:
        """Notes that a run over these inputs has begun; gives its number."""
        with self.batch():
            number = int(self._database.value("SELECT nextval('run_numbers')"))
            row = {"number": number, "started": _now(), "inputs": json.dumps(list(inputs))}
            self._database.insert("runs", [row])
        return number

    def finish_run(self, number: int, counts: Mapping[str, int]) -> None:
        """Notes that the run has ended, and what it counted."""
        with self.batch():
            self._database.execute(
                "UPDATE runs SET finished = ?, counts = ? WHERE number = ?", [_now(), json.dumps(dict(counts)), number]
            )

    def correct(
        self, mention_id: str, judgement: Judgement, *, who: str, reason: str, edit: Mapping[str, Any] | None = None
    ) -> None:
        """Keeps a reviewer's judgement on a mention and derives what it changes.

        `edit` holds the fields to replace, in their JSON shape. Raises LedgerError where there is no such mention,
        the edit is no reading of the text, or an undo finds no judgement of the same reviewer to take back.
        """
        correction = Correction(mention_id, judgement, who, datetime.now(UTC), reason, edit or {})
        with self.batch():
            article, coded = self._with_article(mention_id)
            earlier = corrections_of(self._database, [mention_id]).get(mention_id, [])
            if judgement is Judgement.UNDO and len(standing([*earlier, correction])) == len(standing(earlier)):
                raise LedgerError(f"{who} has no judgement on mention {mention_id} to take back")
            if (edited := in_effect(coded, [correction])) is not None:
                check_spans(article, edited)
            keep(self._database, correction)
            self._pending.add(coded.document_id)

    def relink(self, mention_id: str, side: str, actor_id: str, *, who: str, reason: str) -> None:
        """Keeps a reviewer's judgement on who a side ("source", "provider.1") of a mention is: an edit of that side.

        Raises LedgerError where there is no such mention, side or actor.
        """
        mention = self.mention(mention_id)
        if mention is None:
            raise LedgerError(f"there is no mention {mention_id}")
        self.correct(mention_id, Judgement.EDIT, who=who, reason=reason, edit=relinked(mention, side, actor_id))

    def judge_event(self, mention_ids: Iterable[str], *, who: str, reason: str) -> None:
        """Keeps a reviewer's judgement that these mentions, and no others, are one event: merges events, or splits one.

        Raises LedgerError where a mention is not there.
        """
        ids = tuple(sorted(set(mention_ids)))
        with self.batch():
            documents = self._documents_of(ids)
            before = [set(one.mentions) for one in event_judgements(self._reader())]
            ids_before = sorted(set().union(*(ids_ for ids_ in before if ids_ & set(ids))))
            keep_event(self._database, EventJudgement(ids, who, datetime.now(UTC), reason))
            self._pending.update(documents, self._documents_of(ids_before))

    def judge_state(
        self,
        key: tuple[str, str, bool, str],
        state: State | None,
        *,
        since: date | None = None,
        evidence: Iterable[str],
        who: str,
        reason: str,
    ) -> None:
        """Keeps a reviewer's judgement on a relationship (provider, recipient, mutual, type).

        It came into `state` on the day `since`, as mentions show; with None, nothing follows for it from these
        mentions. Raises LedgerError where a mention is not there, or none is named: no state without evidence.
        """
        ids = tuple(dict.fromkeys(evidence))
        if not ids:
            raise LedgerError("a judgement on a state names the mentions that it rests on")
        with self.batch():
            self._documents_of(ids)
            judgement = StateJudgement(*key, state, since, ids, who, datetime.now(UTC), reason)
            name = row_key(*key)
            keep_state(self._database, name, judgement)
            refresh_relationships(self._database, [name])
            self._changed = True

    def _documents_of(self, mention_ids: Sequence[str]) -> set[str]:
        """The documents of mentions. Raises LedgerError where one is not there."""
        rows = self._reader().rows(
            "SELECT mention_id, document_id FROM mentions WHERE mention_id IN (SELECT unnest(?))", [list(mention_ids)]
        )
        found = dict(rows)
        if missing := [one for one in mention_ids if one not in found]:
            raise LedgerError(f"there is no mention {missing[0]}")
        return set(found.values())

    def rederive(self) -> None:
        """Makes events and relationships anew from all mentions; gives what adding one by one gave."""
        with self.batch():
            derive_all(self._database)
            self._changed = True

    def _reader(self) -> Database:
        """What is committed; to the thread that writes a batch, also what it has written."""
        if self._snapshot:
            return self._database
        if self._writer != get_ident():
            return self._database.reader()
        self._write()
        return self._database


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ")


def _outlet(article: Article) -> str | None:
    """Who published it: the outlet, else the host of its address."""
    if article.outlet:
        return article.outlet.strip().casefold()
    host = urlsplit(article.url).hostname if article.url else None
    return host.removeprefix("www.") if host else None
