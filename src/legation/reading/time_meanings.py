"""What time expressions mean to a reader with a calendar: from the named groups of a match to a period.

A meaning is None where the words cannot be resolved; it raises ValueError or OverflowError where there is no such day.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from legation.reading.calendar_rules import (
    FINENESS,
    MONTHS,
    NUMBERS,
    SEASONS,
    VAGUE,
    WEEKDAYS,
    Period,
    decade_of,
    last_weekday,
    month_of,
    months_of,
    moved,
    nearest_year,
    part_of,
    season_of,
    shifted,
    week_of,
    year_of,
)
from legation.records.place import Precision

Found = tuple[Period, Precision] | None

_STEP = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0, "the": 0, "this past": 0}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PRECISION: Mapping[str, Precision] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a reader knows: the day of publication, and the time that the paragraph has last told of."""

    published: date | None
    told: tuple[date, Precision] | None = None


Meaning = Callable[[re.Match[str], Clock], Found]


def relative(meaning: Callable[[re.Match[str], date], Found]) -> Meaning:
    """A meaning that hangs on the publication date: None without one."""
    return lambda match, clock: meaning(match, clock.published) if clock.published else None


def _word(match: re.Match[str], group: str) -> str:
    return (match.groupdict().get(group) or "").lower()


def _month(match: re.Match[str], group: str = "month") -> int:
    return MONTHS[match[group].rstrip(".").lower()]


def _year(match: re.Match[str], clock: Clock) -> int | None:
    """The year that the words name ("2023", "last year"), if any."""
    if _word(match, "year"):
        return int(match["year"])
    if _word(match, "that") and clock.published:
        return clock.published.year + _STEP[_word(match, "that")]
    return None


def _part(match: re.Match[str], period: Period, precision: Precision) -> Found:
    words = _word(match, "part").removesuffix(" of").split()
    return (part_of(period, words[-1]), "range") if words else (period, precision)


def calendar_date(match: re.Match[str], clock: Clock) -> Found:
    """ "12 May", "May 12-14, 2024"; without a year in the one that brings it nearest to the publication."""
    year = _year(match, clock)
    if year is None and clock.published is None:
        return None
    first, last = int(match["day"]), int(_word(match, "until") or match["day"])
    if year is not None:
        start = date(year, _month(match), first)
    else:
        assert clock.published is not None
        start = nearest_year(_month(match), first, clock.published)
    end = start.replace(day=last)
    return ((start, end), "range" if end > start else "day") if start <= end else None


def iso_date(match: re.Match[str], _: Clock) -> Found:
    """ "2024-04-22"."""
    day = date(int(match["year"]), int(match["number"]), int(match["day"]))
    return (day, day), "day"


def numeric_date(match: re.Match[str], _: Clock) -> Found:
    """ "22.04.2024", "22/04/2024" or "04/22/2024"; None for "3/4/2024": April in London, March in New York."""
    day, month = int(match["day"]), int(match["number"])
    if match["sign"] == "/" and month > 12:
        day, month = month, day
    elif match["sign"] == "/" and day <= 12 and day != month:
        return None
    there = date(int(match["year"]), month, day)
    return (there, there), "day"


def months(match: re.Match[str], clock: Clock) -> Found:
    """ "Late May 2024", "last July"; without a year in the one that brings its first day nearest to the publication."""
    year, published = _year(match, clock), clock.published
    if year is None:
        if published is None:
            return None
        year = nearest_year(_month(match), 1, published).year
        this_month = published.replace(day=1)
        if _word(match, "which") == "last" and date(year, _month(match), 1) >= this_month:
            year -= 1
        if _word(match, "which") == "next" and date(year, _month(match), 1) <= this_month:
            year += 1
    return _part(match, month_of(year, _month(match)), "month")


def months_between(match: re.Match[str], clock: Clock) -> Found:
    """ "Between October 2022 and March"; the last month rules the years."""
    first, last = _month(match, "from"), _month(match)
    until = _year(match, clock)
    if until is None:
        if clock.published is None:
            return None
        until = nearest_year(last, 1, clock.published).year
    since = int(match["since"]) if match["since"] else until - (first > last)
    start, end = month_of(since, first)[0], month_of(until, last)[1]
    return ((start, end), "range") if start <= end else None


def years(match: re.Match[str], _: Clock) -> Found:
    """ "In 2013", "early 2024"."""
    return _part(match, year_of(int(match["year"])), "year")


def years_between(match: re.Match[str], _: Clock) -> Found:
    """ "2013–2022", "from 2013 to 2022", "2013-14"."""
    first, last = int(match["since"]), int(match["year"])
    last += first // 100 * 100 if last < 100 else 0
    return ((year_of(first)[0], year_of(last)[1]), "range") if first < last else None


