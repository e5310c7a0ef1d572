"""The lifecycle of `ontology.md`, rule by rule, on hand-made mentions."""

from datetime import date

import pytest
from ledger_building import Says, article_of

from legation.ledger.store import Ledger, open_ledger
from legation.records.relationship import Relationship

MUTUAL = {"mutual": True}
SEED = [
    Says("REQUEST", "NER", "RUS", coop=("training", "entry", "RUS", "NER"), speaker="NER"),
    Says("AID", "RUS", "NER", "possible", coop=("training", "entry", "RUS", "NER"), content_of=0),
    Says("RETREAT", "USA", "NER", "planned", coop=("presence", "exit", "USA", "NER")),
    Says("CONSULT", "USA", "NER", "planned", coop=("presence", "exit", "USA", "NER")),
    Says("COOPERATE", "NER", "FRA", "historical", coop=("framework", "continue", "NER", "FRA"), **MUTUAL),
    Says("COOPERATE", "NER", "USA", "historical", coop=("framework", "continue", "NER", "USA"), **MUTUAL),
    Says("COOPERATE", "USA", "NER", "ongoing", coop=("presence", "continue", "USA", "NER")),
    Says("AID", "USA", "NER", "ongoing", coop=("training", "continue", "USA", "NER")),
    Says("AID", "USA", "NER", "ongoing", coop=("intelligence", "continue", "USA", "NER")),
    Says("REQUEST", "NER", "USA", "possible", coop=("intelligence", "continue", "USA", "NER")),
]


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "test.ledger") as opened:
        yield opened


def add(ledger: Ledger, *says: Says, day: date | None = date(2024, 4, 22), outlet: str = "The Post") -> None:
    assert ledger.add(*article_of(list(says), day, outlet))


def only(ledger: Ledger, **asked) -> Relationship:
    (row,) = ledger.relationship_rows(**asked)
    return row


def presence(direction: str, factuality: str = "occurred", event: str = "RETREAT", **more) -> Says:
    return Says(event, "USA", "NER", factuality, coop=("presence", direction, "USA", "NER"), **more)


def training(direction: str, factuality: str = "occurred", event: str = "AID", **more) -> Says:
    return Says(event, "RUS", "NER", factuality, coop=("training", direction, "RUS", "NER"), **more)


def test_seed_article(ledger):
    add(ledger, *SEED)
    rows = {(row.provider, row.recipient, row.type): row for row in ledger.relationship_rows("NER")}
    assert {key: str(row.state) for key, row in rows.items()} == {
        ("RUS", "NER", "training"): "mooted",
        ("USA", "NER", "presence"): "winding_down",
        ("USA", "NER", "training"): "active",
        ("USA", "NER", "intelligence"): "active",
        ("FRA", "NER", "framework"): "ended",
        ("NER", "USA", "framework"): "ended",
    }
    french = rows["FRA", "NER", "framework"]
    assert french.reported and french.mutual and french.since is None
    assert rows["USA", "NER", "training"].reported
    mooted = rows["RUS", "NER", "training"]
    assert not mooted.reported and mooted.since == date(2024, 4, 22)
    assert len(mooted.evidence) == 2, "the request and its content are one claim"
    leaving = rows["USA", "NER", "presence"]
    assert (leaving.since, leaving.since_precision, leaving.beside) == (date(2024, 4, 22), "day", "negotiating")
    assert rows["USA", "NER", "intelligence"].beside == "mooted"
    states = [str(step.state) for step in ledger.transitions(provider="USA", recipient="NER", type="presence")]
    assert states == ["active", "winding_down"]


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (training("entry", "possible"), "mooted"),
        (training("entry", "planned"), "agreed"),
        (training("entry", "planned", "SUPPORT"), "negotiating"),
        (training("entry", "occurred", "SUPPORT"), "agreed"),
        (training("entry", "historical", "SUPPORT"), "agreed"),
        (training("entry", "historical"), "active"),
        (training("entry"), "active"),
        (training("continue", "ongoing"), "active"),
        (training("continue", "historical"), "ended"),
        (training("pause"), "suspended"),
        (training("reduce"), "winding_down"),
        (training("exit", "planned", "RETREAT"), "winding_down"),
        (training("exit", "ongoing", "RETREAT"), "winding_down"),
        (training("exit", "occurred", "SANCTION"), "winding_down"),
        (training("exit", "occurred", "RETREAT"), "ended"),
        (training("refuse", "occurred", "REJECT"), "rejected"),
        (training("entry", "occurred", "REQUEST"), "mooted"),
        (training("entry", "occurred", "AGREE"), "mooted"),
        (training("entry", "occurred", "CONSULT"), "negotiating"),
        (training("exit", "occurred", "AGREE"), "winding_down"),
        (training("exit", "occurred", "REQUEST"), None),
        (training("exit", "occurred", "THREATEN"), None),
        (training("exit", "occurred", "CONSULT"), None),
        (training("exit", "possible", "RETREAT"), None),
        (training("pause", "planned"), None),
        (training("entry", "denied"), None),
        (training("entry", "ongoing", alleged=True), None),
    ],
)
def test_one_claim(ledger, says, state):
    add(ledger, says)
    assert [str(row.state) for row in ledger.relationship_rows()] == ([state] if state else [])


