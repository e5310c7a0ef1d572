"""The desk: pages and API from one context, every state three links from its sentence, hostile text as text."""

import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from small_ledger import HOSTILE, Says, article_of, presence
from starlette.testclient import TestClient

from legation.errors import LedgerBusyError, LegationError
from legation.ledger.database import Database
from legation.ledger.store import open_ledger
from legation.records.relationship import State
from legation.web import app as desk
from legation.web import errors
from legation.web.app import Serving, create_app
from legation.web.highlight import pieces

BASE = "http://127.0.0.1"


class Page(HTMLParser):
    """The links, elements and visible text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def client(ledger_file):
    with TestClient(create_app(ledger_file), base_url=BASE) as client:
        yield client


def test_an_answer_is_sent_without_waiting_for_more():
    """With Nagle's algorithm the body of an answer waits until its head is acknowledged, which takes 40 ms."""
    with desk._listening(Serving(port=0)) as listener, socket.create_connection(listener.getsockname()):
        taken, _ = listener.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_from_the_front_page_to_the_sentence_behind_a_state_in_two_links(client):
    front = Page(client.get("/").text)
    niger = next(link for link in front.links if link == "/actors/NER")
    country = Page(client.get(niger).text)
    state = next(link for link in country.links if link == "/relationships/USA/NER/presence")
    life = Page(client.get(state).text)
    assert "America retreat Niger over presence exit" in life.text
    proof = next(link for link in life.links if link.startswith("/articles/"))
    article = client.get(proof)
    anchor = proof.partition("#")[2]
    assert any(attrs.get("id") == anchor for _, attrs in Page(article.text).tags)


def test_a_country_page_and_its_json_agree(client):
    page = Page(client.get("/actors/NER").text)
    rows = client.get("/api/relationships", params={"country": "NER"}).json()["items"]
    assert {(row["provider"], row["type"], row["state"]) for row in rows} == {
        ("USA", "presence", "winding_down"),
        ("RUS", "training", "active"),
    }
    for row in rows:
        assert f"/relationships/{row['provider']}/{row['recipient']}/{row['type']}" in page.links
        assert row["state"].replace("_", " ") in page.text


def test_every_change_of_the_front_page_says_how_sure_it_is(client):
    page = Page(client.get("/").text)
    lives = client.get("/api/history").json()["items"]
    sure = sorted(f"confidence {100 * step['confidence']:.0f} %" for life in lives for step in life["steps"])
    assert sorted(re.findall(r"confidence \d+ %", page.text)) == sure and sure


def test_a_relationship_page_shows_every_sentence_of_its_json(client):
    page = Page(client.get("/relationships/USA/NER/presence").text)
    [life] = client.get("/api/history", params={"provider": "USA", "recipient": "NER", "type": "presence"}).json()[
        "items"
    ]
    assert [step["state"] for step in life["steps"]] == ["active", "winding_down"]
    for step in life["steps"]:
        assert step["evidence"]
        assert all(proof["sentence"] in page.text for proof in step["evidence"])


def test_the_two_clocks_change_pages_and_json_alike_and_stay_in_the_links(client):
    days = {"as_of": "2024-02-01", "known_on": "2024-02-01"}
    [row] = client.get("/api/relationships", params={"country": "NER", **days}).json()["items"]
    page = Page(client.get("/actors/NER", params=days).text)
    assert row["state"] == "active"
    assert "/relationships/USA/NER/presence?as_of=2024-02-01&known_on=2024-02-01" in page.links
    assert not any("training" in link for link in page.links)
    assert client.get("/relationships/RUS/NER/training", params=days).status_code == 200
    assert client.get("/", params={"as_of": "", "known_on": ""}).status_code == 200


def test_hostile_text_is_shown_as_text(client, ledger_file):
    with open_ledger(ledger_file, read_only=True) as ledger:
        document = next(one.document_id for one in ledger.mentions() if one.event_type == "CONSULT")
        stored = ledger.article(document).text
    assert HOSTILE in stored
    page = Page(client.get(f"/articles/{document}").text)
    assert HOSTILE in page.text
    assert not {"img", "b"} & {tag for tag, _ in page.tags}
    assert {attrs.get("src") for tag, attrs in page.tags if tag == "script"} == {"/static/desk.js"}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"]
    assert client.get(f"/api/articles/{document}").json()["text"] == stored


def test_an_address_that_is_not_of_the_web_is_not_linked(tmp_path):
    article, mentions = article_of([Says("AID", "USA", "NER")])
    article = replace(article, url="javascript:alert(1)", title="<i>told</i>")
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(article, mentions)
    with TestClient(create_app(tmp_path / "ledger"), base_url=BASE) as client:
        page = Page(client.get(f"/articles/{article.document_id}").text)
    assert not [link for link in page.links if "javascript" in link]
    assert "<i>told</i>" in page.text


def test_the_coloured_text_is_the_whole_text_and_colours_every_span(client, ledger_file):
    with open_ledger(ledger_file, read_only=True) as ledger:
        documents = {mention.document_id for mention in ledger.mentions()}
    for document in documents:
        found = client.get(f"/api/articles/{document}").json()
        cut = pieces(found["text"], found["mentions"], "text")
        assert "".join(piece.text for piece in cut) == found["text"]
        triggers = [piece.text for piece in cut if "trigger" in piece.parts]
        assert triggers == [mention["trigger"]["text"] for mention in found["mentions"]]
        assert [anchor for piece in cut for anchor in piece.anchors] == [
            mention["mention_id"] for mention in found["mentions"]
        ]


