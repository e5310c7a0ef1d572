"""Change points of an alignment series, with the steps and events that made them.

Binary segmentation: a stretch is cut where the two means explain most of its squared error, as long as the means
differ by at least `LEAST`, and each half is treated likewise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from legation.analysis.alignment import Alignment, event_day, event_weight, pole_of
from legation.analysis.lives import Lives, partner_of
from legation.records.event import Event
from legation.records.relationship import Transition

LEAST = 0.15
"""A shift is a lasting change of at least this much on the scale from -1 to 1 (our choice)."""
STRETCH = 2
"""A level must last for at least so many months on either side of a shift."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A lasting change of alignment: the first month of the new level, both means, and what happened around it.

    Nothing did where a tie has only grown old in silence.
    """

    country: str
    pole: str
    month: date
    before: float
    after: float
    steps: tuple[Transition, ...]
    events: tuple[Event, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The mentions behind the steps, then those behind the events."""
        return tuple(one for step in self.steps for one in step.evidence) + tuple(
            one for event in self.events for one in event.mentions
        )


def change_points(values: Sequence[float], *, least: float = LEAST, stretch: int = STRETCH) -> list[int]:
    """The indexes at which a new level begins, in order."""
    cut = _best_cut(values, stretch)
    if cut is None or abs(_mean(values[:cut]) - _mean(values[cut:])) < least:
        return []
    left = change_points(values[:cut], least=least, stretch=stretch)
    right = change_points(values[cut:], least=least, stretch=stretch)
    return [*left, cut, *(cut + index for index in right)]


def shifts(series: Sequence[Alignment], lives: Lives, events: Sequence[Event]) -> list[Shift]:
    """The shifts of one country's series towards each pole, by month."""
    found = []
    for pole in dict.fromkeys(figure.pole for figure in series):
        figures = [figure for figure in series if figure.pole == pole]
        cuts = change_points([figure.value for figure in figures])
        for start, cut, end in zip([0, *cuts], cuts, [*cuts[1:], len(figures)], strict=False):
            before = _mean([figure.value for figure in figures[start:cut]])
            after = _mean([figure.value for figure in figures[cut:end]])
            country, month = figures[cut].country, figures[cut].month
            behind = _steps_behind(country, pole, month, lives), _events_behind(country, pole, month, events)
            found.append(Shift(country, pole, month, round(before, 4), round(after, 4), *behind))
    return sorted(found, key=lambda shift: (shift.month, shift.pole))


def _best_cut(values: Sequence[float], stretch: int) -> int | None:
    """Where cutting in two leaves the least squared error; None where the series is too short.

    The error left is least where the two sums, squared over their lengths, are greatest.
    """
    sums = list(accumulate(values, initial=0.0))
    size, total = len(values), sums[-1]
    cuts = range(stretch, size - stretch + 1)
    return max(cuts, key=lambda cut: sums[cut] ** 2 / cut + (total - sums[cut]) ** 2 / (size - cut), default=None)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _around(day: date | None, month: date) -> bool:
    """In the month of the shift or the one before, in which it was prepared."""
    return day is not None and 0 <= (month.year - day.year) * 12 + month.month - day.month <= 1


def _steps_behind(country: str, pole: str, month: date, lives: Lives) -> tuple[Transition, ...]:
    return tuple(
        step
        for key, life in sorted(lives.items())
        if pole_of(partner_of(key, country)) == pole
        for step in life
        if _around(step.valid_latest, month)
    )


def _events_behind(country: str, pole: str, month: date, events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(
        event
        for event in events
        if _around(event_day(event), month)
        and event_weight(event)
        and any(pole_of(actor) == pole for actor in {*event.source, *event.target} - {country})
    )
