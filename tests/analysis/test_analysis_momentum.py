"""Momentum: a dyad beside its own past, and nothing else."""

from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.analysis.momentum import LEAST_LIKELY, PAST_DAYS, WINDOW_DAYS, Momentum, momentum
from legation.records.event import Event, Factuality

DAY = date(2024, 6, 30)


def event(
    age: int, type_: str = "CONSULT", *, source: str = "USA", target: str = "NER", told: str = "occurred"
) -> Event:
    day = DAY - timedelta(age)
    name = f"{type_}-{source}-{target}-{age}"
    sides = (source,), (target,), False, Factuality(told), None, None
    return Event(name, type_, *sides, day, day, "day", day, day, 1, (name,))


def of(events: list[Event]) -> Momentum:
    found = momentum("USA", "NER", events, DAY)
    assert found is not None
    return found


def test_a_burst_is_rising_and_silence_after_much_is_falling() -> None:
    monthly = [event(age) for age in range(100, 1200, 30)]
    assert of([*monthly, *(event(age) for age in range(12))]).trend == "rising"
    quiet = of([event(age) for age in range(100, 1200, 15)])
    assert (quiet.trend, quiet.recent) == ("falling", 0) and quiet.ratio < 0.2
    assert quiet.evidence == (event(100).event_id,)
    assert of([*monthly, *(event(age) for age in (5, 35, 65))]).trend == "steady"


def test_the_figures_are_those_of_the_formula() -> None:
    events = [event(WINDOW_DAYS - 1 + 900), *(event(age) for age in (800, 500, 200)), event(89), event(0)]
    found = of(events)
    assert (found.recent, found.past, found.usual) == (2, 3, 0.3)
    assert found.ratio == round(2.5 / 0.8, 2)
    share = 90 / 990
    over = sum(comb(5, hits) * share**hits * (1 - share) ** (5 - hits) for hits in range(2, 6))
    assert found.p == pytest.approx(min(1, 2 * over), abs=1e-4)
    assert found.since == DAY - timedelta(WINDOW_DAYS - 1 + 900)


def test_tone_is_of_what_weighs() -> None:
    found = of([event(400), event(300, "ASSAULT"), event(10, "SUPPORT"), event(3, "AID", told="planned")])
    assert found.tone is not None and found.usual_tone is not None and found.tone > 0 > found.usual_tone
    assert found.recent == 1


def test_others_plans_and_what_comes_later_do_not_count() -> None:
    events = [event(5, source="FRA"), event(5, told="planned"), event(-3), event(5, target="MLI")]
    assert momentum("USA", "NER", events, DAY) is None
    assert of([*events, event(5, source="NER", target="USA")]).recent == 1


def test_a_short_past_tells_nothing_usual() -> None:
    assert of([event(120), event(100), event(1)]).trend == "unknown"
    assert of([event(1), event(0)]).trend == "unknown"


@given(st.lists(st.integers(-50, 4000), max_size=60))
def test_momentum_holds_for_any_past(ages: list[int]) -> None:
    found = momentum("USA", "NER", [event(age) for age in sorted(set(ages))], DAY)
    known = {age for age in ages if age >= 0}
    if found is None:
        assert not known
        return
    assert found.recent == sum(age < WINDOW_DAYS for age in known)
    assert found.past <= sum(WINDOW_DAYS <= age <= WINDOW_DAYS + PAST_DAYS for age in known)
    assert 0 <= found.p <= 1 and found.ratio > 0 and found.evidence
    assert (found.trend in ("rising", "falling")) <= (found.p <= LEAST_LIKELY)
    swapped = momentum("NER", "USA", [event(age) for age in sorted(set(ages))], DAY)
    assert swapped and (swapped.recent, swapped.p, swapped.trend) == (found.recent, found.p, found.trend)
