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
from legation.records.event import EventMention
from legation.settings import Settings
from legation.sources.inputs import read_inputs

SIZE = 60
NEVER = 120.0
_REPORTED = re.compile(rb"(\d+) added, (\d+) known")


def add_until_killed(inputs: Path, ledger: Path, seconds: float, *, at_work: bool) -> tuple[bool, int]:
    """Runs `legation add` on a terminal; kills it so long after its start or, `at_work`, after its first new article.

    Gives whether it came to its end before, and how many articles its progress line last reported as kept.
    """
    terminal, its_end = pty.openpty()
    shown = b""
    command = [*COMMAND, "add", str(inputs), "--ledger", str(ledger)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=its_end, env=os.environ | {"TERM": "xterm"}
    ) as run:
        os.close(its_end)
        end = time.monotonic() + (NEVER if at_work else seconds)
        while run.poll() is None and time.monotonic() < end:
            shown += _read(terminal)
            if at_work and re.search(rb"[1-9]\d* added", shown):
                at_work, end = False, time.monotonic() + seconds
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


def documents(mentions: list[EventMention]) -> set[str]:
    """The ids of the articles that mentions come from."""
    return {mention.document_id for mention in mentions}


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
    assert counts.added == SIZE and held["events"] and held["relationships"]
    assert documents(held["mentions"]) == {one.document_id for one in records}
    return records, held


@pytest.mark.parametrize(("kills", "seed"), [(6, 3), pytest.param(50, 4, marks=pytest.mark.slow)])
def test_killed_and_carried_on(articles, whole, tmp_path, kills, seed):
    records, expected = whole
    chance = Random(seed)
    killed, within, ledgers, most = 0, 0, 0, 0
    ended = True
    while killed < kills or not ended:
        if ended:
            ledgers += 1
            ledger = tmp_path / f"{ledgers}.duckdb"
            kept: set[str] = set()
        at_work = killed % 2 == 0 and killed < kills
        seconds = chance.uniform(0.0, 1.5 if at_work else 3.0) if killed < kills else NEVER
        ended, reported = add_until_killed(articles, ledger, seconds, at_work=at_work)
        with open_ledger(ledger, read_only=bool(kept)) as book:
            there = {one.document_id for one in records if book.article(one.document_id)}
            assert kept <= there and len(there) >= reported
            assert there == documents(book.mentions()), "an article without its mentions"
            if ended:
                assert contents(book, records) == expected
        killed += not ended
        within += not ended and len(there) > len(kept)
        most = max(most, 0 if ended else reported)
        kept = there
    assert within >= kills // 2, "half of the kills hit the middle of the work"
    assert most > 0, "progress should have been reported before a kill"
