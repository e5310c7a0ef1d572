"""A ledger with doubtful mentions, and a desk on a port of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from time import sleep

import uvicorn
from ledger_building import Says, article_of
from small_ledger import told

from legation.ledger.store import open_ledger
from legation.records.article import Article
from legation.records.event import EventMention
from legation.web.app import create_app

DOUBTFUL = 12
"""How many mentions of little confidence the ledger holds beside those of `told`."""


def doubtful() -> list[tuple[Article, list[EventMention]]]:
    """Articles that each tell, unsure, of another step between France and Mali or Turkey and Niger."""
    pairs = [("FRA", "MLI"), ("TUR", "NER"), ("FRA", "NER"), ("TUR", "MLI")]
    kinds = ["training", "arms", "intelligence"]
    return [
        article_of(
            [Says("AID", *pair, coop=(kind, "entry", *pair), speaker=pair[0], confidence=0.3 + place / 100)],
            date(2023, 1, 10) + timedelta(days=30 * place),
            f"Paper {place}",
        )
        for place, (pair, kind) in enumerate((pair, kind) for kind in kinds for pair in pairs)
    ]


@contextmanager
def serving(ledger: Path) -> Iterator[str]:
    """The address of a desk on this ledger, as long as it is needed."""
    server = uvicorn.Server(uvicorn.Config(create_app(ledger), port=0, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def filled(path: Path) -> Path:
    """A ledger of all these articles."""
    with open_ledger(path) as ledger, ledger.batch():
        for article, mentions in [*told(), *doubtful()]:
            ledger.add(article, mentions)
    return path
