"""Arithmetic on days, weeks, months, seasons and years for the time expressions; a period is (first day, last day).

Where the calendar of Python ends (years 1 and 9999) these functions raise ValueError or OverflowError.
"""

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
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "a dozen": 12, "a": 1, "an": 1}
# Our reading of counts that name no number; "weeks ago" and "the coming weeks" count as "a few".
VAGUE = {"several": 5, "a few": 3, "few": 3, "some": 3, "a couple of": 2, "couple of": 2}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# From fine to coarse.
FINENESS: tuple[Precision, ...] = (
    "day",
    "week",
    "range",
    "month",
    "season",
    "quarter",
    "half",
    "year",
    "decade",
)


def month_of(year: int, month: int) -> Period:
    """The days of a month; `month` may run over (13 is January of the next year)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_of(year: int, first: int, count: int) -> Period:
    """The days of `count` months on end from the month `first`, which may run over."""
    return month_of(year, first)[0], month_of(year, first + count - 1)[1]


def year_of(year: int) -> Period:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def decade_of(year: int) -> Period:
    """The days of the decade in which a year lies."""
    return date(year // 10 * 10, 1, 1), date(year // 10 * 10 + 9, 12, 31)


def week_of(day: date) -> Period:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def shifted(day: date, unit: str, count: int) -> tuple[Period, Precision]:
    """The hour's day, day, week, weekend, month, quarter, year or decade that lies `count` units from `day`."""
    if unit in ("hour", "day"):
        there = day + timedelta(**{f"{unit}s": count})  # a date counts whole days only
        return (there, there), "day"
    if unit == "week":
        return week_of(day + timedelta(weeks=count)), "week"
    if unit == "weekend":
        saturday = week_of(day + timedelta(weeks=count))[0] + timedelta(days=5)
        return (saturday, saturday + timedelta(days=1)), "range"
    if unit == "month":
        return month_of(day.year, day.month + count), "month"
    if unit == "quarter":
        return months_of(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * count, 3), "quarter"
    if unit == "year":
        return year_of(day.year + count), "year"
    return decade_of(day.year + 10 * count), "decade"


def moved(day: date, unit: str, count: int) -> date:
    """The very day that lies `count` units from `day`; the last of the month where the month is too short."""
    if unit in ("hour", "day", "week", "weekend"):
        return day + timedelta(
            days=count * 7 if unit.startswith("week") else int(count / 24) if unit == "hour" else count
        )
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit] * count
    first, last = month_of(day.year, day.month + months)
    return min(first + timedelta(days=day.day - 1), last)


def part_of(period: Period, part: str) -> Period:
    """The early, middle or late third of a period."""
    first, last = period
    third = (last - first) / 3
    if part in ("early", "beginning", "start"):
        return first, first + third
    if part in ("mid", "middle"):
        return first + third, last - third
    return last - third, last


def nearest_year(month: int, day: int, around: date) -> date:
    """The day and month in the year that brings it nearest to `around`. Raises ValueError where there is none."""
    near = []
    for year in range(max(around.year - 4, 1), min(around.year + 4, 9999) + 1):
        if day <= monthrange(year, month)[1]:
            near.append(date(year, month, day))
    return min(near, key=lambda there: abs((there - around).days))


def season_of(name: str, around: date, which: str) -> Period:
    """The last, next or nearest spring (March to May), summer, autumn or winter (from December) of the north."""
    first = SEASONS[name]
    near = [months_of(around.year + step, first, 3) for step in (-2, -1, 0, 1)]
    if which == "last":
        return max(season for season in near if season[1] < around)
    if which == "next":
        return min(season for season in near if season[0] > around)
    return min(near, key=lambda season: max((season[0] - around).days, (around - season[1]).days))


def last_weekday(weekday: int, around: date) -> date:
    """The latest such weekday up to and including `around`."""
    return around - timedelta(days=(around.weekday() - weekday) % 7)
