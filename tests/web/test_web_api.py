"""The API: pages that nothing shifts, three formats of one content, nothing sent twice, failures in one shape."""

import csv
import io
import json

import polars as pl
import pytest
from small_ledger import Says, article_of, told
from starlette.testclient import TestClient

from legation.ledger.corrections import Judgement
from legation.ledger.store import open_ledger
from legation.records.article import Problem
from legation.web.app import create_app

LISTS = [
    "/api/articles",
    "/api/mentions",
    "/api/events",
    "/api/relationships",
    "/api/history?country=NER",
    "/api/changes?from=2024-01-11&to=2024-06-01",
    "/api/actors",
    "/api/alignment?country=NER",
    "/api/problems",
]


@pytest.fixture
def client(ledger_file):
    with open_ledger(ledger_file) as ledger:
        for why in ("late", "too large"):
            ledger.add_problem(Problem("http://x.example/feed", "fetch failed", why))
    with TestClient(create_app(ledger_file), base_url="http://127.0.0.1") as client:
        yield client


def every_row(client, path, limit, between=lambda: None):
    """All rows of a list, page by page; `between` is done after each page."""
    rows, cursor = [], None
    while True:
        more = f"&cursor={cursor}" if cursor else ""
        page = client.get(f"{path}{'&' if '?' in path else '?'}limit={limit}{more}")
        assert page.status_code == 200, page.text
        rows += page.json()["items"]
        cursor = page.json()["next"]
        if cursor is None:
            return rows
        assert len(page.json()["items"]) == limit
        between()


@pytest.mark.parametrize("path", LISTS)
def test_pages_together_give_the_list(client, path):
    whole = every_row(client, path, 1000)
    assert len(whole) >= 2
    assert every_row(client, path, 1) == whole


def test_what_is_added_between_two_pages_shifts_nothing(client, ledger_file):
    before = every_row(client, "/api/mentions", 1000)
    days = iter(range(1, 28))

    def add() -> None:
        article = article_of([Says("AID", "FRA", "MLI")], told()[3][0].published.replace(day=next(days)))
        with open_ledger(ledger_file) as ledger:
            ledger.add(*article)

    seen = every_row(client, "/api/mentions", 2, add)
    ids = [row["mention_id"] for row in seen]
    assert len(set(ids)) == len(ids)
    assert {row["mention_id"] for row in before} <= set(ids)


@pytest.mark.parametrize("path", LISTS)
def test_three_formats_give_one_content(client, path):
    rows = client.get(path).json()["items"]
    as_csv = client.get(path, headers={"accept": "text/csv"})
    parquet = client.get(path, headers={"accept": "application/json;q=0.1, application/vnd.apache.parquet"})
    assert as_csv.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(as_csv.text)))
    frame = pl.read_parquet(io.BytesIO(parquet.content))
    assert list(table[0]) == list(rows[0]) == frame.columns
    assert len(table) == len(rows) == len(frame)
    for row, cells, kept in zip(rows, table, frame.iter_rows(named=True), strict=True):
        assert json.loads(json.dumps(kept, default=str)) == row
        for name, value in row.items():
            assert cells[name] == ("" if value is None else value if isinstance(value, str) else cells[name])
            if isinstance(value, list | dict):
                assert json.loads(cells[name]) == value


def test_the_link_header_leads_to_the_next_page_in_every_format(client):
    first = client.get("/api/mentions?limit=2&format=csv")
    link = first.headers["link"]
    assert link.endswith('; rel="next"')
    second = list(csv.DictReader(io.StringIO(client.get(link.split(">")[0].lstrip("<")).text)))
    assert [row["mention_id"] for row in second] == [
        row["mention_id"] for row in client.get("/api/mentions").json()["items"][2:4]
    ]


def test_nothing_is_sent_twice_until_something_changes(client, ledger_file):
    first = client.get("/api/relationships?country=NER")
    again = {"if-none-match": first.headers["etag"]}
    unchanged = client.get("/api/relationships?country=NER", headers=again)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.get("/api/relationships?country=MLI", headers=again).status_code == 200
    assert client.get("/api/relationships?country=NER", headers=again | {"accept": "text/csv"}).status_code == 200
    with open_ledger(ledger_file) as ledger:
        mention = next(one for one in ledger.mentions() if one.event_type == "RETREAT")
        ledger.correct(mention.mention_id, Judgement.REJECT, who="Ada", reason="misread")
    changed = client.get("/api/relationships?country=NER", headers=again)
    assert changed.status_code == 200
    assert changed.json()["revision"] == first.json()["revision"] + 1
    assert changed.json()["items"] != first.json()["items"]
    [judged] = client.get(f"/api/mentions/{mention.mention_id}").json()["judgements"]
    assert (judged["who"], judged["judgement"], judged["reason"]) == ("Ada", "reject", "misread")


