"""The arithmetic of the actor benchmark, and that it runs; what it measures is told in docs/speed.md."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import actor_resolution
from benchmarks.actor_resolution import misspelt, shares_table, within
from corpus.markdown import put


@given(st.lists(st.floats(0, 10), min_size=1), st.sampled_from([0.5, 0.95, 0.99, 1.0]))
def test_the_share_lies_within(values, share):
    found = within(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= ceil(share * len(values) - 1e-9)
    assert sum(value < found for value in values) < share * len(values)


@given(st.text(max_size=40))
def test_a_misspelt_phrase_has_the_same_letters(phrase):
    assert Counter(misspelt(phrase)) == Counter(phrase)


def test_misspelling_exchanges_two_letters_of_the_longest_word():
    assert misspelt("the Malian army") == "the Mailan army"


def test_the_greatest_is_told():
    assert shares_table({"phrases": [0.1, 0.2, 3.0]}).splitlines()[-1] == "| phrases | 0.20 | 3.00 | 3.00 | 3.00 |"


@pytest.mark.slow
def test_the_benchmark_writes_its_tables(tmp_path, monkeypatch, capsys):
    document = tmp_path / "speed.md"
    document.write_text(actor_resolution.DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(actor_resolution, "DOCUMENT", document)
    actor_resolution.main(["--loads", "1", "--write"])
    report = capsys.readouterr().out
    assert "terms of office" in report and "the same misspelt" in report
    assert put(document.read_text(encoding="utf-8"), "actors", report) == document.read_text(encoding="utf-8")
