"""Time expressions in a text, resolved against the publication date: each rule is a pattern and what it means.

Without a publication date a relative expression is found but stays unresolved. A month or weekday without a year
is taken as the one nearest to, or last before, the publication.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from legation.reading.calendar_rules import (
    MONTHS,
    NUMBERS,
    WEEKDAYS,
    Period,
    last_weekday,
    month_of,
    nearest_year,
    part_of,
    shifted,
    valid_date,
    week_of,
    year_of,
)
from legation.records.place import Precision, TimeExpression

Found = tuple[Period, Precision] | None
Rule = Callable[[re.Match[str], date | None], Found]

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_PART = r"(?P<part>early|mid|late|the (?:beginning|start|middle|end) of)"
_UNIT = r"(?P<unit>day|week(?:end)?|month|quarter|year|decade)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_EDGE_OF = r"(?P<part>beginning|start|middle|end)"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_WHICH = r"(?P<which>this|last|next|coming|past|previous)"
_TIME_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
_DURING = r"(?:in|over|during|for|within)"
_SIDE = r"(?P<side>last|past|next|coming)"
_ON = r"(?:on\s+|in\s+|during\s+|at\s+)?"


def _month(match: re.Match[str]) -> int:
    return MONTHS[match["month"].rstrip(".").lower()]


def _count(match: re.Match[str]) -> int:
    return int(match["count"]) if match["count"].isdigit() else NUMBERS[match["count"].lower()]


def _full_date(match: re.Match[str], _: date | None) -> Found:
    day = valid_date(int(match["year"]), _month(match), int(match["day"]))
    return ((day, day), "day") if day else None


def _iso_date(match: re.Match[str], _: date | None) -> Found:
    day = valid_date(int(match["year"]), int(match["number"]), int(match["day"]))
    return ((day, day), "day") if day else None


def _day_and_month(match: re.Match[str], published: date | None) -> Found:
    day = nearest_year(_month(match), int(match["day"]), published) if published else None
    return ((day, day), "day") if day else None


def _part(match: re.Match[str], period: Period, precision: Precision) -> Found:
    part = match.groupdict().get("part")
    if not part:
        return period, precision
    return part_of(period, part.removeprefix("the ").lower()), "range"


def _month_and_year(match: re.Match[str], _: date | None) -> Found:
    return _part(match, month_of(int(match["year"]), _month(match)), "month")


def _month_alone(match: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None
    which = (match.groupdict().get("which") or "").lower()
    near = nearest_year(_month(match), 1, published)
    if near is None:
        return None
    if which == "last" and near > published.replace(day=1):
        near = near.replace(year=near.year - 1)
    if which == "next" and near < published:
        near = near.replace(year=near.year + 1)
    return _part(match, month_of(near.year, near.month), "month")


def _year(match: re.Match[str], _: date | None) -> Found:
    return _part(match, year_of(int(match["year"])), "year")


def _end_of(match: re.Match[str], published: date | None) -> Found:
    if match["year"]:
        return part_of(year_of(int(match["year"])), match["part"].lower()), "range"
    if published is None:
        return None
    which = -1 if match["which"] == "last" else 1 if match["which"] == "next" else 0
    period, _ = shifted(published, match["unit"].lower(), which)
    return part_of(period, match["part"].lower()), "range"


def _decade(match: re.Match[str], _: date | None) -> Found:
    first = int(match["decade"])
    return (date(first, 1, 1), date(first + 9, 12, 31)), "decade"


def _season(match: re.Match[str], published: date | None) -> Found:
    first_month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"].lower()]
    year = int(match["year"]) if match["year"] else published.year if published else None
    if year is None:
        return None
    which = (match["which"] or "").lower()
    year += -1 if which == "last" and published and published.month < first_month else which == "next"
    return (month_of(year, first_month)[0], month_of(year, first_month + 2)[1]), "season"


def _near_day(match: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None
    word = match["near"].lower()
    step = -1 if word in ("yesterday", "overnight", "last night") else 1 if word == "tomorrow" else 0
    return shifted(published, "day", step)


def _which_period(match: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"].lower(), 0)
    period, precision = shifted(published, match["unit"].lower(), step)
    edge = (match["edge"] or "").lower()
    if edge == "later":
        return (max(period[0], published), period[1]), precision
    if edge == "earlier":
        return (period[0], min(period[1], published)), precision
    return period, precision


def _weekday(match: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None
    weekday = WEEKDAYS[match["weekday"].lower()]
    which = (match["which"] or "").lower()
    day = last_weekday(weekday, published)
    if which == "next":
        day += timedelta(days=7)
    elif which == "this" and day < published:
        day = week_of(published)[0] + timedelta(days=weekday)
    elif which == "last" and day == published:
        day -= timedelta(days=7)
    return (day, day), "day"


def _ago(match: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None
    back = match["way"].lower() in ("ago", "earlier", "before")
    unit = match["unit"].lower()
    period, precision = shifted(published, unit, -_count(match) if back else _count(match))
    vague = match["count"].lower() in ("several", "a few") or unit in ("month", "year", "decade")
    return period, ("range" if vague and unit == "day" else precision)


def _stretch(match: re.Match[str], published: date | None) -> Found:
    if published is None:
        return None
    groups = match.groupdict()
    count = _count(match) if groups.get("count") else 3 if match["plural"] else 1
    ahead = match["side"].lower() in ("next", "coming", "within")
    days = count * {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365, "decade": 3652}[match["unit"].lower()]
    there = published + timedelta(days=days if ahead else -days)
    return (min(there, published), max(there, published)), "range"


def _range_of_years(match: re.Match[str], _: date | None) -> Found:
    first, last = year_of(int(match["year"]))[0], year_of(int(match["until"]))[1]
    return ((first, last), "range") if first <= last else None


# Where two rules match at one place, the longer match wins, then the earlier rule.
_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(rf"\b{pattern}(?!\w)", re.IGNORECASE), rule)
    for pattern, rule in (
        (r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)", _iso_date),
        (rf"{_ON}(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}", _full_date),
        (rf"{_ON}(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}", _full_date),
        (rf"{_ON}(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}", _day_and_month),
        (rf"{_ON}(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?!\d)", _day_and_month),
        (rf"(?:in\s+)?(?:{_PART}[\s-])?{_MONTH},?\s+{_YEAR}", _month_and_year),
        (rf"(?:in\s+)?{_PART}[\s-]{_MONTH}", _month_alone),
        (rf"(?:in|during|for|of|(?P<which>last|next|this))\s+{_MONTH}", _month_alone),
        (rf"(?:since|until|by|before|after|from|to)\s+{_MONTH}(?!\s+\d)", _month_alone),
        (rf"between\s+{_YEAR}\s+and\s+(?P<until>(?:19|20)\d\d)", _range_of_years),
        (rf"from\s+{_YEAR}\s+(?:to|until)\s+(?P<until>(?:19|20)\d\d)", _range_of_years),
        (
            rf"(?:in|during|of|for|since|until|till|by|before|after|from|through)\s+(?:{_PART}[\s-])?{_YEAR}",
            _year,
        ),
        (rf"{_PART}[\s-]{_YEAR}", _year),
        (rf"the\s+{_EDGE_OF}\s+of\s+(?:(?P<which>the|this|last|next)\s+{_UNIT}|{_YEAR})", _end_of),
        (r"(?:in\s+)?(?:the\s+)?(?:early\s+|late\s+|mid-)?(?P<decade>(?:19|20)\d0)s", _decade),
        (rf"(?:in\s+)?(?:the|(?P<which>last|next|this))\s+{_SEASON}(?:\s+of)?(?:\s+{_YEAR})?", _season),
        (r"(?P<near>today|tonight|yesterday|tomorrow|overnight|last night)", _near_day),
        (rf"(?:(?P<edge>later|earlier)\s+)?(?:in\s+)?(?:the\s+)?{_WHICH}\s+{_UNIT}", _which_period),
        (rf"(?:on\s+)?(?:(?P<which>last|next|this|past|coming)\s+)?{_WEEKDAY}{_TIME_OF_DAY}", _weekday),
        (rf"{_COUNT}\s+{_UNIT}s?\s+(?P<way>ago|earlier|later|before|from now)", _ago),
        (rf"{_DURING}\s+the\s+{_SIDE}\s+(?:{_COUNT}\s+)?{_UNIT}(?P<plural>s)?", _stretch),
        (rf"(?P<side>within)\s+{_COUNT}\s+{_UNIT}(?P<plural>s)?", _stretch),
    )
)
_PREFIX = re.compile(
    r"\b(since|until|till|by|before|after|from|through|as of|no later than)(?:\s+the)?\s+$", re.IGNORECASE
)
_OPENING = re.compile(r"(?:(since|after)|(until|till|by|before|through|no later than))\b", re.IGNORECASE)


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text in its order, none overlapping; each slices back.

    "Since" and "after" leave the end open, "until" and "before" the start; "by" runs from the publication.
    """
    matches = [
        (match.start(), -match.end(), order, match, rule)
        for order, (pattern, rule) in enumerate(_RULES)
        for match in pattern.finditer(text)
    ]
    found: list[TimeExpression] = []
    for start, _, _, match, rule in sorted(matches, key=lambda hit: hit[:3]):
        if found and start < found[-1].end:
            continue
        if "month" in match.groupdict() and match["month"].islower():  # "may", "march": not months
            continue
        found.append(_expression(text, match, rule(match, published), published))
    return tuple(found)


def _expression(text: str, match: re.Match[str], resolved: Found, published: date | None) -> TimeExpression:
    before = _PREFIX.search(text, 0, match.start())
    start = before.start() if before else match.start()
    words = text[start : match.end()]
    if resolved is None:
        return TimeExpression(words, start, match.end(), None, None, "unknown")
    (first, last), precision = resolved
    opening = _OPENING.match(words)
    if opening is None:
        return TimeExpression(words, start, match.end(), first, last, precision)
    if opening[1]:
        return TimeExpression(words, start, match.end(), first, None, precision)
    limit = first - timedelta(days=1) if opening[2].lower() == "before" else last
    floor = published if opening[2].lower() in ("by", "no later than") and published and published <= limit else None
    return TimeExpression(words, start, match.end(), floor, limit, precision)
