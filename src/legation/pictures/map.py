"""Maps: countries filled by what is asked of them, points for places, disputed areas hatched over both.

Drawn as plain SVG: the same crop for every map is reckoned once, where Vega takes a tenth of a second for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from legation.pictures.rendering import FONT, Cell, Figure, finished
from legation.pictures.states import COLOURS, HATCH, WORDS, fill
from legation.pictures.world import WIDTH, WORLD, View, disputed, outlines, path_of, view_around
from legation.records.relationship import State

SEA, LAND, EDGE, PAPER, INK = "#eef2f5", "#fbfaf7", "#b4bcc4", "#ffffff", "#3a424a"
CENTER = "#e2dac6"
"""The country that a map is about."""
STEPS = ("#d4e3f2", "#a3c4e3", "#6ba0d1", "#2f78c0", "#1d4f84")
"""From few to many."""
_LETTER = 6.5
"""Width of a letter of a name in pixels, about."""
_KEY = 24
"""Height of one line of the key in pixels."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How a country is filled, what that says in words, and where it leads."""

    fill: str
    edge: str
    dashed: bool
    told: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map: its name, and what it is (a kind that has a sign in `SIGNS`)."""

    name: str
    lon: float
    lat: float
    kind: str
    told: str
    href: str | None = None


SIGNS: Mapping[str, str] = {
    "event": '<circle r="4.5" fill="#b24a58" stroke="#ffffff" stroke-width="1.2"/>',
    "base": '<path d="M0,-6L5.5,4.5H-5.5Z" fill="#3a424a" stroke="#ffffff" stroke-width="1.2"/>',
    "port": '<path d="M-4.5,-4.5H4.5V4.5H-4.5Z" fill="#3a424a" stroke="#ffffff" stroke-width="1.2"/>',
}
_SIGN_WORDS = {"event": "event", "base": "base", "port": "port"}


def state_figure(
    title: str, states: Mapping[str, tuple[State, bool, str, str | None]], names: Mapping[str, str], center: str
) -> Figure:
    """Countries by the state of a relationship with `center`: state, whether only reported, words, and address."""
    shades = {
        code: Shade(fill(state), COLOURS[state], reported, told, href)
        for code, (state, reported, told, href) in states.items()
    }
    shades[center] = Shade(CENTER, INK, False, names.get(center, center))
    used = [state for state in State if state in {state for state, *_ in states.values()}]
    key = [(_swatch(fill(state), COLOURS[state]), WORDS[state]) for state in used]
    if any(reported for _, reported, *_ in states.values()):
        key.append((_swatch("none", INK, dashed=True), "reported only"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names.get(code, code), WORDS[state], "reported only" if reported else "borne out", told)
        for code, (state, reported, told, _) in states.items()
    )
    columns = ("Partner", "State", "Borne out", "What")
    return Figure(title, columns, rows, lambda: drawn_map(title, WORLD, shades, key=key))


def count_figure(
    title: str, counts: Mapping[str, int], names: Mapping[str, str], hrefs: Mapping[str, str], what: str
) -> Figure:
    """Countries by how many of something there are."""
    most = max(counts.values(), default=0)
    steps = _steps(most)
    shades = {
        code: Shade(
            STEPS[_step(steps, count)], EDGE, False, f"{names.get(code, code)}: {count} {what}", hrefs.get(code)
        )
        for code, count in counts.items()
    }
    spans = [(low, high - 1) for low, high in pairwise([*steps, most + 1])]
    key = [
        (_swatch(STEPS[place], EDGE), f"{low}" if low == high else f"{low} to {high}")
        for place, (low, high) in enumerate(spans)
    ]
    rows: tuple[tuple[Cell, ...], ...] = tuple((names.get(code, code), count) for code, count in counts.items())
    return Figure(title, ("Who", what.capitalize()), rows, lambda: drawn_map(title, WORLD, shades, key=key))


def place_figure(title: str, country: str, places: Sequence[Place]) -> Figure | None:
    """The places in and around a country; None where the map does not have the country."""
    view = view_around(country)
    if view is None:
        return None
    shown = [place for place in places if view.shows(place.lon, place.lat)]
    kinds = [kind for kind in SIGNS if kind in {place.kind for place in shown}]
    key = [(SIGNS[kind], _SIGN_WORDS[kind]) for kind in kinds]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (place.name, place.kind, place.told, round(place.lat, 2), round(place.lon, 2)) for place in shown
    )
    shades = {country: Shade(CENTER, INK, False, title)}
    columns = ("Place", "Kind", "What", "Latitude", "Longitude")
    return Figure(title, columns, rows, lambda: drawn_map(title, view, shades, places=shown, key=key))


def drawn_map(
    title: str,
    view: View,
    shades: Mapping[str, Shade],
    *,
    places: Sequence[Place] = (),
    key: Sequence[tuple[str, str]] = (),
) -> str:
    """The map as SVG: sea, countries, disputed areas, points, and the key below."""
    key = [*key, (_swatch(f"url(#{HATCH})", EDGE), "hatched: disputed")]
    lines = [key[start : start + 5] for start in range(0, len(key), 5)]
    height = view.height + _KEY * len(lines) + 8
    clip = f'<clipPath id="frame-{view.height}"><rect width="{WIDTH}" height="{view.height}"/></clipPath>'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" font-size="12">{clip}',
        f'<rect class="page" width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        f'<g clip-path="url(#frame-{view.height})">'
        f'<rect class="sea" width="{WIDTH}" height="{view.height}" fill="{SEA}"/>',
        *_countries(view, shades),
        *_disputed(view),
        *_points(view, places),
        "</g>",
        *(_key_line(line, view.height + 8 + _KEY * number) for number, line in enumerate(lines)),
        "</svg>",
    ]
    return finished("".join(parts), title)


def _countries(view: View, shades: Mapping[str, Shade]) -> list[str]:
    """The plain countries as one shape, then those that are filled, each with its words."""
    paths = outlines(view)
    plain = "".join(path for code, path in paths.items() if code not in shades)
    found = [f'<path class="land" d="{plain}" fill="{LAND}" stroke="{EDGE}" stroke-width="0.6"/>']
    for code, shade in shades.items():
        if code in paths:
            dash = ' stroke-dasharray="4 2.5"' if shade.dashed else ""
            shape = (
                f'<path d="{paths[code]}" fill="{shade.fill}" stroke="{shade.edge}" stroke-width="1"{dash}>'
                f"<title>{escape(shade.told)}</title></path>"
            )
            found.append(_linked(shape, shade.href))
    return found


def _disputed(view: View) -> list[str]:
    """The hatched areas; those that are no unit first get plain land, so that they take no one's colour."""
    found = []
    for area in disputed():
        if path := path_of(area.rings, view):
            if area.unit is None:
                found.append(f'<path class="land" d="{path}" fill="{LAND}"/>')
            found.append(
                f'<path d="{path}" fill="url(#{HATCH})" stroke="{EDGE}" stroke-width="0.6" stroke-dasharray="2 2">'
                f"<title>{escape(f'{area.name}: status disputed ({area.among})')}</title></path>"
            )
    return found


