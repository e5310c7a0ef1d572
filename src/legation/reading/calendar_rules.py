"""Arithmetic on days, weeks, months, seasons and years for the time expressions; a period is (first day, last day).

Where the calendar of Python ends (years 1 and 9999) these functions raise ValueError or OverflowError.
"""

from calendar import monthrange
from collections.abc import Iterable
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
    "century",
)
# What is told as past is taken to lie behind the publication, though the same time of the next year be nearer, where
# that one is at least this far off: an announcement of today may name a day soon to come. Our choice.
_TOO_FAR_AHEAD = timedelta(days=100)

_PERSIAN_LEAP_YEARS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # of each 33


def month_of(year: int, month: int) -> Period:
    """The days of a month; `month` may run over (13 is January of the next year)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_of(year: int, first: int, count: int) -> Period:
    """The days of `count` months on end from the month `first`, which may run over."""
    return month_of(year, first)[0], month_of(year, first + count - 1)[1]


def years_of(year: int, count: int = 1) -> Period:
    """The days of `count` years on end."""
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def century_of(number: int) -> Period:
    """The days of a century by number; the 20th ran from 1901 to 2000."""
    return years_of(number * 100 - 99, 100)


def week_of(day: date) -> Period:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def shifted(day: date, unit: str, count: int) -> tuple[Period, Precision]:
    """The unit of time, from the hour's day to the century, that lies `count` units from `day`."""
    if unit in ("hour", "day"):
        there = moved(day, unit, count)
        return (there, there), "day"
    if unit in ("week", "fortnight"):
        return week_of(moved(day, unit, count)), "week"
    if unit == "weekend":
        saturday = week_of(day + timedelta(weeks=count))[0] + timedelta(days=5)
        return (saturday, saturday + timedelta(days=1)), "range"
    if unit == "month":
        return month_of(day.year, day.month + count), "month"
    if unit == "quarter":
        return months_of(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * count, 3), "quarter"
    if unit == "year":
        return years_of(day.year + count), "year"
    if unit == "decade":
        return years_of(day.year // 10 * 10 + 10 * count, 10), "decade"
    return century_of((day.year - 1) // 100 + 1 + count), "century"


def moved(day: date, unit: str, count: int) -> date:
    """The very day that lies `count` units from `day`; the last of the month where the month is too short."""
    days = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
    if unit == "hour":  # a date counts whole days only
        return day + timedelta(days=int(count / 24))
    if unit in days:
        return day + timedelta(days=days[unit] * count)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * count
    first, last = month_of(day.year, day.month + months)
    return min(first + timedelta(days=day.day - 1), last)


def part_of(period: Period, part: str, precision: Precision) -> Period:
    """The early, middle or late third of a period: days of a month, months of a year, years of a decade."""
    first, last = period
    third = 0 if part in ("early", "beginning", "start") else 1 if part in ("mid", "middle") else 2
    if precision == "month":
        return date(first.year, first.month, 1 + 10 * third), last if third == 2 else first + timedelta(10 * third + 9)
    if precision in ("decade", "century"):
        years = last.year - first.year + 1
        bounds = (0, -(-years // 3) if years > 10 else 4, round(years * 2 / 3), years)
        return years_of(first.year + bounds[third], bounds[third + 1] - bounds[third])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if precision in ("season", "quarter", "half", "year"):
        return months_of(first.year, first.month + months // 3 * third, months // 3)
    step = (last - first) / 3
    return first + third * step, last - (2 - third) * step


def placed(periods: Iterable[Period], around: date, ahead: bool | None) -> Period:
    """Which of the periods of a name that comes back each year is meant near a day: the nearest one.

    Told `ahead`, one that is not over; told as past, one that has begun, unless the nearest is soon to come.
    Raises ValueError where there are none.
    """
    known = sorted(periods)
    nearest = min(known, key=lambda period: max((period[0] - around).days, (around - period[1]).days, 0))
    if ahead:
        return min((period for period in known if period[1] >= around), default=nearest)
    if ahead is False and nearest[0] - around > _TOO_FAR_AHEAD:
        return max((period for period in known if period[0] <= around), default=nearest)
    return nearest


def last_before(periods: Iterable[Period], around: date) -> Period:
    """The last of the periods that begins on a day or before it. Raises ValueError where none does."""
    return max(period for period in periods if period[0] <= around)


def persian_year(number: int) -> Period:
    """The days of a year of the Solar Hijri calendar of Iran, by its 33-year cycle (right for 1343 to 1472)."""
    year, first = 1400, date(2021, 3, 21)
    while year != number:
        step = 1 if number > year else -1
        days = 366 if (year if step > 0 else year - 1) % 33 in _PERSIAN_LEAP_YEARS else 365
        year, first = year + step, first + timedelta(days=days * step)
    return first, first + timedelta(days=365 if number % 33 in _PERSIAN_LEAP_YEARS else 364)


def years_around(day: date) -> range:
    """The years in which what comes back each year (29 February: each four years) is looked for."""
    return range(max(day.year - 4, 1), min(day.year + 4, 9998) + 1)


def last_weekday(weekday: int, around: date) -> date:
    """The latest such weekday up to and including `around`."""
    return around - timedelta(days=(around.weekday() - weekday) % 7)


def nth_weekday(period: Period, weekday: int, nth: int) -> date:
    """The nth such weekday of a period, counted from its end where `nth` is negative."""
    first, last = period
    if nth < 0:
        return last_weekday(weekday, last) + timedelta(weeks=nth + 1)
    return last_weekday(weekday, first - timedelta(days=1)) + timedelta(weeks=nth)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    later = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * later + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches in the Gregorian calendar, 1900 to 2099 (Meeus)."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
