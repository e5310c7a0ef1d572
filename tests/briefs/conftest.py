"""Closes what the tests of this folder opened."""

from collections.abc import Iterator

import pytest
from brief_building import OPENED


@pytest.fixture(autouse=True, scope="module")
def closed_ledgers() -> Iterator[None]:
    """After the tests of a file, every ledger is let go."""
    yield
    while OPENED:
        OPENED.pop().close()
