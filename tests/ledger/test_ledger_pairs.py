"""Events between two actors are those of the one in which the other takes part, whatever the day of knowledge."""

from datetime import date

import pytest

from legation.ledger.store import open_ledger


@pytest.mark.parametrize("known_on", [None, date(2024, 4, 22), date(2024, 5, 3)])
def test_the_events_of_a_pair_are_those_of_one_with_the_other(ledger_file, known_on):
    with open_ledger(ledger_file, read_only=True) as ledger:
        for one, other in (("USA", "NER"), ("RUS", "NER"), ("FRA", "MLI"), ("USA", "MLI")):
            of_one = ledger.event_rows(one, known_on=known_on)
            between = [event for event in of_one if other in (*event.source, *event.target)]
            assert ledger.event_rows(one, other=other, known_on=known_on) == between
            assert ledger.event_rows(other, other=one, known_on=known_on) == between
        assert ledger.event_rows("USA", other="NER")
