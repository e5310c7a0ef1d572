"""Opening, adding, evidence, runs and problems."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import duckdb
import pytest
from ledger_building import CODER, Says, article_of

from legation.errors import LedgerBusyError, LedgerError
from legation.ledger.database import Database
from legation.ledger.store import open_ledger
from legation.records.article import Problem, Span
from legation.records.event import Factuality

SAYS = [
    Says("AID", "RUS", "NER", coop=("training", "entry", "RUS", "NER"), speaker="RUS", number=100, place="Niamey"),
    Says("ASSAULT", "gunmen", "NER", time=(date(2024, 4, 20), date(2024, 4, 20), "day")),
]


def test_what_goes_in_comes_out(tmp_path):
    article, mentions = article_of(SAYS)
    with open_ledger(tmp_path / "a.ledger") as ledger:
        assert ledger.add(article, mentions)
        assert not ledger.add(article, mentions)
    with open_ledger(str(tmp_path / "a.ledger"), read_only=True) as ledger:
        assert ledger.article(article.document_id) == article
        assert ledger.mentions(article.document_id) == mentions == ledger.mentions()
        for mention in mentions:
            found, sentence, same = ledger.evidence(mention.mention_id)
            assert found.text[sentence.start : sentence.end] == sentence.text and same == mention
        assert ledger.counts()["mentions"] == 2 and ledger.counts()["documents"] == 1
        assert ledger.article("none") is None and ledger.mention("none") is None
        assert ledger.events().height == 2


def test_frames_have_the_promised_columns(tmp_path):
    promised = set(
        "provider recipient mutual type state disputed reported since since_precision expected_by known_from evidence "
        "confidence".split()
    )
    with open_ledger(tmp_path / "a.ledger") as ledger:
        assert promised <= set(ledger.relationships().columns)
        assert set("event_type source target factuality time mentions outlets numbers".split()) <= set(
            ledger.events().columns
        )
        ledger.add(*article_of(SAYS))
        (row,) = ledger.relationships("NER").to_dicts()
        assert promised <= row.keys() and row["evidence"] == [f"{ledger.mentions()[0].document_id}-0"]
        events = ledger.events("RUS").to_dicts()
        assert events[0]["numbers"][0]["value"] == 100
        assert ledger.history("RUS", "NER", "training").to_dicts()[0]["sentence"].startswith("0: Russia aid Niger")


@pytest.mark.parametrize("part", ["sentence", "trigger"])
def test_a_span_that_does_not_slice_back_is_refused_by_name(tmp_path, part):
    article, mentions = article_of(SAYS)
    wrong = replace(mentions[1], **{part: Span("elsewhere", 3, 12)})
    with open_ledger(tmp_path / "a.ledger") as ledger:
        with pytest.raises(LedgerError, match=f"{part} 'elsewhere'"):
            ledger.add(article, [mentions[0], wrong])
        with pytest.raises(LedgerError, match="of document"):
            ledger.add(replace(article, document_id="other"), mentions)
        with pytest.raises(LedgerError, match="two mentions"):
            ledger.add(article, [mentions[0], mentions[0]])
        assert ledger.counts()["documents"] == 0


def test_evidence_refuses_a_text_that_was_tampered_with(tmp_path):
    article, mentions = article_of(SAYS)
    with open_ledger(tmp_path / "a.ledger") as ledger:
        ledger.add(article, mentions)
    with duckdb.connect(tmp_path / "a.ledger") as connection:
        connection.execute("UPDATE documents SET record = replace(record, 'Russia', 'Prussi')")
    with open_ledger(tmp_path / "a.ledger") as ledger, pytest.raises(LedgerError, match="reads"):
        ledger.evidence(mentions[0].mention_id)


def test_another_coder_replaces_the_mentions(tmp_path):
    article, mentions = article_of(SAYS)
    newer = [replace(mentions[0], coder="hand 2", factuality=Factuality.PLANNED)]
    with open_ledger(tmp_path / "a.ledger") as ledger:
        ledger.add(article, mentions)
        assert not ledger.add(article, [])
        assert not ledger.add(article, [], coder=CODER)
        assert ledger.add(article, newer)
        assert [str(row.state) for row in ledger.relationship_rows()] == ["agreed"]
        assert ledger.counts()["mentions"] == 1 and ledger.counts()["events"] == 1
        assert ledger.add(article, [], coder="hand 3")
        assert not ledger.relationship_rows() and ledger.events().is_empty()


def test_a_batch_is_kept_whole_or_not_at_all(tmp_path):
    one, other = article_of(SAYS), article_of(SAYS[:1], date(2024, 5, 1))
    with open_ledger(tmp_path / "a.ledger") as ledger:
        with pytest.raises(KeyError), ledger.batch():
            ledger.add(*one)
            raise KeyError
        assert ledger.counts()["documents"] == 0
        with ledger.batch():
            assert ledger.add(*one) and ledger.add(*other) and not ledger.add(*one)
        assert ledger.counts()["documents"] == 2 and ledger.relationships().height == 1


def test_held_by_another_process(tmp_path):
    with open_ledger(tmp_path / "a.ledger"):
        code = "import sys; from legation.ledger.store import open_ledger; open_ledger(sys.argv[1])"
        run = subprocess.run(
            [sys.executable, "-c", code, tmp_path / "a.ledger"], check=False, capture_output=True, text=True
        )
    assert run.returncode == 1 and "LedgerHeldError" in run.stderr and "held by another process" in run.stderr


def test_a_question_for_which_no_memory_is_left_says_so():
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1 MiB'")
        connection.execute("SET temp_directory = ''")
        database = Database(connection)
        assert database.value("SELECT count(*) FROM range(10)") == 10
        with pytest.raises(LedgerBusyError, match="no memory"):
            database.rows("SELECT count(DISTINCT md5(range::VARCHAR)) FROM range(1000000)")


def test_what_is_no_ledger_is_refused(tmp_path):
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(tmp_path / "none", read_only=True)
    (tmp_path / "text").write_text("not a database, and long enough to be looked at" * 100)
    with pytest.raises(LedgerError):
        open_ledger(tmp_path / "text")
    with duckdb.connect(tmp_path / "other") as connection:
        connection.execute("CREATE TABLE things (thing VARCHAR)")
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(tmp_path / "other")
    open_ledger(tmp_path / "newer").close()
    with duckdb.connect(tmp_path / "newer") as connection:
        connection.execute("UPDATE ledger SET schema_version = 99")
    with pytest.raises(LedgerError, match="version 99"):
        open_ledger(tmp_path / "newer")


def test_problems_and_runs(tmp_path):
    problem = Problem("bad.html", "empty", "the file holds nothing")
    with open_ledger(tmp_path / "a.ledger") as ledger:
        number = ledger.start_run(["bad.html"])
        ledger.add_problem(problem)
        ledger.add_problem(problem)
        ledger.finish_run(number, {"added": 0})
        assert ledger.problems().select("origin", "what", "why").rows() == [
            ("bad.html", "empty", "the file holds nothing")
        ]
        assert ledger.start_run([]) > number
