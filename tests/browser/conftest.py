"""A desk on a port of its own, with a ledger of a few articles, and pages of a real Chromium that look at it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
import uvicorn
from ledger_building import Says, article_of
from playwright.sync_api import Browser, Page, sync_playwright
from small_ledger import told

from legation.ledger.store import open_ledger
from legation.web.app import create_app

CHROMIUM = os.environ.get("LEGATION_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
DOUBTFUL = 12
"""How many mentions of little confidence the ledger holds beside those of `told`."""


def doubtful() -> list:
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: what `LEGATION_CHROMIUM` names, else the system's."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium; name one in LEGATION_CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk that tests read, and do not change."""
    with serving(filled(tmp_path_factory.mktemp("desk") / "ledger")) as address:
        yield address


@pytest.fixture
def page(browser: Browser, desk: str) -> Iterator[Page]:
    """A page whose relative addresses are the desk's; a failure of its script or its policy fails the test."""
    context = browser.new_context(base_url=desk, viewport={"width": 1280, "height": 900})
    shown = context.new_page()
    wrong: list[str] = []
    shown.on("pageerror", lambda error: wrong.append(str(error)))
    shown.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield shown
    context.close()
    assert not wrong
