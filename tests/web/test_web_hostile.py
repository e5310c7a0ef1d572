"""Hostile articles: whatever they hold, in whichever part, is shown as text and does nothing."""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from small_ledger import article_of as plain_article
from small_ledger import presence
from starlette.testclient import TestClient

from legation.ledger.store import open_ledger
from legation.web.app import create_app

HOSTILE = {
    "script": "<script>alert(1)</script><SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "closing": "</p></article></main><script>alert(2)</script>",
    "handler": "\"><img src=x onerror=alert(3)> ' onmouseover='alert(4)' <svg/onload=alert(5)>",
    "link": '<a href="javascript:alert(6)">here</a> <iframe src="data:text/html,x"></iframe>',
    "style": "<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "entities": "&lt;script&gt;alert(7)&lt;/script&gt; &#60;b&#62; &amp;amp; &nbsp;",
    "order": "\u202egnitirw \u2066\u2067 \u200f\u202d end\u202c\u2069",
    "word": "x" * 10_000,
    "controls": "bell\x07 escape\x1b[31m null-like \ufffd \u2028 \ufeff",
    "form": '<form action="//evil.example"><input name=csrf><button formaction=//evil.example>Go</button></form>',
    "comment": "<!-- --!><base href=//evil.example/><meta http-equiv=refresh content='0;url=//evil.example'>",
}
INERT = {"script", "img", "iframe", "svg", "style", "b", "base"}
"""What no page of this small ledger has of its own."""


class Shown(HTMLParser):
    """The elements, attributes and text of a page, and in which element each text stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "ledger"
    with open_ledger(path) as ledger:
        for name, hostile in HOSTILE.items():
            article, mentions = plain_article([presence("AID", "occurred", "entry")], outlet=hostile, extra=hostile)
            article = replace(
                article,
                document_id=name,
                title=hostile,
                byline=hostile,
                dek=hostile,
                url=f"javascript:alert('{name}')",
            )
            mentions = [replace(one, document_id=name, mention_id=f"m-{name}", title=hostile) for one in mentions]
            ledger.add(article, mentions)
    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        yield client


def check(html: str) -> Shown:
    shown = Shown(html)
    foreign = [(tag, attrs) for tag, attrs in shown.tags if tag in INERT and not _ours(tag, attrs)]
    assert not foreign
    for tag, attrs in shown.tags:
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, attrs)
            assert name not in ("style", "formaction", "srcdoc", "http-equiv"), (tag, attrs)
            if name in ("href", "src", "action"):
                assert not (value or "").lower().lstrip().startswith(("javascript:", "data:", "//", "http"))
    return shown


def _ours(tag: str, attrs: dict[str, str | None]) -> bool:
    place = {"script": "/static/", "img": "/pictures/"}.get(tag)
    return place is not None and (attrs.get("src") or "").startswith(place)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_article_is_shown_as_text(desk, name):
    shown = check(desk.get(f"/articles/{name}").text)
    for line in HOSTILE[name].splitlines():
        assert line in shown.text
    assert desk.get(f"/api/articles/{name}").json()["title"] == HOSTILE[name]


@pytest.mark.parametrize(
    "path",
    ["/", "/actors/NER", "/pairs/USA/NER", "/relationships/USA/NER/presence", "/review", "/briefs/NER", "/network"],
)
def test_pages_that_quote_hostile_articles_show_text(desk, path):
    check(desk.get(path).text)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_hostile_reader_asks_is_shown_as_text(desk, name):
    asked = HOSTILE[name][:300]
    for path in ("/search", "/sign-in", "/actors/NER", "/nowhere"):
        html = desk.get(path, params={"q": asked, "to": asked, "as_of": "", "x": asked}).text
        check(html)
    check(desk.get("/actors/" + quote(asked, safe="")).text)
    for answer in (desk.get("/api/search", params={"q": asked}), desk.get("/api/events", params={"country": asked})):
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_brief_on_hostile_articles_is_inert(desk):
    answer = desk.get("/api/briefs/NER?format=html")
    shown = Shown(answer.text)
    assert not {"script", "iframe", "img", "base", "form"} & {tag for tag, _ in shown.tags}
    assert not [name for _, attrs in shown.tags for name in attrs if name.startswith("on")]
    assert "evil" not in "".join(value or "" for _, attrs in shown.tags for value in attrs.values())
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert desk.get("/api/briefs/NER?format=pdf").content.startswith(b"%PDF")
