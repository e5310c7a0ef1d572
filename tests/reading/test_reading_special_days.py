"""Holidays, dated events and fiscal years: the tables, and which of them a sentence means."""

from datetime import date

import pytest

from legation.ontology.data import cells, read_tsv
from legation.ontology.knowledge import load_knowledge
from legation.reading.calendar_rules import easter, orthodox_easter, persian_year
from legation.reading.special_days import countries_named, dated_event, dated_year, fiscal_years, holiday, holiday_names


def test_each_holiday_has_a_day_in_each_year() -> None:
    for row in read_tsv("reading/holidays.tsv"):
        for name in cells(row["name"]):
            sentence = load_knowledge().actors[row["country"]].name if row["country"] else ""
            day_of = holiday(name, sentence)
            assert day_of is not None, name
            assert all(day_of(year).year == year for year in range(1950, 2050)), name
    assert len(holiday_names()) > 80


def test_the_countries_of_the_tables_are_known() -> None:
    named = {row["country"] for row in read_tsv("reading/holidays.tsv")} - {""}
    assert named | fiscal_years().keys() <= load_knowledge().countries.keys()


@pytest.mark.parametrize(
    ("name", "sentence", "day"),
    [
        ("Victory Day", "Moscow paraded.", (5, 9)),
        ("Victory Day", "Turkish jets flew over Ankara.", (8, 30)),
        ("Independence Day", "In Kyiv the guard paraded.", (8, 24)),
        ("Thanksgiving", "Troops ate turkey.", (11, 28)),
        ("Thanksgiving", "Canadian troops ate turkey.", (10, 14)),
    ],
)
def test_a_holiday_is_that_of_the_country_that_the_sentence_names(
    name: str, sentence: str, day: tuple[int, int]
) -> None:
    day_of = holiday(name, sentence)
    assert day_of is not None
    assert day_of(2024) == date(2024, *day)


def test_a_national_day_of_no_country_is_none() -> None:
    assert holiday("Independence Day", "The guard paraded.") is None


def test_feasts_fall_where_the_churches_say() -> None:
    assert [easter(year) for year in (2000, 2024, 2025)] == [date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20)]
    assert [orthodox_easter(year) for year in (2023, 2024, 2025)] == [
        date(2023, 4, 16),
        date(2024, 5, 5),
        date(2025, 4, 20),
    ]


def test_the_years_of_iran_follow_each_other() -> None:
    assert persian_year(1403)[0] == date(2024, 3, 20)
    assert persian_year(1357)[0] == date(1978, 3, 21)
    for number in range(1350, 1450):
        last, first = persian_year(number)[1], persian_year(number + 1)[0]
        assert (first - last).days == 1


def test_a_day_means_an_event_where_the_words_around_it_say_so() -> None:
    text = "The January 6 riot at the Capitol"
    assert dated_year(1, 6, text, 4, 13) == 2021
    assert dated_year(1, 6, "The January 6 talks at the Capitol", 4, 13) is None
    assert dated_year(1, 6, "The January 6 riot in Lagos", 4, 13) is None
    assert dated_event("9/11", "the 9/11 attacks", 4, 8) == date(2001, 9, 11)
    assert dated_event("full-scale invasion", "Russia planned a full-scale invasion", 17, 36) is None


def test_countries_are_named_in_many_ways() -> None:
    assert countries_named("British and Nigerien troops met U.S. envoys in New Delhi.") == ("GBR", "NER", "USA", "IND")
    assert countries_named("The troops met envoys.") == ()
