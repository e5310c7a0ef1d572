"""One process has the ledger open: others hand it their work, or say clearly who has it."""

import json
import stat
import subprocess
import sys

import pytest
from command_line import COMMAND, run, wire, write_lines
from served import keeper, note, served
from small_ledger import told
from typer.testing import CliRunner

from legation.cli import app
from legation.cli.output import reading
from legation.ledger.store import open_ledger
from legation.net import FetchError, LocalServer


def test_articles_and_judgements_are_handed_to_the_desk(ledger_file, tmp_path):
    articles = write_lines(tmp_path / "wire.jsonl", [*wire(6, 1), {"text": ""}])
    with served(ledger_file) as client:
        assert stat.S_IMODE(note(ledger_file).stat().st_mode) == 0o600
        before = client.get("/api/about").json()["counts"]
        added = run("add", articles, "--ledger", ledger_file, expect=3)
        assert "6 articles added" in added.err
        counts = client.get("/api/about").json()["counts"]
        assert counts["documents"] == before["documents"] + 6
        assert counts["mentions"] > before["mentions"]
        assert counts["problems"] == before["problems"] + 1
        assert "0 articles added (0 mentions), 6 known" in run("add", articles, "--ledger", ledger_file, expect=3).err
        mention = client.get("/api/mentions?event_type=RETREAT&actor=NER").json()["items"][-1]["mention_id"]
        judged = ("reject", "--who", "Ada", "--reason", "misread", "--ledger", ledger_file)
        run("review", "mention", mention, *judged)
        [one] = client.get(f"/api/mentions/{mention}").json()["judgements"]
        assert (one["who"], one["judgement"], one["reason"]) == ("Ada", "reject", "misread")
        refused = run("review", "mention", "none", *judged, expect=1)
        assert "no such mention" in refused.err
    with open_ledger(ledger_file) as ledger:
        assert [one.who for one in ledger.corrections(mention)] == ["Ada"]
        assert ledger.counts() == counts | {"corrections": 1} | {
            name: ledger.counts()[name] for name in ("events", "relationships", "transitions")
        }


READING = [
    ("relationships", "--country", "NER"),
    ("events",),
    ("history", "USA", "NER"),
    ("diff", "--from", "2024-01-01", "--to", "2024-06-01"),
    ("calendar",),
    ("momentum", "USA", "NER"),
    ("shifts", "NER"),
    ("problems",),
    ("brief", "NER"),
]


def test_commands_that_read_print_beside_a_desk_what_they_print_without(ledger_file, tmp_path):
    def printed():
        done = [CliRunner().invoke(app, [*words, "--ledger", str(ledger_file)]) for words in READING]
        assert [one.exit_code for one in done] == [0] * len(READING), done
        return [one.stdout for one in done]

    alone = printed()
    assert not [told for told in alone[:5] if "nothing to show" in told] and alone[-1].startswith("# Niger")
    with served(ledger_file) as client:
        assert printed() == alone
        revision = client.get("/api/about").json()["revision"]
        run("add", write_lines(tmp_path / "wire.jsonl", wire(6, 1)), "--ledger", ledger_file)
        since = printed()
        assert since != alone and client.get("/api/about").json()["revision"] > revision
        assert "10 documents" in run("doctor", "--ledger", ledger_file).out
        held = run("serve", "--ledger", ledger_file, "--port", "0", expect=1)
        assert "held by another process" in held.err, "copying has not taken the desk's hold from it"
    assert printed() == since
    assert not [path for path in ledger_file.parent.iterdir() if path.name.startswith(".")], "a copy was left"


def test_every_copy_is_whole_while_the_desk_is_written_to(ledger_file, tmp_path):
    articles = write_lines(tmp_path / "wire.jsonl", wire(15, 2))
    with (
        served(ledger_file),
        subprocess.Popen([*COMMAND, "add", articles, "--ledger", ledger_file], stderr=subprocess.DEVNULL) as adding,
    ):
        seen = []
        while adding.poll() is None:
            with reading(ledger_file) as book:
                told = {one.document_id for one in book.mentions()}
                seen.append(book.counts()["documents"])
                assert seen[-1] == len(told), "an article without its mentions"
    assert adding.returncode == 0 and seen == sorted(seen) and seen[-1] > 4


def test_of_a_copy_that_is_read_nothing_is_left_should_the_reader_be_killed(ledger_file):
    with served(ledger_file), reading(ledger_file) as book:
        assert not list(ledger_file.parent.glob(".*/*"))
        assert not book.relationships().is_empty() and not book.events().is_empty()


def test_a_copy_goes_nowhere_else_and_to_nobody_else(ledger_file, tmp_path):
    with served(ledger_file) as client:
        asked = {"folder": str(tmp_path / "absent")}
        assert client.post("/api/handover/copy", json=asked).status_code == 403
        refused = client.post("/api/handover/copy", json=asked, headers=keeper(ledger_file))
        assert refused.status_code == 409 and "cannot be copied" in refused.json()["error"]["message"]


def test_who_has_the_ledger_is_told(ledger_file):
    with served(ledger_file):
        second = run("serve", "--ledger", ledger_file, "--port", "0", expect=1)
        assert "held by another process" in second.err
        watched = run("watch", ledger_file.with_name("absent.opml"), "--once", "--ledger", ledger_file, expect=1)
        assert "absent.opml" in watched.err


def test_another_command_that_has_the_ledger_is_told(ledger_file, tmp_path):
    steps = ["from legation.ledger.store import open_ledger", f"held = open_ledger({str(ledger_file)!r})"]
    hold = "; ".join([*steps, "print(1, flush=True)", "input()"])
    note(ledger_file).write_text(json.dumps({"address": "http://127.0.0.1:9", "token": "x", "process": 1}))
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"1\n"
        told_ = run("add", write_lines(tmp_path / "a.jsonl", wire(1, 1)), "--ledger", ledger_file, expect=1)
        assert f"held by another process (number {holder.pid})" in told_.err
        holder.communicate(b"\n")


def test_a_damaged_hand_over_changes_nothing(ledger_file):
    article, _ = told()[0]
    with served(ledger_file) as client:
        known = keeper(ledger_file)
        before = client.get("/api/about").json()
        wrong = {"article": {"document_id": "new", "text": "Other words."}, "mentions": []}
        shown = client.get(f"/api/articles/{article.document_id}").json()["mentions"]
        assert client.post("/api/handover/article", json=wrong | {"mentions": shown}, headers=known).status_code == 422
        assert client.post("/api/handover/article", content=b"{", headers=known).status_code == 422
        assert client.post("/api/handover/article", json=wrong).status_code == 403
        assert client.get("/api/about").json() == before


@pytest.mark.parametrize("address", ["http://192.0.2.1:80", "https://127.0.0.1", "http://127.0.0.1.example"])
def test_work_is_handed_over_on_this_machine_alone(address):
    with pytest.raises((FetchError, ValueError)):
        LocalServer(address, "token")
