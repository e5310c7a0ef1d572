"""The README's excerpt is what the demo really prints."""

import re
from pathlib import Path

from typer.testing import CliRunner

from legation.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
THEN = ["--as-of", "2024-06-01", "--known-on", "2024-06-01"]


def printed(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_table_is_what_the_demo_prints(demo_ledger):
    table = re.search(r"```\n([^`]*provider[^`]*)```", README)
    assert table is not None
    rows = [line.rstrip() for line in table.group(1).splitlines() if line.strip()]
    real = [
        line.rstrip()
        for line in printed("relationships", "--country", "NER", *THEN, "--ledger", str(demo_ledger)).splitlines()
    ]
    assert len(rows) > 5
    assert [row for row in rows if row not in real] == []


def test_the_sentences_are_those_of_the_brief(demo_ledger):
    quoted = [line.removeprefix("> ").strip("*- ") for line in README.splitlines() if line.startswith("> ")]
    real = re.sub(r" \[\[\d+\]\]\(#source-\d+\)", "", printed("brief", "NER", "--ledger", str(demo_ledger)))
    assert len(quoted) > 3
    assert [line for line in quoted if line and line not in real] == []


def test_a_second_run_of_the_demo_changes_nothing(demo_ledger):
    before = printed("events", "--ledger", str(demo_ledger), "--format", "json")
    assert CliRunner().invoke(app, ["add", str(ROOT / "demo/archive"), "--ledger", str(demo_ledger)]).exit_code == 0
    assert printed("events", "--ledger", str(demo_ledger), "--format", "json") == before
    assert len(before) > 1000
