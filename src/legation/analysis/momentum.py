"""Momentum of a dyad: how much has gone on between two actors lately, beside how much used to.

With x events in the last `WINDOW_DAYS` days up to a day, and y events in the T days before them (from the dyad's first
event, which sets the beginning and is not counted, but at most `PAST_DAYS` back):

    usual    = y x WINDOW_DAYS / T                        what its own past would lead one to expect
    ratio    = (x + 0.5) / (usual + 0.5)                  above 1: more than usual
    p        = min(1, 2 x min(P(X <= x), P(X >= x)))      X ~ Binomial(x + y, WINDOW_DAYS / (WINDOW_DAYS + T))

p is the two-sided conditional test that both stretches have one Poisson rate (Przyborowski and Wilenski 1940,
Biometrika 31, 313-323), which holds for the few events that most dyads have. The half events keep the ratio finite.
The trend is rising or falling where p is below `LEAST_LIKELY`, else steady; unknown where the past is shorter than the
window.

Counted are merged events that occurred or go on, with one of the two on either side. `tone` is the mean of
`alignment.event_weight`, from -1 to 1, over those events that weigh at all. Window, reach and limit are our choice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from legation.analysis.alignment import event_day, event_weight
from legation.records.event import Event, Factuality

WINDOW_DAYS = 90
PAST_DAYS = 5 * 365
LEAST_LIKELY = 0.05
Trend = Literal["rising", "falling", "steady", "unknown"]


@dataclass(frozen=True, slots=True)
class Momentum:
    """How much goes on between two actors in the `days` up to and with `day`, beside their own past.

    `since` is where that past begins, `past` its events, `usual` how many of them fall into so many days; the tones are
    None where no event has one. `evidence`: the mentions of the recent events, newest first; without any, of the last.
    """

    first: str
    second: str
    day: date
    days: int
    since: date
    recent: int
    past: int
    usual: float
    ratio: float
    p: float
    trend: Trend
    tone: float | None
    usual_tone: float | None
    evidence: tuple[str, ...]


def momentum(first: str, second: str, events: Sequence[Event], day: date) -> Momentum | None:
    """The momentum of two actors on a day; None where nothing is known to have happened between them by then."""
    dated = [(told, event) for event in events if (told := _day_between(event, first, second)) and told <= day]
    dated.sort(key=lambda one: (one[0], one[1].event_id))
    if not dated:
        return None
    opening = day - timedelta(WINDOW_DAYS - 1)
    since = max(dated[0][0], opening - timedelta(PAST_DAYS))
    recent = [event for told, event in dated if told >= opening]
    past = [event for told, event in dated[1:] if since <= told < opening]
    span = max(0, (opening - since).days)
    usual = len(past) * WINDOW_DAYS / span if span else 0.0
    p = _one_rate(len(recent), len(past), span)
    ratio = (len(recent) + 0.5) / (usual + 0.5)
    return Momentum(
        first=first,
        second=second,
        day=day,
        days=WINDOW_DAYS,
        since=since,
        recent=len(recent),
        past=len(past),
        usual=round(usual, 2),
        ratio=round(ratio, 2),
        p=round(p, 4),
        trend=_trend(span, ratio, p),
        tone=_tone(recent),
        usual_tone=_tone(past),
        evidence=tuple(one for event in (recent or [dated[-1][1]])[::-1] for one in event.mentions),
    )


def _trend(span: int, ratio: float, p: float) -> Trend:
    if span < WINDOW_DAYS:
        return "unknown"
    if p >= LEAST_LIKELY:
        return "steady"
    return "rising" if ratio > 1 else "falling"


def _day_between(event: Event, first: str, second: str) -> date | None:
    """The day of an event between the two that has happened; None of any other event."""
    happened = event.factuality in (Factuality.OCCURRED, Factuality.ONGOING)
    sides = (event.source, event.target)
    across = any(first in one and second in other for one, other in (sides, sides[::-1]))
    together = event.mutual and {first, second} <= {*event.source, *event.target}
    return event_day(event) if happened and (across or together) else None


def _one_rate(recent: int, past: int, span: int) -> float:
    """The chance of counts as uneven as these, or more so, if both stretches had one rate."""
    count, share = recent + past, WINDOW_DAYS / (WINDOW_DAYS + span)
    if not count or share == 1.0:
        return 1.0
    chances = [_binomial(count, hits, share) for hits in range(count + 1)]
    return min(1.0, 2 * min(sum(chances[: recent + 1]), sum(chances[recent:])))


def _binomial(count: int, hits: int, share: float) -> float:
    """The binomial probability, by logarithms, so that thousands of events do not overflow."""
    ways = math.lgamma(count + 1) - math.lgamma(hits + 1) - math.lgamma(count - hits + 1)
    return math.exp(ways + hits * math.log(share) + (count - hits) * math.log1p(-share))


def _tone(events: Sequence[Event]) -> float | None:
    weights = [weight for event in events if (weight := event_weight(event))]
    return round(sum(weights) / len(weights), 2) if weights else None
