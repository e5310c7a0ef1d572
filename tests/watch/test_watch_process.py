"""`legation watch` as a process of its own: killed at any moment, it loses no alert and repeats none but the last."""

import email
import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import feedparser
import pytest
from command_line import COMMAND, run, wire
from mail_server import LOGIN
from receivers import Feed, Hook, served

from legation.ledger.store import open_ledger
from legation.watch.finding import known_marks
from legation.watch.outbox import Outbox
from legation.watch.rule_file import read_rules

QUICK = {
    "LEGATION_ALLOW_PRIVATE": "1",
    "LEGATION_HOST_DELAY_SECONDS": "0",
    "LEGATION_RETRIES": "0",
    "LEGATION_DELIVERY_WAIT_SECONDS": "0.05",
    "LEGATION_DELIVERY_MAX_WAIT_SECONDS": "0.5",
}
RULES = """
rules:
  - name: all
    events: [state_change, new_cooperation, denial]
deliveries:
  - {{to: file, path: alerts.jsonl}}
  - {{to: webhook, url: "{hook}"}}
  - {{to: feed, path: changes.atom}}
"""
FILLER = " Nothing else was known on that evening, and officials asked for patience." * 8


@dataclass
class Place:
    """A folder with a ledger, a feed list and rules, and the servers that they name."""

    folder: Path
    feed: Feed
    hook: Hook
    words: list[str] = field(default_factory=list)

    def write(self, feed: str, hook: str) -> None:
        """Writes the two files and notes the command."""
        (self.folder / "feeds.txt").write_text(feed + "/rss\n", encoding="utf-8")
        (self.folder / "rules.yaml").write_text(RULES.format(hook=hook), encoding="utf-8")
        files = ["feeds.txt", "--rules", "rules.yaml", "--ledger", "ledger.duckdb"]
        self.words = ["watch", *(str(self.folder / word) if "." in word else word for word in files)]

    def once(self, expect: int = 0, **environment: str) -> str:
        """One round to its end; gives what it said of itself."""
        return run(*self.words, "--once", expect=expect, **QUICK, **environment).err

    def kill_after(self, chance: Random) -> bool:
        """Starts watching and kills it, half of the times after it has asked the feed; whether it was at work."""
        self.feed.asked.clear()
        with subprocess.Popen(
            [*COMMAND, *self.words, "--every", "10"],
            env=os.environ | QUICK,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            at_work = chance.random() < 0.75 and self.feed.asked.wait(60)
            time.sleep(chance.uniform(0.0, 2.0))
            process.kill()
            assert process.stderr is not None
            said = process.stderr.read()
        assert b"Traceback" not in said, said.decode()
        return at_work

    def file_ids(self) -> list[str]:
        """The ids in the file of alerts."""
        path = self.folder / "alerts.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line)["alert_id"] for line in lines]


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path, Feed(), Hook(seconds=0.03))
    with served(made.feed.handler()) as feed, served(made.hook.handler()) as hook:
        made.write(feed, hook)
        yield made


def stories(size: int) -> list[dict[str, str]]:
    return [{"title": each["title"], "text": each["text"] + FILLER} for each in wire(size, seed=5)]


def test_each_round_tells_what_is_new_once_and_makes_good_what_failed(place):
    told = stories(24)
    place.feed.items = told[:6]
    place.hook.answer = lambda _: 503
    said = place.once()
    first = place.file_ids()
    assert first and f"waiting: {len(first)} for webhook" in said and "the server answered 503" in said
    assert place.hook.ids == [] and place.hook.asked == 1
    place.hook.answer = lambda _: 200
    place.feed.items = told
    assert "waiting" not in place.once()
    assert place.hook.ids == place.file_ids() and len(first) < len(place.file_ids())
    place.feed.items = None
    said = place.once(expect=3)
    assert "set aside: http" in said and "0 alerts found" in said and "0 alerts delivered" in said
    feed = feedparser.parse((place.folder / "changes.atom").read_bytes())
    assert len(feed.entries) == len(place.file_ids()) == len(set(place.hook.ids))


def test_a_mail_goes_out_over_tls_with_credentials_that_are_never_shown(place, post, tmp_path):
    rules = place.folder / "rules.yaml"
    target = (
        f"  - {{to: mail, server: localhost, port: {post.port}, sender: l@example.org, recipients: [d@example.org], "
        "user_from: MAIL_USER, password_from: MAIL_PASSWORD}\n"
    )
    rules.write_text(rules.read_text(encoding="utf-8") + target, encoding="utf-8")
    place.feed.items = stories(3)
    trusted = {"SSL_CERT_FILE": str(tmp_path / "ca.pem"), "MAIL_USER": LOGIN.user}
    said = place.once(**trusted, MAIL_PASSWORD="hunter2")
    assert "localhost: the login was refused (535)" in said and post.taken == []
    said += place.once(**trusted, MAIL_PASSWORD=LOGIN.password)
    sent = [email.message_from_bytes(content)["Message-ID"] for _, content in post.taken]
    assert sent == [f"<{one}.legation@example.org>" for one in place.file_ids()] and sent
    assert "hunter2" not in said and LOGIN.password not in said and LOGIN.user not in said.replace(str(tmp_path), "")


def test_a_mistake_in_the_rules_is_told_in_one_line_before_anything_is_done(place):
    rules = place.folder / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("denial", "denail"), encoding="utf-8")
    done = run(*place.words, "--once", expect=1, **QUICK)
    assert done.err.startswith(f"legation: {rules}, line 4, rules[1].events[3]: unknown 'denail'; there are ")
    assert len(done.err.splitlines()) == 1 and not place.feed.asked.is_set()
    assert [path.name for path in place.folder.glob("ledger*")] == []


def test_a_secret_that_is_missing_is_told_before_anything_is_done(place):
    rules = place.folder / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('"}', '", secret_from: NOT_SET}'), encoding="utf-8")
    done = run(*place.words, "--once", expect=1, **QUICK)
    assert "NOT_SET" in done.err and not place.feed.asked.is_set()


@pytest.mark.parametrize(("kills", "seed"), [(3, 1), pytest.param(50, 2, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_is_lost_and_only_what_was_under_way_comes_twice(place, kills, seed):
    chance = Random(seed)
    told = stories(3 * kills + 6)
    place.hook.answer = lambda number: 503 if number < 2 else 200
    last_before_a_kill: set[str] = set()
    at_work = 0
    for number in range(1, kills + 1):
        place.feed.items = told[: 3 * number + 3]
        at_work += place.kill_after(chance)
        last_before_a_kill |= set(place.hook.ids[-1:])
    place.feed.items = told
    while "waiting" in place.once():
        pass
    ids = place.hook.ids
    twice = {one for one in ids if ids.count(one) > 1}
    assert twice <= last_before_a_kill and len(ids) - len(set(ids)) <= kills
    assert place.file_ids() and len(set(place.file_ids())) == len(place.file_ids())
    assert set(place.file_ids()) == set(ids)
    with Outbox(place.folder / "ledger.alerts.sqlite") as outbox:
        assert {alert.alert_id for alert in outbox.latest("webhook", 10_000)} == set(ids)
        rules = read_rules(place.folder / "rules.yaml").rules
        with open_ledger(place.folder / "ledger.duckdb", read_only=True) as ledger:
            assert ledger.counts()["documents"] == len(told), "an article that the feed held is missing"
            last = max(alert.found for alert in outbox.latest("webhook", 10_000)).date()
            assert known_marks(ledger, rules, last) <= outbox.seen, "a change in the ledger was never told"
    assert at_work >= kills // 2
