"""A plan and what came of it are two events with a link; numbers told of a relationship are kept over time."""

from datetime import date
from random import Random

import pytest
from ledger_building import Says, archive, article_of, story

from legation.ledger.fulfilment import PATIENCE, fulfilments
from legation.ledger.store import Ledger, open_ledger
from legation.records.event import Factuality

PLAN = Says("RETREAT", "USA", "NER", "planned", coop=("presence", "exit", "USA", "NER"), number=1000)
DEED = Says("RETREAT", "USA", "NER", "occurred", coop=("presence", "exit", "USA", "NER"), number=600)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "test.ledger") as opened:
        yield opened


def add(ledger: Ledger, says: Says, day: date) -> None:
    ledger.add(*article_of([says], day, "The Post", story(day.toordinal() % 997)))


def test_a_plan_is_linked_with_the_event_that_carries_it_out(ledger):
    add(ledger, PLAN, date(2024, 4, 22))
    add(ledger, DEED, date(2024, 9, 16))
    plan, deed = ledger.event_rows()
    assert (plan.factuality, deed.factuality) == (Factuality.PLANNED, Factuality.OCCURRED)
    told = {row["event_id"]: row for row in ledger.events().to_dicts()}
    assert told[deed.event_id]["fulfils"] == [plan.event_id]
    assert told[plan.event_id]["fulfilled_by"] == deed.event_id
    assert told[deed.event_id]["fulfilled_by"] is None


@pytest.mark.parametrize(
    ("says", "day"),
    [
        (DEED, date(2024, 4, 1)),  # before it was announced
        (DEED, date(2024, 4, 22) + 2 * PATIENCE),  # another withdrawal
        (Says("RETREAT", "FRA", "NER", coop=("presence", "exit", "FRA", "NER")), date(2024, 9, 16)),
        (Says("AID", "USA", "NER", coop=("presence", "entry", "USA", "NER")), date(2024, 9, 16)),
        (Says("RETREAT", "USA", "NER", "denied", coop=("presence", "exit", "USA", "NER")), date(2024, 9, 16)),
    ],
)
def test_other_events_carry_out_no_plan(ledger, says, day):
    add(ledger, PLAN, date(2024, 4, 22))
    add(ledger, says, day)
    assert len(ledger.event_rows()) == 2
    assert fulfilments(ledger.event_rows()) == []


def test_links_do_not_depend_on_the_order_of_events(tmp_path):
    with open_ledger(tmp_path / "any.ledger") as ledger:
        for article, mentions in archive(40, 3):
            ledger.add(article, mentions, today=date(2024, 12, 1))
        events = ledger.event_rows()
    links = fulfilments(events)
    Random(1).shuffle(events)
    assert links and fulfilments(events) == links
    plans = {event.event_id for event in events if event.factuality is Factuality.PLANNED}
    assert {link.plan for link in links} <= plans and not {link.deed for link in links} & plans


def test_numbers_told_of_a_relationship_stand_side_by_side_on_both_clocks(ledger):
    add(ledger, PLAN, date(2024, 4, 22))
    add(ledger, DEED, date(2024, 9, 16))
    frame = ledger.figures(provider="USA", recipient="NER", type="presence")
    assert frame["value"].to_list() == [1000, 600]
    assert frame["day"].to_list() == [date(2024, 4, 22), date(2024, 9, 16)]
    then = ledger.figures(provider="USA", recipient="NER", known_on=date(2024, 5, 1))
    assert then["value"].to_list() == [1000]
    assert ledger.figures(provider="FRA").is_empty()
    assert all(ledger.evidence(mention_id) for mention_id in frame["mention_id"])
