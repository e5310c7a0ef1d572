"""What words, silence and time tell of a relationship's life, on hand-made mentions."""

from datetime import date

import pytest
from ledger_building import Says, article_of

from legation.ledger.store import Ledger, open_ledger


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "test.ledger") as opened:
        yield opened


def add(ledger: Ledger, *says: Says, day: date = date(2024, 4, 22)) -> None:
    assert ledger.add(*article_of(list(says), day))


def state(ledger: Ledger, type_: str, **asked: date) -> str:
    (row,) = ledger.relationship_rows(type=type_, **asked)
    return str(row.state)


def pact(verb: str, factuality: str = "occurred", event: str = "SUPPORT") -> Says:
    return Says(event, "FRA", "TUR", factuality, coop=("commitment", "entry", "FRA", "TUR"), verb=verb)


@pytest.mark.parametrize(
    ("verb", "factuality", "expected"),
    [
        ("signed", "occurred", "agreed"),
        ("joined", "occurred", "active"),
        ("acceded", "historical", "active"),
        ("welcomed a treaty that entered into force with", "occurred", "active"),
        ("hailed a treaty, in force since May, with", "occurred", "agreed"),  # no verb says that it is in force
        ("signed a treaty that is in force with", "historical", "active"),
        ("signed a treaty that would be in force with", "occurred", "agreed"),
        ("joined", "planned", "negotiating"),
    ],
)
def test_what_is_in_force_or_joined_is_more_than_signed(
    ledger: Ledger, verb: str, factuality: str, expected: str
) -> None:
    add(ledger, pact(verb, factuality))
    assert state(ledger, "commitment") == expected


@pytest.mark.parametrize(("verb", "expected"), [("established", "agreed"), ("sent", "active"), ("set up", "agreed")])
def test_a_mission_that_is_set_up_has_not_begun(ledger: Ledger, verb: str, expected: str) -> None:
    add(ledger, Says("AID", "TUR", "MLI", coop=("training", "entry", "TUR", "MLI"), verb=verb))
    assert state(ledger, "training") == expected


@pytest.mark.parametrize(("verb", "expected"), [("stay", "active"), ("keep", "active"), ("patrol", "agreed")])
def test_what_is_to_stay_is_there_already(ledger: Ledger, verb: str, expected: str) -> None:
    add(ledger, Says("COOPERATE", "TUR", "MLI", "planned", coop=("presence", "continue", "TUR", "MLI"), verb=verb))
    assert state(ledger, "presence") == expected


def test_an_exit_of_which_the_same_article_says_that_some_stay_is_not_complete(ledger: Ledger) -> None:
    gone = Says("RETREAT", "TUR", "MLI", coop=("presence", "exit", "TUR", "MLI"), verb="left")
    stay = Says("COOPERATE", "TUR", "MLI", "planned", coop=("presence", "continue", "TUR", "MLI"), verb="stay")
    add(ledger, gone, stay)
    assert state(ledger, "presence") == "winding_down"
    add(ledger, gone, day=date(2024, 6, 1))
    assert state(ledger, "presence") == "ended"


@pytest.mark.parametrize(("year", "expected"), [(2024, "winding_down"), (2014, "ended")])
def test_an_exit_planned_long_after_the_end_ends_something_new(ledger: Ledger, year: int, expected: str) -> None:
    then = (date(2014, 3, 1), date(2014, 3, 31), "month")
    add(ledger, Says("RETREAT", "TUR", "MLI", "historical", coop=("presence", "exit", "TUR", "MLI"), time=then))
    plan = Says("RETREAT", "TUR", "MLI", "planned", coop=("presence", "exit", "TUR", "MLI"))
    add(ledger, plan, day=date(year, 4, 22))
    assert state(ledger, "presence") == expected


def test_an_exercise_ends_of_itself_and_training_does_not(ledger: Ledger) -> None:
    add(
        ledger,
        Says("COOPERATE", "TUR", "MLI", coop=("exercise", "entry", "TUR", "MLI"), mutual=True),
        Says("AID", "TUR", "MLI", "ongoing", coop=("training", "continue", "TUR", "MLI")),
    )
    early, late = date(2024, 5, 2), date(2024, 7, 1)
    assert state(ledger, "exercise", as_of=early) == "active"
    (over,) = ledger.relationship_rows(type="exercise", as_of=late)
    assert (str(over.state), over.reported) == ("ended", True)
    assert state(ledger, "training", as_of=late) == "active"


