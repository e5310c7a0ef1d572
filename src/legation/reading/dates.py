"""Time expressions in a text, resolved against the publication date.

Without a publication date a relative expression is found but stays unresolved. A weekday, day, month or season without
a year is the nearest one that agrees with the tense around it: "will meet on Tuesday", "met on Tuesday". What comes
back ("every Friday") is no time.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from legation.reading.open_ends import open_ends
from legation.reading.time_meanings import Clock, Found, Meaning
from legation.reading.time_rules import rules
from legation.reading.time_words import windows
from legation.records.place import Precision, TimeExpression

_PREFIX = re.compile(
    r"\b(?:since|until|till|by|before|prior to|after|from|through|as of|no later than|between)(?:\s+the)?\s+$",
    re.IGNORECASE,
)
_LONGEST_PREFIX = 20
_TO = re.compile(r"\s(?:to|until|till|through)\s|\s?[-–—]\s?")
_AND = re.compile(r"\sand\s")
# Between "two days after" and the day that it counts from: the words of one phrase.
_LEANING = frozenset({"before", "after", "of", "since"})
_PHRASE = re.compile(r" (?:[\w'’-]+ ){0,8}")


@dataclass(frozen=True, slots=True)
class _Hit:
    match: re.Match[str]
    meaning: Meaning

    def read(self, clock: Clock) -> Found:
        """What it means, None where it cannot be resolved or the calendar has no such day."""
        try:
            return self.meaning(self.match, clock)
        except (ValueError, OverflowError):
            return None


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text in its order, none overlapping; each slices back.

    "Since" runs to the publication, a deadline ("by", "until") from it; "after", "before" and "from" leave a side
    open. Precision "unknown" with a date is a vague time ("recently"), without one an unresolved time.
    """
    found: list[TimeExpression] = []
    clock = Clock(published)
    hits = _hits(text)
    while hits:
        hit = hits.pop()
        start = _start(text, hit, found[-1].end if found else 0)
        if found and "\n" in text[found[-1].end : start]:
            clock = replace(clock, told=None)
        last = hits.pop() if hits and _joins(text[start : hit.match.end()], text, hit, hits[-1]) else None
        if last:
            period = _between(hit, last, clock)
        elif hits and _leans(text, hit, hits[-1]):
            period = hit.read(replace(clock, told=_anchor(hits[-1].read(clock))))
        elif hit.match.groupdict().get("way") in _LEANING:
            period = hit.read(replace(clock, told=None))
        else:
            period = hit.read(clock)
        clock = replace(clock, told=_anchor(period))
        end = (last or hit).match.end()
        found.append(_expression(text, start, end, period, None if last else hit, published))
    return tuple(found)


def _hits(text: str) -> list[_Hit]:
    """What the rules find, none overlapping, the last one first: leftmost, then longest, then the earlier rule."""
    by_kind = rules()
    ranked = [
        (match.start(), -match.end(), order, match, rule)
        for kind, start, end in windows(text)
        for order, rule in enumerate(by_kind[kind])
        for match in rule.pattern.finditer(text, start, end)
        if (match.end() < end or end == len(text)) and rule.holds(match)  # a match at a window's end may be half a word
    ]
    ranked.sort(key=lambda one: one[:3])
    kept: list[_Hit] = []
    floor = 0
    for start, _, _, match, rule in ranked:
        if start >= floor:
            floor = match.end()
            if rule.meaning:
                kept.append(_Hit(match, rule.meaning))
    return kept[::-1]


def _start(text: str, hit: _Hit, floor: int) -> int:
    """Where the expression begins with its preposition, if one stands before it."""
    start = hit.match.start()
    before = _PREFIX.search(text, max(floor, start - _LONGEST_PREFIX), start)
    return before.start() if before else start


def _joins(words: str, text: str, hit: _Hit, following: _Hit) -> bool:
    """Whether two times are the ends of one: "from Monday to Friday", "between 3 May and 5 June"."""
    link = _AND if words.lower().startswith("between") else _TO
    gap = link.match(text, hit.match.end(), following.match.end())
    return gap is not None and gap.end() >= following.match.start()


def _leans(text: str, hit: _Hit, following: _Hit) -> bool:
    """Whether a time counts from the one that follows: "two days after the vote of 14 May"."""
    way = (hit.match.groupdict().get("way") or "").lower()
    return way in _LEANING and bool(_PHRASE.fullmatch(text, hit.match.end(), following.match.start()))


def _anchor(period: Found) -> tuple[date, Precision] | None:
    """What later times may count from."""
    return (period[0][0], period[1]) if period and period[1] != "unknown" else None


def _between(first: _Hit, last: _Hit, clock: Clock) -> Found:
    """From one time to another: what the first leaves open ("3 May", "Monday") is read from the second."""
    until = last.read(clock)
    since = first.read(Clock(until[0][0], back=True)) if until else None
    if until is None or since is None or since[0][0] > until[0][1]:
        return None
    return (since[0][0], until[0][1]), "range"


def _expression(
    text: str, start: int, end: int, found: Found, alone: _Hit | None, published: date | None
) -> TimeExpression:
    """The expression at text[start:end]; `alone` is its time where it is no range of two."""
    if found is None:
        return TimeExpression(text[start:end], start, end, None, None, "unknown")
    opened = open_ends(text, start, alone.match, found, published) if alone else None
    (first, last), precision = opened.period if opened else found
    return TimeExpression(
        text[start:end],
        start,
        end,
        None if first == date.min else first,
        None if last == date.max else last,
        precision,
        opened.since if opened else None,
    )
