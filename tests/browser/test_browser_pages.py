"""Every page in a real browser: accessible, small, within the window, in dark and light, wide and narrow."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, Request

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "today": "/",
    "country": "/actors/NER",
    "pair": "/pairs/USA/NER",
    "relationship": "/relationships/USA/NER/presence",
    "network": "/network",
    "search": "/search?q=Niger",
    "brief": "/briefs/NER",
    "review": "/review",
    "about": "/about",
    "then": "/actors/NER?as_of=2024-02-01&known_on=2024-02-01",
    "failure": "/nowhere",
}
LARGEST = 300_000
"""Bytes of a page with its pictures, sheets and scripts."""


def scrolled(page: Page) -> None:
    """To the end of the page, so that every picture is drawn."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 700):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")


def addresses(page: Page) -> dict[str, str]:
    """Every page, with an event and an article that the ledger has."""
    page.goto("/actors/NER")
    links = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    event = next(link for link in links if link.startswith("/events/"))
    article = next(link for link in links if link.startswith("/articles/"))
    return PAGES | {"event": event, "article": article}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_no_page_has_a_violation_that_axe_knows(browser: Browser, desk: str, scheme: str, width: int) -> None:
    context = browser.new_context(base_url=desk, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for name, address in addresses(page).items():
        page.goto(address)
        scrolled(page)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not found, (name, [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than the window"
    context.close()


def test_no_page_is_large_and_nothing_comes_from_elsewhere(page: Page, desk: str) -> None:
    every = addresses(page)
    del every["failure"]  # the browser's console tells of it as an error
    came: list[Request] = []
    page.on("requestfinished", lambda request: came.append(request))  # noqa: PLW0108 - playwright marks what it calls
    for name, address in every.items():
        page.goto("about:blank")
        came.clear()
        page.goto(address)
        scrolled(page)
        size = sum(request.sizes()["responseBodySize"] for request in came)
        assert 0 < size < LARGEST, (name, size)
        assert all(request.url.startswith(desk) for request in came)


def test_every_page_has_a_title_a_preview_and_one_heading(page: Page) -> None:
    for name, address in addresses(page).items():
        if name == "failure":
            continue
        page.goto(address)
        assert re.fullmatch(r".+ · Legation", page.title())
        assert page.locator("meta[property='og:title']").get_attribute("content")
        assert page.locator("meta[property='og:description']").get_attribute("content")
        assert page.locator("h1").count() == 1, name


def test_the_pages_stand_without_script(browser: Browser, desk: str) -> None:
    context = browser.new_context(base_url=desk, java_script_enabled=False)
    page = context.new_page()
    page.goto("/actors/NER")
    pictures = page.locator("figure img")
    assert pictures.count() >= 3
    for place in range(pictures.count()):
        assert context.request.get(pictures.nth(place).get_attribute("src")).headers["content-type"] == "image/svg+xml"
    page.locator("figure summary").first.click()
    assert page.locator("figure table").first.is_visible()
    page.goto("/network")
    page.get_by_label("Month").select_option(label="February 2024")
    page.get_by_role("button", name="Show").click()
    assert "as_of=2024-02-29" in page.url
    page.goto("/review")
    first = page.locator("[data-asked]").first
    assert first.get_by_role("button", name="Accept").is_visible()
    context.close()


def test_the_keyboard_reaches_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
