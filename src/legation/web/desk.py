"""What a running desk holds: the ledger file and its search index, opened once and kept to the end."""

import subprocess
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock, Thread

from legation.errors import LedgerError
from legation.ledger.store import Ledger, open_ledger
from legation.web.access import Gate
from legation.web.search import Index

PATIENCE, FIRST_PATIENCE = 2.0, 20.0
"""Seconds that a reader, and the opening of the desk, wait for the index to catch up with the ledger."""


class Desk:
    """The ledger that this process serves. It is opened when first asked for, as reading and writing one."""

    def __init__(self, path: Path, gate: Gate) -> None:
        self.path = path
        self.gate = gate
        self.run = token_hex(4)
        """Tells this run from others: what a browser keeps of one ledger must not stand for another."""
        self._lock = Lock()
        self._ledger: Ledger | None = None
        self._index: Index | None = None
        self._ended = Event()
        self._making: Thread | None = None

    @property
    def ledger(self) -> Ledger:
        """The ledger. Raises LedgerError where there is none, or another process holds it."""
        with self._lock:
            if self._ledger is None:
                if not self.path.exists():
                    raise LedgerError(f"{self.path}: there is no ledger here")
                self._ledger = open_ledger(self.path)
            return self._ledger

    @property
    def index(self) -> Index | None:
        """The search index, brought to what the ledger holds now; None while a large one is still being made."""
        return self.indexed(PATIENCE)

    def indexed(self, patience: float) -> Index | None:
        """The same, waiting so many seconds for one that is being made."""
        ledger = self.ledger
        with self._lock:
            if self._index is None:
                self._index = Index(self.path.with_name(self.path.name + ".search"), ledger)
                self._making = Thread(target=self._index.follow, args=(ledger, self._rest), daemon=True)
                self._making.start()
            index, making = self._index, self._making
        if making is not None:
            making.join(patience)
            if making.is_alive():
                return index if index.revision >= 0 else None
            self._making = None
        index.follow(ledger)
        return index

    def copy(self, folder: Path) -> Path:
        """Copies the ledger as it is now into a folder, for a process that cannot open it beside this one.

        Nobody writes meanwhile, and what is committed lies in the file and its log. Raises LedgerError where the
        folder cannot take it.
        """
        made = folder / self.path.name
        log = self.path.with_name(self.path.name + ".wal")
        with self.ledger.batch():
            for source in (self.path, log):
                if source.exists():
                    _copy(source, folder / source.name)
        return made

    def _rest(self, seconds: float) -> bool:
        """Making a large index leaves every other moment to readers, and stops when the desk is closed."""
        return not self._ended.wait(seconds)

    def close(self) -> None:
        """Lets the files go."""
        self._ended.set()
        if self._making is not None:
            self._making.join()
        with self._lock:
            if self._index is not None:
                self._index.close()
            if self._ledger is not None:
                self._ledger.close()
            self._ledger = self._index = self._making = None
            self._ended.clear()


def _copy(source: Path, place: Path) -> None:
    """Copies a file by a process of its own: were it opened and closed in this one, DuckDB's lock on it would go."""
    done = subprocess.run(["cp", "--", source, place], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LedgerError(f"{source}: cannot be copied ({done.stderr.strip()})")