def fraction(match: re.Match[str], clock: Clock) -> Found:
    """Halves and quarters of a year."""
    year = _year(match, clock) or (clock.published.year if clock.published else None)
    if year is None:
        return None
    months = 6 if match["fraction"][0].lower() == "h" else 3
    nth = _word(match, "nth")
    number = int(nth) if nth.isdigit() else _ORDINALS.get(nth, 12 // months)
    period = months_of(year, (number - 1) * months + 1, months)
    return (period, "half" if months == 6 else "quarter") if number * months <= 12 else None


def decade(match: re.Match[str], _: Clock) -> Found:
    """ "The early 1990s"."""
    return _part(match, decade_of(int(match["decade"])), "decade")


def season(match: re.Match[str], clock: Clock) -> Found:
    """ "Last winter", "the summer of 2023"."""
    year = _year(match, clock)
    if year is not None:
        return _part(match, months_of(year, SEASONS[_word(match, "season")], 3), "season")
    if clock.published is None:
        return None
    return _part(match, season_of(_word(match, "season"), clock.published, _word(match, "which")), "season")


def near_day(match: re.Match[str], published: date) -> Found:
    """ "Yesterday", "this morning", "overnight" (since the day before)."""
    word = " ".join(_word(match, "near").split())
    if word == "overnight":
        return (published - timedelta(days=1), published), "range"
    steps = {
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return shifted(published, "day", steps.get(word, 0))


def weekday(match: re.Match[str], published: date) -> Found:
    """ "On Tuesday": the last one up to the publication, but for "next", "coming" and "this"."""
    weekday, which = WEEKDAYS[_word(match, "weekday")], _word(match, "which")
    if _word(match, "that"):
        day = week_of(published + timedelta(weeks=_STEP[_word(match, "that")]))[0] + timedelta(days=weekday)
    elif which in ("next", "coming", "this coming"):
        day = last_weekday(weekday, published) + timedelta(days=7)
    elif which == "this":
        day = week_of(published)[0] + timedelta(days=weekday)
    else:
        day = last_weekday(weekday, published - timedelta(days=which == "last"))
    return (day, day), "day"


def period(match: re.Match[str], published: date) -> Found:
    """ "Last month", "later this week", "the end of the year", "over the weekend"."""
    unit = _word(match, "unit")
    (first, last), precision = shifted(published, unit, _STEP.get(_word(match, "which"), 0))
    if unit == "weekend" and not _word(match, "which") and first > published:
        (first, last), precision = shifted(published, unit, -1)
    edge = _word(match, "edge")
    if edge == "later":
        return (max(first, published), max(last, published)), precision
    if edge == "earlier":
        return (min(first, published), min(last, published)), precision
    return _part(match, (first, last), precision)


def stretch(match: re.Match[str], published: date) -> Found:
    """ "The past two weeks", "within 30 days": the days between then and the publication."""
    ahead = _word(match, "side") in ("next", "coming", "within", "in")
    count = _count(match) or (3 if _word(match, "plural") else 1)
    there = moved(published, _word(match, "unit"), count if ahead else -count)
    return (min(there, published), max(there, published)), "range"


def _count(match: re.Match[str]) -> int:
    """The count that the words name, 0 where they name none."""
    count = " ".join(_word(match, "count").split())
    return int(count) if count.isdigit() else NUMBERS.get(count, VAGUE.get(count, 0))


def away(match: re.Match[str], clock: Clock) -> Found:
    """ "Two days ago", "three weeks from now"; a vague count gives all the days in between.

    None where the words count from something that is no date ("two weeks after the coup").
    """
    way, unit, count = _word(match, "way"), _word(match, "unit"), _count(match)
    if way in ("earlier", "later"):
        return from_told(match, clock)
    if clock.published is None or way in ("before", "after"):
        return None
    sign = -1 if way == "ago" else 1
    if count and _word(match, "count") not in VAGUE:
        return shifted(clock.published, unit, sign * count)
    nearest, there = clock.published + timedelta(days=sign), moved(clock.published, unit, sign * (count or 3))
    return (min(there, nearest), max(there, nearest)), "range"


def from_told(match: re.Match[str], clock: Clock) -> Found:
    """ "Two days earlier", "a year later", "the following day": counted from what the paragraph last told of.

    Unresolved where the paragraph told of no time as fine as the unit; "earlier" then counts from the publication.
    """
    unit, way = _word(match, "unit"), _word(match, "way")
    count = _count(match) or (0 if way in ("same", "that") else 1)
    sign = -1 if way in ("earlier", "previous") else 1
    if _word(match, "plural") and not _count(match):
        return None
    if clock.told is None:
        return shifted(clock.published, unit, -count) if way == "earlier" and clock.published else None
    day, precision = clock.told
    fine_enough = FINENESS.index(precision) <= FINENESS.index("day" if unit == "hour" else _PRECISION.get(unit, "day"))
    return shifted(day, unit, sign * count) if fine_enough else None
