"""What the tests of watching share: alerts found in a small ledger."""

from datetime import UTC, datetime

import pytest
from mail_server import authority, post

from legation.ledger.store import open_ledger
from legation.watch.alert import Alert
from legation.watch.finding import Found, find
from legation.watch.rules import EVERYTHING

__all__ = ["authority", "post"]
NOW = datetime(2024, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def found(ledger_file) -> Found:
    with open_ledger(ledger_file, read_only=True) as ledger:
        return find(ledger, (EVERYTHING,), frozenset(), NOW)


@pytest.fixture
def alert(found) -> Alert:
    return found.alerts[0]
