"""When a claim places its relationship in a state, on the clock of the world."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from legation.ledger.claims import PLAN_LIKE, Claim
from legation.records.event import Factuality

NEWS = timedelta(days=6)
"""An undated event that is the news happened on the day of publication or in the six days before (our choice)."""

_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_CENTURY_BEGINS = 12  # months after the year that it is counted from: the 20th began in 1901


@dataclass(frozen=True, slots=True)
class When:
    """The state began between `valid_from` and `valid_latest`.

    Precision "unknown" means that it held at the latest on `valid_latest` and nothing tells since when. `vague`:
    only the day of publication bounds it.
    """

    valid_from: date
    valid_latest: date
    precision: str
    vague: bool = False

    def until(self, day: date) -> "When":
        """The same, begun at the latest on `day`."""
        return replace(self, valid_from=min(self.valid_from, day), valid_latest=min(self.valid_latest, day))


def when(claim: Claim, known: date, dated: bool) -> When:
    """Where a claim, published on `known`, stands in time (ontology, rule 4).

    A plan or proposal takes effect on the day it was stated, which is that of publication unless the text tells an
    earlier one; other claims on the day of the event; an unknown day is an interval. In an undated article only what
    the text itself dates has a known day.
    """
    stated = When(known, known, "day" if dated else "unknown")
    timed = _timed(claim, known)
    if claim.factuality in PLAN_LIKE:
        return timed if timed is not None and claim.end_date is not None and claim.end_date < known else stated
    if timed is not None:
        return timed
    if not dated:
        return replace(stated, vague=True)
    if claim.act is not None and claim.factuality is not Factuality.HISTORICAL:
        return stated
    if claim.factuality is Factuality.OCCURRED:
        return When(known - NEWS, known, "week", vague=True)
    return When(known, known, "unknown", vague=True)


def _timed(claim: Claim, known: date) -> When | None:
    """The place in time that the text itself gives; None where it gives none, or one after publication."""
    start, end, precision = claim.start_date, claim.end_date, claim.precision
    if (start is None and end is None) or (start is not None and start > known):
        return None
    if claim.direction == "continue" and claim.factuality is Factuality.ONGOING:
        return _practice_since(start, end, precision, known)
    if claim.direction == "continue" and claim.factuality is Factuality.HISTORICAL:
        return _practice_until(start, end, precision, known)
    if start is None and end is not None:
        begun = _unit(end, precision)[0]
        return None if begun > known else When(begun, min(end, known), precision)
    if start is None:
        return None
    latest = end if end is not None else _unit(start, precision)[1]
    return When(start, max(start, min(latest, known)), precision)


def _practice_since(start: date | None, end: date | None, precision: str, known: date) -> When | None:
    """A practice that goes on: "since 2013" tells when it began, "this week" only that it had."""
    if start is None:
        return None
    if end is None:
        return When(start, min(_unit(start, precision)[1], known), precision)
    held = min(end, known)
    return When(held, held, "unknown")


def _practice_until(start: date | None, end: date | None, precision: str, known: date) -> When | None:
    """A practice told as past: "until 2020" tells when it ended, "in 2015" only that it was over at publication."""
    if end is None:
        return None
    if start is None:
        begun = _unit(end, precision)[0]
        return None if begun > known else When(begun, min(end, known), precision)
    return When(min(end, known), known, "range", vague=True)


def _unit(day: date, precision: str) -> tuple[date, date]:
    """The first and last day of the unit of time that a day is given in: a week from or to it, its month, its year."""
    if precision == "week":
        return day - timedelta(days=6), day + timedelta(days=6)
    months = _MONTHS.get(precision)
    if months is None:
        return day, day
    offset = _CENTURY_BEGINS if precision == "century" else 0
    first = (day.year * 12 + day.month - 1 - offset) // months * months + offset
    last = first + months - 1
    return date(first // 12, first % 12 + 1, 1), date(
        last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1]
    )
