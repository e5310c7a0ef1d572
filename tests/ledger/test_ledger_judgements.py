"""Reviewers' judgements on links, events and states: applied at once, kept for ever, the same after a re-derivation."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ledger_building import Says, article_of

from corpus.check import unsound
from corpus.records import decode
from legation.errors import LedgerError
from legation.export.training import write_training
from legation.ledger.corrections import Judgement
from legation.ledger.store import Ledger, open_ledger
from legation.records.relationship import State

BY = {"who": "Ada", "reason": "read it again"}
TODAY = datetime.now(UTC).date()


@pytest.fixture
def ledger(tmp_path: Path):
    with open_ledger(tmp_path / "ledger.duckdb") as opened:
        yield opened


def _add(ledger: Ledger, says: list[Says], published: date = date(2024, 4, 22), outlet: str = "The Post") -> list[str]:
    article, mentions = article_of(says, published, outlet)
    ledger.add(article, mentions)
    return [mention.mention_id for mention in mentions]


def _events(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(event.mentions) for event in ledger.event_rows()}


def _same_after_rederiving(ledger: Ledger) -> None:
    before = ledger.relationship_rows(), ledger.event_rows(), ledger.transitions()
    ledger.rederive()
    assert (ledger.relationship_rows(), ledger.event_rows(), ledger.transitions()) == before


def test_events_are_merged_and_split_by_their_mentions(ledger: Ledger) -> None:
    visit = Says("CONSULT", "USA", "NER")
    (first,) = _add(ledger, [visit], date(2024, 3, 12), "The Post")
    (second,) = _add(ledger, [visit], date(2024, 3, 13), "The Times")
    (third,) = _add(ledger, [Says("COOPERATE", "USA", "NER")], date(2024, 3, 13), "The Sun")
    assert _events(ledger) == {frozenset({first, second}), frozenset({third})}
    ledger.judge_event([first, second, third], **BY)
    assert _events(ledger) == {frozenset({first, second, third})}
    _same_after_rederiving(ledger)
    ledger.judge_event([first], **BY)
    assert frozenset({first}) in _events(ledger)
    _same_after_rederiving(ledger)
    with pytest.raises(LedgerError, match="no mention nowhere"):
        ledger.judge_event([first, "nowhere"], **BY)
    assert len(ledger.judgements()) == 2


def test_a_judged_state_stands_and_later_reports_move_it(ledger: Ledger) -> None:
    (told,) = _add(ledger, [Says("COOPERATE", "USA", "NER", "ongoing", ("presence", "continue", "USA", "NER"))])
    key = ("USA", "NER", False, "presence")
    ledger.judge_state(key, State.ENDED, since=date(2024, 9, 15), evidence=[told], **BY)
    (row,) = ledger.relationship_rows()
    assert (row.state, row.since, row.evidence, row.reported) == (State.ENDED, date(2024, 9, 15), (told,), False)
    (then,) = ledger.relationship_rows(as_of=date(2024, 9, 14))
    assert then.state is State.ACTIVE
    (known,) = ledger.relationship_rows(known_on=date(2024, 12, 31))
    assert known.state is State.ACTIVE, "the judgement was made later"
    (known,) = ledger.relationship_rows(known_on=TODAY)
    assert known.state is State.ENDED
    _same_after_rederiving(ledger)
    _add(ledger, [Says("AID", "USA", "NER", "occurred", ("presence", "entry", "USA", "NER"), "USA")], date(2025, 2, 1))
    assert [row.state for row in ledger.relationship_rows()] == [State.ACTIVE]


def test_a_state_may_be_judged_where_no_claim_was_read(ledger: Ledger) -> None:
    (told,) = _add(ledger, [Says("CONSULT", "RUS", "NER")])
    ledger.judge_state(("RUS", "NER", False, "arms"), State.AGREED, since=date(2024, 4, 20), evidence=[told], **BY)
    assert [(row.provider, row.type, row.state) for row in ledger.relationship_rows()] == [
        ("RUS", "arms", State.AGREED)
    ]
    assert [row.state for row in ledger.relationship_rows(known_on=TODAY)] == [State.AGREED]
    _same_after_rederiving(ledger)
    with pytest.raises(LedgerError, match="rests on"):
        ledger.judge_state(("RUS", "NER", False, "arms"), State.ENDED, evidence=[], **BY)


def test_nothing_follows_from_what_was_refused(ledger: Ledger) -> None:
    wrong, right = _add(
        ledger,
        [
            Says("RETREAT", "USA", "NER", "occurred", ("presence", "exit", "USA", "NER"), "USA"),
            Says("COOPERATE", "USA", "NER", "ongoing", ("presence", "continue", "USA", "NER")),
        ],
    )
    assert [row.state for row in ledger.relationship_rows()] == [State.ENDED]
    ledger.judge_state(("USA", "NER", False, "presence"), None, evidence=[wrong], **BY)
    (row,) = ledger.relationship_rows()
    assert (row.state, row.evidence) == (State.ACTIVE, (right,))
    assert any(wrong in event.mentions for event in ledger.event_rows()), "the event itself was not judged"
    _same_after_rederiving(ledger)


def test_a_link_is_corrected_and_the_states_follow(ledger: Ledger) -> None:
    (told,) = _add(ledger, [Says("COOPERATE", "USA", "NER", "ongoing", ("presence", "continue", "USA", "NER"))])
    ledger.relink(told, "recipient", "MLI", **BY)
    ledger.relink(told, "target", "MLI", **BY)
    assert [(row.provider, row.recipient) for row in ledger.relationship_rows()] == [("USA", "MLI")]
    mention = ledger.mention(told)
    assert mention is not None
    assert mention.target[0].text == "Niger"
    for side, actor in (("recipient.1", "MLI"), ("recipient", "nobody"), ("verb", "MLI"), ("source.x", "MLI")):
        with pytest.raises(LedgerError, match="no side"):
            ledger.relink(told, side, actor, **BY)


def test_judgements_survive_another_coder(ledger: Ledger) -> None:
    says = [Says("COOPERATE", "USA", "NER", "ongoing", ("presence", "continue", "USA", "NER"))]
    article, mentions = article_of(says)
    ledger.add(article, mentions)
    key = ("USA", "NER", False, "presence")
    ledger.judge_state(key, State.SUSPENDED, since=date(2024, 5, 1), evidence=[mentions[0].mention_id], **BY)
    ledger.add(article, mentions, coder="another")
    assert [row.state for row in ledger.relationship_rows()] == [State.SUSPENDED]


def test_reviewed_sentences_are_records_of_the_corpus(ledger: Ledger, tmp_path: Path) -> None:
    asked = Says("REQUEST", "NER", "RUS", "occurred", speaker="NER")
    ids = _add(
        ledger, [asked, Says("AID", "RUS", "NER", "possible", ("training", "entry", "RUS", "NER"), content_of=0)]
    )
    ledger.correct(ids[1], Judgement.EDIT, edit={"factuality": "planned"}, **BY)
    ledger.correct(ids[0], Judgement.REJECT, **BY)
    out = tmp_path / "reviewed.jsonl"
    assert write_training(ledger, out) == 2
    records = [decode(line) for line in out.read_text(encoding="utf-8").splitlines()]
    by_events = sorted(records, key=lambda record: len(record.events))
    assert by_events[0].events == ()
    (event,) = by_events[1].events
    assert (event.type, event.factuality) == ("AID", "planned")
    assert event.cooperation is not None
    assert event.cooperation.type == "training"
    for record in records:
        assert not list(unsound(record)), json.dumps(record.text)
