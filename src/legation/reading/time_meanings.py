"""What dates and periods of the calendar mean: from the named groups of a match to a period.

A meaning is None where the words cannot be resolved; it raises ValueError or OverflowError where there is no such day.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from legation.reading.calendar_rules import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Period,
    century_of,
    last_before,
    month_of,
    months_of,
    moved,
    nth_weekday,
    part_of,
    persian_year,
    placed,
    week_of,
    years_around,
    years_of,
)
from legation.reading.number_words import count, ordinal
from legation.reading.special_days import countries_named, dated_event, dated_year, fiscal_years, holiday
from legation.reading.tense import looks_ahead, sentence_around
from legation.records.place import Precision

Found = tuple[Period, Precision] | None

STEP = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0, "the": 0, "this past": 0}
_ROMAN = {numeral: n for n, numeral in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a reader knows: the day of publication, and the time that the paragraph has last told of.

    With `back` what is read lies at the day of publication or before it, whatever the tense.
    """

    published: date | None
    told: tuple[date, Precision] | None = None
    back: bool = False


Meaning = Callable[[re.Match[str], Clock], Found]


def relative(meaning: Callable[[re.Match[str], date], Found]) -> Meaning:
    """A meaning that hangs on the publication date: None without one."""
    return lambda match, clock: meaning(match, clock.published) if clock.published else None


def word(match: re.Match[str], group: str) -> str:
    """What a group has matched, in small letters with single blanks; "" where it is not there."""
    return " ".join((match.groupdict().get(group) or "").lower().split())


def month_named(match: re.Match[str], group: str = "month") -> int:
    """The number of the month that a group names."""
    return MONTHS[match[group].rstrip(".").lower()]


def year_named(match: re.Match[str], clock: Clock) -> int | None:
    """The year that the words name ("2023", "last year"), if any."""
    if word(match, "year"):
        year = int(match["year"])
        return year if year > 99 else 2000 + year
    if word(match, "that") and clock.published:
        return clock.published.year + STEP[word(match, "that")]
    return None


def in_part(match: re.Match[str], period: Period, precision: Precision) -> Found:
    """The early, middle or late part of a period, where the words name one."""
    words = word(match, "part").removesuffix(" of").split()
    return (part_of(period, words[-1], precision) if words else period), precision


def choose(match: re.Match[str], clock: Clock, periods: Iterator[Period], which: str = "") -> Period | None:
    """Which of the periods that come back each year is meant: by "last" or "next", else by tense and nearness."""
    around = clock.published
    if around is None:
        return None
    if which == "last":
        return max(period for period in periods if period[1] < around)
    if which == "next":
        return min(period for period in periods if period[0] > around)
    if clock.back:
        return last_before(periods, around)
    return placed(periods, around, None if which else looks_ahead(match.string, match.start(), match.end()))


def calendar_date(match: re.Match[str], clock: Clock) -> Found:
    """ "12 May", "May 12-14, 2024"; without a year in that of an event known by its day, else in the likeliest."""
    month = month_named(match) if word(match, "month") else _ROMAN[match["roman"]]
    first = int(match["day"]) if word(match, "day") else ordinal(word(match, "nth"))
    last = int(word(match, "until") or first)
    if first > last:
        return None
    year = year_named(match, clock)
    if year is None:
        year = dated_year(month, first, *sentence_around(match))
    if year is not None:
        period: Period | None = (date(year, month, first), date(year, month, last))
    elif first > month_of(2024, month)[1].day:  # no year has such a day
        return None
    else:
        period = choose(match, clock, _days(month, first, last, clock))
    return (period, "range" if last > first else "day") if period else None


def _days(month: int, first: int, last: int, clock: Clock) -> Iterator[Period]:
    for year in years_around(clock.published) if clock.published else ():
        if last <= month_of(year, month)[1].day:
            yield date(year, month, first), date(year, month, last)