def test_an_agreement_signed_on_every_type_is_agreed_and_exercises_end(ledger):
    drill = {"coop": ("exercise", "continue", "USA", "NER"), "mutual": True}
    add(
        ledger,
        Says("SUPPORT", "USA", "NER", coop=("arms", "entry", "USA", "NER")),
        Says("COOPERATE", "USA", "NER", **drill),
    )
    rows = {row.type: row for row in ledger.relationship_rows()}
    assert rows["arms"].state == "agreed"
    assert (rows["exercise"].state, rows["exercise"].provider, rows["exercise"].mutual) == ("ended", "NER", True)


def test_entry_side_states_do_not_lower_an_active_row(ledger):
    add(ledger, training("continue", "ongoing"), day=date(2024, 1, 1))
    add(ledger, training("entry", "occurred", "CONSULT"), day=date(2024, 2, 1))
    row = only(ledger)
    assert (row.state, row.beside) == ("active", "negotiating")


def test_backward_moves(ledger):
    add(ledger, training("exit", "occurred", "RETREAT"), day=date(2024, 1, 1))
    add(ledger, training("entry", "occurred", "CONSULT"), day=date(2024, 2, 1))
    assert [str(step.state) for step in ledger.transitions()] == ["ended", "negotiating"]


def test_a_party_or_two_independent_outlets_bear_out(ledger):
    add(ledger, training("entry"), outlet="One")
    assert only(ledger).reported
    add(ledger, training("entry"), day=date(2024, 4, 23), outlet="Two")
    assert only(ledger).reported, "the same words are a copy, and a copy is no second source"
    words = Says(
        "AID", "RUS", "NER", "ongoing", coop=("training", "continue", "RUS", "NER"), place="Niamey", number=100
    )
    ledger.add(*article_of([words], date(2024, 4, 24), "Three", extra="An own story, told at length by another hand."))
    assert not only(ledger).reported


@pytest.mark.parametrize(
    ("speaker", "sector", "borne_out"), [("NER", ("GOV",), True), ("NER", ("OPP",), False), ("FRA", ("GOV",), False)]
)
def test_who_speaks(ledger, speaker, sector, borne_out):
    add(ledger, training("entry", speaker=speaker, sector=sector))
    assert only(ledger).reported is not borne_out


def test_denial_opens_a_dispute_and_deletes_nothing(ledger):
    add(ledger, training("continue", "ongoing"), day=date(2024, 1, 1))
    add(ledger, training("continue", "denied"), day=date(2024, 1, 5))
    row = only(ledger)
    assert (row.state, row.disputed, len(row.disputed_by)) == ("active", True, 1)
    assert not only(ledger, as_of=date(2024, 1, 2)).disputed
    assert len(ledger.mentions()) == 2


def test_denied_exit_does_not_dispute_what_goes_on(ledger):
    add(ledger, presence("continue", "ongoing", "COOPERATE"), presence("exit", "denied"))
    assert not only(ledger).disputed
    add(ledger, presence("exit", "planned"), day=date(2024, 4, 23))
    add(ledger, presence("exit", "denied"), day=date(2024, 4, 24))
    assert (only(ledger).state, only(ledger).disputed) == ("winding_down", True)


def test_allegation_marks_a_dispute(ledger):
    add(ledger, training("exit", "occurred", "RETREAT"), day=date(2024, 1, 1))
    add(ledger, training("continue", "ongoing", alleged=True), day=date(2024, 1, 5))
    assert (only(ledger).state, only(ledger).disputed) == ("ended", True)


def test_past_practice_ends_nothing_that_a_later_text_shows_alive(ledger):
    add(ledger, training("continue", "historical"), day=date(2024, 1, 1))
    assert only(ledger).state == "ended"
    add(ledger, training("continue", "ongoing"), day=date(2024, 2, 1))
    assert [str(step.state) for step in ledger.transitions()] == ["active"]
    assert not ledger.relationship_rows(as_of=date(2024, 1, 15))
    assert only(ledger, known_on=date(2024, 1, 15)).state == "ended"


def test_past_practice_does_not_touch_a_new_beginning(ledger):
    add(ledger, training("entry", "possible"), day=date(2024, 1, 1))
    add(ledger, training("continue", "historical"), day=date(2024, 2, 1))
    assert only(ledger).state == "mooted"


def test_an_exit_outlives_background_on_the_practice(ledger):
    add(ledger, presence("exit", "planned"), day=date(2024, 4, 20))
    add(ledger, presence("continue", "ongoing", "COOPERATE"), day=date(2024, 5, 20))
    assert only(ledger).state == "winding_down"


