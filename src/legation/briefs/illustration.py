"""The pictures of a brief, from the same figures as its words."""

from collections import Counter

from legation.analysis.alignment import alignment_series
from legation.analysis.lives import OPEN, Key, partner_of
from legation.briefs import selection
from legation.briefs.brief import Brief
from legation.briefs.names import bare_name
from legation.briefs.view import Scope, View
from legation.briefs.wording import day, label, label_cell, now_clause, sides_cell
from legation.ledger.store import Ledger
from legation.pictures.alignment import alignment_figure
from legation.pictures.map import count_figure, place_figure, state_figure
from legation.pictures.places import Spot, places_of
from legation.pictures.rendering import Figure, Picture
from legation.pictures.timeline import timeline_figure
from legation.pictures.world import countries
from legation.records.relationship import State


def illustrations(ledger: Ledger, brief: Brief) -> tuple[Picture, ...]:
    """A map; of a country or dyad also the timeline of relationships, and of a country its alignment over time.

    None where the ledger holds nothing. A region's or topic's many countries share no timeline.
    """
    view = View(ledger, Scope(brief.subject, brief.start, brief.end, brief.as_of, brief.known_on))
    if not view.lives:
        return ()
    figures: list[Figure | None]
    match brief.subject.kind:
        case "country":
            figures = [_partners(view), _timeline(view), _alignment(view)]
        case "dyad":
            figures = [_places(view), _timeline(view)]
        case "region" | "topic":
            figures = [_counts(view)]
    return tuple(figure.picture() for figure in figures if figure and figure.rows)


def _partners(view: View) -> Figure:
    """The countries that one is tied to, by the state of what the table tells first of each; bodies have no shape."""
    subject = view.scope.subject
    home = subject.members[0]
    states: dict[str, tuple[State, bool, str, str | None]] = {}
    for row in selection.rows(view):
        words = now_clause(row.provider, row.recipient, row.mutual, row.type, row.state)
        told = row.state, row.reported or row.disputed, words[:1].upper() + words[1:], None
        if (partner := partner_of(row, home)) in countries():
            states.setdefault(partner, told)
    names = {one: bare_name(one) for one in (home, *states)}
    title = f"{subject.name}: its partners by the state of what matters most with each"
    return state_figure(title, states, names, home)


def _places(view: View) -> Figure | None:
    """Bases, and where the events between two happened, on the map of the one from whose side they are told."""
    subject = view.scope.subject
    events = list(view.events.values())[::-1]
    view.read(event.mentions[0] for event in events)
    mentions = [mention for event in events if (mention := view.mention(event.mentions[0]))]
    places = places_of(Spot(mention.place, mention.sentence.text) for mention in mentions)
    title = f"{subject.name}: bases, and places of events between the two"
    maps = (place_figure(title, home, places) for home in subject.members)
    return next((figure for figure in maps if figure), None)


def _counts(view: View) -> Figure:
    """By how much goes on or is to come: the partners of a region, the countries of a topic."""
    subject = view.scope.subject
    sides = [side for row in view.relationships.values() if row.state in OPEN for side in (row.provider, row.recipient)]
    counts = Counter(side for side in sides if side in countries() and side not in subject.members)
    who = "partners" if subject.members else "countries"
    title = f"{subject.name}: {who} by number of relationships that stand or are under way"
    return count_figure(title, counts, {one: bare_name(one) for one in counts}, {}, "relationships")


def _timeline(view: View) -> Figure:
    subject = view.scope.subject
    last = view.day or max(step.valid_latest for life in view.lives.values() for step in life)
    title = f"{subject.name}: relationships and their states to {day(last)}"
    return timeline_figure(subject.members[0], view.lives, last, title, label=lambda key: _called(view, key))


def _called(view: View, key: Key) -> str:
    """A line of the timeline: with whom, and what; between two, who gives it to whom."""
    home = view.scope.subject.members[0]
    if view.scope.subject.kind == "dyad":
        words = f"{sides_cell(*key[:3])}: {label(*key)}"
    else:
        words = f"{bare_name(partner_of(key, home))}: {label_cell(home, *key)}"
    return words[:1].upper() + words[1:]


def _alignment(view: View) -> Figure:
    subject = view.scope.subject
    series = alignment_series(subject.members[0], view.lives, list(view.events.values()))
    return alignment_figure(series, f"{subject.name}: alignment with each pole, from -1 (against) to 1 (with)")
