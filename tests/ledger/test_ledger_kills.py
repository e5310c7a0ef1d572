"""Killed at any moment, a ledger holds all that was reported as done, and ends as one that was never killed."""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from ledger_building import TODAY, archive, contents

from legation.ledger.store import open_ledger

WRITER = Path(__file__).with_name("kill_writer.py")
SEED = 11


def write_until_killed(path: Path, size: int, reports: int, seconds: float) -> set[str]:
    """Runs the writer, kills it `seconds` after its so many-th report; the ids that it reported."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(WRITER), str(path), str(size), str(SEED)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        first = b"".join(process.stdout.readline() for _ in range(reports))
        time.sleep(seconds)
        process.kill()
        reported = (first + process.stdout.read()).decode()
    return {line for line in reported.splitlines(keepends=True) if line.endswith("\n")}


@pytest.mark.parametrize(("kills", "size"), [(10, 40), pytest.param(50, 150, marks=pytest.mark.slow)])
def test_killed_and_resumed(tmp_path, kills, size):
    chance = Random(5)
    path = tmp_path / "killed.ledger"
    done: set[str] = set()
    for _ in range(kills):
        reported = write_until_killed(path, size, chance.randrange(3), chance.uniform(0.0, 0.1))
        done |= {line.strip() for line in reported} - {"all"}
        with open_ledger(path, read_only=True) as ledger:
            assert all(ledger.article(document_id) for document_id in done)
            told = {one.document_id for one in ledger.mentions()}
            assert ledger.counts()["documents"] == len(told), "an article without its mentions"
    assert done
    with open_ledger(path) as killed, open_ledger(tmp_path / "whole.ledger") as whole:
        for article, mentions in archive(size, SEED):
            killed.add(article, mentions, today=TODAY)
            whole.add(article, mentions, today=TODAY)
        assert contents(killed) == contents(whole)
        assert killed.counts()["documents"] == size