def _points(view: View, places: Sequence[Place]) -> list[str]:
    """The signs with their names, inside the map; a name that would lie on another is left to the sign's own title."""
    found: list[str] = []
    taken: list[tuple[float, ...]] = []
    for place in places:
        x, y = view.point(place.lon, place.lat)
        reach = 10 + _LETTER * len(place.name)
        anchor = "end" if x + reach > WIDTH else "start"
        left, right = (reach, 6.0) if anchor == "end" else (6.0, reach)
        box = (x - left, y - 8, x + right, y + 8)
        named = not any(_cross(box, other) for other in taken)
        taken.append(box if named else (x - 6, y - 8, x + 6, y + 8))
        found.append(_point(x, y, place, anchor if named else None))
    return found


def _cross(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _point(x: float, y: float, place: Place, anchor: str | None) -> str:
    label = (
        f'<text class="halo" x="{8 if anchor == "start" else -8}" y="4" text-anchor="{anchor}" fill="{INK}" '
        f'stroke="{PAPER}" stroke-width="3" paint-order="stroke" font-size="11">{escape(place.name)}</text>'
        if anchor
        else ""
    )
    shape = (
        f'<g transform="translate({x:.1f},{y:.1f})"><title>{escape(place.told)}</title>{SIGNS[place.kind]}{label}</g>'
    )
    return _linked(shape, place.href)


def _linked(shape: str, href: str | None) -> str:
    return f"<a href={quoteattr(href)}>{shape}</a>" if href else shape


def _swatch(colour: str, edge: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="3 2"' if dashed else ""
    return f'<rect x="-7" y="-7" width="14" height="14" fill="{colour}" stroke="{edge}" stroke-width="1.2"{dash}/>'


def _key_line(line: Sequence[tuple[str, str]], top: int) -> str:
    width = WIDTH / 5
    return "".join(
        f'<g transform="translate({place * width + 16:.0f},{top + 12})">{sign}'
        f'<text x="16" y="4" fill="{INK}">{escape(words)}</text></g>'
        for place, (sign, words) in enumerate(line)
    )


def _steps(most: int) -> list[int]:
    """The least count of each shade: single counts as long as they suffice."""
    if most <= len(STEPS):
        return list(range(1, most + 1))
    return sorted({1, *(max(2, round(most * share)) for share in (0.15, 0.35, 0.6, 0.85))})


def _step(steps: Sequence[int], count: int) -> int:
    return sum(1 for step in steps[1:] if count >= step)
