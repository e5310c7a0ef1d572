"""Pages of a real Chromium that look at a desk."""

import os
import shutil
from collections.abc import Iterator

import pytest
from desk_serving import filled, serving
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("LEGATION_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


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