def week_of_date(match: re.Match[str], clock: Clock) -> Found:
    """ "The week of 6 May 2024"."""
    day = calendar_date(match, clock)
    return (week_of(day[0][0]), "week") if day else None


def iso_date(match: re.Match[str], _: Clock) -> Found:
    """ "2024-04-22", "20240422", "2024-04-22T08:30Z"."""
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


def numeric_month(match: re.Match[str], _: Clock) -> Found:
    """ "09/2023"."""
    return month_of(int(match["year"]), int(match["number"])), "month"


def months(match: re.Match[str], clock: Clock) -> Found:
    """ "Late May 2024", "last July"; without a year the likeliest one."""
    year, month = year_named(match, clock), month_named(match)
    if year is not None:
        return in_part(match, month_of(year, month), "month")
    if clock.published is None:
        return None
    around = (month_of(year, month) for year in years_around(clock.published))
    period = choose(match, clock, around, word(match, "which"))
    return in_part(match, period, "month") if period else None


def months_between(match: re.Match[str], clock: Clock) -> Found:
    """ "Between October 2022 and March"; the last month rules the years."""
    first, last = month_named(match, "from"), month_named(match)
    if not word(match, "since") and year_named(match, clock) is None:
        if clock.published is None:
            return None
        count = (last - first) % 12 + 1
        whole = choose(match, clock, (months_of(year, first, count) for year in years_around(clock.published)))
        return (whole, "range") if whole else None
    until = year_named(match, clock)
    since = int(match["since"]) if word(match, "since") else (until or 0) - (first > last)
    start, end = month_of(since, first)[0], month_of(until or since + (first > last), last)[1]
    return ((start, end), "range") if start <= end else None


def years(match: re.Match[str], _: Clock) -> Found:
    """ "In 2013", "early 2024"."""
    return in_part(match, years_of(int(match["year"])), "year")


def years_between(match: re.Match[str], _: Clock) -> Found:
    """ "2013–2022", "from 2013 to 2022", "2013-14"."""
    first, last = int(match["since"]), _second_year(match)
    return (years_of(first, last - first + 1), "range") if first < last else None


