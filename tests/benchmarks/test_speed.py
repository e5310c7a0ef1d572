"""The benchmark's own arithmetic, tables and processes; nothing here is timed against anything."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import speed
from benchmarks.figures import Load, Pair, rates_table, spread, times_table
from benchmarks.processes import Run, run
from benchmarks.spacy_pass import texts
from corpus.markdown import put

COUNTS = {"articles": 3, "not_coded": 1, "sentences": 1200, "screened": 480, "gated": 300, "telling": 90}


def pair(ours, passed, theirs):
    about = json.dumps({"seconds": passed, "characters": 12345, "version": "3.8.0"})
    return Pair(Run(ours, 2 * ours, 300.0), Run(theirs, theirs, 800.0, about), passed)


def cells(markdown, name):
    (row,) = [line for line in markdown.splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


@given(st.lists(st.floats(0.01, 9.9), min_size=1))
def test_the_median_lies_between_the_ends(values):
    least, median, greatest = map(float, spread(values))
    assert min(values) == pytest.approx(least, abs=0.006)
    assert least <= median <= greatest
    assert max(values) == pytest.approx(greatest, abs=0.006)


def test_nothing_measured_is_no_figure():
    with pytest.raises(ValueError, match="nothing"):
        spread([])


def test_ratios_are_taken_within_pairs():
    pairs = [pair(1, 10, 20), pair(4, 8, 10), pair(3, 10, 12)]
    shown = times_table(pairs, [Load(0.2, 0.5), Load(0.4, 0.7)])
    assert cells(shown, "**`legation code` / the spaCy pass alone**") == ["0.10", "0.30", "0.50"]
    assert cells(shown, "`legation code` / spaCy, whole processes") == ["0.05", "0.25", "0.40"]
    assert cells(shown, "spaCy, whole process, s") == ["10.0", "12.0", "20.0"]
    assert cells(shown, "peak memory of spaCy, MiB") == ["800"] * 3
    assert cells(shown, "model load, s") == ["0.20", "0.30", "0.40"]


def test_rates_are_shares_of_all_sentences():
    shown = rates_table(COUNTS)
    assert cells(shown, "all") == ["1,200", "1.000"]
    assert cells(shown, "pass the screen") == ["480", "0.400"]
    assert cells(shown, "give a mention") == ["90", "0.075"]
    assert cells(rates_table(dict.fromkeys(COUNTS, 0)), "pass the gate") == ["0", "–"]


def test_the_document_has_a_place_for_the_figures():
    assert "new figures" in put(speed.DOCUMENT.read_text(encoding="utf-8"), "benchmark", "new figures")


def test_spacy_is_given_what_legation_reads():
    lines = ['{"headline": "H", "text": "a"}', "", '{"title": "T", "headline": "H", "text": "b"}', '{"text": "c"}']
    assert texts(lines) == ["H\n\na", "T\n\nb", "c"]


def test_sides_take_turns(monkeypatch):
    seen = []
    monkeypatch.setattr(
        speed, "run", lambda command, keep=False: seen.append(command[0]) or Run(1.0, 1.0, 1.0, '{"seconds": 4.0}')
    )
    assert [each.passed for each in speed._pairs(["ours"], ["theirs"], 3)] == [4.0] * 3
    assert seen == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]


def test_a_process_is_measured():
    done = run([sys.executable, "-c", "import time; x = b'1' * 80_000_000; time.sleep(0.2); print('é')"], keep=True)
    assert done.printed.strip() == "é"
    assert done.seconds >= 0.2
    assert done.memory > 76
    assert run([sys.executable, "-c", "print('x')"]).printed == ""


def test_a_process_that_fails_says_why():
    with pytest.raises(RuntimeError, match="status 4: told"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('told'); sys.exit(4)"])


def test_a_missing_file_is_no_run(tmp_path):
    with pytest.raises(FileNotFoundError):
        speed.main([str(tmp_path / "none.jsonl")])


@pytest.mark.parametrize("pairs", ["0", "-1", "x"])
def test_there_is_at_least_one_pair(pairs):
    with pytest.raises(SystemExit):
        speed.main([str(Path(__file__)), "--pairs", pairs])