def test_two_clocks(ledger):
    friday = (date(2023, 12, 22), date(2023, 12, 22), "day")
    add(ledger, presence("exit", "planned", time=(None, date(2023, 12, 31), "day")), day=date(2023, 9, 24))
    add(ledger, presence("exit", time=friday), day=date(2024, 3, 1))
    assert only(ledger, as_of=date(2023, 12, 1)).state == "winding_down"
    assert only(ledger, as_of=date(2023, 12, 1)).expected_by == date(2023, 12, 31)
    assert only(ledger, as_of=date(2023, 12, 31)).state == "ended"
    assert only(ledger, as_of=date(2023, 12, 31), known_on=date(2024, 1, 1)).state == "winding_down"
    assert only(ledger).since == date(2023, 12, 22)
    assert not ledger.relationship_rows(as_of=date(2023, 1, 1))


def test_intervals(ledger):
    add(ledger, presence("entry", "historical", "AID", time=(date(2013, 1, 1), date(2013, 12, 31), "year")))
    add(ledger, training("continue", "ongoing", time=(date(2015, 3, 1), None, "month")))
    add(ledger, Says("AID", "TUR", "NER", coop=("arms", "entry", "TUR", "NER")))
    rows = {row.type: row for row in ledger.relationship_rows()}
    assert (rows["presence"].since, rows["presence"].since_latest) == (date(2013, 1, 1), date(2013, 12, 31))
    assert (rows["training"].since, rows["training"].since_latest) == (date(2015, 3, 1), date(2015, 3, 31))
    assert (rows["arms"].since_latest, rows["arms"].since_precision) == (date(2024, 4, 22), "week")


def test_undated_article_is_known_from_the_day_it_was_added(ledger):
    article, mentions = article_of([training("entry", "planned")], None)
    ledger.add(article, mentions, today=date(2026, 1, 2))
    row = only(ledger)
    assert (row.known_from, row.since, row.since_precision) == (date(2026, 1, 2), None, "unknown")
    assert ledger.counts()["documents_undated"] == 1


def test_sides_that_are_not_linked_or_are_one_give_no_row(ledger):
    add(ledger, Says("AID", "RUS", "RUS", coop=("training", "entry", "RUS", "RUS")))
    assert not ledger.relationship_rows() and ledger.counts()["mentions"] == 1


def test_silence_lowers_confidence_only(ledger):
    add(ledger, training("continue", "ongoing"))
    soon, late = (only(ledger, as_of=day) for day in (date(2024, 4, 22), date(2026, 4, 22)))
    assert soon.state == late.state == "active"
    assert late.confidence == pytest.approx(soon.confidence / 2, abs=0.001)


def test_diff(ledger):
    add(ledger, presence("continue", "ongoing", "COOPERATE"), day=date(2024, 3, 1))
    add(ledger, presence("exit", "planned"), training("entry", "possible"), day=date(2024, 4, 22))
    changes = ledger.diff(date(2024, 4, 1), date(2024, 5, 1)).select("type", "before", "state").rows()
    assert sorted(changes, key=str) == [("presence", "active", "winding_down"), ("training", None, "mooted")]
    assert ledger.diff(date(2024, 5, 1), date(2024, 6, 1)).is_empty()


def test_since_tells_when_a_practice_began_though_it_runs_to_the_publication(ledger):
    add(ledger, training("continue", "ongoing", time=(date(2015, 3, 1), date(2024, 4, 22), "range", "month")))
    row = only(ledger)
    assert (row.since, row.since_latest, row.since_precision) == (date(2015, 3, 1), date(2015, 3, 31), "month")


def test_a_century_begins_with_its_first_year(ledger):
    add(ledger, training("continue", "ongoing", time=(date(1901, 1, 1), date(2024, 4, 22), "range", "century")))
    assert only(ledger).since_latest == date(2000, 12, 31)


def test_a_vague_plan_is_not_expected_by_a_day(ledger):
    add(ledger, presence("entry", "planned", time=(date(2024, 4, 22), None, "unknown")))
    assert only(ledger).expected_by is None


def test_missions_and_contractors_are_told_with_their_body_on_request(ledger):
    for provider, kind in (("SAMIDRC", "peacekeeping"), ("SADC", "finance"), ("wagner", "combat")):
        ledger.add(*article_of([Says("AID", provider, "MLI", coop=(kind, "entry", provider, "MLI"))]))
    assert [row.provider for row in ledger.relationship_rows(provider="SADC")] == ["SADC"]
    assert [row.provider for row in ledger.relationship_rows(provider="SADC", parts=True)] == ["SADC", "SAMIDRC"]
    assert [row.provider for row in ledger.relationship_rows("RUS", parts=True)] == ["wagner"]
    assert [row.provider for row in ledger.relationship_rows("ZAF", parts=True)] == ["SAMIDRC"]
    assert ledger.relationship_rows("RUS") == []
