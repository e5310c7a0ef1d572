"""What pages show is what the ledger holds, however little of it they read."""

from datetime import date

import pytest
from ledger_building import Says, archive, article_of
from starlette.testclient import TestClient

from legation.ledger.fulfilment import fulfilments
from legation.ledger.store import open_ledger
from legation.web.app import create_app
from legation.web.contexts import Clocks, actor_page, due_page, event_page
from legation.web.contexts.country import by_state, matrix


@pytest.mark.parametrize("known_on", [None, date(2024, 6, 15)])
def test_the_page_of_an_event_has_every_link_of_plan_and_deed(tmp_path, known_on):
    with open_ledger(tmp_path / "any.ledger") as ledger:
        with ledger.batch():
            for article, mentions in archive(80, 5):
                ledger.add(article, mentions, today=date(2024, 12, 1))
        events = ledger.event_rows(known_on=known_on)
        links = {(link.plan, link.deed) for link in fulfilments(events)}
        pages = [event_page(ledger, event.event_id, Clocks(known_on=known_on)) for event in events]
    assert links
    assert {(page.event.event_id, page.deed.event_id) for page in pages if page.deed} == links
    assert {(plan.event_id, page.event.event_id) for page in pages for plan in page.plans} == links


def test_in_a_cell_of_the_matrix_the_surest_comes_first_and_the_unsure_are_marked(tmp_path):
    both = [("RUS", "NER", 0.3), ("NER", "RUS", 0.9), ("FRA", "NER", 0.4)]
    says = [Says("AID", *pair, coop=("arms", "entry", *pair), speaker=pair[0], confidence=sure) for *pair, sure in both]
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*article_of(says))
        cells = matrix("NER", actor_page(ledger, "NER", Clocks()).relationships).partners["RUS"]
        sure = [row.confidence for row in cells[0]]
    assert sure == sorted(sure, reverse=True) and sure[0] > 0.5 > sure[1]
    with TestClient(create_app(tmp_path / "ledger"), base_url="http://127.0.0.1") as client:
        assert client.get("/actors/NER").text.count(", confidence below 50 %</span>") == 2


def test_the_states_of_a_page_hold_each_relationship_once(ledger_file):
    with open_ledger(ledger_file) as ledger:
        rows = actor_page(ledger, "NER", Clocks()).relationships
    states = by_state(matrix("NER", rows))
    held = [row for partners in states.values() for rows in partners.values() for row in rows]
    assert sorted(held, key=repr) == sorted(rows, key=repr)
    assert all(row.state == state for state, partners in states.items() for rows in partners.values() for row in rows)


def test_what_the_ledger_is_unsure_of_is_not_watched(tmp_path):
    day = date(2024, 3, 31)
    told = [
        leaves("planned", time=(None, day, "day"), confidence=0.15),
        Says("CONSULT", "FRA", "", "planned", time=(day, day, "day")),
    ]
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*article_of(told, date(2024, 2, 1)))
        assert due_on(ledger) == [[], []]


def leaves(factuality, **more):
    return Says("RETREAT", "USA", "NER", factuality, ("presence", "exit", "USA", "NER"), speaker="USA", **more)


def due_on(ledger, *days):
    """What is late and what is to come, on both clocks on a day (default: now)."""
    found = due_page(ledger, Clocks(*days * 2))
    return [[(one.row and one.row.provider, one.due) for one in part] for part in (found.late, found.coming)]


def test_what_is_due_is_to_come_then_late_then_done(tmp_path):
    promised, talks = date(2024, 3, 31), date(2024, 7, 1)
    told = [
        article_of([leaves("planned", time=(None, promised, "day"))], date(2024, 2, 1)),
        article_of([Says("CONSULT", "FRA", "MLI", "planned", time=(talks, talks, "day"))], date(2024, 5, 2)),
    ]
    with open_ledger(tmp_path / "ledger") as ledger:
        assert due_on(ledger) == [[], []]
        for article, mentions in told:
            ledger.add(article, mentions)
        assert due_on(ledger, date(2024, 3, 1)) == [[], [("USA", promised)]]
        assert due_on(ledger) == [[("USA", promised)], [(None, talks)]]
        ledger.add(*article_of([leaves("occurred")], date(2024, 6, 3)))
        assert due_on(ledger) == [[], [(None, talks)]]
        assert due_on(ledger, date(2024, 5, 5)) == [[("USA", promised)], [(None, talks)]]
        mali = actor_page(ledger, "MLI", Clocks(as_of=date(2024, 5, 5)))
    assert [one.due for one in mali.watch] == [talks]
