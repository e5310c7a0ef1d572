"""Where tense, calendar and publication date disagree: the date's year, and what is news or background."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from legation.records.article import Span
from legation.records.event import Factuality
from legation.records.place import TimeExpression

# A dated event this long before publication is background, not the news (annotation guide, decision 12).
_NEWS_DAYS = 45
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b(?:last|next|this|tomorrow)\b")
_LONG_AGO = re.compile(r"\b(?:19|20)\d\d\b|\blast (?:year|[A-Z])|\byears? ago")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_OF_THE_TELLING = re.compile(
    r"^ ?(?:that\b|(?:\w+ ){1,3}would\b)|\b(?:sa(?:y|id)|t(?:ell|old)|announc|declar|confirm|decid|promis|report)\w*"
    r"(?: [\w ]{1,30})? that\b"
)
_AFTER_ANOTHER = re.compile(
    r"(?:(?! that | which | who )[^,;:])*\b(?:after|following) the (?:(?!that|which|who)[\w'’-]+ ){1,3}$"
)
_FOREMOST = re.compile(
    r"\b(?:first|second|third|only|most|worst|biggest|largest|highest|greatest|strongest|heaviest|deadliest|bloodiest)\b[^,;:]*$"
)
_SINCE_THEN = re.compile(r"\bsince the (?:[\w'’-]+ ){1,3}$")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


def in_the_right_year(
    value: Factuality, time: TimeExpression | None, published: date | None, clause: str = ""
) -> TimeExpression | None:
    """The time moved by a year or week where tense and calendar disagree: "in January" told in the past has been.

    `clause` is what stands between the time and the trigger: a plan "announced in January that" is one of that January.
    """
    if time is None or published is None or time.start_date is None or _YEAR.search(time.text):
        return time
    step = timedelta(days=7) if _WEEKDAY.search(time.text) else None
    told_past = value in (Factuality.OCCURRED, Factuality.HISTORICAL)
    if told_past and time.start_date > published and time.precision in ("day", "month"):
        return _days_later(time, -step) if step else _years_later(time, -1)
    told_ahead = value in (Factuality.PLANNED, Factuality.POSSIBLE)
    if told_ahead and time.end_date is not None and time.end_date < published and not _OF_THE_TELLING.search(clause):
        if step is not None and time.precision == "day":
            return _days_later(time, step)
        if time.precision == "month" or (time.precision == "day" and _MONTH.search(time.text)):
            return _years_later(time, 1)
    return time


def is_measure(time: TimeExpression, before: str, trigger: int) -> bool:
    """Whether a time only says how long nothing alike had been ("the first delivery since the coup of July 2023").

    `before` is what the sentence has before the time; `trigger` is where in it the trigger ends.
    """
    since = time.since is not None or bool(_SINCE_THEN.search(before[trigger:]))
    return since and bool(_FOREMOST.search(before))


def after_another(sentence: Span, trigger: int, times: Iterable[TimeExpression]) -> TimeExpression | None:
    """The time of an event that is told as the sequel of a dated one ("imposed after the coup of July 2023"), or None.

    It begins with the other event; `trigger` is the offset in the text at which the trigger ends.
    """
    for time in times:
        between = sentence.text[trigger - sentence.start : max(0, time.start - sentence.start)]
        if time.start_date is not None and _AFTER_ANOTHER.match(between):
            return replace(time, end_date=None)
    return None


def placed_in_time(value: Factuality, time: TimeExpression | None, published: date | None) -> Factuality:
    """The factuality once its date is known: what is dated long before publication is `historical`."""
    if value not in (Factuality.OCCURRED, Factuality.ONGOING) or time is None:
        return value
    if published is None:  # today's news seldom names its year
        return Factuality.HISTORICAL if value is Factuality.OCCURRED and _LONG_AGO.search(time.text) else value
    old = published - timedelta(days=_NEWS_DAYS)
    if time.end_date is not None and time.end_date < old:
        return Factuality.HISTORICAL
    if value is Factuality.OCCURRED and time.start_date is not None and time.start_date > published:
        return Factuality.PLANNED
    return value


def _days_later(time: TimeExpression, step: timedelta) -> TimeExpression:
    return replace(
        time,
        start_date=time.start_date and time.start_date + step,
        end_date=time.end_date and time.end_date + step,
    )


def _years_later(time: TimeExpression, years: int) -> TimeExpression:
    def moved(day: date | None) -> date | None:
        return day and day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)

    return replace(time, start_date=moved(time.start_date), end_date=moved(time.end_date))
