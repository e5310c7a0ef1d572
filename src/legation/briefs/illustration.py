"""The pictures of a brief, from the same figures as its words."""

from datetime import date

from legation.analysis.alignment import alignment_series
from legation.analysis.lives import lives_of
from legation.briefs.brief import Brief
from legation.ledger.store import Ledger
from legation.pictures.alignment import alignment_figure
from legation.pictures.rendering import Picture
from legation.pictures.timeline import timeline_figure


def illustrations(ledger: Ledger, brief: Brief) -> tuple[Picture, ...]:
    """The timeline of the country's relationships and its alignment over time; none where the ledger holds nothing."""
    steps = ledger.transitions(known_on=brief.known_on, country=brief.country)
    lives = lives_of(steps, brief.as_of)
    if not lives:
        return ()
    until = brief.as_of or brief.known_on or max(max(step.valid_latest, step.known_from) for step in steps)
    title = f"{brief.name}: relationships and their states to {_day(until)}"
    bars = timeline_figure(brief.country, lives, until, title).picture()
    series = alignment_series(brief.country, lives, ledger.event_rows(brief.country, known_on=brief.known_on))
    if not series:
        return (bars,)
    title = f"{brief.name}: alignment with each pole, from -1 (against) to 1 (with)"
    return bars, alignment_figure(series, title).picture()


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
