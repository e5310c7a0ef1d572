"""When an undated article was probably written, for its offices alone: the day on which most of its people held one."""

from datetime import date, timedelta

from legation.ontology.knowledge import Knowledge
from legation.records.actor import Office

_SETTLED = timedelta(days=30)


def likely_day(text: str, knowledge: Knowledge) -> date | None:
    """A day on which as many as possible of the office holders that the text names in full were in office.

    Of equally good days the latest one; None where the text names no holder. It never dates an event.
    """
    named = {person: terms for person, terms in knowledge.terms.items() if terms[0].person in text}
    days = [_early(term) for terms in named.values() for term in terms if term.start is not None]
    return max(days, key=lambda day: (sum(_in_office(terms, day) for terms in named.values()), day), default=None)


def _early(term: Office) -> date:
    """A month into the term, or its last day if it was shorter."""
    start = term.start or date.min
    return min(start + _SETTLED, term.end or date.max)


def _in_office(terms: tuple[Office, ...], day: date) -> bool:
    return any((term.start or date.min) <= day <= (term.end or date.max) for term in terms)
