"""What times mean that are counted from another one: the publication, or what the paragraph last told of."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from legation.reading.calendar_rules import (
    FINENESS,
    SEASONS,
    WEEKDAYS,
    Period,
    last_weekday,
    month_of,
    months_of,
    moved,
    placed,
    shifted,
    week_of,
    years_around,
)
from legation.reading.number_words import VAGUE, count, ordinal
from legation.reading.tense import looks_ahead
from legation.reading.time_meanings import STEP, Clock, Found, in_part, word
from legation.records.place import Precision

_PRECISION: Mapping[str, Precision] = {
    "hour": "day",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "quarter",
    "season": "season",
    "year": "year",
    "decade": "year",
    "century": "year",
}
_DAY = timedelta(days=1)
# Counted from a day, these are so many of a smaller unit: "a decade ago" is the year ten years before.
_SMALLER = {"decade": ("year", 10), "century": ("year", 100), "fortnight": ("week", 2)}
_HALVES = {"year": ("month", 6), "decade": ("year", 5), "century": ("year", 50)}


def near_day(match: re.Match[str], published: date) -> Found:
    """ "Yesterday", "this morning", "overnight" (since the day before)."""
    near = word(match, "near")
    if near == "overnight":
        return (published - _DAY, published), "day"
    steps = {
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return shifted(published, "day", steps.get(near, 0))


def vague_past(_: re.Match[str], published: date) -> Found:
    """ "Recently": some time up to the publication."""
    return (date.min, published), "unknown"


def vague_future(_: re.Match[str], published: date) -> Found:
    """ "Soon": some time from the publication on."""
    return (published, date.max), "unknown"


def weekday(match: re.Match[str], clock: Clock) -> Found:
    """ "On Tuesday": the last one up to the publication, or the next one where what is told lies ahead."""
    if clock.published is None:
        return None
    number, which, published = WEEKDAYS[word(match, "weekday")], word(match, "which"), clock.published
    latest = last_weekday(number, published)
    if word(match, "that"):
        day = week_of(published + timedelta(weeks=STEP[word(match, "that")]))[0] + timedelta(days=number)
    elif which in ("next", "coming", "this coming"):
        day = latest + timedelta(days=7)
    elif which == "this":
        day = week_of(published)[0] + timedelta(days=number)
    elif which:
        day = last_weekday(number, published - _DAY)
    elif not clock.back and latest < published and looks_ahead(match.string, match.start(), match.end()):
        day = latest + timedelta(days=7)
    else:
        day = latest
    return (day, day), "day"


def weekday_from_told(match: re.Match[str], clock: Clock) -> Found:
    """ "The following Monday", "the previous Friday": counted from the day last told of."""
    if clock.told is None or clock.told[1] not in ("day", "week"):
        return None
    number, told = WEEKDAYS[word(match, "weekday")], clock.told[0]
    day = last_weekday(number, told - _DAY if word(match, "way") == "previous" else told + timedelta(days=7))
    return (day, day), "day"


def season_from_told(match: re.Match[str], clock: Clock) -> Found:
    """ "The following spring": counted from what was last told of."""
    if clock.told is None:
        return None
    day, first = clock.told[0], SEASONS[word(match, "season")]
    seasons = [months_of(year, first, 3) for year in years_around(day)]
    if word(match, "way") == "previous":
        return max(season for season in seasons if season[1] < day), "season"
    if word(match, "way") == "same":
        return placed(seasons, day, None), "season"
    return min(season for season in seasons if season[0] > day), "season"


def day_of_month(match: re.Match[str], clock: Clock) -> Found:
    """ "On the 11th", "from the 5th to the 9th of this month", "the 2nd of next month"."""
    published = clock.published
    if published is None:
        return None
    first = int(match["day"])
    last = int(word(match, "until") or first)
    if word(match, "which"):
        month = month_of(published.year, published.month + STEP[word(match, "which")])[0]
        period = month.replace(day=first), month.replace(day=last)
    else:
        starts = [month_of(published.year, published.month + step)[0] for step in (-1, 0, 1)]
        days = [month.replace(day=first) for month in starts if first <= month_of(month.year, month.month)[1].day]
        ahead = looks_ahead(match.string, match.start(), match.end())
        period = placed([(day, day) for day in days if ahead is not False or day <= published], published, ahead)
    return (period, "range" if last > first else "day") if first <= last else None


def period(match: re.Match[str], published: date) -> Found:
    """ "Last month", "later this week", "the end of the year", "over the weekend", "the year before last"."""
    unit, which = word(match, "unit"), word(match, "which")
    step = STEP.get(which, 0) * (2 if word(match, "beyond") else 1)
    (first, last), precision = shifted(published, unit, step)
    bare_weekend = unit == "weekend" and not which and first > published
    if bare_weekend and not looks_ahead(match.string, match.start(), match.end()):
        (first, last), precision = shifted(published, unit, -1)
    edge = word(match, "edge")
    if edge == "later":
        return (max(first, published), max(last, published)), precision
    if edge == "earlier":
        return (min(first, published), min(last, published)), precision
    return in_part(match, (first, last), precision)


def stretch(match: re.Match[str], published: date) -> Found:
    """ "The past two weeks", "within 30 days": the days between then and the publication; "recent weeks" are vague."""
    ahead = word(match, "side") in ("next", "coming", "within", "in")
    unit, units = word(match, "unit"), count(word(match, "count"))
    if not units and word(match, "plural"):
        return vague_future(match, published) if ahead else vague_past(match, published)
    there = moved(published, unit, (units or 1) if ahead else -(units or 1))
    one_unit = not word(match, "count") and unit not in ("hour", "day", "weekend")
    precision = shifted(published, unit, 0)[1] if one_unit else "range"
    return (min(there, published), max(there, published)), precision


def lasting(match: re.Match[str], published: date) -> Found:
    """ "For three years", told in the perfect: up to the publication."""
    return (moved(published, word(match, "unit"), -count(word(match, "count"))), published), "range"


def from_now(match: re.Match[str], published: date) -> Found:
    """ "In five days", "in six months' time"."""
    return _stepped(published, word(match, "unit"), word(match, "count"), 1)


def from_day(match: re.Match[str], published: date) -> Found:
    """ "A week from today", "a week from Thursday": the very day."""
    base = word(match, "base")
    if word(match, "weekday"):
        start = last_weekday(WEEKDAYS[word(match, "weekday")], published + timedelta(days=6))
    else:
        start = published + _DAY * (base == "tomorrow")
    day = moved(start, word(match, "unit"), count(word(match, "count")))
    return (day, day), "day"


def away(match: re.Match[str], clock: Clock) -> Found:
    """ "Two days ago", "three weeks from now", "a day after"; a vague count gives all the days in between.

    None where the words count from something that is no date ("two weeks after the coup").
    """
    way, unit, units = word(match, "way"), word(match, "unit"), word(match, "count")
    if way not in ("ago", "from now"):
        return from_told(match, clock)
    if clock.published is None:
        return None
    sign = -1 if way == "ago" else 1
    day = moved(clock.published, unit, sign * count(units)) if units and units != "half a" else clock.published
    if word(match, "exactly"):
        return (day, day), "day"
    if word(match, "over"):
        return ((date.min, day) if way == "ago" else (day, date.max)), "unknown"
    if units and units not in VAGUE:
        return _stepped(clock.published, unit, units, sign)
    nearest, there = clock.published + timedelta(days=sign), moved(clock.published, unit, sign * (count(units) or 3))
    return (min(there, nearest), max(there, nearest)), "range"


def from_told(match: re.Match[str], clock: Clock) -> Found:
    """ "Two days earlier", "a year later", "the following day": counted from what the paragraph last told of.

    Unresolved where the paragraph told of no time as fine as the unit.
    """
    unit, way, units = word(match, "unit"), word(match, "way"), word(match, "count")
    if clock.told is None or (word(match, "plural") and not units):
        return None
    sign = -1 if way in ("earlier", "previous", "before") else 1
    day, precision = clock.told
    unit = "day" if unit in ("morning", "afternoon", "evening", "night") else unit
    if FINENESS.index(precision) > FINENESS.index(_PRECISION.get(unit, "day")):
        return None
    if word(match, "exactly"):
        there = moved(day, unit, sign * (count(units) or 1))
        return (there, there), "day"
    if way in ("same", "that"):
        return shifted(day, unit, 0)
    return _stepped(day, unit, units or "a", sign)


def next_told(match: re.Match[str], clock: Clock) -> Found:
    """ "The next day": the one after the time last told of; "the next year", where none was told of, from now on."""
    unit = word(match, "unit")
    if clock.told or clock.published is None or unit in ("hour", "day"):
        return from_told(match, clock)
    return (clock.published, moved(clock.published, unit, 1)), shifted(clock.published, unit, 0)[1]


def _stepped(day: date, unit: str, units: str, sign: int) -> tuple[Period, Precision]:
    """The unit that lies so many of them from a day."""
    if units == "half a":
        unit, number = _HALVES[unit]
    else:
        unit, factor = _SMALLER.get(unit, (unit, 1))
        number = factor * count(units)
    return shifted(day, unit, sign * number)


def anniversary(match: re.Match[str], clock: Clock) -> Found:
    """ "The tenth anniversary of", followed by a day; without a number, the one nearest to the publication."""
    if clock.told is None or clock.told[1] != "day":
        return None
    day, nth = clock.told[0], word(match, "nth")
    if nth:
        there = moved(day, "year", ordinal(nth))
    elif clock.published is None:
        return None
    else:
        there, _ = placed(
            ((moved(day, "year", year - day.year),) * 2 for year in years_around(clock.published)),
            clock.published,
            None,
        )
    return (there, there), "day"


def eve(_: re.Match[str], clock: Clock) -> Found:
    """ "The eve of", followed by a day."""
    if clock.told is None or clock.told[1] != "day":
        return None
    day = clock.told[0] - _DAY
    return (day, day), "day"


def nth_since(match: re.Match[str], clock: Clock) -> Found:
    """ "The 100th day of the war that began on 24 February 2022": the day itself is the first one."""
    if clock.told is None or clock.told[1] != "day":
        return None
    steps, unit = ordinal(word(match, "nth")) - 1, word(match, "unit")
    first = moved(clock.told[0], unit, steps)
    last = moved(first, unit, 1) - _DAY
    return (first, last), "day" if unit == "day" else "range"
