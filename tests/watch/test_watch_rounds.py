"""Rounds of watching: each change is told once, with its sentence; a delivery that fails loses nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
from small_ledger import Says, article_of, presence, told, training

from legation.errors import DataError
from legation.ledger.store import open_ledger
from legation.records.article import Problem
from legation.settings import Settings
from legation.watch.alerts import Alert, alerts, marks
from legation.watch.delivery import Outbox, file_writer, stream_writer
from legation.watch.poll import Watch, poll
from legation.watch.rules import EVERYTHING, Change, Rule

RULES = (EVERYTHING,)
SETTINGS = Settings(allow_private=True, retries=0, host_delay_seconds=0.0)


def lines(path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def whats(found: list[Alert]) -> list[tuple[str, str, str]]:
    return [(alert.change.value, alert.type, alert.state.value) for alert in found]


def test_every_change_is_told_with_its_sentence(ledger_file):
    with open_ledger(ledger_file, read_only=True) as ledger:
        found = alerts(ledger, RULES)
        assert sorted(whats(found)) == [
            ("new_cooperation", "presence", "active"),
            ("new_cooperation", "training", "mooted"),
            ("state_change", "presence", "winding_down"),
            ("state_change", "training", "active"),
        ]
        for alert in found:
            mention = ledger.mention(alert.mention_id)
            assert alert.sentence == mention.sentence.text
            assert alert.sentence in ledger.article(alert.document_id).text
        assert alerts(ledger, RULES, marks(ledger, RULES)) == []


def test_a_rule_narrows_what_is_told(ledger_file):
    rule = Rule("a", countries=frozenset({"USA"}), states=frozenset({"winding_down"}))
    with open_ledger(ledger_file, read_only=True) as ledger:
        assert whats(alerts(ledger, (rule,))) == [("state_change", "presence", "winding_down")]
        assert alerts(ledger, (Rule("b", countries=frozenset({"TUR"})),)) == []


def test_another_report_of_the_same_change_is_no_news(ledger_file):
    with open_ledger(ledger_file) as ledger:
        seen = marks(ledger, RULES)
        ledger.add(*article_of([presence("RETREAT", "planned", "exit", speaker="USA")], date(2024, 4, 20), "Earlier"))
        ledger.add(*article_of([presence("RETREAT", "planned", "exit", speaker="USA")], date(2024, 4, 25), "Later"))
        assert alerts(ledger, RULES, seen) == []


def test_a_denial_is_told(ledger_file):
    with open_ledger(ledger_file) as ledger:
        seen = marks(ledger, RULES)
        ledger.add(*article_of([training("denied", "continue", speaker="NER")], date(2024, 6, 1), "The Herald"))
        found = alerts(ledger, RULES, seen)
        assert [alert.change for alert in found] == [Change.DENIAL]
        assert "denied" in found[0].sentence


@pytest.fixture
def found(ledger_file) -> list[Alert]:
    with open_ledger(ledger_file, read_only=True) as ledger:
        return alerts(ledger, RULES)


def test_an_alert_is_never_sent_twice(found, tmp_path):
    sent: list[Alert] = []
    for _ in range(3):
        outbox = Outbox(tmp_path / "state.json")  # as after a restart
        outbox.take(found)
        outbox.take(found)
        assert outbox.send(sent.append)[1] is None
    assert sent == found


def test_a_failing_writer_loses_nothing_and_keeps_the_order(found, tmp_path):
    sent: list[Alert] = []
    failures = iter([False, True, True, False, True, False, False])

    def write(alert: Alert) -> None:
        if next(failures):
            raise OSError("disk full")
        sent.append(alert)

    Outbox(tmp_path / "state.json").take(found)
    results = []
    for _ in range(6):
        outbox = Outbox(tmp_path / "state.json")
        results.append((*outbox.send(write), len(outbox.waiting)))
    assert results[:3] == [(1, "disk full", 3), (0, "disk full", 3), (1, "disk full", 2)]
    assert results[-1] == (0, None, 0)
    assert sent == found


def test_a_file_writer_mends_a_torn_line_and_writes_no_alert_twice(found, tmp_path):
    path = tmp_path / "alerts.jsonl"
    write = file_writer(path)
    write(found[0])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"alert_id": "' + found[1].alert_id + '", "rule": "tor')
    for alert in (*found, *found):
        write(alert)
    assert [line["alert_id"] for line in lines(path)] == [alert.alert_id for alert in found]


def test_a_damaged_memory_is_refused(tmp_path):
    path = tmp_path / "state.json"
    for text in ("", "{}", '{"marks": [], "waiting": [1]}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=r"state\.json"):
            Outbox(path)


def test_the_terminal_gets_words_and_no_control_characters(found):
    stream = StringIO()
    write = stream_writer(stream)
    for alert in found:
        write(replace(alert, sentence=alert.sentence + "\x1b[2J\u202e"))
    shown = stream.getvalue()
    assert "USA → NER presence: active → winding down" in shown
    assert all(alert.sentence in shown for alert in found)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


class Feed(BaseHTTPRequestHandler):
    """A feed whose items the test sets; None answers 500."""

    items: list[str] | None

    def do_GET(self) -> None:
        if self.items is None:
            self.send_error(500)
            return
        entries = "".join(
            f"<item><title>{item}</title><link>http://x.example/{number}</link><content:encoded>"
            f"<![CDATA[<p>{item} {'It was reported at length. ' * 20}</p>]]></content:encoded>"
            "<pubDate>Mon, 22 Apr 2024 08:00:00 GMT</pubDate></item>"
            for number, item in enumerate(self.items)
        )
        body = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Post</title>{entries}</channel></rss>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def feed() -> Iterator[tuple[type[Feed], str]]:
    kind = type("OneFeed", (Feed,), {"items": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kind, f"http://127.0.0.1:{server.server_port}/rss"
    finally:
        server.shutdown()
        server.server_close()


def add(plan, ledger, inputs) -> list[object]:
    """Adds the planned article for each title that the feed brings, as coding would."""
    got = list(inputs)
    for item in got:
        if isinstance(item, Problem):
            ledger.add_problem(item)
        else:
            ledger.add(*plan[item.title])
    return got


def test_rounds_over_a_real_feed(feed, tmp_path):
    kind, address = feed
    plan = {f"Story {number}": article for number, article in enumerate(told())}
    watch = Watch((address,), RULES, SETTINGS)
    path = tmp_path / "alerts.jsonl"
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*plan["Story 0"])  # known before the watch began: not told
        go = partial(poll, watch, ledger, partial(add, plan))
        kind.items = ["Story 0"]
        first = go(Outbox(tmp_path / "state"), file_writer(path))
        assert (first.found, first.sent) == (0, 0)
        kind.items = ["Story 1", "Story 0"]
        second = go(Outbox(tmp_path / "state"), file_writer(tmp_path))  # a folder: writing fails
        assert (second.found, second.sent, second.waiting) == (1, 0, 1)
        assert second.failure
        kind.items = None
        third = go(Outbox(tmp_path / "state"), file_writer(path))
        assert (third.found, third.sent, third.failure) == (0, 1, None)
        kind.items = ["Story 3", "Story 2", "Story 1"]
        go(Outbox(tmp_path / "state"), file_writer(path))
        go(Outbox(tmp_path / "state"), file_writer(path))
        assert ledger.problems()["what"].to_list() == ["fetch failed"]
    assert [(line["type"], line["state"]) for line in lines(path)] == [
        ("presence", "winding_down"),
        ("training", "mooted"),
        ("training", "active"),
    ]


def test_what_is_not_asked_for_is_not_told(ledger_file, tmp_path):
    rule = Rule("a", types=frozenset({"arms"}))
    with open_ledger(ledger_file) as ledger:
        outbox = Outbox(tmp_path / "state")
        outbox.begin(marks(ledger, (rule,)))
        ledger.add(*article_of([Says("AID", "FRA", "MLI", coop=("arms", "entry", "FRA", "MLI"))]))
        assert outbox.take(alerts(ledger, (rule,), outbox.seen)) == 1
