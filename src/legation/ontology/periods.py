"""Checks of the days in the actor tables: periods that cannot be, and offices held by two at one time."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from legation.ontology.finding import Finding, Row, Tables, key_cell

PERIODS = {
    "organs": ("valid_from", "valid_to"),
    "groups": ("valid_from", "valid_to"),
    "holders": ("start", "end"),
    "shared_offices": ("start", "end"),
}
DATE = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?")


def _is_date(text: str) -> bool:
    """Whether the text is a year, a year and month, or a day of the calendar."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])  # a vague date stands for its first day
    except ValueError:
        return False
    return DATE.fullmatch(text) is not None


def wrong_dates(tables: Tables) -> Iterator[Finding]:
    """Dates that are not a year, year-month or day, and periods that end before they start."""
    for table, (first, last) in PERIODS.items():
        for row in tables[table]:
            start, end = row[first], row[last]
            yield from (
                Finding(table, row, f"{key_cell(row)} has invalid date {value!r}")
                for value in (start, end)
                if value and not _is_date(value)
            )
            if start and end and not over_by(start, end):
                yield Finding(table, row, f"{key_cell(row)} ends {end}, before it starts {start}")


def over_by(end: str, start: str) -> bool:
    """Whether what ends at one date is over when something begins at another, at the precision of the vaguer date.

    An empty end is never over; before an empty start, everything is.
    """
    shared = min(len(end), len(start))
    return (bool(end) or not start) and end[:shared] <= start[:shared]


def overlapping_terms(tables: Tables) -> Iterator[Finding]:
    """Two holders of an office at one time, unless `shared_offices` allows it."""
    offices: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables["holders"]:
        offices[row["country"], row["title"]].append(row)
    for terms in offices.values():
        for one, two in combinations(terms, 2):
            if over_by(one["end"], two["start"]) or over_by(two["end"], one["start"]):
                continue
            if not may_be_shared(tables, two, max(one["start"], two["start"])):
                told = f"{one['person']} ({one['start']} to {one['end'] or 'now'})"
                yield Finding("holders", two, f"{two['person']} is {two['title']} of {two['country']} beside {told}")


def may_be_shared(tables: Tables, term: Row, on: str) -> bool:
    """Whether the office of a term may have several holders from a date on."""
    return any(
        f" {shared['title']} " in f" {term['title']} "
        and (not shared["country"] or shared["country"] == term["country"])
        and shared["start"] <= on
        and over_by(on, shared["end"] or on)
        for shared in tables["shared_offices"]
    )
