"""Where, when and how many."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal[
    "day", "week", "month", "quarter", "season", "half", "year", "decade", "century", "range", "unknown"
]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text. `text` is kept as written; the rest is None where it could not be resolved."""

    text: str
    start: int
    end: int
    name: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression, resolved against the publication date: first and last possible day, both inclusive.

    Both dates are None where the expression is relative and the article undated. An open start ("until 2013") or
    open end ("from 2030") is None on that side. Precision "unknown" with a date is a vague time ("recently").
    `since` is the precision of the beginning where the words tell since when: such a time runs to the publication.
    """

    text: str
    start: int
    end: int
    start_date: date | None
    end_date: date | None
    precision: Precision
    since: Precision | None = None

    @property
    def told(self) -> tuple[date | None, date | None, Precision]:
        """First day, last day and precision as the words themselves have it: "since 2013" has no end of its own."""
        if self.since:
            return self.start_date, None, self.since
        return self.start_date, self.end_date, self.precision


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that an event carries. `what` is troops, trainers, casualties, money, hardware, or people."""

    what: str
    value: float
    text: str
    start: int
    end: int
    unit: str | None = None
