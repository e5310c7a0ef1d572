"""Time expressions: a table of readings, and what must hold for any text."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.reading.dates import time_expressions

_LINES = [
    line
    for line in (Path(__file__).parent / "date_cases.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_CASES = list(csv.DictReader(_LINES, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))
# Readings that the rules do not reach; they are kept in the table, and must be at most 5 % of it.
_MISSED: frozenset[str] = frozenset()

_WORDS = st.sampled_from(
    "on in the by since until before after from to between and early mid- late end of beginning last next this past "
    "coming week month year day days weeks two three a few several 12 31 2023 1999 2,000 May march July Dec. Tuesday "
    "Friday today overnight ago earlier later within summer fall 1990s quarter half second , . - – \n 99".split(" ")
)
_PUBLISHED = st.none() | st.dates()


def _read(case: dict[str, str]) -> list[tuple[str, str, str, str]]:
    published = date.fromisoformat(case["published"]) if case["published"] else None
    return [
        (found.text, str(found.start_date or ""), str(found.end_date or ""), found.precision)
        for found in time_expressions(case["text"], published)
    ]


def _expected(case: dict[str, str]) -> list[tuple[str, str, str, str]]:
    if not case["span"]:
        return []
    columns = [case[name].split("|") for name in ("span", "start", "end", "precision")]
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("case", _CASES, ids=[case["text"] for case in _CASES])
def test_a_reader_takes_the_words_to_mean_this(case: dict[str, str]) -> None:
    if case["text"] in _MISSED:
        pytest.xfail("a reading that the rules do not reach")
    assert _read(case) == _expected(case)


def test_the_table_is_large_and_nearly_all_of_it_is_read() -> None:
    assert len(_CASES) >= 120
    assert len(_MISSED) <= 0.05 * len(_CASES)


@given(st.lists(_WORDS).map(" ".join) | st.text(), _PUBLISHED)
def test_spans_slice_back_in_order_without_overlap(text: str, published: date | None) -> None:
    floor = 0
    for found in time_expressions(text, published):
        assert text[found.start : found.end] == found.text != ""
        assert floor <= found.start
        floor = found.end
        if found.start_date and found.end_date:
            assert found.start_date <= found.end_date
        if found.precision == "unknown":
            assert found.start_date is None or found.end_date is None
        else:
            assert found.start_date or found.end_date


@given(st.lists(_WORDS, max_size=8).map(" ".join), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_time_is_read_alike_wherever_it_stands(words: str, published: date) -> None:
    alone = time_expressions(words, published)
    moved = time_expressions(f"The army said so.\n{words}\nIt left.", published)
    assert [(found.text, found.start_date, found.end_date) for found in alone] == [
        (found.text, found.start_date, found.end_date) for found in moved
    ]


@pytest.mark.parametrize("published", [date.min, date(2024, 4, 22), date.max])
@pytest.mark.parametrize("words", ["999 decades ago", "next year", "last weekend", "by Tuesday", "last winter"])
def test_the_ends_of_the_calendar_raise_nothing(words: str, published: date) -> None:
    assert [found.text for found in time_expressions(words, published)] == [words]


@pytest.mark.parametrize(
    "unit",
    ["1", "in ", "2023 ", "2023-", "last ", "since the ", "May ", "12 ", "the end of ", " ", "\n", "a", "two days ",
     "between 2013 and ", "Tuesday to ", "12-14 "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    time_expressions(text, date(2024, 4, 22))
    assert time.process_time() - start < 1.0
