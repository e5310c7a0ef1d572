"""Mentions of one event become one, others stay apart; copies count once; reviewers have the last word."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_building import WORDS, Says, article_of, story

from legation.errors import LedgerError
from legation.ledger.corrections import Judgement
from legation.ledger.duplicates import BANDS, PER_BAND, SAME_REPORT, signature, similarity
from legation.ledger.event_queries import EventsAsked
from legation.ledger.store import open_ledger


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "test.ledger") as opened:
        yield opened


def on(day: int) -> tuple[date, date, str]:
    return date(2024, 4, day), date(2024, 4, day), "day"


def add(ledger, says: Says, day: int, outlet: str = "The Post", extra: str | None = None) -> None:
    ledger.add(*article_of([says], date(2024, 4, day), outlet, extra or story(day * 31 + len(outlet))))


def test_twelve_outlets_one_event(ledger):
    for number in range(12):
        signing = Says(
            "SUPPORT", "RUS", "NER", coop=("framework", "entry", "RUS", "NER"), mutual=True, number=number + 1
        )
        add(ledger, signing, 20 + number % 2, f"Outlet {number}", story(number))
    (event,) = ledger.event_rows()
    assert (event.outlets, len(event.mentions), len(event.numbers)) == (12, 12, 12)
    assert (event.first_reported, event.last_reported) == (date(2024, 4, 20), date(2024, 4, 21))


def test_mutual_sides_in_either_order(ledger):
    add(ledger, Says("CONSULT", "RUS", "NER", mutual=True), 20)
    add(ledger, Says("CONSULT", "NER", "RUS", mutual=True), 21)
    assert len(ledger.event_rows()) == 1


def test_attacks_of_different_days_or_places_stay_apart(ledger):
    add(ledger, Says("ASSAULT", "RUS", "TUR", time=on(20)), 22)
    add(ledger, Says("ASSAULT", "RUS", "TUR", time=on(21)), 22)
    add(ledger, Says("ASSAULT", "RUS", "TUR", time=on(21), place="Izmir"), 23)
    add(ledger, Says("ASSAULT", "RUS", "TUR", time=on(21), place="Bursa"), 24)
    assert len(ledger.event_rows()) == 3


def test_a_plan_and_its_fulfilment_stay_apart(ledger):
    add(ledger, Says("CONSULT", "USA", "NER", "planned", time=on(24)), 22)
    add(ledger, Says("CONSULT", "USA", "NER", time=on(24)), 25)
    assert [str(event.factuality) for event in ledger.event_rows()] in (
        ["planned", "occurred"],
        ["occurred", "planned"],
    )


def test_undated_news_joins_the_event_of_that_day(ledger):
    add(ledger, Says("CONSULT", "USA", "NER", time=on(20)), 21)
    add(ledger, Says("CONSULT", "USA", "NER"), 21, "Other")
    add(ledger, Says("CONSULT", "USA", "NER"), 29, "Other")
    assert sorted(len(event.mentions) for event in ledger.event_rows()) == [1, 2]


def test_unlinked_sides_do_not_merge_across_articles(ledger):
    nameless = Says("ASSAULT", "gunmen", "villagers", time=on(20))
    ledger.add(*_unlinked(nameless, 21))
    ledger.add(*_unlinked(nameless, 22))
    assert len(ledger.event_rows()) == 2


def _unlinked(says: Says, day: int):
    article, mentions = article_of([says], date(2024, 4, day))
    bare = [
        replace(one, source=(replace(one.source[0], actor_id=None),), target=(replace(one.target[0], actor_id=None),))
        for one in mentions
    ]
    return article, bare


def test_copies_count_as_one_outlet(ledger):
    says = Says("AID", "RUS", "NER", coop=("training", "entry", "RUS", "NER"))
    for number in range(4):
        add(ledger, says, 20, f"Outlet {number}", story(5) + f" rewritten by desk {number}")
    (event,) = ledger.event_rows()
    assert (event.outlets, len(event.mentions)) == (1, 4)
    assert ledger.relationship_rows()[0].reported
    assert ledger.relationship_rows()[0].confidence == pytest.approx(0.9)


def test_selection_of_events(ledger):
    add(ledger, Says("CONSULT", "USA", "NER", time=on(20)), 21)
    add(ledger, Says("AID", "RUS", "MLI"), 25)
    assert len(ledger.event_rows("NER")) == 1
    assert len(ledger.event_rows(event_type="AID")) == 1
    assert len(ledger.event_rows(since=date(2024, 4, 22))) == 1
    assert len(ledger.event_rows(until=date(2024, 4, 22))) == 1
    assert len(ledger.event_rows(known_on=date(2024, 4, 22))) == 1


ASKED = [
    EventsAsked(country="NER", since=date(2023, 7, 1), until=date(2024, 3, 31)),
    EventsAsked(country="NER", other="USA", factuality="planned"),
    EventsAsked(any_of=("MLI", "BFA"), event_type="CONSULT"),
    EventsAsked(cooperation="training"),
]


@pytest.mark.parametrize("known_on", [None, date(2024, 5, 1)])
@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_for_is_picked_alike_by_the_database_and_by_hand(demo_ledger, asked, known_on):
    with open_ledger(demo_ledger, read_only=True) as ledger:
        every = ledger.event_rows(known_on=known_on)
        found = ledger.event_rows(**{**asdict(asked), "known_on": known_on})
    assert found == [event for event in every if asked.wants(event)]
    assert 0 < len(found) < len(every)


@given(st.integers(30, 400), st.sampled_from(WORDS))
def test_signatures(length, word):
    text = " ".join(f"{word}{place}" for place in range(length))
    own = signature(text)
    assert own == signature(text.upper()) and len(own) == BANDS * PER_BAND
    assert similarity(own, signature(text + " and one more clause")) > SAME_REPORT
    assert similarity(own, signature(text.replace(word, "other"))) < SAME_REPORT
    assert signature("too short") is None


def test_a_rejected_mention_takes_no_part_and_can_come_back(ledger):
    add(ledger, Says("AID", "RUS", "NER", coop=("training", "entry", "RUS", "NER")), 20)
    (mention,) = ledger.mentions()
    ledger.correct(mention.mention_id, Judgement.REJECT, who="A. Reviewer", reason="the text says Mali")
    assert not ledger.relationship_rows() and not ledger.event_rows() and not ledger.mentions()
    assert ledger.mention(mention.mention_id) == mention and ledger.counts()["mentions"] == 1
    ledger.correct(mention.mention_id, Judgement.ACCEPT, who="B. Reviewer", reason="it does say Niger")
    assert [row.confidence for row in ledger.relationship_rows()] == [1.0]
    assert [one.who for one in ledger.corrections(mention.mention_id)] == ["A. Reviewer", "B. Reviewer"]


def test_an_edit_survives_another_coder_and_a_full_derivation(ledger):
    article, mentions = article_of([Says("AID", "RUS", "NER", coop=("training", "entry", "RUS", "NER"))])
    ledger.add(article, mentions)
    ledger.correct(
        mentions[0].mention_id, Judgement.EDIT, who="R", reason="only planned", edit={"factuality": "planned"}
    )
    assert [str(row.state) for row in ledger.relationship_rows()] == ["agreed"]
    ledger.add(article, [replace(mentions[0], coder="hand 2")])
    assert [str(row.state) for row in ledger.relationship_rows()] == ["agreed"]
    ledger.rederive()
    assert [str(row.state) for row in ledger.relationship_rows()] == ["agreed"]


def test_impossible_corrections_are_refused(ledger):
    add(ledger, Says("AID", "RUS", "NER"), 20)
    (mention,) = ledger.mentions()
    wrong = [
        {"document_id": "other"},
        {"factuality": "perhaps"},
        {"time": {"text": "then", "start": 0, "end": 4, "start_date": None, "end_date": None, "precision": "day"}},
    ]
    for edit in wrong:
        with pytest.raises(LedgerError):
            ledger.correct(mention.mention_id, Judgement.EDIT, who="R", reason="none", edit=edit)
    with pytest.raises(LedgerError, match="no mention"):
        ledger.correct("none", Judgement.REJECT, who="R", reason="none")
    assert ledger.counts()["corrections"] == 0
