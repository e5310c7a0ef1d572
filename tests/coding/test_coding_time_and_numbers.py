"""Numbers, dates and headlines: what a mention carries beside its sides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mention_checks import assert_sound

from legation.api import code_text
from legation.coding.quantities import quantities
from legation.coding.timing import after_another, in_the_right_year, is_measure, placed_in_time
from legation.reading.dates import time_expressions
from legation.records.article import Span
from legation.records.event import Factuality
from legation.records.place import Precision, TimeExpression

_DECEMBER_PAST = TimeExpression("in December", 0, 11, date(2023, 12, 1), date(2023, 12, 31), "month")
_PUBLISHED = date(2024, 4, 22)


@pytest.mark.parametrize(
    ("sentence", "what", "value", "text", "unit"),
    [
        ("It sent about 1,000 troops.", "troops", 1000, "about 1,000 troops", None),
        ("It sent 350 more French soldiers.", "troops", 350, "350 more French soldiers", None),
        ("It sent a dozen trainers.", "trainers", 12, "dozen trainers", None),
        ("It sent two hundred instructors.", "trainers", 200, "two hundred instructors", None),
        ("It has a 5,000-strong force of 2.5 thousand men.", "troops", 2500, "2.5 thousand men", None),
        ("At least 15 people were hurt.", "people", 15, "At least 15 people", None),
        ("Some 40 civilians were killed.", "people", 40, "Some 40 civilians", None),
        ("It delivered six drones.", "hardware", 6, "six drones", None),
        ("It delivered up to 31 Abrams tanks.", "hardware", 31, "up to 31 Abrams tanks", None),
        ("It paid $1.5 billion.", "money", 1.5e9, "$1.5 billion", "USD"),
        ("It paid US$20 million.", "money", 2e7, "US$20 million", "USD"),
        ("It paid €300m.", "money", 3e8, "€300m", "EUR"),
        ("It paid £2,500.", "money", 2500, "£2,500", "GBP"),
        ("It paid 10 million euros.", "money", 1e7, "10 million euros", "EUR"),
        ("It paid 5 billion CFA francs.", "money", 5e9, "5 billion CFA francs", "XOF"),
    ],
)
def test_a_quantity_is_read(sentence: str, what: str, value: float, text: str, unit: str | None) -> None:
    found = [quantity for quantity in quantities(sentence, 7) if quantity.text == text]
    assert [(quantity.what, quantity.value, quantity.unit) for quantity in found] == [(what, value, unit)]
    assert sentence[found[0].start - 7 : found[0].end - 7] == text


@pytest.mark.parametrize(
    "sentence", ["In 2023 it left.", "Article 5 holds.", "The 1990s were hard.", "No one came.", ""]
)
def test_other_numbers_are_no_quantities(sentence: str) -> None:
    assert quantities(sentence, 0) == ()


_PIECES = "1,000 2.5 $ € US$ million bn dozen about troops soldiers killed , . - six 1,2,3 ²  ٣ dollars CFA".split(" ")


@given(st.text(max_size=80) | st.lists(st.sampled_from(_PIECES)).map(" ".join), st.integers(0, 99))
def test_quantities_of_any_text_slice_back(text: str, offset: int) -> None:
    for quantity in quantities(text, offset):
        assert text[quantity.start - offset : quantity.end - offset] == quantity.text
        assert quantity.value >= 0


def test_a_number_goes_to_its_own_event() -> None:
    text = "Turkey sent 20 drones to Mali, and Russia sent 300 troops to Chad."
    mentions = code_text(text, published=_PUBLISHED)
    assert_sound(mentions, text)
    assert {(m.source[0].actor_id, n.what, n.value) for m in mentions for n in m.numbers} == {
        ("TUR", "hardware", 20),
        ("RUS", "troops", 300),
    }


def _time(text: str, start: date, end: date, precision: Precision) -> TimeExpression:
    return TimeExpression(text, 0, len(text), start, end, precision)


_DECEMBER = _time("in December", date(2024, 12, 1), date(2024, 12, 31), "month")
_JANUARY = _time("in January", date(2024, 1, 1), date(2024, 1, 31), "month")
_LEAP_DAY = _time("on February 29", date(2024, 2, 29), date(2024, 2, 29), "day")
_THURSDAY = _time("on Thursday", date(2024, 4, 25), date(2024, 4, 25), "day")
_SUNDAY = _time("on Sunday", date(2024, 4, 21), date(2024, 4, 21), "day")


@pytest.mark.parametrize(
    ("factuality", "time", "start", "end"),
    [
        (Factuality.OCCURRED, _DECEMBER, date(2023, 12, 1), date(2023, 12, 31)),  # the past has been
        (Factuality.HISTORICAL, _DECEMBER, date(2023, 12, 1), date(2023, 12, 31)),
        (Factuality.PLANNED, _DECEMBER, date(2024, 12, 1), date(2024, 12, 31)),
        (Factuality.OCCURRED, _JANUARY, date(2024, 1, 1), date(2024, 1, 31)),
        (Factuality.PLANNED, _JANUARY, date(2025, 1, 1), date(2025, 1, 31)),  # the future is to come
        (Factuality.POSSIBLE, _JANUARY, date(2025, 1, 1), date(2025, 1, 31)),
        (Factuality.PLANNED, _LEAP_DAY, date(2025, 2, 28), date(2025, 2, 28)),  # 2025 has no 29 February
        (Factuality.PLANNED, _SUNDAY, date(2024, 4, 28), date(2024, 4, 28)),  # the next Sunday
        (Factuality.OCCURRED, _SUNDAY, date(2024, 4, 21), date(2024, 4, 21)),
        (Factuality.OCCURRED, _THURSDAY, date(2024, 4, 18), date(2024, 4, 18)),  # the last Thursday
        (Factuality.PLANNED, _THURSDAY, date(2024, 4, 25), date(2024, 4, 25)),
        (Factuality.DENIED, _DECEMBER, date(2024, 12, 1), date(2024, 12, 31)),
        (
            Factuality.OCCURRED,
            _time("in December 2024", date(2024, 12, 1), date(2024, 12, 31), "month"),  # a year is a year
            date(2024, 12, 1),
            date(2024, 12, 31),
        ),
    ],
)
def test_tense_and_calendar_agree(factuality: Factuality, time: TimeExpression, start: date, end: date) -> None:
    moved = in_the_right_year(factuality, time, _PUBLISHED)
    assert moved is not None
    assert (moved.start_date, moved.end_date, moved.text) == (start, end, time.text)


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        (" that it would ", True),  # "announced in December that it would leave"
        (", the minister told reporters that Italy would ", True),
        (" it would ", True),
        (" the soldiers will ", False),
        (" the ships that sail will ", False),
        ("", False),
    ],
)
def test_a_plan_announced_in_december_is_one_of_last_december(clause: str, kept: bool) -> None:
    moved = in_the_right_year(Factuality.PLANNED, _DECEMBER_PAST, _PUBLISHED, clause)
    assert (moved == _DECEMBER_PAST) == kept


def test_without_a_date_nothing_is_moved() -> None:
    assert in_the_right_year(Factuality.OCCURRED, None, _PUBLISHED) is None
    assert in_the_right_year(Factuality.OCCURRED, _DECEMBER, None) == _DECEMBER


def test_what_is_dated_long_ago_is_historical_and_what_lies_ahead_planned() -> None:
    old = _time("in 2021", date(2021, 1, 1), date(2021, 12, 31), "year")
    assert placed_in_time(Factuality.OCCURRED, old, _PUBLISHED) is Factuality.HISTORICAL
    assert placed_in_time(Factuality.OCCURRED, _DECEMBER, _PUBLISHED) is Factuality.PLANNED
    assert placed_in_time(Factuality.OCCURRED, _SUNDAY, _PUBLISHED) is Factuality.OCCURRED
    for factuality in (Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED):
        assert placed_in_time(factuality, old, _PUBLISHED) is factuality


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Italy froze the account after the coup of July 2023.", True),
        ("Italy froze the account of a firm following the strikes in July 2023.", True),
        ("Italy froze the account after the bank, which fell in July 2023, had closed.", False),
        ("Italy froze an account that was opened after the coup of July 2023.", False),
        ("Italy froze the account, and Spain left after the coup of July 2023.", False),
    ],
)
def test_a_sequel_begins_with_what_it_follows(sentence: str, found: bool) -> None:
    start = sentence.index("July 2023")
    july = TimeExpression("July 2023", start, start + 9, date(2023, 7, 1), date(2023, 7, 31), "month")
    told = after_another(Span(sentence, 0, len(sentence)), sentence.index("froze") + 5, [july])
    assert (told is not None) == found
    assert told is None or (told.start_date, told.end_date, told.text) == (july.start_date, None, july.text)


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("It was the first known Russian delivery to Niger since July 2023.", True),
        ("It is the first known Russian delivery since the coup of July 2023.", True),
        ("It was the first coup since the delivery; the coup of July 2023 was the next.", False),
        ("It is the deadliest attack on the border since July 2023.", True),
        ("Russia has trained Niger's guard since July 2023.", False),
        ("The first trainers arrived, and they have taught there since July 2023.", False),
    ],
)
def test_a_time_that_only_measures_is_not_when_it_was(sentence: str, measure: bool) -> None:
    (time,) = time_expressions(sentence, _PUBLISHED)
    trigger = sentence.find("delivery") + len("delivery")
    assert is_measure(time, sentence[: time.start], trigger) is measure


def test_the_time_of_a_mention_is_that_of_its_own_clause() -> None:
    text = "French troops left Mali in August 2022, and Germany will withdraw its soldiers from Niger by May 31."
    by_source = {m.source[0].actor_id: m for m in code_text(text, published=_PUBLISHED) if m.event_type == "RETREAT"}
    assert by_source["FRA"].time is not None and by_source["DEU"].time is not None
    assert by_source["FRA"].time.start_date == date(2022, 8, 1)
    assert by_source["FRA"].factuality is Factuality.HISTORICAL
    assert by_source["DEU"].time.end_date == date(2024, 5, 31)
    assert by_source["DEU"].factuality is Factuality.PLANNED


def test_a_headline_takes_the_factuality_of_its_body() -> None:
    body = "Germany will withdraw its soldiers from Niger in August."
    title, text = code_text(body, published=_PUBLISHED, title="Germany Withdraws Soldiers From Niger")
    assert (title.field, text.field) == ("title", "text")
    assert title.factuality is text.factuality is Factuality.PLANNED
