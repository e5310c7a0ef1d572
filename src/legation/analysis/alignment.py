"""How near a country stands to each pole, month by month.

For country c, pole p and day t (the last of a month):

    R = sum over relationships between c and p of type weight x state factor x confidence x 0.5 ** (silence / half-life)
    E = sum over events between c and p of        score / 10 x 0.5 ** (age in days / 180)
    z = R + 0.2 x E
    alignment = z / (1 + |z|)      in (-1, 1)

Type weights are `lives.TYPE_WEIGHTS`; the state factor is 1 for active, 0.5 for winding down, 0.25 for agreed, else 0.
Silence is the days from the last report of the state to t (none before that report: what is told to go on did so until
then), the half-life that of `lives.HALF_LIVES`: a treaty binds for years unheard of, a joint fight for months. The
state itself stays as the lifecycle has it.

Scores are PLOVER's, from -10 to 10, of events that occurred or go on and carry no cooperation of their own: what does
is counted once, as a relationship. Factors, half-life and the 0.2 are our choice: relationships are to outweigh words.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from legation.analysis.lives import HALF_LIVES, TYPE_WEIGHTS, Lives, partner_of, standing_on
from legation.ontology.codebook import event_types, score
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Event, Factuality
from legation.records.relationship import State, Transition

POLES: Mapping[str, frozenset[str]] = {
    "USA": frozenset({"USA"}),
    "FRA": frozenset({"FRA"}),
    "EU": frozenset({"EU"}),
    "RUS": frozenset({"RUS"}),
    "CHN": frozenset({"CHN"}),
    "TUR": frozenset({"TUR"}),
    "Gulf": frozenset({"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"}),
}
"""The default poles. Of the Gulf: the members of the Gulf Cooperation Council. Bodies count by `pole_of`."""

STATE_FACTORS: Mapping[State, float] = {State.ACTIVE: 1.0, State.WINDING_DOWN: 0.5, State.AGREED: 0.25}
HALF_LIFE_DAYS = 180
EVENT_SHARE = 0.2
_EU_BODY = re.compile(r"EU(?:$|-|TM-|CAP-|AM-|MPM-|BAM-|MAM-|FOR-|NAVFOR-|MM-|LEX$|MA$|CO$|ROPOL$)")


@dataclass(frozen=True, slots=True)
class Alignment:
    """How near a country stood to a pole at the end of a month, in (-1, 1), with the two sums it is made of."""

    country: str
    pole: str
    month: date
    value: float
    relationships: float
    events: float


@cache
def pole_of(actor_id: str) -> str | None:
    """The default pole to which an actor counts: its own, its patron's or country's, or the EU for its bodies."""
    for pole, members in POLES.items():
        if actor_id in members:
            return pole
    if _EU_BODY.match(actor_id):
        return "EU"
    actor = load_knowledge().actors.get(actor_id)
    if actor is None:
        return None
    behind = actor.patron or (actor.country if actor.kind in ("command", "agency", "organ", "company") else None)
    return pole_of(behind) if behind and behind != actor_id else None


def month_ends(first: date, last: date) -> list[date]:
    """The last day of each month from the month of `first` to that of `last`."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, monthrange(month // 12, month % 12 + 1)[1]) for month in months]


def alignment_on(country: str, day: date, lives: Lives, events: Sequence[Event]) -> dict[str, Alignment]:
    """The alignment of a country with each pole on a day."""
    return _figures(country, day, _ties(_towards(country, lives), day), _Fading(country, events).until(day))


def _figures(country: str, day: date, ties: Mapping[str, float], words: Mapping[str, float]) -> dict[str, Alignment]:
    return {
        pole: Alignment(country, pole, day, _squashed(ties[pole] + EVENT_SHARE * words[pole]), ties[pole], words[pole])
        for pole in POLES
    }


def _towards(country: str, lives: Lives) -> list[tuple[str, Sequence[Transition]]]:
    """The lives of a country's relationships with a pole, each with the pole."""
    ours = ((pole_of(partner_of(key, country)), life) for key, life in lives.items() if country in key[:2])
    return [(pole, life) for pole, life in ours if pole]


def _ties(towards: Iterable[tuple[str, Sequence[Transition]]], day: date) -> dict[str, float]:
    """R of every pole on a day."""
    ties = dict.fromkeys(POLES, 0.0)
    for pole, life in towards:
        if step := standing_on(life, day):
            ties[pole] += _tie(step, day)
    return ties


def _tie(step: Transition, day: date) -> float:
    """What a relationship counts for on a day: the less, the longer nothing has told of its state."""
    factor = STATE_FACTORS.get(step.state, 0.0)
    if not factor:
        return 0.0
    silence = max(0, (day - step.last_told).days)
    kept: float = 0.5 ** (silence / HALF_LIVES[step.type])
    return TYPE_WEIGHTS[step.type] * factor * step.confidence * kept


class _Fading:
    """E of every pole on one day after another: what is there fades as a whole, so each event is looked at once."""

    def __init__(self, country: str, events: Sequence[Event]) -> None:
        self._ahead = sorted(
            (
                (day, weight, {pole for actor in _others(event, country) if (pole := pole_of(actor))})
                for event in events
                if (weight := event_weight(event)) and (day := event_day(event))
            ),
            key=lambda told: told[0],
            reverse=True,
        )
        self._sums = dict.fromkeys(POLES, 0.0)
        self._day: date | None = None

    def until(self, day: date) -> dict[str, float]:
        """The sums on a day, which is no earlier than the last one asked for."""
        fade = 0.5 ** ((day - self._day).days / HALF_LIFE_DAYS) if self._day else 1.0
        self._sums = {pole: value * fade for pole, value in self._sums.items()}
        self._day = day
        while self._ahead and self._ahead[-1][0] <= day:
            told, weight, poles = self._ahead.pop()
            for pole in poles:
                self._sums[pole] += weight * 0.5 ** ((day - told).days / HALF_LIFE_DAYS)
        return dict(self._sums)


def alignment_series(country: str, lives: Lives, events: Sequence[Event]) -> list[Alignment]:
    """The alignment with each pole at the end of every month from the first to the last thing known."""
    days = [step.valid_latest for life in lives.values() for step in life]
    days += [day for event in events if event_weight(event) and (day := event_day(event))]
    if not days:
        return []
    towards, fading = _towards(country, lives), _Fading(country, events)
    return [
        figure
        for end in month_ends(min(days), max(days))
        for figure in _figures(country, end, _ties(towards, end), fading.until(end)).values()
    ]


def event_day(event: Event) -> date | None:
    """The day by which an event had happened, or on which it was first reported."""
    return event.end_date or event.start_date or event.first_reported


def event_weight(event: Event) -> float:
    """What an event counts for before it fades: its PLOVER score from -1 to 1; 0 where relationships tell it."""
    told = event.factuality in (Factuality.OCCURRED, Factuality.ONGOING) and event.cooperation is None
    return score(event.event_type) / 10 if told and event.event_type in event_types() else 0.0


def _others(event: Event, country: str) -> set[str]:
    """The actors on the other side from the country; none where it is on neither."""
    others: set[str] = set()
    if country in event.source:
        others |= set(event.target)
    if country in event.target:
        others |= set(event.source)
    return others - {country}


def _squashed(z: float) -> float:
    return round(z / (1 + abs(z)), 4)
