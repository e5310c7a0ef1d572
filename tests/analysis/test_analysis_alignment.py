"""Alignment: active relationships pull, restrictions push, talk fades; shifts are found with what made them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_building import Says, article_of

from legation.analysis.alignment import POLES, alignment_on, alignment_series, month_ends, pole_of
from legation.analysis.lives import HALF_LIVES, TYPE_WEIGHTS, lives_of
from legation.analysis.shifts import change_points, shifts
from legation.ledger.store import open_ledger
from legation.ontology.cooperation import load_cooperation
from legation.records.event import Event, Factuality
from legation.records.relationship import State, Transition


def step(
    provider: str, type_: str, state: State, day: date, recipient: str = "NER", last: date | None = None
) -> Transition:
    told, last = (f"{provider}{type_}{day}",), last or day
    return Transition(provider, recipient, False, type_, state, day, day, "day", day, False, None, told, 0.9, last)


def event(event_type: str, day: date, source: str = "RUS", cooperation: str | None = None) -> Event:
    return Event(
        f"{event_type}{day}",
        event_type,
        (source,),
        ("NER",),
        False,
        Factuality.OCCURRED,
        cooperation,
        None,
        day,
        day,
        "day",
        day,
        day,
        1,
        ("m",),
    )


FRENCH = [
    step("FRA", "presence", State.ACTIVE, date(2022, 1, 10)),
    step("FRA", "presence", State.ENDED, date(2023, 12, 22)),
]
RUSSIAN = [
    step("RUS", "training", State.MOOTED, date(2024, 1, 16)),
    step("RUS", "training", State.ACTIVE, date(2024, 4, 12)),
]


def test_alignment_follows_the_states() -> None:
    lives = lives_of([*FRENCH, *RUSSIAN])
    before, between, after = (
        alignment_on("NER", day, lives, []) for day in (date(2023, 6, 30), date(2024, 2, 1), date(2024, 6, 30))
    )
    assert before["FRA"].value > 0.4 and before["RUS"].value == 0
    assert between["FRA"].value == 0 and between["RUS"].value == 0
    assert after["RUS"].value > 0.3 and after["FRA"].value == 0
    assert after["CHN"].value == 0


def test_a_restriction_counts_against() -> None:
    lives = lives_of([step("EU", "restriction", State.ACTIVE, date(2023, 8, 1))])
    assert alignment_on("NER", date(2023, 9, 1), lives, [])["EU"].value < 0


def test_events_fade_and_those_told_as_relationships_do_not_count_twice() -> None:
    day = date(2024, 1, 1)
    soon, late = (
        alignment_on("NER", day + timedelta(days), {}, [event("ASSAULT", day)])["RUS"].value for days in (1, 400)
    )
    assert soon < late < 0
    assert alignment_on("NER", day, {}, [event("AID", day, cooperation="training")])["RUS"].value == 0
    assert alignment_on("NER", day - timedelta(1), {}, [event("ASSAULT", day)])["RUS"].value == 0


def test_poles_take_in_bodies_and_contractors() -> None:
    assert [pole_of(one) for one in ("USA", "wagner", "EUTM-MALI", "AFRICOM", "ARE", "MLI", "nobody")] == [
        "USA",
        "RUS",
        "EU",
        "USA",
        "Gulf",
        None,
        None,
    ]
    assert pole_of("EUCOM") == "USA"


def test_every_cooperation_type_has_a_weight_and_a_half_life() -> None:
    assert set(TYPE_WEIGHTS) == set(HALF_LIVES) == set(load_cooperation())


@pytest.mark.parametrize("type_", sorted(HALF_LIVES))
def test_a_relationship_of_which_nothing_more_is_told_binds_half_as_much_after_its_half_life(type_: str) -> None:
    first, last = date(2015, 1, 1), date(2020, 1, 1)
    lives = lives_of([step("RUS", type_, State.ACTIVE, first, last=last)])
    tie = [
        alignment_on("NER", last + timedelta(days), lives, [])["RUS"].relationships
        for days in (-1500, 0, HALF_LIVES[type_], 2 * HALF_LIVES[type_])
    ]
    assert tie[0] == tie[1] == pytest.approx(0.9 * TYPE_WEIGHTS[type_]), "told to go on in 2020, it did so before"
    assert tie[2:] == pytest.approx([tie[1] / 2, tie[1] / 4])


def test_a_joint_fight_is_soon_forgotten_and_a_treaty_is_not() -> None:
    day = date(2020, 1, 1)
    fight, treaty = (lives_of([step("FRA", type_, State.ACTIVE, day)]) for type_ in ("combat", "commitment"))
    after = [alignment_on("NER", date(2023, 1, 1), lives, [])["FRA"].value for lives in (fight, treaty)]
    assert after[0] < 0.02 and after[1] > 0.4


def test_what_is_told_again_counts_in_full_again(tmp_path: Path) -> None:
    fight = Says("COOPERATE", "FRA", "NER", coop=("combat", "continue", "FRA", "NER"), speaker="FRA")
    days = date(2020, 1, 1), date(2022, 1, 1)
    with open_ledger(tmp_path / "ledger") as ledger:
        figures = []
        for number, day in enumerate(days):
            ledger.add(*article_of([fight], day, f"Outlet {number}"))
            figures.append(alignment_on("NER", days[1], lives_of(ledger.transitions()), [])["FRA"].value)
        assert figures[0] < 0.1 < figures[1]
        known = lives_of(ledger.transitions(known_on=days[0]))
        assert alignment_on("NER", days[1], known, [])["FRA"].value == figures[0], "as it was known then"


def test_a_series_has_every_month_for_every_pole() -> None:
    series = alignment_series("NER", lives_of([*FRENCH, *RUSSIAN]), [])
    assert len(series) == 28 * len(POLES)
    assert series[0].month == date(2022, 1, 31) and series[-1].month == date(2024, 4, 30)
    assert all(-1 < figure.value < 1 for figure in series)
    assert alignment_series("NER", {}, []) == []
    assert month_ends(date(2023, 12, 5), date(2024, 2, 1)) == [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29)]


def test_a_shift_names_the_steps_behind_it() -> None:
    lives = lives_of([*FRENCH, *RUSSIAN, step("RUS", "presence", State.ACTIVE, date(2024, 7, 1))])
    found = shifts(alignment_series("NER", lives, []), lives, [])
    french = [shift for shift in found if shift.pole == "FRA"]
    assert [(shift.month, shift.before > shift.after) for shift in french] == [(date(2023, 12, 31), True)]
    assert french[0].steps == (FRENCH[1],)
    russian = next(shift for shift in found if shift.pole == "RUS")
    assert russian.month == date(2024, 4, 30) and RUSSIAN[1] in russian.steps


def test_change_points_are_where_the_level_changes() -> None:
    assert change_points([0.0] * 5 + [0.6] * 4 + [-0.2] * 6) == [5, 9]
    assert change_points([0.1, 0.12, 0.1, 0.11]) == [] and change_points([]) == []


@given(st.lists(st.floats(-1, 1), max_size=30))
def test_change_points_lie_within_and_in_order(values: list[float]) -> None:
    cuts = change_points(values)
    assert cuts == sorted(set(cuts)) and all(2 <= cut <= len(values) - 2 for cut in cuts)
    assert change_points([-value for value in values]) == cuts
