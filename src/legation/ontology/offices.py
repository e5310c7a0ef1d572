"""How current the table of offices is, and which states' leading offices it leaves without a holder."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from legation.ontology.data import cells, read_tsv
from legation.ontology.knowledge import Knowledge

LONG_YEARS = 8
"""Terms that began longer ago than this, and have no end, deserve a look: few ministers serve as long (our choice)."""

# Who stands in for the holder fills the office too.
_STANDING_IN = re.compile(r"^(acting|interim|transitional|caretaker) ")
_STATE, _GOVERNMENT = "head of state", "head of government"


@dataclass(frozen=True, slots=True)
class Currency:
    """The age of the offices on a day: terms known, the newest start or end, terms without an end, and how many of
    these began more than LONG_YEARS ago; `lacking` gives the states without a known holder of each leading office."""

    terms: int
    newest_change: date | None
    open_terms: int
    long_open_terms: int
    lacking: Mapping[str, tuple[str, ...]]


def currency(knowledge: Knowledge, on: date) -> Currency:
    """How current the offices of `knowledge` are on a day."""
    terms = knowledge.offices
    changes = [day for term in terms for day in (term.start, term.end) if day and day <= on]
    still = [term for term in terms if term.end is None]
    long_ago = date(on.year - LONG_YEARS, on.month, min(on.day, 28))
    return Currency(
        terms=len(terms),
        newest_change=max(changes, default=None),
        open_terms=len(still),
        long_open_terms=sum(term.start is not None and term.start < long_ago for term in still),
        lacking=_lacking(knowledge, on),
    )


def _lacking(knowledge: Knowledge, on: date) -> dict[str, tuple[str, ...]]:
    """The states without a holder of each leading office.

    A state of which no head of government was ever known is led by its head of state.
    """
    offices: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in read_tsv("actors/leading_offices.tsv"):
        offices[row["office"]].update((row["title"], country) for country in cells(row["countries"]) or ("",))
    now, ever = set(), set()
    for term in knowledge.offices:
        office = _STANDING_IN.sub("", term.title), term.country
        ever.add(office)
        if (term.start or on) <= on <= (term.end or on):
            now.add(office)
    states = [country.actor_id for country in knowledge.countries.values() if country.status == "state"]
    held = {name: _countries(titles, now) for name, titles in offices.items()}
    held[_GOVERNMENT] |= held[_STATE] - _countries(offices[_GOVERNMENT], ever)
    return {name: tuple(sorted(set(states) - countries)) for name, countries in held.items()}


def _countries(titles: set[tuple[str, str]], held: Iterable[tuple[str, str]]) -> set[str]:
    """The countries in which one of the titles is held."""
    return {country for title, country in held if (title, "") in titles or (title, country) in titles}
