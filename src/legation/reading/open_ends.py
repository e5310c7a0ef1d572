"""What a preposition makes of a time: "since 2013" runs to the publication, "by Friday" from it.

An open side is the first or last day of Python's calendar.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from legation.reading.calendar_rules import Period
from legation.reading.time_meanings import Found
from legation.records.place import Precision

_OPENING = re.compile(r"(?:since|after|until|till|by|before|prior to|through|no later than|from)\b", re.IGNORECASE)
# "the July coup" after its preposition: the time is that of an event, not the month.
_THE_DATE = re.compile(r"\s+the\s+(?:\d|[A-Z'’])")
_THE = re.compile(r"\s+the\b")
_NOUN = re.compile(r" (?!(?:and|or|to|in|at|on|when|while|as|until|after|before)\b)[a-z]")
_ONWARDS = re.compile(r" (?:on|onwards?)\b")


@dataclass(frozen=True, slots=True)
class Opened:
    """A time with its preposition; `since` is the precision of its beginning where it tells since when."""

    period: tuple[Period, Precision]
    since: Precision | None = None


def open_ends(text: str, start: int, match: re.Match[str], found: Found, published: date | None) -> Opened | None:
    """The time of a match with the preposition that it begins with, at `start`; None where that changes nothing."""
    opening = _OPENING.match(text, start, match.end())
    if found is None or opening is None or found[1] == "unknown":
        return None
    word, ((first, last), precision) = opening[0].lower(), found
    of_event = bool(_THE_DATE.match(text, opening.end()) and _NOUN.match(text, match.end()))
    if word == "since":
        end = published if published and published >= first else date.max
        return Opened(((first, end), "range"), precision)
    if word == "after":
        return None if of_event else Opened(((first, date.max), precision))
    if word == "from":
        ahead = _ONWARDS.match(text, match.end()) or (published and first > published)
        return Opened(((first, date.max), "range")) if ahead and precision != "range" else None
    if word == "through" and _THE.match(text, opening.end()):
        return None
    part = (match.groupdict().get("part") or "").lower()
    if word in ("before", "prior to") and not of_event and "end" not in part and first > date.min:
        last = first - timedelta(days=1)
    return Opened(((published if published and published <= last else date.min, last), precision))
