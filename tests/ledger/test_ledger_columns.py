"""What is kept in memory for readers gives what the file gives, and only for the state of which it was made."""

from datetime import date

import pytest
from small_ledger import Says, article_of

from legation.ledger.columns import Columns
from legation.ledger.kept import MOST_ROWS, KeptAnswers
from legation.ledger.listings import Asked, event_list, mention_list
from legation.ledger.store import open_ledger

DAYS = [None, date(2022, 1, 1), date(2023, 6, 1), date(2024, 4, 25), date(2030, 1, 1)]


def answers(ledger, as_of, known_on):
    """All that is found by actor or looked through as a whole."""
    clocks = {"as_of": as_of, "known_on": known_on}
    actors = sorted(ledger.event_counts().keys() | ledger.relationship_counts().keys())
    found = [ledger.latest_transitions(30, **clocks), dict(ledger.relationship_counts(**clocks))]
    found += [ledger.event_counts(), [ledger.event(one.event_id, known_on=known_on) for one in ledger.event_rows()]]
    for first, other in zip(actors, actors[1:] + actors[:1], strict=True):
        for chosen in ({"country": first}, {"actor": first, "parts": True}, {"provider": first}, {"recipient": first}):
            found += [ledger.relationship_rows(**clocks, **chosen), ledger.transitions(known_on=known_on, **chosen)]
        found.append(ledger.relationship_rows(**clocks, among=(first, other), type="training"))
        asked = {"until": as_of, "known_on": known_on}
        found += [ledger.event_rows(first, **asked), ledger.event_rows(first, other=other, **asked)]
        found += [ledger.event_rows(any_of=(first, other), factuality="planned", **asked)]
        found += [ledger.event_rows(first, since=as_of, known_on=known_on, event_type="AID")]
        found += [ledger.page(mention_list, Asked(first, known_on=known_on))]
        found += [ledger.page(mention_list, Asked(first, event_type="AID"), after=found[-1][0][0])] if found[-1] else []
    return found


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("known_on", DAYS)
def test_kept_columns_give_what_the_file_gives(ledger_file, as_of, known_on):
    with open_ledger(ledger_file) as ledger, ledger.snapshot() as still:
        read = answers(still, as_of, known_on)
    with open_ledger(ledger_file) as ledger:
        assert ledger.keep_columns()
        with ledger.snapshot() as still:
            assert still._columns() is not None
            assert answers(still, as_of, known_on) == read


def test_columns_of_another_state_are_not_asked(ledger_file):
    with open_ledger(ledger_file) as ledger:
        assert (ledger.keep_columns(), ledger.keep_columns()) == (True, False)
        with ledger.snapshot() as before:
            assert before._columns() is not None
            ledger.add(*article_of([Says("AID", "FRA", "MLI", coop=("arms", "entry", "FRA", "MLI"))]))
            with ledger.snapshot() as after:
                assert after._columns() is None
                assert len(after.event_rows("FRA", other="MLI")) == len(before.event_rows("FRA", other="MLI")) + 1
        assert ledger.keep_columns()
        with ledger.snapshot() as after:
            assert after._columns() is not None
            assert "arms" in {one.cooperation for one in after.event_rows("FRA", other="MLI")}


def test_an_empty_ledger_has_columns_too(tmp_path):
    with open_ledger(tmp_path / "ledger") as ledger:
        assert ledger.keep_columns()
        with ledger.snapshot() as still:
            assert isinstance(still._columns(), Columns)
            assert (still.event_rows("USA"), still.relationship_rows("USA")) == ([], [])


def test_a_list_of_events_goes_on_where_its_page_ended(ledger_file):
    from legation.ledger.event_queries import EventsAsked

    with open_ledger(ledger_file) as ledger:
        ledger.keep_columns()
        with ledger.snapshot() as still:
            asked = EventsAsked("NER")
            whole = still.page(event_list, asked)
            assert [one for _, one in whole] == still.event_rows("NER")[::-1]
            assert still.page(event_list, asked, whole[0][0]) == whole[1:]


def test_kept_answers_are_found_once_and_stay_within_bounds():
    kept, asked = KeptAnswers(), []

    def answer(number, length=999):
        return kept.get(number, lambda: asked.append(number) or [number] * length)

    for number in (1, 2, 1, 2):
        assert answer(number)[0] == number
    assert asked == [1, 2]
    for number in range(3, 3 + MOST_ROWS // 1000):
        answer(number)
    answer(1)
    assert asked.count(1) == 2, "the oldest went"
    for _ in range(2):
        answer("long", MOST_ROWS)
    assert asked.count("long") == 2, "an answer that is too long is not kept"
