"""`legation add` killed at any moment: what it reported as done is there, and the end is as if nothing had happened."""

import os
import pty
import re
import subprocess
import time
from pathlib import Path
from random import Random
from select import select
from typing import Any

import pytest
from command_line import COMMAND, wire, write_lines

from legation import pipeline
from legation.ledger.store import Ledger, open_ledger
from legation.records.article import Article
from legation.settings import Settings
from legation.sources.inputs import read_inputs

SIZE = 60
_REPORTED = re.compile(rb"(\d+) added, (\d+) known")


def add_until_killed(inputs: Path, ledger: Path, seconds: float) -> tuple[bool, int]:
    """Runs `legation add` on a terminal and kills it after so long.

    Gives whether it came to its end before, and how many articles its progress line last reported as kept.
    """
    terminal, its_end = pty.openpty()
    shown = b""
    command = [*COMMAND, "add", str(inputs), "--ledger", str(ledger)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=its_end, env=os.environ | {"TERM": "xterm"}
    ) as run:
        os.close(its_end)
        end = time.monotonic() + seconds
        while run.poll() is None and time.monotonic() < end:
            shown += _read(terminal)
        ended = run.poll() is not None
        run.kill()
    while more := _read(terminal):
        shown += more
    os.close(terminal)
    assert not ended or run.returncode == 0, shown
    assert b"Traceback" not in shown, shown
    reported = _REPORTED.findall(shown)
    return ended, sum(map(int, reported[-1])) if reported else 0


def _read(terminal: int) -> bytes:
    """What the terminal shows next; nothing if that is nothing for a moment, or its process has ended."""
    if not select([terminal], [], [], 0.01)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""


def contents(book: Ledger, articles: list[Article]) -> dict[str, Any]:
    """All that the ledger holds, its problems and runs apart."""
    return {
        "counts": book.counts(),
        "documents": [book.article(one.document_id) for one in articles],
        "mentions": book.mentions(),
        "events": book.event_rows(),
        "relationships": book.relationship_rows(),
        "steps": book.transitions(),
    }


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("wire") / "wire.jsonl", wire(SIZE, seed=7))


@pytest.fixture(scope="module")
def whole(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Article], dict[str, Any]]:
    """The articles, and what a ledger holds to which they were added in one go."""
    records = [one for one in read_inputs([str(articles)], Settings()) if isinstance(one, Article)]
    with open_ledger(tmp_path_factory.mktemp("whole") / "whole.duckdb") as book:
        counts = pipeline.add(book, records)
        held = contents(book, records)
    assert counts.added == SIZE and counts.mentions > SIZE and held["relationships"]
    return records, held


@pytest.mark.parametrize(("kills", "seed"), [(6, 3), pytest.param(50, 4, marks=pytest.mark.slow)])
def test_killed_and_carried_on(articles, whole, tmp_path, kills, seed):
    records, expected = whole
    chance = Random(seed)
    killed, partial, ledgers = 0, 0, 0
    while killed < kills or not ended:
        if not killed or ended:
            ledgers += 1
            ledger = tmp_path / f"killed-{ledgers}.duckdb"
            kept: set[str] = set()
        ended, reported = add_until_killed(articles, ledger, chance.uniform(0.3, 4.0) if killed < kills else 120)
        killed += not ended
        with open_ledger(ledger, read_only=bool(kept)) as book:
            there = {one.document_id for one in records if book.article(one.document_id)}
            told = {mention.document_id for mention in book.mentions()}
            assert kept <= there and len(there) >= reported
            assert there == told, "an article without its mentions"
            partial += not ended and len(there) > len(kept)
            kept = there
            if ended:
                assert contents(book, records) == expected
    assert killed == kills and partial > kills // 4, "most kills should hit the middle of the work"
