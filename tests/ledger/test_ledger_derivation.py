"""Deriving all anew gives what adding gave, however the work is split, and writes only what differs."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from subprocess import Popen

import duckdb
import pytest
from ledger_building import TODAY, archive, contents

from legation.errors import LedgerError
from legation.ledger import database, derivation, helpers
from legation.ledger.corrections import Judgement
from legation.ledger.duplicates import join_groups
from legation.ledger.store import Ledger, compact, open_ledger


@pytest.fixture
def path(tmp_path):
    """A ledger of 40 articles, some of them copies, with a judgement."""
    with open_ledger(tmp_path / "own.ledger") as ledger:
        for article, mentions in archive(40, seed=7):
            ledger.add(article, mentions, today=TODAY)
        first = min(mention.mention_id for mention in ledger.mentions())
        ledger.correct(first, Judgement.REJECT, who="R", reason="not so")
    return tmp_path / "own.ledger"


@pytest.fixture
def split(monkeypatch):
    """Even a small ledger is derived by other processes, a few articles at once, and rows are looked at first."""
    monkeypatch.setattr(derivation, "_MANY", 0)
    monkeypatch.setattr(derivation, "_AT_ONCE", 7)
    monkeypatch.setattr(database, "_FEW", 0)
    monkeypatch.setattr(helpers.os, "cpu_count", lambda: 2)


def rows(path: Path) -> dict[str, list[object]]:
    """All derived rows with their places in the file."""
    with duckdb.connect(path, read_only=True) as connection:
        return {
            table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY ALL").fetchall()
            for table in database.DERIVED
        }


def test_however_the_work_is_split(path, split):
    with open_ledger(path) as ledger:
        expected = contents(ledger)
        ledger.rederive()
        assert contents(ledger) == expected
    assert all(expected.values())


def test_only_what_differs_is_written(path, split):
    before = rows(path)
    with open_ledger(path) as ledger:
        ledger.rederive()
    assert rows(path) == before
    assert all(before.values())


@pytest.mark.parametrize("few", [0, 1000])
def test_what_is_not_so_is_mended(path, split, monkeypatch, few):
    monkeypatch.setattr(database, "_FEW", few)
    with open_ledger(path) as ledger:
        expected = contents(ledger)
    with duckdb.connect(path) as connection:
        connection.execute("DELETE FROM facts WHERE rowid % 3 = 0")
        connection.execute("UPDATE claims SET confidence = 0.1 WHERE rowid % 3 = 1")
        connection.execute("UPDATE copies SET copy_group = (SELECT min(document_id) FROM documents)")
        connection.execute(
            "INSERT INTO events SELECT * REPLACE ('e0' AS event_id, 'gone' AS block) FROM events LIMIT 1"
        )
        connection.execute("INSERT INTO transitions SELECT * REPLACE ('gone' AS row_key) FROM transitions LIMIT 1")
        connection.execute("DELETE FROM bands WHERE rowid > 3")
    with open_ledger(path) as ledger:
        assert contents(ledger) != expected
        ledger.rederive()
        assert contents(ledger) == expected
    with duckdb.connect(path, read_only=True) as connection:
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM bands), (SELECT count(*) FROM signatures)"
        ).fetchall()
    assert counted[0][0] == counted[0][1] == 40


def test_a_process_that_dies_leaves_the_ledger_as_it_was(path, split, monkeypatch):
    def killed(*given, **named):
        process = Popen(*given, **named)
        process.kill()
        return process

    monkeypatch.setattr(helpers, "Popen", killed)
    with open_ledger(path) as ledger:
        expected = contents(ledger)
        with pytest.raises(LedgerError, match=f"has ended .status {-signal.SIGKILL}"):
            ledger.rederive()
        assert contents(ledger) == expected


def test_killed_while_it_derives_anew(path):
    with open_ledger(path) as ledger:
        expected = contents(ledger)
    command = (
        "import sys; from legation.ledger import derivation; from legation.ledger.store import open_ledger\n"
        "derivation._MANY = 0\n"
        "with open_ledger(sys.argv[1]) as ledger:\n"
        "    print(flush=True)\n"
        "    while True: ledger.rederive()"
    )
    chance = Random(3)
    for _ in range(4):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        with Popen([sys.executable, "-c", command, str(path)], stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.0, 2.0))
            process.kill()
        with open_ledger(path) as ledger:
            assert contents(ledger) == expected


def _grown(ledger: Ledger) -> None:
    """Leaves free space in the file."""
    for _ in range(3):
        with ledger.batch():
            for article, mentions in archive(300, seed=7):
                ledger.add(article, mentions, coder=f"coder {_}", today=TODAY)


def test_compacting_changes_nothing_but_the_size(path):
    with open_ledger(path) as ledger:
        _grown(ledger)
        expected, revision, identity = contents(ledger), ledger.revision(), ledger.identity()
        run = ledger.start_run([])
        with pytest.raises(LedgerError, match="held"):
            _in_another_process("compact", path)
    path.chmod(0o640)
    size = path.stat().st_size
    compact(path)
    assert path.stat().st_size < size
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    with open_ledger(path) as ledger:
        assert contents(ledger) == expected
        assert (ledger.revision(), ledger.identity()) == (revision, identity)
        assert ledger.start_run([]) == run + 1
        ledger.rederive()
        assert contents(ledger) == expected


def _in_another_process(name: str, path: Path) -> None:
    command = f"import sys; from legation.ledger.store import {name}; {name}(sys.argv[1])"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ask = [sys.executable, "-c", command, path]
    done = subprocess.run(ask, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise LedgerError(done.stderr)


def test_the_bands_of_one_and_of_many_documents_find_the_same_copies(path):
    with open_ledger(path) as ledger:
        found = ledger._database
        documents = [name for (name,) in found.rows("SELECT document_id FROM documents ORDER BY 1")]
        groups = found.rows("SELECT * FROM copies ORDER BY ALL")
        assert len({group for _, group in groups}) < len(documents)
        for at_once in (1, 40):
            found.execute("DELETE FROM copies")
            found.execute("DELETE FROM bands")
            for begin in range(0, len(documents), at_once):
                join_groups(found, documents[begin : begin + at_once])
            assert found.rows("SELECT * FROM copies ORDER BY ALL") == groups


def test_a_ledger_of_the_second_version_is_brought_on(path):
    with open_ledger(path) as ledger:
        expected = contents(ledger)
    with duckdb.connect(path) as connection:
        connection.execute(
            "DROP TABLE bands; CREATE TABLE bands (band BIGINT NOT NULL, document_id VARCHAR NOT NULL); "
            "UPDATE ledger SET schema_version = 2"
        )
    with open_ledger(path) as ledger:
        assert contents(ledger) == expected
    assert len(rows(path)["bands"]) == 40
