"""What a running desk holds: the ledger file and its search index, opened once and kept to the end."""

import os
import subprocess
import time
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock, Thread, get_native_id

from legation.errors import LedgerError
from legation.ledger.store import Ledger, open_ledger
from legation.web.access import Gate
from legation.web.kept_pages import KeptPages
from legation.web.search import Index

PATIENCE, FIRST_PATIENCE = 2.0, 20.0
"""Seconds that a reader, and the opening of the desk, wait for the index to catch up with the ledger."""


SOON = 3000
"""An index that lacks no more articles than this is worth waiting for."""
PAUSE = 2.0
"""Seconds after which the desk looks whether the ledger has changed."""
BEHIND = 10
"""How nice the work behind the pages is."""


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
        self._pages: KeptPages | None = None
        self._ended = Event()
        self._making: Thread | None = None
        self._keeping: Thread | None = None

    @property
    def ledger(self) -> Ledger:
        """The ledger. Raises LedgerError where there is none, or another process holds it."""
        with self._lock:
            if self._ledger is None:
                if not self.path.exists():
                    raise LedgerError(f"{self.path}: there is no ledger here")
                self._ledger = open_ledger(self.path)
                self._ledger.read_by_many()
                self._keeping = Thread(target=self._keep_up, args=(self._ledger,), daemon=True)
                self._keeping.start()
            return self._ledger

    @property
    def pages(self) -> KeptPages:
        """The pages kept of the ledger."""
        ledger = self.ledger
        with self._lock:
            if self._pages is None:
                self._pages = KeptPages(self.path.with_name(self.path.name + ".pages"), ledger.identity())
            return self._pages

    @property
    def index(self) -> Index:
        """The search index, brought to what the ledger holds now, but for a large one that is still being made."""
        return self.indexed(PATIENCE)

    def indexed(self, patience: float) -> Index:
        """The same, waiting at most so many seconds for one that will soon be made."""
        ledger, until = self.ledger, time.monotonic() + patience
        with self._lock:
            if self._index is None:
                self._index = Index(self.path.with_name(self.path.name + ".search"), ledger)
                self._making = Thread(target=self._make, args=(self._index, ledger), daemon=True)
                self._making.start()
            index, making = self._index, self._making
        while making is not None and making.is_alive():
            if index.lacking > SOON or time.monotonic() > until:
                return index
            making.join(0.05)
        self._making = None
        index.follow(ledger)
        return index

    def _make(self, index: Index, ledger: Ledger) -> None:
        _give_way()
        index.follow(ledger, self._rest)

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

    def _keep_up(self, ledger: Ledger) -> None:
        """Keeps in memory what readers search, anew after changes, with a small part of the machine's time."""
        _give_way()
        pause = 0.0
        while not self._ended.wait(pause):
            started = time.monotonic()
            ledger.keep_columns()
            pause = PAUSE + 20 * (time.monotonic() - started)

    def _rest(self, seconds: float) -> bool:
        """Making a large index leaves every other moment to readers, and stops when the desk is closed."""
        return not self._ended.wait(seconds)

    def close(self) -> None:
        """Lets the files go."""
        self._ended.set()
        for thread in (self._making, self._keeping):
            if thread is not None:
                thread.join()
        with self._lock:
            if self._index is not None:
                self._index.close()
            if self._ledger is not None:
                self._ledger.close()
            self._ledger = self._index = self._pages = self._making = self._keeping = None
            self._ended.clear()


def _give_way() -> None:
    """Lets this thread, and those that it starts, run only when readers do not."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, get_native_id(), BEHIND)


def _copy(source: Path, place: Path) -> None:
    """Copies a file by a process of its own: were it opened and closed in this one, DuckDB's lock on it would go."""
    done = subprocess.run(["cp", "--", source, place], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LedgerError(f"{source}: cannot be copied ({done.stderr.strip()})")
