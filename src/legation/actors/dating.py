"""When an undated article was probably written, for its offices alone: the day on which most of its people held one."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from legation.ontology.knowledge import Knowledge
from legation.records.actor import Office

_WORD = re.compile(r"\w+")
_SETTLED = timedelta(days=30)


class Holders:
    """Everyone who is known to have held an office, found by their surnames."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._by_surname: dict[str, list[tuple[Office, ...]]] = {}
        for terms in knowledge.terms.values():
            surname = terms[0].person.rpartition(" ")[2]
            self._by_surname.setdefault(surname if surname.isalpha() else "", []).append(terms)

    def named(self, text: str) -> list[tuple[Office, ...]]:
        """The terms of each whom a text names in full; most who are not named are told by their surname's absence."""
        words = sorted({"", *_WORD.findall(text)})
        near = (terms for word in words for terms in self._by_surname.get(word, ()))
        return [terms for terms in near if terms[0].person in text]


def likely_day(text: str, holders: Holders) -> date | None:
    """A day on which the office holders of whom the text speaks most were in office, and those told as former ones not.

    Of equally good days the latest one; None where the text names no holder. It never dates an event.
    """
    named = holders.named(text)
    weights = [(terms, text.count(terms[0].person.split()[-1]), _told_former(terms, text)) for terms in named]
    days = [day for terms, _, former in weights for day in (_after(terms) if former else _during(terms))]
    return max(
        days,
        key=lambda day: (sum(n for terms, n, former in weights if _in_office(terms, day) != former), day),
        default=None,
    )


def _told_former(terms: Sequence[Office], text: str) -> bool:
    """Whether the text calls a person "former president X" where it names them in full."""
    return bool(re.search(rf"\b[Ff]ormer (?:[\w.-]+ ){{1,5}}{re.escape(terms[0].person)}", text))


def _during(terms: Sequence[Office]) -> list[date]:
    """Days within the terms: a month into each, or its last day if it was shorter."""
    return [min(term.start + _SETTLED, term.end or date.max) for term in terms if term.start is not None]


def _after(terms: Sequence[Office]) -> list[date]:
    """A day after each term, if it ended."""
    return [term.end + _SETTLED for term in terms if term.end is not None]


def _in_office(terms: Sequence[Office], day: date) -> bool:
    return any((term.start or date.min) <= day <= (term.end or date.max) for term in terms)
