"""When an undated article was probably written, for its offices alone: the day on which most of its people held one."""

from datetime import date, timedelta

from legation.ontology.knowledge import Knowledge
from legation.records.actor import Office

_SETTLED = timedelta(days=30)


def likely_day(text: str, knowledge: Knowledge) -> date | None:
    """A day on which the office holders of whom the text speaks most were in office.

    Of equally good days the latest one; None where the text names no holder. It never dates an event.
    """
    named = [terms for terms in knowledge.terms.values() if terms[0].person in text]
    weights = [(terms, text.count(terms[0].person.split()[-1])) for terms in named]
    days = [_early(term) for terms in named for term in terms if term.start is not None]
    return max(days, key=lambda day: (sum(n for terms, n in weights if _in_office(terms, day)), day), default=None)


def _early(term: Office) -> date:
    """A month into the term, or its last day if it was shorter."""
    start = term.start or date.min
    return min(start + _SETTLED, term.end or date.max)


def _in_office(terms: tuple[Office, ...], day: date) -> bool:
    return any((term.start or date.min) <= day <= (term.end or date.max) for term in terms)
