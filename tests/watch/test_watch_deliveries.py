"""Each delivery brings an alert whole, over a real connection, and says why where it cannot."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime
from io import StringIO
from uuid import UUID
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from receivers import Hook, served

from legation.errors import DataError, DeliveryError, RefusedError
from legation.settings import Settings
from legation.watch.alert import alert_json
from legation.watch.atom import MOST_ENTRIES, write_feed
from legation.watch.delivery import send, senders
from legation.watch.files import append_alert
from legation.watch.finding import Found
from legation.watch.outbox import Outbox
from legation.watch.rules import EVERYTHING
from legation.watch.targets import Feed, File, Terminal, Webhook
from legation.watch.webhook import post_alert, signature, signing_key

SETTINGS = Settings(timeout_seconds=0.5)
KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_webhook_gets_the_alert_signed_as_the_specification_says(alert):
    hook = Hook()
    with served(hook.handler()) as address:
        key = signing_key(Webhook(address, "HOOK"), {"HOOK": SECRET})
        post_alert(address, key, SETTINGS, alert)
    ((headers, body),) = hook.taken
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert headers["webhook-id"] == alert.alert_id and headers["content-type"] == "application/json"
    sent = json.loads(body)
    assert sent["data"] == alert_json(alert) and sent["type"] == f"alert.{alert.change}"
    quote = sent["data"]["evidence"][0]
    assert quote["sentence"] and quote["outlet"] and quote["published"] and quote["document_id"]


def test_the_signature_is_that_of_the_specification():
    """The example of the specification's reference libraries."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', key)
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert "webhook-signature" not in signature("a", 1, b"", None)


@pytest.mark.parametrize("secret", [None, "", "whsec_", "whsec_c2hvcnQ=", "whsec_no base64!"])
def test_a_secret_that_is_not_there_is_told_and_not_shown(secret):
    environ = {} if secret is None else {"HOOK": secret}
    with pytest.raises(DataError, match="HOOK") as raised:
        signing_key(Webhook("https://a.example", "HOOK"), environ)
    assert not secret or secret.removeprefix("whsec_") not in str(raised.value) or secret == "whsec_"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, RefusedError), (410, RefusedError), (302, DeliveryError), (429, DeliveryError), (503, DeliveryError)],
)  # fmt: skip
def test_an_answer_that_is_no_receipt_is_a_failure(alert, status, kind):
    with served(Hook(lambda _: status).handler()) as address, pytest.raises(DeliveryError, match=str(status)) as raised:
        post_alert(address, None, SETTINGS, alert)
    assert type(raised.value) is kind


def test_a_webhook_that_is_not_there_is_a_failure(alert):
    with served(Hook().handler()) as address:
        pass
    with pytest.raises(DeliveryError, match=r"127\.0\.0\.1"):
        post_alert(address + "/secret-path", None, SETTINGS, alert)


def test_a_file_mends_a_torn_line_and_gets_no_alert_twice(found, tmp_path):
    path = tmp_path / "alerts.jsonl"
    append_alert(path, found.alerts[0])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"alert_id": "' + found.alerts[1].alert_id + '", "rule": "tor')
    for alert in (*found.alerts, *found.alerts):
        append_alert(path, alert)
    written = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert written == [alert_json(alert) for alert in found.alerts]


def test_the_terminal_gets_words(found, tmp_path):
    shown = StringIO()
    with Outbox(tmp_path / "box") as outbox:
        outbox.take(found, {EVERYTHING.name: ["terminal"]})
        out = senders({"terminal": Terminal()}, outbox, SETTINGS, {}, shown)
        assert send(outbox, out, SETTINGS, lambda: 1.0).count == len(found.alerts)
    for alert in found.alerts:
        assert alert.headline in shown.getvalue() and alert.evidence[0].sentence in shown.getvalue()


def elements(root: ElementTree.Element, name: str) -> list[str | None]:
    return [child.text for child in root.findall(ATOM + name)]


