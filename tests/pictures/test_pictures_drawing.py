"""Pictures are drawn offline from figures, and say what they show."""

from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from legation.analysis.alignment import alignment_series
from legation.analysis.lives import lives_of
from legation.pictures.alignment import alignment_figure
from legation.pictures.map import Place, place_figure
from legation.pictures.rendering import png
from legation.pictures.timeline import timeline_figure
from legation.pictures.world import WIDTH, view_around
from legation.records.relationship import State, Transition


def step(provider: str, state: State, day: date) -> Transition:
    return Transition(provider, "NER", False, "presence", state, day, day, "day", day, False, None, ("m",), 0.9, day)


LIVES = lives_of(
    [
        step("FRA", State.ACTIVE, date(2022, 1, 1)),
        step("FRA", State.ENDED, date(2023, 12, 22)),
        step("RUS", State.ACTIVE, date(2024, 4, 12)),
    ]
)


def words(svg: str) -> set[str]:
    return {
        element.text for element in ElementTree.fromstring(svg).iter() if element.text and element.tag.endswith("text")
    }


def test_the_timeline_has_a_line_per_relationship_and_a_title() -> None:
    drawn = timeline_figure("NER", LIVES, date(2024, 6, 1), 'Niger & "others" <over time>').picture()
    root = ElementTree.fromstring(drawn.svg)
    assert root[0].tag.endswith("title") and root[0].text == drawn.title == root.get("aria-label")
    assert {"France, presence", "Russia, presence", "active", "ended"} <= words(drawn.svg)


def test_the_alignment_chart_draws_poles_that_move() -> None:
    drawn = alignment_figure(alignment_series("NER", LIVES, []), "Alignment of Niger").picture()
    assert {"France", "Russia"} <= words(drawn.svg) and "China" not in words(drawn.svg)


def test_an_empty_chart_is_still_a_picture() -> None:
    assert timeline_figure("NER", {}, date(2024, 6, 1), "Nothing").draw().startswith("<svg")
    assert png(alignment_figure([], "Nothing").draw())[:8] == b"\x89PNG\r\n\x1a\n"


@given(st.integers(0, 100), st.integers(0, 100), st.text("abcdefg ", min_size=3, max_size=20).map(str.strip))
def test_the_name_of_a_place_stays_on_the_map(east: int, north: int, name: str) -> None:
    view = view_around("NER")
    assert view is not None
    lon = view.west + (view.east - view.west) * east / 100
    lat = view.south + (view.north - view.south) * north / 100
    figure = place_figure("Niger", "NER", [Place(name or "x", lon, lat, "base", name)])
    assert figure is not None
    root = ElementTree.fromstring(figure.draw())
    [label] = [element for element in root.iter() if element.get("class") == "halo"]
    x, _ = view.point(lon, lat)
    reach = float(label.get("x", "")) + (-1 if label.get("text-anchor") == "end" else 1) * 6 * len(label.text or "")
    assert 0 <= x + reach <= WIDTH
