"""What the tests of several rooms share."""

from pathlib import Path

import pytest
from small_ledger import told

from legation.ledger.store import open_ledger


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A closed ledger that holds what `told` gives."""
    path = tmp_path / "small.ledger"
    with open_ledger(path) as ledger:
        for article, mentions in told():
            ledger.add(article, mentions)
    return path