def _second_year(match: re.Match[str]) -> int:
    """The second year of "2013-14" or "2013-2014"."""
    first, last = int(match["since"]), int(match["year"])
    return last + (first // 100 * 100 if last < 100 else 0)


def persian(match: re.Match[str], _: Clock) -> Found:
    """ "The Iranian year 1402"."""
    return persian_year(int(match["persian"])), "year"


def fraction(match: re.Match[str], clock: Clock) -> Found:
    """Halves and quarters of a year; without a year the likeliest one."""
    length = 6 if match["fraction"].lower() in ("h", "half") else 3
    nth = word(match, "nth")
    number = int(nth) if nth.isdigit() else 12 // length if nth in ("last", "final") else ordinal(nth)
    if number * length > 12:
        return None
    year = year_named(match, clock)
    if year is None:
        if clock.published is None:
            return None
        first = (number - 1) * length + 1
        period = choose(match, clock, (months_of(year, first, length) for year in years_around(clock.published)))
        return (period, "half" if length == 6 else "quarter") if period else None
    return months_of(year, (number - 1) * length + 1, length), "half" if length == 6 else "quarter"


def decade(match: re.Match[str], _: Clock) -> Found:
    """ "The early 1990s", "the '80s", "the nineteen-seventies"."""
    if word(match, "decade"):
        first = int(match["decade"])
    elif word(match, "short"):
        first = 1900 + int(match["short"])
    else:
        century, tens = word(match, "ties").replace("-", " ").split()
        first = count(century) * 100 + count(tens.removesuffix("ies") + "y")
    return in_part(match, years_of(first, 10), "decade")


def century(match: re.Match[str], _: Clock) -> Found:
    """ "The 19th century", "the last decade of the 20th century"."""
    period = century_of(ordinal(word(match, "nth")))
    if not word(match, "decade"):
        return in_part(match, period, "century")
    nth = 10 if word(match, "decade") in ("last", "final") else ordinal(word(match, "decade"))
    return (years_of(period[0].year + 10 * (nth - 1), 10), "decade") if nth <= 10 else None


def season(match: re.Match[str], clock: Clock) -> Found:
    """ "Last winter", "the summer of 2023": of the north, from March, June, September and December."""
    first = SEASONS[word(match, "season")]
    year = year_named(match, clock)
    if year is not None:
        return in_part(match, months_of(year, first, 3), "season")
    if clock.published is None:
        return None
    around = (months_of(year, first, 3) for year in years_around(clock.published))
    period = choose(match, clock, around, word(match, "which"))
    return in_part(match, period, "season") if period else None


def nth_of(match: re.Match[str], clock: Clock) -> Found:
    """ "The last day of February", "the third Sunday in May", "2024's first week": weeks are runs of seven days."""
    found = months(match, clock) if word(match, "month") else years(match, clock)
    if found is None:
        return None
    first, last = found[0]
    nth = -1 if word(match, "nth") in ("last", "final") else ordinal(word(match, "nth"))
    if word(match, "weekday"):
        day = nth_weekday((first, last), WEEKDAYS[word(match, "weekday")], nth)
        return ((day, day), "day") if first <= day <= last else None
    days = 7 if word(match, "unit") == "week" else 1
    start = last + timedelta(days=1 - days) if nth < 0 else first + timedelta(days=days * (nth - 1))
    end = min(start + timedelta(days=days - 1), last)
    return ((start, end), "week" if days == 7 else "day") if start <= end else None


def first_units_of(match: re.Match[str], clock: Clock) -> Found:
    """ "The first nine months of 2023", "the last 100 days of 2025"."""
    found = years(match, clock)
    units, unit = count(word(match, "count")), word(match, "unit")
    if found is None or not units:
        return None
    (first, last), one = found[0], timedelta(days=1)
    if word(match, "nth") == "first":
        return (first, moved(first, unit, units) - one), "range"
    return (moved(last + one, unit, -units), last), "range"


def week_number(match: re.Match[str], _: Clock) -> Found:
    """ "Week 23 of 2024", counted as ISO 8601 does."""
    monday = date.fromisocalendar(int(match["year"]), int(match["number"]), 1)
    return week_of(monday), "week"


def fiscal_year(match: re.Match[str], _: Clock) -> Found:
    """ "Fiscal 2024", "FY 2023-24": of the country that the sentence names; None where it names none that we know."""
    known = fiscal_years()
    country = next((each for each in countries_named(sentence_around(match)[0]) if each in known), None)
    if country is None:
        return None
    month, by_end = known[country]
    year = int(match["since"]) if word(match, "since") else (year_named(match, Clock(None)) or 0) - by_end
    if word(match, "since") and _second_year(match) != year + 1:
        return None
    return months_of(year, month, 12), "year"


def named_day(match: re.Match[str], clock: Clock) -> Found:
    """ "Christmas Eve 1979", "Ukraine's Independence Day"; without a year the likeliest one."""
    day_of = holiday(word(match, "holiday"), sentence_around(match)[0])
    if day_of is None:
        return None
    year = year_named(match, clock)
    if year is not None:
        return (day_of(year), day_of(year)), "day"
    if clock.published is None:
        return None
    days = ((day_of(year), day_of(year)) for year in years_around(clock.published))
    period = choose(match, clock, days, word(match, "which"))
    return (period, "day") if period else None


def named_event(match: re.Match[str], _: Clock) -> Found:
    """ "9/11": the day of an event."""
    sentence, start, end = sentence_around(match, "event")
    day = dated_event(sentence[start:end], sentence, start, end)
    return ((day, day), "day") if day else None


def back(clock: Clock, day: date) -> Clock:
    """The clock by which the first end of a range is read, whose last end is known."""
    return replace(clock, published=day, back=True)