def check_atom(content: bytes) -> ElementTree.Element:
    """What RFC 4287 asks of feeds and entries such as ours (4.1.1, 4.1.2, 3.3, 4.2.6)."""
    root = ElementTree.fromstring(content)
    assert root.tag == ATOM + "feed"
    assert elements(root.find(ATOM + "author"), "name") == ["Legation"]
    ids = []
    for each in (root, *root.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(elements(each, name)) == 1, name
        ids += elements(each, "id")
        assert datetime.fromisoformat(elements(each, "updated")[0]).tzinfo is not None
        assert len([link for link in each.findall(ATOM + "link") if link.get("rel") == "alternate"]) <= 1
        for link in each.findall(ATOM + "link"):
            assert link.get("href").isascii() and not set(link.get("href")) & set(' <>"{}|\\^`')
        if each is not root:
            assert elements(each, "content")[0] and each.find(ATOM + "content").get("type") == "html"
    assert len(set(ids)) == len(ids) and all(UUID(one.removeprefix("urn:uuid:")) for one in ids)
    read = feedparser.parse(content)
    assert not read.bozo and read.version == "atom10"
    return root


def test_a_feed_is_valid_and_its_ids_stay(found, tmp_path):
    path, feed = (
        tmp_path / "changes.atom",
        Feed(tmp_path / "changes.atom", "What <changed> & why", "https://a.example/f"),
    )
    with Outbox(tmp_path / "box") as outbox:
        senders({"feed": feed}, outbox, SETTINGS, {}, StringIO())
        empty = check_atom(path.read_bytes())
        assert empty.findall(ATOM + "entry") == []
        outbox.take(found, {EVERYTHING.name: ["feed"]})
        write_feed(feed, "feed", outbox)
    first = path.read_bytes()
    root = check_atom(first)
    assert elements(root, "title") == ["What <changed> & why"] and elements(root, "id") == elements(empty, "id")
    assert [elements(entry, "title")[0] for entry in root.findall(ATOM + "entry")] == [
        alert.headline for alert in reversed(found.alerts)
    ]
    assert found.alerts[0].evidence[0].sentence in feedparser.parse(first).entries[-1].content[0].value
    with Outbox(tmp_path / "box") as outbox:
        write_feed(feed, "feed", outbox)
    assert path.read_bytes() == first and not path.with_name("changes.atom.new").exists()


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    url=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map("https://x.example/".__add__),
)
def test_a_feed_is_valid_whatever_articles_say(alert, tmp_path_factory, text, url):
    path = tmp_path_factory.mktemp("feed") / "changes.atom"
    quote = replace(alert.evidence[0], sentence=text, title=text, outlet=text, url=url)
    strange = replace(alert, headline=text, actors=(text,), rule=text, evidence=(quote,))
    with Outbox(path.with_name("box")) as outbox:
        outbox.take(Found((strange,), frozenset(strange.marks)), {text: ["feed"]})
        write_feed(Feed(path, text), "feed", outbox)
    (entry,) = check_atom(path.read_bytes()).findall(ATOM + "entry")
    content = elements(entry, "content")[0]
    assert content.count("<") == 8 and content.count("<p>") == 3  # nothing of the article's is markup


def test_a_feed_keeps_the_latest(alert, tmp_path):
    many = tuple(
        replace(alert, alert_id=f"{number:016}", marks=(f"{number:016}",)) for number in range(MOST_ENTRIES + 5)
    )
    with Outbox(tmp_path / "box") as outbox:
        outbox.take(Found(many, frozenset(one.alert_id for one in many)), {EVERYTHING.name: ["feed"]})
        write_feed(Feed(tmp_path / "f", "t"), "feed", outbox)
    root = check_atom((tmp_path / "f").read_bytes())
    assert len(root.findall(ATOM + "entry")) == MOST_ENTRIES


def test_every_target_is_told_of_a_rule_that_names_none(found, tmp_path):
    hook = Hook()
    with served(hook.handler()) as address, Outbox(tmp_path / "box") as outbox:
        targets = {"hook": Webhook(address), "file": File(tmp_path / "a"), "feed": Feed(tmp_path / "f", "t")}
        out = senders(targets, outbox, SETTINGS, {}, StringIO())
        outbox.take(found, {EVERYTHING.name: list(targets)})
        assert send(outbox, out, SETTINGS, lambda: 1.0).failures == ()
    ids = [alert.alert_id for alert in found.alerts]
    assert hook.ids == ids and len((tmp_path / "a").read_bytes().splitlines()) == len(ids)


def test_where_the_answer_was_lost_the_alert_comes_again_under_the_same_id(alert, tmp_path):
    hook = Hook(lambda number: Hook.LOST if number == 0 else 200)
    with served(hook.handler()) as address, Outbox(tmp_path / "box") as outbox:
        outbox.take(Found((alert,), frozenset(alert.marks)), {EVERYTHING.name: ["hook"]})
        out = senders({"hook": Webhook(address)}, outbox, SETTINGS, {}, StringIO())
        assert send(outbox, out, SETTINGS, lambda: 1.0).count == 0
        assert send(outbox, out, SETTINGS, lambda: 99.0).count == 1
        assert send(outbox, out, SETTINGS, lambda: 9999.0).count == 0
    assert hook.ids == [alert.alert_id] * 2
    assert len({headers["webhook-id"] for headers, _ in hook.taken}) == 1
