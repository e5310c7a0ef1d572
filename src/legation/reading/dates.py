"""Time expressions in a text, resolved against the publication date.

Without a publication date a relative expression is found but stays unresolved. A month or day without a year is
taken as the one nearest to the publication, a weekday as the last one before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from legation.reading.time_meanings import Clock, Found, Meaning
from legation.reading.time_rules import ANCHOR, RULES
from legation.records.place import Precision, TimeExpression

# How far around the word that a rule hangs on its pattern may reach, in characters.
_BEFORE, _AFTER = 40, 35
_PREFIX = re.compile(
    r"\b(?:since|until|till|by|before|prior to|after|from|through|as of|no later than|between)(?:\s+the)?\s+$",
    re.IGNORECASE,
)
_LONGEST_PREFIX = 20
_OPENING = re.compile(r"(?:(since|after)|(until|till|by|before|prior to|through|no later than))\b", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|until|till|through)\s|\s?[-–—]\s?")
_AND = re.compile(r"\sand\s")


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

    "Since" and "after" leave the end open, "until" and "before" the start; "by" runs from the publication.
    """
    found: list[TimeExpression] = []
    hits = _hits(text)
    while hits:
        hit = hits.pop()
        floor = found[-1].end if found else 0
        start = _start(text, hit, floor)
        end = hits.pop() if hits and _joins(text[start : hit.match.end()], text, hit, hits[-1]) else None
        told = _told(text, found, start)
        found.append(_expression(text, start, (hit, end), Clock(published, told)))
    return tuple(found)


def _hits(text: str) -> list[_Hit]:
    """What the rules find, none overlapping, the last one first: leftmost, then longest, then the earlier rule."""
    ranked = [
        ((match.start(), -match.end(), order), _Hit(match, meaning))
        for kind, start, end in _windows(text)
        for order, (pattern, meaning) in enumerate(RULES[kind])
        for match in pattern.finditer(text, start, end)
        if match.end() < end or end == len(text)  # a match at a window's end may be half a word
    ]
    kept: list[_Hit] = []
    for (start, _, _), hit in sorted(ranked, key=lambda pair: pair[0]):
        lower_month = hit.match.groupdict().get("month", "").islower()  # "may", "march": no months
        if not lower_month and (not kept or start >= kept[-1].match.end()):
            kept.append(hit)
    return kept[::-1]


def _windows(text: str) -> Iterator[tuple[str, int, int]]:
    """The stretches to try each kind of rule on, none of a kind overlapping."""
    open_windows: dict[str, tuple[int, int]] = {}
    for anchor in ANCHOR.finditer(text):
        kind = anchor.lastgroup or ""
        start, end = max(0, anchor.start() - _BEFORE), min(len(text), anchor.end() + _AFTER)
        last = open_windows.get(kind)
        if last and start <= last[1]:
            start = last[0]
        elif last:
            yield kind, *last
        open_windows[kind] = start, end
    for kind, window in open_windows.items():
        yield kind, *window


def _start(text: str, hit: _Hit, floor: int) -> int:
    """Where the expression begins with its preposition, if one stands before it."""
    start = hit.match.start()
    before = _PREFIX.search(text, max(floor, start - _LONGEST_PREFIX), start)
    return before.start() if before else start


def _joins(words: str, text: str, hit: _Hit, following: _Hit) -> bool:
    """Whether two times are the ends of one: "from Monday to Friday", "between 3 May and 5 June"."""
    gap = hit.match.end(), following.match.start()
    if words.lower().startswith("between"):
        return bool(_AND.fullmatch(text, *gap))
    return bool(_TO.fullmatch(text, *gap))


def _told(text: str, found: list[TimeExpression], start: int) -> tuple[date, Precision] | None:
    """The time last told of, if in the same paragraph."""
    if not found or found[-1].start_date is None or "\n" in text[found[-1].end : start]:
        return None
    return found[-1].start_date, found[-1].precision


def _expression(text: str, start: int, hits: tuple[_Hit, _Hit | None], clock: Clock) -> TimeExpression:
    first, last = hits
    end = (last or first).match.end()
    resolved = _between(first, last, clock) if last else first.read(clock)
    if resolved is None:
        return TimeExpression(text[start:end], start, end, None, None, "unknown")
    (since, until), precision = resolved
    opening = None if last else _OPENING.match(text, start, end)
    if opening is None:
        return TimeExpression(text[start:end], start, end, since, until, precision)
    if opening[1]:
        return TimeExpression(text[start:end], start, end, since, None, precision)
    word, published = opening[2].lower(), clock.published
    limit = since - timedelta(days=1) if word in ("before", "prior to") and since > date.min else until
    floor = published if word in ("by", "no later than") and published and published <= limit else None
    return TimeExpression(text[start:end], start, end, floor, limit, precision)


def _between(first: _Hit, last: _Hit, clock: Clock) -> Found:
    """From one time to another: what the first leaves open ("3 May", "Monday") is read from the second."""
    until = last.read(clock)
    since = first.read(Clock(until[0][0])) if until else None
    if until is None or since is None or since[0][0] > until[0][1]:
        return None
    return (since[0][0], until[0][1]), "range"