def test_another_run_knows_nothing_of_the_tags_of_this_one(client, ledger_file):
    tag = client.get("/api/about").headers["etag"]
    client.app.state.desk.close()
    with TestClient(create_app(ledger_file), base_url="http://127.0.0.1") as other:
        assert other.get("/api/about", headers={"if-none-match": tag}).status_code == 200


def test_filters_narrow(client):
    def ids(path):
        return {row["mention_id"] for row in client.get("/api/mentions" + path).json()["items"]}

    every = client.get("/api/mentions").json()["items"]
    assert ids("?actor=RUS") == {
        row["mention_id"] for row in every if "RUS" in [side["actor_id"] for side in row["source"] + row["target"]]
    }
    assert ids("?event_type=RETREAT&factuality=planned") == {
        row["mention_id"] for row in every if row["event_type"] == "RETREAT"
    }
    assert ids("?cooperation=training&outlet=The Courier") == {
        row["mention_id"] for row in every if row["outlet"] == "The Courier"
    }
    assert ids("?since=2024-04-22&until=2024-04-22") == {
        row["mention_id"] for row in every if row["published"] == "2024-04-22"
    }
    assert not ids("?known_on=2024-01-09")
    [document] = {row["document_id"] for row in every if row["event_type"] == "RETREAT"}
    [listed] = client.get("/api/articles?event_type=RETREAT").json()["items"]
    assert (listed["document_id"], listed["mentions"]) == (document, 1)
    events = client.get("/api/events?country=FRA").json()["items"]
    assert [(event["source"], event["target"]) for event in events] == [(["FRA"], ["MLI"])]
    assert client.get(f"/api/events/{events[0]['event_id']}").json() == events[0]
    assert client.get("/api/relationships?state=winding_down").json()["items"][0]["type"] == "presence"


def test_changes_between_two_days(client):
    rows = client.get("/api/changes?from=2024-04-01&to=2024-06-01&country=NER").json()["items"]
    assert {(row["type"], row["before"], row["state"]) for row in rows} == {
        ("presence", "active", "winding_down"),
        ("training", None, "active"),
    }


def test_a_brief_in_every_format(client):
    brief = client.get("/api/briefs/Niger").json()
    assert brief["country"] == "NER"
    assert {section["key"] for section in brief["sections"]} >= {"happened", "standing"}
    assert all(
        line["sources"] for section in brief["sections"] for group in section["groups"] for line in group["lines"]
    )
    html = client.get("/api/briefs/NER?format=html")
    assert html.headers["content-security-policy"].endswith("sandbox")
    assert client.get("/api/briefs/NER?format=pdf").content.startswith(b"%PDF")
    assert client.get("/api/briefs/NER?format=md").text.startswith("# ")
    assert client.get("/api/briefs/Atlantis").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/events?nothing=1", 422),
        ("/api/events?limit=0", 422),
        ("/api/events?limit=1001", 422),
        ("/api/events?cursor=x", 404),
        ("/api/events?as_of=2024-02-30", 422),
        ("/api/events?as_of=20240201", 422),
        ("/api/events?as_of=", 422),
        ("/api/relationships?type=friendship", 422),
        ("/api/alignment", 422),
        ("/api/mentions?format=xml", 422),
        ("/api/mentions/none", 404),
        ("/api/events/none", 404),
        ("/api/actors/QQQ", 404),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_shape(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message"}


def test_a_format_that_is_not_offered(client):
    assert client.get("/api/mentions", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/api/about", headers={"accept": "text/csv"}).status_code == 406
    assert client.get("/api/about", headers={"accept": "text/html, */*;q=0.8"}).status_code == 200


def test_a_cursor_of_another_list_is_refused(client):
    cursor = client.get("/api/mentions?limit=1").json()["next"]
    assert client.get("/api/articles", params={"cursor": cursor}).status_code == 404


def test_every_path_is_described_with_a_summary_and_examples(client):
    described = client.get("/api/openapi.json").json()
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"] and operation["description"]
            assert operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Failed")
    for name in ("Mention", "Event", "Relationship", "Actor", "Alignment", "Listed"):
        properties = described["components"]["schemas"][name]["properties"]
        assert any("examples" in each for each in properties.values()), name
