"""When an undated article was probably written, for its offices alone: the day on which most of its people held one."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from legation.ontology.knowledge import Knowledge
from legation.records.actor import Office

_WORD = re.compile(r"\w+")
_SETTLED = timedelta(days=30)


def likely_day(text: str, knowledge: Knowledge) -> date | None:
    """A day on which the office holders of whom the text speaks most were in office, and those told as former ones not.

    Of equally good days the latest one; None where the text names no holder. It never dates an event.
    """
    words = frozenset(_WORD.findall(text))
    named = [terms for terms in knowledge.terms.values() if _names(text, words, terms[0].person)]
    weights = [(terms, text.count(terms[0].person.split()[-1]), _told_former(terms, text)) for terms in named]
    days = [day for terms, _, former in weights for day in (_after(terms) if former else _during(terms))]
    return max(
        days,
        key=lambda day: (sum(n for terms, n, former in weights if _in_office(terms, day) != former), day),
        default=None,
    )


def _names(text: str, words: frozenset[str], person: str) -> bool:
    """Whether a text names a person in full; most who are not named are told by their surname's absence."""
    surname = person.rpartition(" ")[2]
    return (surname in words or not surname.isalpha()) and person in text


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
