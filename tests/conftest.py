"""What the tests of several rooms share."""

from pathlib import Path

import pytest
from small_ledger import told
from typer.testing import CliRunner

from legation.cli import app
from legation.ledger.store import open_ledger


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A closed ledger that holds what `told` gives."""
    path = tmp_path / "small.ledger"
    with open_ledger(path) as ledger:
        for article, mentions in told():
            ledger.add(article, mentions)
    return path


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that `make demo` makes."""
    path = tmp_path_factory.mktemp("demo") / "ledger.duckdb"
    archive = Path(__file__).parents[1] / "demo/archive"
    done = CliRunner().invoke(app, ["add", str(archive), "--ledger", str(path)])
    assert done.exit_code == 0, done.output
    return path
