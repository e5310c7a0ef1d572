"""Markdown, HTML, PDF and JSON of a brief: complete, linked, and safe with hostile text."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from brief_building import LEAVES, ledger_of, seed_situation, story_parts

from legation.analysis.lives import lives_of
from legation.briefs.brief import Sentence
from legation.briefs.composition import compose_brief
from legation.briefs.illustration import illustrations
from legation.briefs.public_json import brief_json
from legation.briefs.render import render_html, render_markdown, render_pdf
from legation.ledger.store import Ledger
from legation.pictures.map import CENTER
from legation.pictures.rendering import Picture
from legation.pictures.states import HATCH, fill
from legation.pictures.timeline import timeline_figure
from legation.pictures.world import WORLD, outlines
from legation.records.place import PlaceMention
from legation.records.relationship import State

HOSTILE = "</h1><script>alert(1)</script> \"'><img src=x onerror=alert(2)> [x](javascript:alert(3)) {{ 7*7 }}"


class Tags(HTMLParser):
    """Every start tag with its attributes, and whether tags are balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    assert not tags.open
    return tags


def test_html_links_each_citation_to_its_source(tmp_path: Path) -> None:
    brief = compose_brief(ledger_of(tmp_path, seed_situation(url="https://example.org/a?b=1&c=2")), "NER")
    page = render_html(brief)
    tags = parsed(page).tags
    targets = {attrs["id"] for _, attrs in tags if "id" in attrs}
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert {link.removeprefix("#") for link in links if link and link.startswith("#")} <= targets
    assert "https://example.org/a?b=1&c=2" in links
    assert LEAVES.replace("pull", "<mark>pull</mark>") in page
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert headings == [
        "Key takeaways",
        "What happened",
        "Where things stand",
        "What to watch",
        "Why it matters",
        "Sources",
    ]
    assert not {tag for tag, _ in tags} & {"script", "link", "img"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://[", "data:text/html,x", 'https://x/"onclick=1', HOSTILE]
)
def test_hostile_text_stays_text(tmp_path: Path, url: str) -> None:
    story = seed_situation(title=HOSTILE, outlet=HOSTILE, url=url, lead=HOSTILE)
    brief = compose_brief(ledger_of(tmp_path, story), "NER")
    page = render_html(brief)
    tags = parsed(page).tags
    assert not {tag for tag, _ in tags} & {"script", "img"}
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in tags)
    assert "{{ 7*7 }}" in page and "49" not in page
    markdown = render_markdown(brief)
    assert "<script" not in markdown.replace("\\<script", "") and "](javascript" not in markdown.replace(
        "\\](javascript", ""
    )


def test_markdown_has_the_parts_and_anchors(tmp_path: Path) -> None:
    markdown = render_markdown(compose_brief(ledger_of(tmp_path, seed_situation()), "NER"))
    assert markdown.startswith("# Niger: ")
    assert "| Partner | Type | State | Since | Sources | What changed |" in markdown
    for number in set(re.findall(r"\(#source-(\d+)\)", markdown)):
        assert f'<a id="source-{number}"></a>{number}. ' in markdown
    assert "**pull**" in markdown


def test_missing_fields_are_said_to_be_missing(tmp_path: Path) -> None:
    brief = compose_brief(ledger_of(tmp_path, seed_situation(title=None, outlet=None, published=None)), "NER")
    page = render_html(brief)
    assert "Untitled, outlet not named, undated" in page
    assert "A report of 30 April 2024 says that" in page


def drawn_timeline(ledger: Ledger, title: str) -> Picture:
    return timeline_figure("NER", lives_of(ledger.transitions(country="NER")), date(2024, 6, 1), title).picture()


def test_pictures_are_put_in(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, seed_situation())
    drawn = drawn_timeline(ledger, "Niger's <relationships>")
    page = render_html(compose_brief(ledger, "NER"), pictures=[drawn])
    assert "<title>Niger&#x27;s" in page or "<title>Niger's &lt;relationships&gt;</title>" in page
    assert page.count("<svg") == 1


