"""Every page in a real browser: accessible, small, within the window, in dark and light, wide and narrow."""

import base64
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
    "due": "/due",
    "network": "/network",
    "search": "/search?q=Niger",
    "misspelt": "/search?q=Ngier",
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
        within = page.locator("a[href^='#']").evaluate_all(
            "all => all.map(one => decodeURIComponent(one.hash.slice(1)))"
        )
        assert not page.evaluate("all => all.filter((one) => !document.getElementById(one))", within), name


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


SHADE = """async ([png, left]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const dots = drawing.getImageData(left < 0 ? image.width + left : left, image.height - 12, 1, 1).data;
  return dots[0] + dots[1] + dots[2];
}"""


def test_a_table_wider_than_the_window_shows_that_it_goes_on(browser: Browser, desk: str) -> None:
    page = browser.new_page(base_url=desk, viewport={"width": 800, "height": 400})
    page.goto("/actors/NER")
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    camera = browser.new_page()
    box = page.locator(".scroll:has(.matrix)")
    sizes = "box => [box.scrollWidth, box.clientWidth, box.scrollHeight, box.clientHeight]"
    wide, width, high, height = box.evaluate(sizes)
    assert wide > width and high > height, "this table is to be too large"

    def shade(left: int) -> int:
        """How light the picture of the table is at the height of its foot, near its edge."""
        found: int = camera.evaluate(SHADE, [base64.b64encode(box.screenshot()).decode(), left])
        return found

    shadow = shade(-2)
    box.evaluate("box => box.scrollTo(box.scrollWidth, box.scrollHeight)")
    assert shadow < shade(-2) - 30
    left, top = box.evaluate("box => [box.getBoundingClientRect().left, box.getBoundingClientRect().top]")
    partner, head = page.locator(".matrix tbody th").last, page.locator(".matrix thead th").last
    assert abs(partner.evaluate("one => one.getBoundingClientRect().left") - left) < 1
    assert abs(head.evaluate("one => one.getBoundingClientRect().top") - top) < 1
    camera.close()
    page.close()


def test_the_two_days_are_explained_beside_them_without_script(browser: Browser, desk: str) -> None:
    context = browser.new_context(base_url=desk, java_script_enabled=False)
    page = context.new_page()
    page.goto("/actors/NER")
    meaning = page.get_by_text("by what had been published up to that day")
    assert not meaning.is_visible()
    page.get_by_text("What the two days mean").click()
    assert meaning.is_visible() and page.get_by_text("where things stood in the world on that day").is_visible()
    page.locator(".meant").get_by_role("link", name="More").click()
    assert page.locator("#clocks").is_visible()
    context.close()
