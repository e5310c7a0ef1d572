"""What a running desk holds: the ledger file, opened once and kept to the end."""

from pathlib import Path
from secrets import token_hex
from threading import Lock

from legation.errors import LedgerError
from legation.ledger.store import Ledger, open_ledger


class Desk:
    """The ledger that this process serves. It is opened when first asked for, as reading and writing one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run = token_hex(4)
        """Tells this run from others: what a browser keeps of one ledger must not stand for another."""
        self._lock = Lock()
        self._ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """The ledger. Raises LedgerError where there is none, or another process holds it."""
        with self._lock:
            if self._ledger is None:
                if not self.path.exists():
                    raise LedgerError(f"{self.path}: there is no ledger here")
                self._ledger = open_ledger(self.path)
            return self._ledger

    def close(self) -> None:
        """Lets the file go."""
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
