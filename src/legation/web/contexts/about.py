"""How it works, and what the ledger holds."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from legation.ledger.store import Ledger
from legation.web.contexts.common import VERSION


@dataclass(frozen=True, slots=True)
class About:
    """The version of Legation, how much the ledger holds and to which day, and which coders read it."""

    version: str
    counts: dict[str, int]
    last_known: date | None
    coders: tuple[str, ...]


def about(ledger: Ledger) -> About:
    """What the ledger holds, and by which version it is read."""
    return About(VERSION, ledger.counts(), ledger.latest_day(), tuple(Counter(ledger.coders())))
