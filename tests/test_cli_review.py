"""Judging from the command line: applied at once, kept with name and reason, and exported for training."""

import json
from pathlib import Path

import pytest
from command_line import run, write_lines

from corpus.records import read

STORY = {
    "id": "left",
    "title": "American troops leave Niger",
    "text": "The last American troops left Niger on Sunday, the Pentagon said.\n\n"
    "Niger's defence ministry said that the United States had withdrawn all its troops from Niger on 15 September.",
    "published": "2024-09-16",
    "outlet": "The Sahel Courier",
}
WHO = ("--who", "Ada", "--reason", "read it")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    write_lines(tmp_path / "story.jsonl", [STORY])
    run("add", tmp_path / "story.jsonl", "--ledger", tmp_path / "my.duckdb")
    return tmp_path / "my.duckdb"


def mentions(ledger: Path) -> list[str]:
    told = run("events", "-l", ledger, "-f", "json").json
    return [one for event in told for one in event["mentions"]]


def test_a_rejected_mention_tells_no_event(ledger: Path) -> None:
    before = mentions(ledger)
    done = run("review", "mention", before[0], "reject", *WHO, "-l", ledger)
    assert before[0] in done.err
    assert set(mentions(ledger)) == set(before) - {before[0]}
    (row,) = run("review", "list", "-l", ledger, "-f", "json").json
    assert (row["who"], row["reason"], row["subject"], row["judgement"]) == ("Ada", "read it", before[0], "reject")


def test_a_judged_state_moves_the_relationship(ledger: Path) -> None:
    evidence = ("--evidence", mentions(ledger)[0])
    run("review", "state", "USA", "Niger", "presence", "--became", "suspended", *evidence, *WHO, "-l", ledger)
    rows = run("relationships", "--country", "NER", "-l", ledger, "-f", "json").json
    assert [row["state"] for row in rows if row["type"] == "presence"] == ["suspended"]


def test_mentions_are_split_into_events_of_their_own(ledger: Path) -> None:
    told = mentions(ledger)
    for one in told:
        run("review", "event", one, *WHO, "-l", ledger)
    assert sorted(len(event["mentions"]) for event in run("events", "-l", ledger, "-f", "json").json) == [1] * len(told)


def test_a_side_is_linked_anew_and_the_reviewed_sentence_exported(ledger: Path, tmp_path: Path) -> None:
    one = mentions(ledger)[0]
    run("review", "link", one, "source", "France", *WHO, "-l", ledger)
    told = run("events", "--country", "FRA", "-l", ledger, "-f", "json").json
    assert [event["source"] for event in told if one in event["mentions"]] == [["FRA"]]
    run("review", "export", tmp_path / "reviewed.jsonl", "-l", ledger)
    (record,) = read([tmp_path / "reviewed.jsonl"])
    assert record.events and record.text in STORY["text"] + STORY["title"]


def test_a_judgement_needs_name_and_reason_and_says_what_is_wrong(ledger: Path) -> None:
    one = mentions(ledger)[0]
    assert "--who" in run("review", "mention", one, "accept", "-l", ledger, expect=2).err
    assert "no mention" in run("review", "mention", "nothing", "accept", *WHO, "-l", ledger, expect=1).err
    assert "JSON" in run("review", "mention", one, "edit", "--edit", "{", *WHO, "-l", ledger, expect=1).err
    assert "names the fields" in run("review", "mention", one, "edit", *WHO, "-l", ledger, expect=2).err
    unknown = json.dumps({"nothing": 1})
    run("review", "mention", one, "edit", "--edit", unknown, *WHO, "-l", ledger, expect=1)
    assert run("review", "list", "-l", ledger, "-f", "json").json == []
