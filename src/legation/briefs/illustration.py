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
    """The timeline of a country's or dyad's relationships, and a country's alignment over time.

    None where the ledger holds nothing, and none of a region or topic, whose many countries share no timeline.
    """
    subject = brief.subject
    if subject.kind not in ("country", "dyad"):
        return ()
    home, actor = subject.members[0], subject.members[1] if subject.kind == "dyad" else None
    steps = ledger.transitions(known_on=brief.known_on, country=home, actor=actor)
    lives = lives_of(steps, brief.as_of)
    if not lives:
        return ()
    until = brief.as_of or brief.known_on or max(max(step.valid_latest, step.known_from) for step in steps)
    title = f"{brief.name}: relationships and their states to {_day(until)}"
    bars = timeline_figure(home, lives, until, title).picture()
    series = alignment_series(home, lives, ledger.event_rows(home, known_on=brief.known_on))
    if actor or not series:
        return (bars,)
    title = f"{brief.name}: alignment with each pole, from -1 (against) to 1 (with)"
    return bars, alignment_figure(series, title).picture()


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
