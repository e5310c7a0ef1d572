"""What pages show is what the ledger holds, however little of it they read."""

from datetime import date

import pytest
from ledger_building import archive

from legation.ledger.fulfilment import fulfilments
from legation.ledger.store import open_ledger
from legation.web.contexts import Clocks, event_page


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
