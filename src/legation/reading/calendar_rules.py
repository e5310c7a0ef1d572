"""Arithmetic on weeks, months, quarters and years for the time expressions; every period is (first day, last day)."""

from calendar import monthrange
from datetime import date, timedelta

from legation.records.place import Precision

Period = tuple[date, date]

MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|"
        "oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tue|wednesday wed|thursday thu|friday fri|saturday sat|sunday sun".split("|")
    )
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "several": 5, "a few": 3, "a couple of": 2}


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Period:
    """The days of a month; `month` may run over (13 is January of the next year)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_of(year: int) -> Period:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def week_of(day: date) -> Period:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def shifted(day: date, unit: str, count: int) -> tuple[Period, Precision]:
    """The day, week, month, year or decade that lies `count` units from `day`, and the precision that this gives."""
    if unit == "day":
        there = day + timedelta(days=count)
        return (there, there), "day"
    if unit == "week":
        return week_of(day + timedelta(weeks=count)), "week"
    if unit == "weekend":
        saturday = week_of(day + timedelta(weeks=count))[0] + timedelta(days=5)
        return (saturday, saturday + timedelta(days=1)), "range"
    if unit == "month":
        return month_of(day.year, day.month + count), "month"
    if unit == "quarter":
        first = month_of(day.year, ((day.month - 1) // 3) * 3 + 1 + 3 * count)[0]
        return (first, month_of(first.year, first.month + 2)[1]), "quarter"
    if unit == "year":
        return year_of(day.year + count), "year"
    decade = (day.year // 10 + count) * 10
    return (date(decade, 1, 1), date(decade + 9, 12, 31)), "decade"


def part_of(period: Period, part: str) -> Period:
    """The early, middle or late third of a period."""
    first, last = period
    third = (last - first) / 3
    if part.startswith(("early", "beginning", "start")):
        return first, first + third
    if part.startswith("mid"):
        return first + third, last - third
    return last - third, last


def nearest_year(month: int, day: int, around: date) -> date | None:
    """The day and month in the year that brings it nearest to `around`."""
    near = [valid_date(around.year + step, month, day) for step in (-1, 0, 1)]
    return min((day for day in near if day), key=lambda there: abs((there - around).days), default=None)


def last_weekday(weekday: int, around: date) -> date:
    """The latest such weekday up to and including `around`."""
    return around - timedelta(days=(around.weekday() - weekday) % 7)
