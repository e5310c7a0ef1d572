"""What an analyst does, in a real browser: to the sentence, through time, searching, correcting, downloading."""

from pathlib import Path

from desk_serving import DOUBTFUL, doubtful, filled, serving
from ledger_building import Says, article_of
from playwright.sync_api import Browser, Page, expect
from small_ledger import told

from legation.ledger.store import open_ledger

HOSTILE = (
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    '<a href="javascript:alert(1)">here</a>',
    "\u202eright to left\u202c",
    "W" * 10_000,
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "{{ 7 * 7 }} {% raw %}",
    "</main></body><h1>Other</h1>",
)


def test_from_the_front_page_to_the_sentence_in_three_clicks(page: Page) -> None:
    page.goto("/")
    page.locator(".columns").get_by_role("link", name="Niger", exact=True).click()
    page.locator(".matrix tr", has_text="United States").locator("a.cell").first.click()
    proof = page.locator("blockquote").first
    assert "America retreat Niger over presence exit" in proof.inner_text()
    proof.get_by_role("link").click()
    assert "#m-" in page.url
    assert page.locator("span:target").count() == 1


def test_what_is_overdue_is_one_click_away(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Due").click()
    expect(page.locator("h1")).to_have_text("What is due")
    assert page.locator("#overdue").is_visible() and page.locator("#coming").is_visible()


def test_an_article_leads_to_its_event_and_back(page: Page) -> None:
    page.goto("/relationships/USA/NER/presence")
    page.locator("blockquote a").first.click()
    page.locator(".text mark.trigger").first.click()
    assert "/events/" in page.url
    page.get_by_role("link", name="Read it in the article").first.click()
    assert "/articles/" in page.url and "#m-" in page.url


def test_time_travel_is_in_the_address_and_stays_in_the_links(page: Page) -> None:
    page.goto("/actors/NER")
    assert page.locator("a.cell", has_text="winding down").count() == 1
    page.get_by_label("As of").fill("2024-02-01")
    page.get_by_label("Known on").fill("2024-02-01")
    page.get_by_role("button", name="Go").click()
    assert "as_of=2024-02-01" in page.url and "known_on=2024-02-01" in page.url
    assert page.locator("a.cell", has_text="winding down").count() == 0
    page.locator(".matrix tr", has_text="United States").locator("a.cell").first.click()
    assert "as_of=2024-02-01" in page.url
    expect(page.locator(".standing")).to_contain_text("active")
    page.get_by_role("link", name="Back to now").click()
    expect(page.locator(".standing")).to_contain_text("winding down")


def words(page: Page) -> str:
    """The words of a page without those inside its pictures, which come alive a moment later."""
    return page.locator("main").evaluate(
        "main => { const words = main.cloneNode(true);"
        " words.querySelectorAll('svg').forEach(picture => picture.remove());"
        " return words.textContent.replace(/\\s+/g, ' '); }"
    )


def test_the_permanent_address_shows_the_same(page: Page) -> None:
    for address in ("/", "/actors/NER", "/pairs/USA/NER", "/network", "/briefs/NER", "/search?q=Niger"):
        page.goto(address)
        shown = words(page)
        page.get_by_role("link", name="Address of this page").click()
        assert "revision=" in page.url and "known_on=" in page.url
        assert words(page) == shown


def test_an_address_of_an_earlier_revision_says_so(browser: Browser, tmp_path: Path) -> None:
    with serving(filled(tmp_path / "ledger")) as address:
        page = browser.new_page(base_url=address)
        page.goto("/actors/NER")
        page.get_by_role("link", name="Address of this page").click()
        assert not page.get_by_text("This address was made at revision").count()
        then = page.url
        page.goto("/review")
        page.keyboard.press("a")
        expect(page.locator(".judged")).to_have_count(1)
        page.goto(then)
        assert page.get_by_text("This address was made at revision").count() == 0
        page.goto(then.replace("/actors/NER", "/actors/USA"))
        assert page.get_by_text("This address was made at revision").count() == 1
        page.close()


def test_search_narrows_by_facets(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search sentences").fill("Niger")
    page.keyboard.press("Enter")
    assert page.locator("main").get_by_role("link", name="brief").get_attribute("href") == "/briefs/NER"
    before = int(page.get_by_role("status").inner_text().split()[0])
    page.locator("details.facet", has_text="Cooperation").get_by_role("link", name="Military presence").click()
    after = int(page.get_by_role("status").inner_text().split()[0])
    assert 0 < after < before
    page.locator(".chosen").click()
    assert int(page.get_by_role("status").inner_text().split()[0]) == before
    page.goto("/search?q=zeppelin")
    assert "Nothing holds all of this" in page.locator("main").inner_text()


def test_the_network_plays_through_time(page: Page) -> None:
    page.goto("/network")
    page.locator("[data-live=picture] svg").wait_for()
    now = page.locator("[data-live=ties]").inner_text()
    page.get_by_role("slider", name="Month").fill("0")
    page.wait_for_url("**as_of=2023*")
    assert page.locator("[data-live=ties]").inner_text() != now
    page.locator("[data-live=picture] svg").wait_for()


def test_pictures_come_as_png_svg_and_csv(page: Page, tmp_path: Path) -> None:
    page.goto("/actors/NER")
    figure = page.locator("figure").first
    starts = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b"Relationship,"}
    for form, start in starts.items():
        with page.expect_download() as coming:
            figure.get_by_role("link", name=form).click()
        coming.value.save_as(tmp_path / form)
        assert (tmp_path / form).read_bytes().startswith(start)


def test_a_brief_comes_as_pdf(page: Page, tmp_path: Path) -> None:
    page.goto("/briefs/NER")
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF").click()
    coming.value.save_as(tmp_path / "brief.pdf")
    assert coming.value.suggested_filename.endswith(".pdf")
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")


def test_ten_mentions_are_reviewed_by_keyboard_and_the_last_is_undone(browser: Browser, tmp_path: Path) -> None:
    ledger = filled(tmp_path / "ledger")
    with serving(ledger) as address:
        page = browser.new_page(base_url=address)
        page.goto("/review")
        assert page.locator("[data-asked]").count() >= DOUBTFUL
        page.keyboard.press("n")
        page.keyboard.press("p")
        for place in range(10):
            page.keyboard.press("a" if place % 2 else "r")
            expect(page.locator(".judged")).to_have_count(place + 1)
        page.keyboard.press("u")
        expect(page.locator(".judged")).to_have_count(9)
        page.reload()
        assert "9 judgements" in page.locator("details.told summary").inner_text()
        page.close()
    with open_ledger(ledger, read_only=True) as kept:
        assert sum(1 for one in kept.mentions()) < len(filled_mentions())


def filled_mentions() -> list[str]:
    """The ids of all mentions that the ledger began with."""
    return [mention.mention_id for _, mentions in [*told(), *doubtful()] for mention in mentions]


def test_a_correction_without_script_changes_a_state_and_outlives_a_restart(browser: Browser, tmp_path: Path) -> None:
    ledger = filled(tmp_path / "ledger")
    cell = "a[href='/relationships/FRA/MLI/training']"
    with serving(ledger) as address:
        context = browser.new_context(base_url=address, java_script_enabled=False)
        page = context.new_page()
        page.goto("/actors/MLI")
        assert page.locator(cell).count()
        page.goto("/review")
        asked = page.locator("[data-asked]", has_text="France aid Mali over training")
        asked.get_by_label("Why").fill("misread")
        asked.get_by_role("button", name="Reject").click()
        expect(page.locator("details.told summary")).to_have_text("Your last 1 judgement")
        page.goto("/actors/MLI")
        assert not page.locator(cell).count()
        context.close()
    with serving(ledger) as address:
        page = browser.new_page(base_url=address)
        page.goto("/actors/MLI")
        assert page.locator(".matrix").count() and not page.locator(cell).count()
        page.goto("/review")
        page.locator("details.told summary").click()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("details.told")).to_have_count(0)
        page.goto("/actors/MLI")
        assert page.locator(cell).count()
        page.close()


def test_hostile_articles_show_as_text(browser: Browser, tmp_path: Path) -> None:
    article, mentions = article_of(
        [Says("AID", "USA", "NER", coop=("arms", "entry", "USA", "NER"))], extra="\n".join(HOSTILE)
    )
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(article, mentions)
    with serving(tmp_path / "ledger") as address:
        page = browser.new_page(base_url=address, viewport={"width": 800, "height": 900})
        page.goto(f"/articles/{article.document_id}")
        shown = page.locator(".text").inner_text()
        assert all(" ".join(one.split()) in " ".join(shown.split()) for one in HOSTILE)
        assert "taken" not in page.title()
        assert page.locator("main script, main img, main a[href^=javascript]").count() == 0
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 800
        page.close()
