"""Revisions count changes, a snapshot stands still, an undo takes back one's own judgement, old ledgers go on."""

import duckdb
import pytest
from small_ledger import Says, article_of, told

from legation.errors import LedgerError
from legation.ledger.corrections import Judgement
from legation.ledger.kept_records import KeptRecords
from legation.ledger.store import open_ledger
from legation.records.article import Problem


def test_every_change_makes_a_revision_and_nothing_else_does(tmp_path):
    article, mentions = told()[0]
    with open_ledger(tmp_path / "ledger") as ledger:
        assert ledger.revision() == 0
        ledger.add(article, mentions)
        ledger.add(article, mentions)
        assert (ledger.revision(), ledger.changed_since(0)) == (1, [article.document_id])
        ledger.add_problem(Problem("a", "b", "c"))
        ledger.add_problem(Problem("a", "b", "c"))
        assert (ledger.revision(), ledger.changed_since(1)) == (2, [])
        ledger.correct(mentions[0].mention_id, Judgement.REJECT, who="Ada", reason="no event")
        assert (ledger.revision(), ledger.changed_since(2)) == (3, [article.document_id])
        with pytest.raises(RuntimeError, match="change of mind"), ledger.batch():
            ledger.add(*told()[1])
            raise RuntimeError("change of mind")
        assert ledger.revision() == 3
        with ledger.batch():
            for others, their in told()[1:]:
                ledger.add(others, their)
        assert (ledger.revision(), len(ledger.changed_since(3))) == (4, 3)
    with open_ledger(tmp_path / "ledger", read_only=True) as ledger:
        assert ledger.revision() == 4


def test_a_snapshot_stands_still_while_others_write(ledger_file):
    with open_ledger(ledger_file) as ledger, ledger.snapshot() as still:
        before = still.counts(), still.relationship_rows(), still.revision()
        ledger.add(*article_of([Says("AID", "FRA", "MLI", coop=("arms", "entry", "FRA", "MLI"))]))
        assert (still.counts(), still.relationship_rows(), still.revision()) == before
        assert ledger.counts()["documents"] == before[0]["documents"] + 1
        with pytest.raises(LedgerError, match="reading alone"):
            still.add_problem(Problem("a", "b", "c"))
        with ledger.snapshot() as later:
            assert later.revision() == before[2] + 1


def test_an_undo_takes_back_ones_own_last_judgement(ledger_file):
    with open_ledger(ledger_file) as ledger:
        mention = next(one for one in ledger.mentions() if one.event_type == "RETREAT").mention_id
        states = [row.state for row in ledger.relationship_rows()]
        ledger.correct(mention, Judgement.REJECT, who="Ada", reason="")
        assert [row.state for row in ledger.relationship_rows()] != states
        ledger.correct(mention, Judgement.ACCEPT, who="Ben", reason="")
        with pytest.raises(LedgerError, match="Cyd has no judgement"):
            ledger.correct(mention, Judgement.UNDO, who="Cyd", reason="")
        ledger.correct(mention, Judgement.UNDO, who="Ben", reason="")
        assert [row.state for row in ledger.relationship_rows()] != states
        ledger.correct(mention, Judgement.UNDO, who="Ada", reason="")
        assert [row.state for row in ledger.relationship_rows()] == states
        assert ledger.mention(mention).confidence == 0.9
        with pytest.raises(LedgerError, match="Ada has no judgement"):
            ledger.correct(mention, Judgement.UNDO, who="Ada", reason="")
        assert len(ledger.corrections(mention)) == 4


@pytest.mark.parametrize("read_only", [True, False])
def test_a_ledger_of_the_first_version_is_brought_on(ledger_file, read_only):
    with duckdb.connect(ledger_file) as connection:
        connection.execute(
            "DROP TABLE changes; DROP TABLE event_judgements; DROP TABLE state_judgements; "
            "ALTER TABLE ledger DROP COLUMN identity; DELETE FROM events; UPDATE ledger SET schema_version = 1"
        )
    with open_ledger(ledger_file, read_only=read_only) as ledger:
        assert (ledger.revision(), len(ledger.changed_since(0))) == (1, 4)
        assert ledger.judgements().is_empty()
        assert ledger.identity()
        assert ledger.event_rows(), "what is derived is made anew"


def test_who_holds_a_ledger_for_writing_can_read_it_too(ledger_file):
    with open_ledger(ledger_file) as held, open_ledger(ledger_file, read_only=True) as reading:
        held.add_problem(Problem("a", "b", "c"))
        assert reading.counts() == held.counts()


def test_kept_articles_are_those_that_were_stored(ledger_file):
    with open_ledger(ledger_file) as ledger:
        stored = {article.document_id: article for article, _ in told()}
        for _ in range(2):
            with ledger.snapshot() as reading:
                assert reading.articles_by_id([*stored, "none"]) == stored
                assert reading.article("none") is None
        late, mentions = article_of([Says("AID", "FRA", "MLI")])
        with pytest.raises(RuntimeError, match="mind"), ledger.batch():
            ledger.add(late, mentions)
            assert ledger.article(late.document_id) == late
            raise RuntimeError("change of mind")
        with ledger.snapshot() as reading:
            assert reading.article(late.document_id) is None


def test_few_records_are_kept():
    most = 1000
    kept, asked = KeptRecords(most), []

    def read(ids):
        asked.extend(ids)
        return {one: told()[0][0] for one in ids}

    for start in range(0, 2 * most, 500):
        kept.get(map(str, range(start, start + 500)), read)
    asked.clear()
    kept.get([str(2 * most - 1)], read)
    assert asked == []
    kept.get(["0"], read)
    assert asked == ["0"]
