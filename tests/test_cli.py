"""The command line, each command as a process of its own on real files."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer.main
from command_line import COMMAND, Ended, run, write_lines
from typer.testing import CliRunner

from legation.cli import app
from legation.ledger.store import open_ledger

ASKED = {
    "id": "asked",
    "title": "Niger asks Russia for instructors 🇳🇪",
    "text": "NIAMEY 🇳🇪 — Niger's interior minister, Mohamed Toumba, asked Russia on Monday to train the country's "
    "security forces.\n\nThe United States will withdraw its troops from Niger later this week, a Pentagon spokesman "
    "said. About 1,000 American soldiers are stationed there.\n\n“Our cooperation with Russia is sovereign”, "
    "Toumba told the E\u0301lyse\u0301e's envoy.",
    "published": "2024-04-22",
    "outlet": "The Niamey Wire",
}
LEFT = {
    "id": "left",
    "title": "American troops leave Niger",
    "text": "The last American troops left Niger on Sunday, the Pentagon said.\n\n"
    "Niger's defence ministry said that the United States had withdrawn all its troops from Niger on 15 September.",
    "published": "2024-09-16",
    "outlet": "The Sahel Courier",
}
FRENCH = {
    "id": "french",
    "text": "Le ministre nigérien de l'Intérieur a demandé à la Russie de former les forces de sécurité du pays, alors "
    "que les soldats américains s'apprêtent à quitter leur base d'Agadez dans les prochaines semaines.\n\n"
    "Le gouvernement a précisé que les instructeurs russes travailleraient avec l'armée et la gendarmerie.",
    "published": "2024-04-23",
}
PAGE = """<!doctype html><html lang="en"><head><title>Italy keeps its trainers in Niger</title>
<meta property="article:published_time" content="2024-06-03T08:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Italy keeps its trainers in Niger</h1>
<p>Italy trains Niger's special forces and will keep its 250 soldiers in Niger, the Italian defence minister said on
Monday after talks in Niamey with members of the government.</p>
<p>Niger and Italy signed an agreement on military training in 2017. The mission has since trained soldiers of the
army, the gendarmerie and the national guard, according to the ministry.</p></article></body></html>"""


@cache
def commands() -> dict[str, Any]:
    group = typer.main.get_command(app)
    return dict(group.commands)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    write_lines(folder / "wire.jsonl", [ASKED, LEFT, FRENCH])
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def added(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    ledger = tmp_path_factory.mktemp("ledger") / "my.duckdb"
    return ledger, run("add", articles, "--ledger", ledger)


@pytest.fixture(scope="module")
def ledger(added: tuple[Path, Ended]) -> Path:
    return added[0]


@pytest.fixture(scope="module")
def coded(articles: Path) -> Ended:
    return run("code", articles)


@pytest.fixture(scope="module")
def relationships(ledger: Path) -> Any:
    return run("relationships", "-l", ledger, "--format", "json").json


@pytest.fixture(scope="module")
def events(ledger: Path) -> Any:
    return run("events", "-l", ledger, "--format", "json").json


# Help ------------------------------------------------------------------------------------------------------------


def test_the_first_help_shows_the_way():
    shown = " ".join(run("--help").out.split())
    assert "legation add articles/" in shown and "legation brief NER" in shown and "Exit status 0" in shown
    assert all(f" {name} " in shown for name in commands())


@pytest.mark.parametrize("name", list(commands()))
def test_help_teaches(name):
    ended = CliRunner().invoke(app, [name, "--help"])
    assert ended.exit_code == 0 and f"Example: legation {name}" in " ".join(ended.stdout.split())
    assert all(param.help or param.name == "help" for param in commands()[name].params), name


def test_installed_script_and_module_are_one():
    script = Path(sys.executable).parent / "legation"
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True, env=os.environ)
    assert "legation brief NER" in " ".join(done.stdout.split())


# Coding ----------------------------------------------------------------------------------------------------------


def spans(value: Any) -> list[dict[str, Any]]:
    """Every object with text, start and end anywhere in a JSON value."""
    if isinstance(value, list):
        return [span for one in value for span in spans(one)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"text", "start", "end"} <= value.keys() else []
    return own + [span for one in value.values() for span in spans(one)]


def test_every_span_slices_back_into_the_text_that_is_printed(coded, ledger):
    names = {one["document_id"] for one in coded.lines}
    texts = {name: run("text", name, "-l", ledger, PYTHONIOENCODING="ascii").out for name in names}
    assert len(texts) == 3, "the three English articles have mentions"
    assert any("🇳🇪" in text for text in texts.values())
    seen = 0
    for mention in coded.lines:
        field = mention["title"] if mention["field"] == "title" else texts[mention["document_id"]]
        for span in spans(mention):
            assert field[span["start"] : span["end"]] == span["text"], mention
            seen += 1
    assert seen > 4 * len(coded.lines)


def test_code_tells_what_the_article_says(coded):
    told = {
        (side["actor_id"], one["event_type"], (one["cooperation"] or {}).get("type"), one["factuality"])
        for one in coded.lines
        for side in one["source"]
    }
    assert ("USA", "RETREAT", "presence", "planned") in told
    assert ("NER", "REQUEST", "training", "occurred") in told
    assert all("Russie" not in one["sentence"]["text"] for one in coded.lines), "French is not coded"
    assert coded.err.splitlines() == [line for line in coded.err.splitlines() if line.startswith("not coded: ")]
    assert "language fr" in coded.err


def test_standard_input_is_read_as_a_file_is(coded):
    piped = run("code", "-", given=json.dumps(ASKED, ensure_ascii=False))
    mine = [one for one in coded.lines if one["document_id"] == piped.lines[0]["document_id"]]
    assert piped.lines == mine
    plain = run("code", "-", "--published", "2024-04-22", given=ASKED["text"])
    assert {one["published"] for one in plain.lines} == {"2024-04-22"}
    assert len(plain.lines) == len([one for one in mine if one["field"] == "text"])


def test_set_aside_goes_to_standard_error_and_status_three(tmp_path):
    (tmp_path / "[bold] :smile: empty.txt").touch()
    write_lines(tmp_path / "wire.jsonl", [ASKED, {"id": "none"}])
    done = run("code", tmp_path, expect=3)
    assert len(done.lines) > 2
    told = done.err.splitlines()
    assert len(told) == 2 and all(line.startswith("set aside: ") for line in told)
    assert "[bold] :smile: empty.txt" in told[0] and "wire.jsonl:2" in told[1]


# Adding ----------------------------------------------------------------------------------------------------------


def test_add_tells_on_standard_error_alone(added):
    _, done = added
    assert done.out == ""
    [line] = done.err.splitlines()
    assert "4 articles added" in line and "1 in other languages" in line and "0 set aside" in line


def test_adding_twice_changes_nothing(added, articles, relationships, events, tmp_path):
    ledger = tmp_path / "twice.duckdb"
    ledger.write_bytes(added[0].read_bytes())
    again = run("add", articles / "page.html", articles, "-l", ledger)
    assert "0 articles added (0 mentions), 5 known already" in again.err
    assert run("relationships", "-l", ledger, "--format", "json").json == relationships != []
    assert run("events", "-l", ledger, "--format", "json").json == events != []


def test_deriving_all_anew_changes_nothing(ledger, relationships, events, tmp_path):
    copy = tmp_path / "anew.duckdb"
    copy.write_bytes(ledger.read_bytes())
    assert f"{len(events)} events" in run("rederive", "-l", copy).err
    assert run("relationships", "-l", copy, "--format", "json").json == relationships
    assert run("events", "-l", copy, "--format", "json").json == events
    assert run("rederive", "-l", tmp_path / "none" / "my.duckdb", expect=1).err


# Asking ----------------------------------------------------------------------------------------------------------


def state(ledger: Path, *asked: str) -> str | None:
    """Where the American presence in Niger stands."""
    rows = run("relationships", "-l", ledger, "--country", "NER", "--type", "presence", "-f", "json", *asked).json
    found = [row["state"] for row in rows if (row["provider"], row["recipient"]) == ("USA", "NER")]
    return found[0] if found else None


def test_two_clocks(ledger):
    assert state(ledger) == "ended"
    assert state(ledger, "--known-on", "2024-04-30") == "winding_down"
    assert state(ledger, "--as-of", "2024-04-30") == "winding_down"
    assert state(ledger, "--known-on", "2024-04-01") is None


def test_relationships_and_events_have_the_promised_fields(ledger, relationships, events):
    promised = "provider recipient mutual type state disputed reported since since_precision expected_by known_from"
    assert all({*promised.split(), "evidence", "confidence"} <= row.keys() for row in relationships)
    by_name = run("relationships", "-l", ledger, "--country", "Niger", "-f", "json").json
    assert by_name == [row for row in relationships if "NER" in (row["provider"], row["recipient"])]
    promised = "event_type source target factuality time mentions outlets numbers"
    assert all(set(promised.split()) <= event.keys() for event in events)
    told = list(csv.DictReader(io.StringIO(run("events", "-l", ledger, "-f", "csv").out)))
    assert [row["event_id"] for row in told] == [event["event_id"] for event in events]


def test_tables_are_whole_in_a_pipe(ledger, events):
    shown = run("relationships", "-l", ledger).out
    assert "USA" in shown and "ended" in shown and "presence" in shown and "…" not in shown
    day = next(filter(None, (event["time"]["start_date"] for event in events)))
    assert day in run("events", "-l", ledger).out


def test_history_and_diff(ledger):
    steps = run("history", "United States", "NER", "presence", "-l", ledger, "-f", "json").json
    assert [step["state"] for step in steps][-2:] == ["winding_down", "ended"]
    assert any(told in steps[-1]["sentence"] for told in ("Sunday", "15 September", LEFT["title"]))
    changed = run("diff", "--from", "2024-05-01", "--to", "2024-12-31", "-l", ledger, "-f", "json").json
    [presence] = [row for row in changed if (row["provider"], row["type"]) == ("USA", "presence")]
    assert (presence["before"], presence["state"]) == ("winding_down", "ended")
    assert "winding_down" in run("diff", "--from", "2024-05-01", "--to", "2024-12-31", "-l", ledger).out


def test_actor_problems_and_doctor(ledger):
    link = run("actor", "the French defence minister", "--on", "2020-01-15", "-f", "json").json
    assert (link["country"], link["name"], bool(link["reason"])) == ("FRA", "Florence Parly", True)
    assert run("problems", "-l", ledger, "-f", "json").json == []
    said = run("doctor", "-l", ledger).out
    assert "duckdb" in said and "4 documents" in said and "1 documents not coded" in said


def test_actor_tells_who_why_and_what_else_it_could_have_been():
    said = run("actor", "Toumba", "--on", "2024-04-22").out
    assert all(told in said for told in ("Mohamed Toumba", "surname Toumba: interior minister (NER)", "nobody else"))
    link = run("actor", "Sharif", "--on", "2016-04-05", "-f", "json").json
    said = run("actor", "Sharif", "--on", "2016-04-05").out
    assert link["name"] in said and str(link["score"]) in said and link["reason"] in said
    assert {"Shehbaz Sharif", "Raheel Sharif"} <= {other["name"] for other in link["alternatives"]}
    for other in link["alternatives"]:
        assert f"or else{'':20} {other['name']}, {other['score']}: {other['reason']}\n" in said
    unknown = run("actor", "Zoltanfried", "--on", "2016-04-05").out
    assert "unknown name" in unknown and "0.0" in unknown


def test_doctor_tells_the_same_facts_to_programs(ledger):
    facts = run("doctor", "-l", ledger, "-f", "json").json
    said = run("doctor", "-l", ledger).out
    assert all(name in said and value in said for name, value in facts.items())
    assert "4 documents" in facts["ledger"]


def test_doctor_tells_how_old_the_offices_are():
    facts = run("doctor", "--knowledge", "-f", "json").json
    said = run("doctor", "--knowledge").out
    assert facts["terms of office"] > 6000 > facts["without an end"] > facts["begun over 8 years ago"] > 0
    assert "2026-01-01" < facts["newest change"] < f"{date.today()}"
    assert facts["newest change"] in said and "no foreign minister" in said
    assert {"FRA", "USA", "NER", "CHN"}.isdisjoint(facts["no head of state"] + facts["no head of government"])


# A user's own actors ---------------------------------------------------------------------------------------------

OWN = Path(__file__).parents[1] / "docs" / "actors-example.tsv"


def test_own_actors_are_known_by_option_and_by_setting(tmp_path):
    article = write_lines(
        tmp_path / "one.jsonl",
        [{"text": "The North River Brigade attacked an army post in Mali on Monday.", "published": "2026-10-05"}],
    )
    for known in (run("code", article, "--actors", OWN), run("code", article, LEGATION_ACTORS=str(OWN))):
        assert "north-river-brigade" in {side["actor_id"] for line in known.lines for side in line["source"]}
    assert "north-river-brigade" not in run("code", article).out
    book = tmp_path / "own.duckdb"
    run("add", article, "-l", book, "--actors", OWN)
    assert "north-river-brigade" in run("events", "-l", book, "-f", "json").out
    asked = run("actor", "Mali's foreign minister", "--on", "2026-10-01", "--actors", OWN, "-f", "json").json
    assert asked["name"] == "Ada Example"


def test_wrong_own_actors_end_a_command_before_it_does_anything(tmp_path):
    wrong = tmp_path / "my.tsv"
    wrong.write_text("kind\tid\tname\ngroup\tnobody\tNobody\n", encoding="utf-8")
    done = run("add", OWN, "-l", tmp_path / "a.duckdb", "--actors", wrong, expect=2)
    assert f"{wrong}, line 2: a group needs a country" in done.err
    assert not (tmp_path / "a.duckdb").exists()
    assert "line 2" in run("doctor", LEGATION_ACTORS=str(wrong), expect=2).err
    run("code", OWN, "--actors", tmp_path / "none.tsv", expect=2)
    assert "LEGATION_RETRIES" in run("code", "http://localhost/", LEGATION_RETRIES="many", expect=2).err


# Briefs and exports ----------------------------------------------------------------------------------------------


def test_brief_in_both_forms(ledger, tmp_path):
    markdown = run("brief", "NER", "-l", ledger).out
    assert markdown.startswith("# Niger") and "Key takeaways" in markdown
    assert "](#source-1)" in markdown and 'id="source-1"' in markdown
    run("brief", "NER", "-l", ledger, "-o", tmp_path / "niger.txt")
    assert (tmp_path / "niger.txt").read_text(encoding="utf-8") == markdown
    told = run("brief", "niger", "-l", ledger, "-o", tmp_path / "niger.html")
    page = (tmp_path / "niger.html").read_text(encoding="utf-8")
    assert told.out == "" and "niger.html" in told.err
    assert "<h1" in page and 'href="#source-1"' in page and 'id="source-1"' in page
    before = run("brief", "NER", "-l", ledger, "--known-on", "2024-04-30").out
    assert "Sahel Courier" in markdown and "Sahel Courier" not in before


def test_export_writes_every_layout(ledger, events, tmp_path):
    for kind in ("parquet", "csv", "jsonl", "plover", "cameo"):
        done = run("export", tmp_path / kind, "-l", ledger, "--format", kind)
        assert done.out == "" and str(tmp_path / kind) in done.err
    frames = [
        pl.read_parquet(tmp_path / "parquet" / "events.parquet"),
        pl.read_csv(tmp_path / "csv" / "events.csv"),
        pl.read_ndjson(tmp_path / "jsonl" / "events.jsonl"),
    ]
    ids = [event["event_id"] for event in events]
    assert all(frame["event_id"].to_list() == ids for frame in frames)
    for kind in ("parquet", "csv", "jsonl"):
        names = {path.stem for path in (tmp_path / kind).iterdir()}
        assert names == {"relationships", "history", "events", "mentions"}
    plover = [json.loads(line) for line in (tmp_path / "plover" / "events.plover.jsonl").open(encoding="utf-8")]
    assert [record["id"] for record in plover] == ids
    rows = [line.split("\t") for line in (tmp_path / "cameo" / "events.cameo.tsv").open(encoding="utf-8")]
    assert len(rows) > 2 and len({len(row) for row in rows}) == 1


# Failing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["relationships", "--as-of", "soon"], "is no day"),
        (["relationships", "--as-of", "2024-02-30"], "is no day"),
        (["relationships", "--type", "friendship"], "is no cooperation type"),
        (["diff", "--from", "2024-06-01", "--to", "2024-01-01"], "before it begins"),
        (["brief", "NER", "--start", "2024-06-01", "--end", "2024-01-01"], "before it begins"),
        (["events", "--format", "xml"], "xml"),
        (["code"], "Missing argument"),
        (["conquer"], "No such command"),
    ],
)
def test_wrong_usage(arguments, said):
    ended = CliRunner().invoke(app, arguments)
    assert ended.exit_code == 2 and said in " ".join(ended.stderr.split()) and ended.stdout == ""


def test_wrong_usage_of_the_process():
    done = run("add", "--published", "yesterday", "a.txt", expect=2)
    assert "is no day" in done.err and done.out == ""


def test_failures_are_told_in_one_line(ledger, articles, tmp_path):
    (tmp_path / "notes.txt").write_text("no ledger")
    (tmp_path / "fifo").mkdir()
    for arguments, said in [
        (["events", "-l", tmp_path / "none.duckdb"], "no ledger at"),
        (["events", "-l", tmp_path / "notes.txt"], "cannot be opened as a ledger"),
        (["add", articles, "-l", tmp_path / "fifo"], "cannot be opened as a ledger"),
        (["brief", "Ruritania", "-l", ledger], "Ruritania"),
        (["text", "0123", "-l", ledger], "no article 0123"),
        (["export", tmp_path / "notes.txt", "-l", ledger], "notes.txt: File exists"),
        (["brief", "NER", "-l", ledger, "-o", tmp_path / "no" / "where.md"], "where.md: No such file"),
    ]:
        done = run(*arguments, expect=1)
        [line] = done.err.splitlines()
        assert line.startswith("legation: ") and said in line and done.out == ""
    assert not (tmp_path / "none.duckdb").exists()


def test_a_ledger_held_by_another_process(added, articles, tmp_path):
    path = tmp_path / "held.duckdb"
    path.write_bytes(added[0].read_bytes())
    with open_ledger(path) as held:
        before = held.counts()
        for arguments in (["events", "-l", path], ["add", articles, "-l", path]):
            done = run(*arguments, expect=1)
            [line] = done.err.splitlines()
            assert "held by another process" in line
        assert held.counts() == before
    with open_ledger(path, read_only=True):
        assert run("events", "-l", path, "-f", "json").json, "readers do not exclude each other"


def test_a_closed_pipe_ends_quietly(articles, ledger):
    for lines, *arguments in [(1, "code", articles), (0, "events", "-l", ledger), (0, "brief", "NER", "-l", ledger)]:
        with subprocess.Popen(
            [*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
        ) as process:
            assert process.stdout and process.stderr
            shown = [process.stdout.readline() for _ in range(lines)]
            process.stdout.close()
            assert all(line.startswith(b"not coded: ") for line in process.stderr), "neither traceback nor complaint"
        assert all(shown) and process.returncode in {0, 1}


def test_published_reaches_what_has_no_date(tmp_path):
    (tmp_path / "undated.txt").write_text(LEFT["text"], encoding="utf-8")
    done = run("code", tmp_path / "undated.txt", "--published", "2024-09-16")
    days = {one["time"]["start_date"] for one in done.lines if one["time"] and one["time"]["text"] == "on Sunday"}
    assert days == {date(2024, 9, 15).isoformat()}


def test_adding_says_that_articles_have_no_date(tmp_path):
    (tmp_path / "undated.txt").write_text(LEFT["text"], encoding="utf-8")
    told = run("add", tmp_path / "undated.txt", "-l", tmp_path / "l.duckdb").err
    assert "1 without a date" in told and "--published" in told
    dated = run("add", tmp_path / "undated.txt", "--published", "2024-09-16", "-l", tmp_path / "d.duckdb").err
    assert "without a date" not in dated