@pytest.mark.parametrize("name", ["Niger", "ner", "NIGER"])
def test_an_actor_is_found_by_name_too(client, name):
    answer = client.get(f"/actors/{name}?as_of=2024-06-01", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/actors/NER?as_of=2024-06-01"


@pytest.mark.parametrize(
    "path",
    ["/articles/none", "/actors/QQQ", "/relationships/USA/FRA/arms", "/nowhere", "/articles/%3Cscript%3E"],
)
def test_an_unknown_page_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert Page(answer.text).text.count("Not Found") == 2  # the window's title and the page's


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/articles/none", 404),
        ("/api/nothing", 404),
        ("/api/relationships?as_of=yesterday", 422),
        ("/api/alignment", 422),
    ],
)
def test_every_failure_of_the_api_has_one_shape(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["code"] == errors.CODES[status]
    assert error["message"]


def test_a_method_that_is_not_allowed_has_the_shape_too(client):
    assert client.post("/api/about").json()["error"]["code"] == "method_not_allowed"


def test_a_ledger_that_cannot_be_opened_is_told_clearly(tmp_path):
    with TestClient(create_app(tmp_path / "absent"), base_url=BASE) as client:
        page, answer = client.get("/"), client.get("/api/about")
    assert page.status_code == answer.status_code == 503
    assert "ledger cannot be opened" in Page(page.text).text
    assert str(tmp_path) not in page.text + answer.text


def test_a_ledger_that_another_process_writes_to_is_told_clearly(ledger_file):
    steps = ["from legation.ledger.store import open_ledger", f"held = open_ledger({str(ledger_file)!r})"]
    hold = "; ".join([*steps, "print(1, flush=True)", "input()"])
    with TestClient(create_app(ledger_file), base_url=BASE) as client:
        with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout.readline() == b"1\n"
            answer = client.get("/api/about")
            holder.communicate(b"\n")
        assert (answer.status_code, "another process" in answer.json()["error"]["message"]) == (503, True)
        assert client.get("/api/about").status_code == 200


def test_who_finds_no_memory_left_is_asked_to_come_again(client, monkeypatch):
    def none_left(*_):
        raise LedgerBusyError("no memory left for a question")

    monkeypatch.setattr(Database, "rows", none_left)
    for path in ("/actors/NER", "/api/relationships?country=NER"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert "try again in a moment" in answer.text


def test_readers_do_not_disturb_each_other(client):
    paths = ["/", "/actors/NER", "/relationships/USA/NER/presence", "/api/history?country=NER"] * 6
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(client.get, paths))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 4


def test_no_answer_allows_inline_script_or_foreign_content(client):
    for path in ("/", "/actors/NER", "/api/about", "/static/style.css", "/nowhere"):
        policy = client.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
    html = client.get("/actors/NER").text.replace(BASE, "")  # a share preview needs whole addresses
    assert not re.search(r"https?://|<script(?! type=\"module\" src=\"/static/)|style=", html)


def test_a_foreign_name_for_this_machine_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"host": "localhost:8000"}).status_code == 200


def test_other_machines_are_served_only_with_users(ledger_file):
    for host in ("0.0.0.0", "192.168.1.5", "example.org"):
        with pytest.raises(LegationError, match="user file"):
            desk.serve(ledger_file, desk.Serving(host))


def test_what_is_written_between_two_requests_is_seen(client, ledger_file):
    before = client.get("/api/about").json()["counts"]["documents"]
    with open_ledger(ledger_file) as ledger:
        ledger.add(*article_of([Says("AID", "FRA", "MLI")]))
    assert client.get("/api/about").json()["counts"]["documents"] == before + 1


def test_the_months_of_the_network_begin_with_the_articles_and_hold_the_day_asked_for(client, ledger_file):
    old = presence("COOPERATE", "ongoing", "continue", time=(date(1961, 1, 1), None, "year"))
    with open_ledger(ledger_file) as ledger:
        ledger.add(*article_of([old], date(2024, 2, 2)))
        assert min(one.first for one in ledger.pairs([State.ACTIVE])) < date(2000, 1, 1), "this tie is to be old"

    def months(**days):
        tags = Page(client.get("/network", params=days).text).tags
        options = [found for tag, found in tags if tag == "option"]
        return [one["value"] for one in options], [one["value"] for one in options if "selected" in one]

    assert months() == (["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"], ["2024-05-31"])
    shown, chosen = months(as_of="2024-02-10")
    assert shown[1] == "2024-02-10" and chosen == ["2024-02-10"]


def test_pages_of_an_empty_ledger_say_what_to_do(tmp_path):
    open_ledger(tmp_path / "ledger").close()
    with TestClient(create_app(tmp_path / "ledger"), base_url=BASE) as client:
        assert "legation add" in Page(client.get("/").text).text
        assert client.get("/actors/NER").status_code == 200
        assert client.get("/about").status_code == 200


def test_a_step_lists_each_sentence_once_and_every_mention_of_it(client):
    [life] = client.get("/api/history", params={"provider": "RUS", "type": "training"}).json()["items"]
    for step in life["steps"]:
        places = [(proof["document_id"], proof["sentence"]) for proof in step["evidence"]]
        assert len(places) == len(set(places))
        assert all(proof["mention_ids"] for proof in step["evidence"])
