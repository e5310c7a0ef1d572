"""Readers, a feed watcher and reviewers at once: no error, no lost judgement, no lost article, no half of a change."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from xml.sax.saxutils import escape

import httpx
import pytest
from command_line import run, wire, write_lines
from ledger_building import archive
from served import served
from small_ledger import told

from legation.ledger.store import open_ledger

READERS, REVIEWERS = 20, 2
PAGES = (
    "/",
    "/actors/NER",
    "/relationships/USA/NER/presence",
    "/about",
    "/api/events?country=NER",
    "/api/relationships?country=NER",
    "/api/history?country=NER&limit=5",
    "/api/mentions?limit=20",
    "/api/search?q=troops",
    "/api/articles",
    "/api/actors",
)


class Feed:
    """A news site that publishes an article every few seconds."""

    def __init__(self) -> None:
        self.articles = wire(400, 7)
        self.begun = time.monotonic()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.page(self.path).encode()
                self.send_response(200)
                kind = "application/rss+xml" if self.path == "/feed" else "text/html; charset=utf-8"
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def published(self) -> list[dict[str, str]]:
        """What is out by now: three articles at first, then one each three seconds."""
        return self.articles[: 3 + int((time.monotonic() - self.begun) / 3)]

    def page(self, path: str) -> str:
        """The feed, or the page of an article."""
        if path != "/feed":
            one = next(one for one in self.articles if path == f"/{one['id']}")
            text = "".join(f"<p>{escape(part)}</p>" for part in one["text"].split("\n\n"))
            head = f"<title>{escape(one['title'])}</title>"
            return f"<!doctype html><html><head>{head}</head><body><article>{text}</article></body></html>"
        items = "".join(
            f"<item><guid>{one['id']}</guid><title>{escape(one['title'])}</title>"
            f"<link>{self.address}/{one['id']}</link><pubDate>{one['published']}T06:00:00Z</pubDate></item>"
            for one in self.published()
        )
        return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'


@dataclass
class Seen:
    """What happened."""

    answers: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)
    judged: list[tuple[str, str, str]] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


def ask(client: httpx.Client, seen: Seen, send: Callable[[], httpx.Response]) -> httpx.Response:
    begun = time.monotonic()
    answer = send()
    with seen.lock:
        seen.answers += 1
        seen.slowest = max(seen.slowest, time.monotonic() - begun)
        if answer.status_code >= 400:
            seen.failures.append(
                f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:300]}"
            )
    return answer


def read(base: httpx.URL, seen: Seen, ended: Event, number: int) -> None:
    """A reader who goes from page to page; what belongs together must agree on every one."""
    chance = random.Random(number)
    with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
        last = 0
        while not ended.wait(chance.uniform(0.5, 1.5)):
            answer = ask(client, seen, partial(client.get, chance.choice(PAGES)))
            revision = int(answer.headers.get("legation-revision", last))
            if revision < last:
                seen.failures.append(f"{answer.request.url}: went back from {last} to {revision}")
            last = revision
            whole = ask(client, seen, partial(client.get, "/api/history?provider=USA&recipient=NER&type=presence"))
            for life in whole.json().get("items", ()):
                if life["steps"][-1]["state"] != life["standing"]["state"]:
                    seen.failures.append(f"half a change: {life['standing']}")


def judge(base: httpx.URL, seen: Seen, ended: Event, number: int) -> None:
    """A reviewer who judges mentions one after the other."""
    chance = random.Random(100 + number)
    with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
        while not ended.wait(chance.uniform(0.2, 0.6)):
            mentions = ask(client, seen, partial(client.get, "/api/mentions?limit=200")).json()["items"]
            if not mentions:
                continue
            mention, said = chance.choice(mentions)["mention_id"], chance.choice(["accept", "accept", "reject", "edit"])
            reason = f"{number}-{len(seen.judged)}"
            body = {"judgement": said, "reason": reason, "edit": {"alleged": True} if said == "edit" else {}}
            path = f"/api/mentions/{mention}/judgements"
            if ask(client, seen, partial(client.post, path, json=body)).status_code == 201:
                with seen.lock:
                    seen.judged.append((mention, said, reason))


def hand_over(ledger: Path, folder: Path, ended: Event, given: list[str]) -> None:
    """Another process that adds articles now and then."""
    number = 0
    while not ended.wait(5):
        articles = wire(2, 1000 + number)
        run("add", write_lines(folder / f"{number}.jsonl", articles), "--ledger", ledger)
        given += [one["title"] for one in articles]
        number += 1


@pytest.mark.parametrize("seconds", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_twenty_readers_a_watcher_and_two_reviewers_at_once(tmp_path, seconds):
    path, seen, ended, feed, given = tmp_path / "busy.ledger", Seen(), Event(), Feed(), []
    with open_ledger(path) as ledger:
        for article, mentions in (*told(), *archive(60, 3)):
            ledger.add(article, mentions)
        before = ledger.counts()["documents"]
    feeds = tmp_path / "feeds.txt"
    feeds.write_text(feed.address + "/feed\n")
    options = ("--watch", str(feeds), "--every", "10")
    open_to_test = {"LEGATION_ALLOW_PRIVATE": "yes", "LEGATION_HOST_DELAY_SECONDS": "0"}
    with served(path, *options, **open_to_test) as client, ThreadPoolExecutor(READERS + REVIEWERS + 1) as pool:
        hands = [pool.submit(read, client.base_url, seen, ended, number) for number in range(READERS)]
        hands += [pool.submit(judge, client.base_url, seen, ended, number) for number in range(REVIEWERS)]
        hands.append(pool.submit(hand_over, path, tmp_path, ended, given))
        time.sleep(seconds)
        out = [one["title"] for one in feed.published()]
        ended.set()
        for hand in hands:
            hand.result()
        _wait_for_round(client, out)
    feed.server.shutdown()
    assert not seen.failures, seen.failures[:5]
    assert seen.answers > seconds * 5
    with open_ledger(path) as ledger:
        kept = [(one.mention_id, one.judgement.value, one.reason) for one in ledger.corrections()]
        assert sorted(kept) == sorted(seen.judged)
        assert len(kept) > seconds / 4
        titles = {told_.article.title for told_ in ledger.told(ledger.changed_since(0))}
        assert titles >= {*out, *given}
        assert given
        assert ledger.counts()["documents"] >= before + len(set(out)) + len(set(given))
        counts, states, events = ledger.counts(), ledger.relationship_rows(), ledger.event_rows()
        ledger.rederive()
        assert (ledger.counts(), ledger.relationship_rows(), ledger.event_rows()) == (counts, states, events)


def _wait_for_round(client: httpx.Client, titles: list[str]) -> None:
    """Until the watcher has read what was out."""
    for _ in range(60):
        answer = client.get("/api/articles?limit=1000").json()
        if {one["title"] for one in answer["items"]} >= set(titles):
            return
        time.sleep(1)
