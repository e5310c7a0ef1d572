"""Pictures as a browser draws them: names that can be read, and patterns that can be told apart without colour."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from legation.analysis.lives import Key, lives_of
from legation.pictures.states import HATCH, PATTERNS, fill, pattern_defs
from legation.pictures.timeline import timeline_figure
from legation.records.relationship import State, Transition

LONG = "a paramilitary force of the United States: Security commitment (from Burkina Faso)"
BOXES = """() => {
  const boxes = (chosen) => [...document.querySelectorAll(chosen)].map((one) => one.getBoundingClientRect());
  const meet = (one, other, far) =>
    one.left < other.right + far && other.left < one.right + far
    && one.top < other.bottom + far / 2 && other.top < one.bottom + far / 2;
  const words = boxes("svg text"), bars = boxes("svg .mark-rect path");
  const within = document.querySelector("svg").getBoundingClientRect();
  return {
    words: words.length,
    bars: bars.length,
    met: words.filter((one, place) => [...words.slice(place + 1), ...bars].some((other) => meet(one, other, 2))).length,
    lain: bars.filter((one, place) => bars.slice(place + 1).some((other) => meet(one, other, -2))).length,
    cut: words.filter((one) => one.left < within.left || one.right > within.right).length,
  };
}"""
SLANT = """async (svg) => {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 160 });
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const dots = drawing.getImageData(0, 0, 160, 160).data;
  const at = (x, y) => dots[4 * (160 * y + x)];
  const changes = [4, 8, 12, 16].map((far) => {
    let sum = 0;
    for (let x = 40; x < 120; x++) for (let y = 40; y < 120; y++) sum += Math.abs(at(x, y) - at(x + far, y - far));
    return sum / 6400;
  });
  return Math.max(...changes);
}"""


@pytest.fixture
def sheet(browser: Browser) -> Page:
    """An empty page."""
    shown = browser.new_page(viewport={"width": 1280, "height": 900})
    yield shown
    shown.close()


def lives(days: list[date]) -> list[Transition]:
    """A life through all states, with a partner for each turn of them."""
    return [
        Transition(
            partner, "NER", False, "presence", state, day, day, "day", day, place % 2 == 0, None, ("m",), 0.9, day
        )
        for turn, partner in enumerate(("FRA", "USA", "DEU", "RUS"))
        for place, (state, day) in enumerate(zip([*State][turn:] + [*State][:turn], days, strict=True))
    ]


@pytest.mark.parametrize(
    "days", [[date(1960 + 8 * turn, 8, 3) for turn in range(8)], [date(2024, 5, 1 + 3 * turn) for turn in range(8)]]
)
def test_no_name_of_a_timeline_lies_on_another_or_on_a_bar_or_is_cut(sheet: Page, days: list[date]) -> None:
    names = {"FRA": "France: Military presence", "USA": LONG, "DEU": LONG, "RUS": "Russia: Arms"}

    def label(key: Key) -> str:
        return names[key[0]]

    figure = timeline_figure("NER", lives_of(lives(days)), date(2025, 1, 1), "All states", label=label)
    sheet.set_content(figure.draw())
    seen = sheet.evaluate(BOXES)
    assert seen["bars"] >= 4 * 8 and seen["words"] > 4 + 8 + 2
    assert (seen["met"], seen["lain"], seen["cut"]) == (0, 0, 0)
    assert "…" not in (sheet.locator("svg").text_content() or "")


def test_disputed_areas_alone_are_drawn_in_slanted_lines(sheet: Page) -> None:
    def slant(pattern: str) -> float:
        """How much of the picture changes when it is moved along the lines, from 0 (nothing) to 255."""
        shape = f'<rect width="40" height="40" fill="#fff"/><rect width="40" height="40" fill="{pattern}"/>'
        head = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160" viewBox="0 0 40 40">'
        changed: float = sheet.evaluate(SLANT, f"{head}{pattern_defs()}{shape}</svg>")
        return changed

    assert slant(f"url(#{HATCH})") < 3
    drawn = [state for state, tile in PATTERNS.items() if tile]
    assert {state: change for state in drawn if (change := slant(fill(state))) < 12} == {}