def test_recalled_ambassadors_suspend_their_exchange(ledger: Ledger) -> None:
    recalled = Says("SANCTION", "TUR", "MLI", coop=("diplomatic", "reduce", "TUR", "MLI"), verb="recalled")
    add(ledger, recalled)
    assert state(ledger, "diplomatic") == "suspended"


@pytest.mark.parametrize(
    ("type_", "verb", "expected"),
    [
        ("training", "stopped", "suspended"),
        ("training", "stopped for good", "ended"),
        ("training", "ended", "ended"),
        ("presence", "stopped", "ended"),
    ],
)
def test_what_is_stopped_and_not_ended_may_go_on(ledger: Ledger, type_: str, verb: str, expected: str) -> None:
    add(ledger, Says("RETREAT", "TUR", "MLI", coop=(type_, "exit", "TUR", "MLI"), verb=verb))
    assert state(ledger, type_) == expected


def test_a_deal_that_is_there_is_more_than_agreeing_to_something(ledger: Ledger) -> None:
    told = (("agreement", "arms"), ("agreed", "basing"), ("published a pact under which it gives", "logistics"))
    for verb, type_ in told:
        add(ledger, Says("AGREE", "TUR", "MLI", coop=(type_, "entry", "TUR", "MLI"), verb=verb))
    assert [state(ledger, type_) for _, type_ in told] == ["agreed", "mooted", "agreed"]


@pytest.mark.parametrize(
    ("verb", "expected"), [("gave France one month to withdraw from", "winding_down"), ("gave a warning to", "active")]
)
def test_a_term_to_leave_is_an_order(ledger: Ledger, verb: str, expected: str) -> None:
    there = Says("COOPERATE", "FRA", "NER", "ongoing", coop=("presence", "continue", "FRA", "NER"))
    add(ledger, there, day=date(2024, 1, 1))
    add(ledger, Says("THREATEN", "NER", "MLI", coop=("presence", "exit", "FRA", "NER"), verb=verb, place="France"))
    assert state(ledger, "presence") == expected


def test_what_a_body_does_through_its_only_military_mission_is_of_one_relationship(ledger: Ledger) -> None:
    add(ledger, Says("AID", "EUTM-MALI", "MLI", "ongoing", coop=("training", "continue", "EUTM-MALI", "MLI")))
    pause = Says("SANCTION", "EU", "MLI", coop=("training", "pause", "EU", "MLI"), verb="suspended")
    add(ledger, pause, day=date(2024, 6, 1))
    (row,) = ledger.relationship_rows(type="training")
    assert (row.provider, str(row.state)) == ("EUTM-MALI", "suspended")
    add(ledger, Says("AID", "EU", "MLI", coop=("arms", "entry", "EU", "MLI")))
    assert ledger.relationship_rows(type="arms")[0].provider == "EU"


@pytest.mark.parametrize(
    ("type_", "direction", "factuality", "verb", "found"),
    [
        ("presence", "continue", "ongoing", "stationed", True),
        ("presence", "continue", "ongoing", "seen", False),
        ("presence", "exit", "planned", "leave", True),
        ("presence", "exit", "historical", "left", False),
        ("combat", "exit", "planned", "leave", False),
        ("training", "pause", "occurred", "suspended", True),
        ("restriction", "entry", "occurred", "imposed", True),
        ("presence", "entry", "planned", "clears the way", True),
        ("diplomatic", "resume", "occurred", "exchanged", True),
    ],
)
def test_plain_words_need_less_certainty(
    ledger: Ledger, type_: str, direction: str, factuality: str, verb: str, found: bool
) -> None:
    weak = {"confidence": 0.08, "verb": verb}
    add(ledger, Says("COOPERATE", "TUR", "MLI", factuality, coop=(type_, direction, "TUR", "MLI"), **weak))
    assert bool(ledger.relationship_rows(type=type_)) == found


def test_what_is_told_as_past_carries_out_a_plan_and_revives_nothing(ledger: Ledger) -> None:
    came = Says("AID", "TUR", "MLI", "historical", coop=("presence", "entry", "TUR", "MLI"))
    plan = Says("AID", "TUR", "MLI", "planned", coop=("presence", "entry", "TUR", "MLI"))
    left = Says("RETREAT", "TUR", "MLI", coop=("presence", "exit", "TUR", "MLI"))
    add(ledger, plan, day=date(2024, 1, 1))
    add(ledger, came, day=date(2024, 3, 1))
    assert state(ledger, "presence") == "active"
    add(ledger, left, day=date(2024, 6, 1))
    add(ledger, came, day=date(2024, 9, 1))
    assert state(ledger, "presence") == "ended"
