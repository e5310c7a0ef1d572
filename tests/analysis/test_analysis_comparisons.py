"""Comparisons and the calendar: computed from the lives of relationships and nothing else."""

from datetime import date

from legation.analysis.calendar import calendar
from legation.analysis.comparisons import Comparison, Known, comparisons
from legation.analysis.lives import lives_of
from legation.records.event import Event, Factuality
from legation.records.relationship import Relationship, State, Transition

D = date


def step(provider: str, type_: str, state: State, day: date, precision: str = "day") -> Transition:
    told = (f"{provider}-{type_}-{day}",)
    return Transition(provider, "NER", False, type_, state, day, day, precision, day, False, None, told, 0.9, day)


STEPS = [
    step("FRA", "presence", State.ACTIVE, D(2020, 1, 1)),
    step("FRA", "presence", State.WINDING_DOWN, D(2023, 9, 24)),
    step("FRA", "presence", State.ENDED, D(2023, 12, 22)),
    step("USA", "presence", State.ACTIVE, D(2020, 1, 1), "unknown"),
    step("USA", "presence", State.WINDING_DOWN, D(2024, 4, 19)),
    step("USA", "training", State.ACTIVE, D(2019, 1, 1), "unknown"),
    step("DEU", "presence", State.WINDING_DOWN, D(2024, 7, 6)),
    step("ITA", "presence", State.ACTIVE, D(2018, 1, 1)),
    step("RUS", "training", State.ACTIVE, D(2024, 4, 12)),
]


def found(kind: str, start: date | None = None, end: date | None = None) -> list[Comparison]:
    known = Known("NER", lives_of(STEPS), start, end)
    return [one for one in comparisons(known) if one.kind == kind]


def test_leavings_are_ranked_within_the_period() -> None:
    assert [(one.partner, one.rank) for one in found("leaving")] == [("DEU", 3), ("USA", 2)]
    assert [other[0][0] for other in found("leaving")[0].others] == ["FRA", "USA"]
    assert [(one.partner, one.rank) for one in found("leaving", start=D(2024, 1, 1))] == [("DEU", 2)]
    assert found("leaving", end=D(2024, 1, 1)) == []


def test_the_only_one_left_is_told_per_type() -> None:
    assert [(one.partner, one.subject[3]) for one in found("only")] == [("ITA", "presence")]


def test_what_goes_on_beside_an_exit() -> None:
    (still,) = found("still")
    assert still.partner == "USA" and [other[0][3] for other in still.others] == ["training"]
    assert "USA-training-2019-01-01" in still.evidence and "USA-presence-2024-04-19" in still.evidence


def test_first_ties_need_a_ledger_that_reaches_back() -> None:
    assert {one.partner for one in found("first_tie")} == {"RUS", "FRA"}
    alone = Known("NER", lives_of([step("RUS", "training", State.ACTIVE, D(2024, 4, 12))]), None, None)
    assert comparisons(alone) == []


def test_turns_are_of_settled_relationships() -> None:
    assert [one.partner for one in found("turned")] == ["USA", "FRA"]


def test_a_comparison_holds_in_its_period_only() -> None:
    assert {one.partner for one in found("turned", start=D(2024, 1, 1))} == {"USA"}


def test_what_begins_while_the_alliance_leaves() -> None:
    (turning,) = found("turning")
    assert (turning.partner, turning.subject[3], turning.bloc) == ("RUS", "training", "NATO")
    assert [(other[0], other[3]) for other, _ in turning.others] == [("DEU", "presence")]
    assert found("turning", start=D(2024, 5, 1)) == [] and found("turning", end=D(2023, 1, 1)) == []


def test_the_first_for_long_and_the_first_since_an_end() -> None:
    steps = [
        *STEPS,
        step("TUR", "presence", State.ACTIVE, D(2024, 8, 1)),
        step("FRA", "presence", State.AGREED, D(2025, 2, 1)),
        step("CHN", "arms", State.AGREED, D(2019, 6, 1)),
        step("CHN", "arms", State.ACTIVE, D(2019, 9, 1)),
        step("TUR", "arms", State.AGREED, D(2020, 1, 1)),
    ]
    known = Known("NER", lives_of(steps), None, None)
    told = [one for one in comparisons(known) if one.kind in ("again", "first_since")]
    assert {(one.kind, one.partner, one.subject[3], one.others) for one in told} == {
        ("again", "FRA", "presence", ((("FRA", "NER", False, "presence"), 2),)),
        ("first_since", "TUR", "presence", ((("FRA", "NER", False, "presence"), 0),)),
        ("first_since", "FRA", "presence", ((("ITA", "NER", False, "presence"), 0),)),
    }


def row(state: State, expected: date | None) -> Relationship:
    return Relationship(
        "USA", "NER", False, "presence", state, False, False, None, "unknown", expected, D(2024, 4, 22), ("m",), 0.9
    )


def visit(event_id: str, factuality: Factuality, day: date, reported: date) -> Event:
    return Event(
        event_id,
        "CONSULT",
        ("USA",),
        ("NER",),
        False,
        factuality,
        None,
        None,
        day,
        day,
        "day",
        reported,
        reported,
        1,
        (event_id,),
    )


def test_the_calendar_tells_what_is_due_and_what_is_late() -> None:
    plan = visit("plan", Factuality.PLANNED, D(2024, 4, 26), D(2024, 4, 22))
    rows = [row(State.WINDING_DOWN, D(2024, 9, 15)), row(State.ACTIVE, D(2024, 9, 15))]
    early = calendar(rows, [plan], D(2024, 4, 23))
    assert [(item.kind, item.due, item.overdue) for item in early] == [
        ("event", D(2024, 4, 26), False),
        ("relationship", D(2024, 9, 15), False),
    ]
    assert all(item.overdue for item in calendar(rows, [plan], D(2024, 10, 1)))
    held = visit("held", Factuality.OCCURRED, D(2024, 4, 25), D(2024, 4, 26))
    assert [item.kind for item in calendar(rows, [plan, held], D(2024, 10, 1))] == ["relationship"]
    assert calendar([row(State.MOOTED, None)], [], D(2024, 5, 1))[0].due is None
