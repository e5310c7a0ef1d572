"""Twenty readers of a desk at once, who pause one to three seconds between pages (locust; see requirements.txt).

    legation serve --ledger large.ledger &
    locust -f benchmarks/desk_load.py --headless --users 20 --spawn-rate 5 --run-time 5m --host http://127.0.0.1:8000

2,000 different addresses are drawn by a fixed seed: pages and API calls over many actors, pairs and days. What counts
is the time of the server, 95 in 100 under 200 ms. Ends with status 1 where that fails, or any request does.
"""

import json
import random
from typing import Any, ClassVar
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from locust import HttpUser, between, events, task
from locust.env import Environment

SLOWEST = 200
"""Milliseconds, for 95 of 100."""
ADDRESSES = 2000
KINDS = {
    "/": 3,
    "/actors/{actor}": 6,
    "/relationships/{provider}/{recipient}/{type}": 4,
    "/pairs/{provider}/{recipient}": 3,
    "/events/{event}": 3,
    "/articles/{article}": 5,
    "/search?{words}": 4,
    "/network?actor={actor}": 1,
    "/network?as_of={day}": 0.3,
    "/briefs/{actor}": 0.5,
    "/review?n={number}": 0.1,
    "/about": 0.2,
    "/api/search?{words}": 2,
    "/api/articles?{page}": 1,
    "/api/mentions?actor={actor}&{page}": 1,
    "/api/events?country={actor}&{page}": 2,
    "/api/relationships?country={actor}": 2,
    "/api/history?provider={provider}&recipient={recipient}": 2,
    "/api/changes?from={day}&to={later}&country={actor}": 1,
    "/api/alignment?country={actor}": 1,
    "/api/actors?{page}": 0.2,
}
"""What is asked, and how often among the addresses."""
DATED = ("/", "/actors/{actor}", "/relationships/{provider}/{recipient}/{type}", "/pairs/{provider}/{recipient}")
"""The pages of which half are asked for at a day in the past."""
WORDS = "drones troops base training Niger agreement ministry border exercise withdraw weapons sanctions".split()


def addresses(host: str) -> list[tuple[str, str]]:
    """So many different addresses, each with its kind."""
    chance = random.Random(1)
    told, articles = _rows(host, "events"), _rows(host, "articles")
    actors, rows = [row["actor_id"] for row in _rows(host, "actors")], _rows(host, "relationships")
    drawn = {}
    while len(drawn) < ADDRESSES:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        row, year = chance.choice(rows), chance.randint(2016, 2025)
        month = chance.randint(1, 12)
        filled = kind.format(
            actor=quote(chance.choice(actors), safe=""),
            provider=quote(row["provider"], safe=""),
            recipient=quote(row["recipient"], safe=""),
            type=row["type"],
            article=quote(chance.choice(articles)["document_id"], safe=""),
            event=quote(chance.choice(told)["event_id"], safe=""),
            number=chance.randint(1, 100),
            words=urlencode({"q": " ".join(chance.sample(WORDS, chance.randint(1, 2)))}),
            page=f"limit={chance.randint(10, 50)}",
            day=f"{year - 1}-{month:02}-01",
            later=f"{year}-{month:02}-01",
        )
        if kind in DATED and chance.random() < 0.5:
            filled += f"?as_of={year}-{month:02}-01&known_on={year}-{month:02}-01"
        drawn[filled] = kind
    return list(drawn.items())


def _rows(host: str, name: str) -> list[dict[str, Any]]:
    with urlopen(f"{host}/api/{name}?limit=1000", timeout=120) as answer:
        items: list[dict[str, Any]] = json.load(answer)["items"]
    return items


@events.test_start.add_listener
def draw(environment: Environment, **_: object) -> None:
    """Draws the addresses before the readers come."""
    Reader.drawn = addresses(environment.host or "http://127.0.0.1:8000")


class Reader(HttpUser):
    """A reader who goes from page to page."""

    wait_time = between(1, 3)
    drawn: ClassVar[list[tuple[str, str]]] = []

    @task
    def look(self) -> None:
        """Looks at one address."""
        address, kind = random.choice(Reader.drawn)
        self.client.get(address, name=kind)


@events.quitting.add_listener
def judge(environment: Environment, **_: object) -> None:
    """Fails where the readers had to wait, or were refused."""
    total = environment.stats.total
    slow = total.get_response_time_percentile(0.95)
    environment.process_exit_code = int(total.num_failures > 0 or slow > SLOWEST)