def map_of(ledger: Ledger, *about: str) -> str:
    """The SVG of the map in a brief on a subject, which is also in its page."""
    brief = compose_brief(ledger, about if len(about) > 1 else about[0])  # type: ignore[arg-type]
    [drawn] = [one for one in illustrations(ledger, brief) if 'class="map"' in one.svg]
    assert drawn.svg in render_html(brief, pictures=[drawn]) and drawn.title.startswith(brief.name)
    return drawn.svg


def test_the_map_of_a_country_tells_what_the_table_tells_first_of_each_partner(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, seed_situation())
    drawn = map_of(ledger, "NER")
    [standing] = [one for one in compose_brief(ledger, "NER").sections if one.key == "standing"]
    told = [line.cells for group in standing.groups for line in group.lines if isinstance(line, Sentence)]
    states = {partner: state.split(" (")[0] for partner, _, state, *_ in reversed(told)}
    assert states == {"the United States": "winding down", "Russia": "mooted", "France": "ended"}
    fills = {
        code: found[1]
        for code, path in outlines(WORLD).items()
        if (found := re.search(f'd="{re.escape(path)}" fill="(.*?)"', drawn))
    }
    shown = {code: filled for code, filled in fills.items() if HATCH not in filled}
    assert shown == {
        "USA": fill(State.WINDING_DOWN),
        "RUS": fill(State.MOOTED),
        "FRA": fill(State.ENDED),
        "NER": CENTER,
    }
    assert "<title>The United States' forces are to leave Niger</title>" in drawn


def test_the_map_of_two_shows_where_their_events_happened_and_nobody_elses(tmp_path: Path) -> None:
    article, mentions = story_parts(seed_situation())
    visit = next(one for one in mentions if one.event_type == "CONSULT")
    [host] = visit.target
    place = PlaceMention(host.text, host.start, host.end, "Zinder", lat=13.8, lon=8.99)
    ledger = ledger_of(tmp_path)
    ledger.add(article, [replace(one, place=place) if one is visit else one for one in mentions])
    assert ">Zinder</text>" in map_of(ledger, "USA", "NER")
    assert ">Zinder</text>" not in map_of(ledger, "FRA", "NER")


def test_the_map_of_a_region_or_topic_counts_what_is_open(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, seed_situation())
    assert "<title>United States: 3 relationships</title>" in map_of(ledger, "Sahel")
    assert "France" not in map_of(ledger, "Sahel"), "what has ended is not open"
    assert "<title>Niger: 2 relationships</title>" in map_of(ledger, "training")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_pdf_says_all_that_the_brief_says_and_links_it(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, seed_situation(url="https://example.org/a?b=1&c=2"))
    brief = compose_brief(ledger, "NER")
    drawn = drawn_timeline(ledger, "Niger's relationships")
    written = render_pdf(brief, pictures=[drawn])
    assert written == render_pdf(brief, pictures=[drawn])
    pages = pypdf.PdfReader(io.BytesIO(written)).pages
    told = flat(" ".join(page.extract_text() for page in pages))
    for line in brief.lines:
        assert flat(line.text) in told or getattr(line, "pattern", "") == "row"
    assert all(flat(source.sentence) in told for source in brief.sources)
    targets = [note.get_object().get("/A", {}).get("/URI") for page in pages for note in page.get("/Annots", ())]
    assert "https://example.org/a?b=1&c=2" in targets


def test_hostile_text_stays_text_in_a_pdf(tmp_path: Path) -> None:
    brief = compose_brief(ledger_of(tmp_path, seed_situation(title=f"#panic() $x$ *b* {HOSTILE}")), "NER")
    told = flat(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(brief))).pages))
    assert "#panic() $x$ *b*" in told
    assert "<script>alert(1)</script>" in told


def test_json_holds_every_line_with_its_sources(tmp_path: Path) -> None:
    brief = compose_brief(ledger_of(tmp_path, seed_situation()), "NER")
    told = json.loads(json.dumps(brief_json(brief)))
    lines = [told["title"], *told["dek"]]
    lines += [line for section in told["sections"] for group in section["groups"] for line in group["lines"]]
    assert [line["text"] for line in lines] == [line.text for line in brief.lines]
    numbers = {source["number"] for source in told["sources"]}
    assert all(set(line["sources"]) <= numbers and bool(line["sources"]) == bool(line["mentions"]) for line in lines)
    assert all(source["sentence"][start:end] for source in told["sources"] for start, end in source["marks"])
