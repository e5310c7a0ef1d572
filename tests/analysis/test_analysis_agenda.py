"""The calendar of a ledger, on both clocks, and what of it is late."""

from datetime import date

import pytest
from ledger_building import Says, article_of
from small_ledger import presence

from legation.analysis.agenda import agenda, agenda_frame
from legation.ledger.store import open_ledger

D = date
MAY_10 = (D(2024, 5, 10), D(2024, 5, 10), "day")
LEAVING = presence("RETREAT", "planned", "exit", speaker="USA", time=MAY_10)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "ledger") as book:
        book.add(*article_of([LEAVING, Says("CONSULT", "FRA", "MLI", "planned", time=MAY_10)], D(2024, 5, 1)))
        book.add(*article_of([Says("CONSULT", "FRA", "MLI", "possible", time=MAY_10)], D(2024, 5, 2), "Other"))
        yield book


def test_what_is_planned_is_late_once_its_day_has_passed(ledger):
    early, late = (agenda(ledger, as_of=day) for day in (D(2024, 5, 10), D(2024, 5, 11)))
    assert [item.overdue for item in early] == [False] * len(early) and early
    assert [item.overdue for item in late] == [True] * len(late)
    row = next(item for item in late if item.kind == "relationship")
    assert (row.sides, row.what, row.stands, row.due) == (("USA", "NER"), "presence", "winding_down", D(2024, 5, 10))
    assert row.sentence == ledger.mention(row.evidence[0]).sentence.text


def test_what_was_only_possible_or_is_told_as_a_relationship_is_no_promise_of_an_event(ledger):
    promised = agenda(ledger, as_of=D(2024, 6, 1), late_only=True)
    assert [(item.kind, item.what, item.stands) for item in promised] == [
        ("event", "CONSULT", "planned"),
        ("relationship", "presence", "winding_down"),
    ]


def test_both_clocks_hold(ledger):
    ledger.add(*article_of([Says("CONSULT", "FRA", "MLI", time=MAY_10)], D(2024, 5, 20), "Third"))
    assert agenda(ledger, as_of=D(2024, 4, 30)) == []
    known = {day: agenda(ledger, "FRA", known_on=day, late_only=True) for day in (D(2024, 5, 15), D(2024, 5, 21))}
    assert [len(known[day]) for day in sorted(known)] == [1, 0]


@pytest.mark.parametrize("told", ["planned", "possible"])
def test_what_an_event_carried_out_is_no_longer_to_come(tmp_path, told):
    visit = Says("CONSULT", "FRA", "MLI", told, time=MAY_10)
    with open_ledger(tmp_path / "ledger") as book:
        book.add(*article_of([visit], D(2024, 5, 8)))
        book.add(*article_of([Says("CONSULT", "FRA", "MLI", time=MAY_10)], D(2024, 5, 8), "Other"))
        assert agenda(book) == [], "done on the day on which it was told"
        book.add(*article_of([Says("CONSULT", "MLI", "FRA", told, time=MAY_10)], D(2024, 5, 8), "Third"))
        assert [item.sides for item in agenda(book)] == [("MLI", "FRA")], "a visit the other way is another"


def test_a_plan_told_after_its_day_is_none(tmp_path):
    with open_ledger(tmp_path / "ledger") as book:
        book.add(*article_of([Says("CONSULT", "FRA", "MLI", "planned", time=MAY_10)], D(2024, 8, 1)))
        assert agenda(book) == []


def test_the_frame_holds_every_item(ledger):
    frame = agenda_frame(agenda(ledger))
    assert frame.height == len(agenda(ledger)) and frame["sides"].to_list()[0]
    assert agenda_frame([]).columns == frame.columns
