"""The outlines of countries and of disputed areas, and their projection onto a map.

Natural Earth's borders (public domain), simplified by `scripts/build_map.py`; origins in `data/SOURCES.md`. Maps are
equirectangular with true scale at their middle latitude, so that a part of the world is a mere crop.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import cos, radians

from legation.ontology.data import cells, data_file, read_tsv

Ring = tuple[tuple[float, float], ...]
WIDTH = 760
"""Width of a map in pixels."""
_FINEST = 1.6
"""Pixels: a point nearer to the one before it is left out, and so is an island that is no larger."""
_MARGIN = 0.35
_LEAST_SPAN = 14.0
_RATIO = 1.8
"""Width by height of a map of one country."""
_WIDEST = 240.0


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that a map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Pixels per degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> int:
        """Height of the map in pixels."""
        return round((self.north - self.south) * self.scale / self._stretch)

    @property
    def _stretch(self) -> float:
        return cos(radians((self.north + self.south) / 2))

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point of the earth lies on the map."""
        return (lon - self.west) * self.scale, (self.north - lat) * self.scale / self._stretch

    def shows(self, lon: float, lat: float) -> bool:
        """Whether a point lies within the map."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


WORLD = View(-169.0, -55.0, 191.0, 76.0)


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """An area whose status is disputed: its rings, and the id of the unit that it is where it is one."""

    name: str
    among: str
    unit: str | None
    rings: tuple[Ring, ...]


@cache
def countries() -> Mapping[str, tuple[Ring, ...]]:
    """The rings of each country or unit, by actor id, as (longitude, latitude)."""
    stored = json.loads(data_file("map/countries.json").read_text(encoding="utf-8"))
    arcs = [_points(deltas, stored["step"]) for deltas in stored["arcs"]]
    return {code: tuple(_ring(ring, arcs) for ring in rings) for code, rings in stored["countries"].items()}


def _points(deltas: Sequence[int], step: float) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * step, y * step))
    return points


def _ring(indexes: Iterable[int], arcs: Sequence[list[tuple[float, float]]]) -> Ring:
    """One ring; where it crosses the 180th meridian it goes on beyond 180 degrees."""
    points: list[tuple[float, float]] = []
    for index in indexes:
        points += arcs[index] if index >= 0 else arcs[~index][::-1]
    lons = [lon for lon, _ in points]
    crosses = max(lons) - min(lons) > 300
    return tuple((lon + 360 if crosses and lon < 0 else lon, lat) for lon, lat in points)


@cache
def disputed() -> tuple[DisputedArea, ...]:
    """The areas that are hatched."""
    found = []
    for row in read_tsv("map/disputed.tsv"):
        outline = tuple((float(lon), float(lat)) for lon, lat in (cell.split() for cell in cells(row["outline"])))
        rings = countries()[row["unit"]] if row["unit"] else (outline,)
        found.append(DisputedArea(row["name"], row["among"], row["unit"] or None, rings))
    return tuple(found)


@cache
def view_around(country: str) -> View | None:
    """The country with its surroundings; None where the map does not have it."""
    rings = countries().get(country)
    if rings is None:
        return None
    main = max(rings, key=_extent)
    lons, lats = zip(*main, strict=True)
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    high = max(max(lats) - min(lats), (max(lons) - min(lons)) / 2, _LEAST_SPAN / 2) * (1 + _MARGIN)
    wide = min(_RATIO * high / cos(radians(middle_lat)), _WIDEST)
    south, north = max(middle_lat - high / 2, -80.0), min(middle_lat + high / 2, 84.0)
    return View(middle_lon - wide / 2, south, middle_lon + wide / 2, north)


def _extent(ring: Ring) -> float:
    lons, lats = zip(*ring, strict=True)
    return float((max(lons) - min(lons)) * (max(lats) - min(lats)))


@lru_cache(maxsize=64)
def outlines(view: View) -> Mapping[str, str]:
    """The SVG path of each country that the map shows."""
    return {code: path for code, rings in countries().items() if (path := path_of(rings, view))}


def path_of(rings: Iterable[Ring], view: View) -> str:
    """The SVG path of rings, without those outside the map; world maps wrap what lies west of their edge."""
    return "".join(drawn for ring in rings if (drawn := _drawn(ring, view)))


def _drawn(ring: Ring, view: View) -> str:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    shift = 360.0 if max(lons) < view.west and view.east > 180 else 0.0
    if max(lons) + shift < view.west or min(lons) + shift > view.east:
        return ""
    if max(lats) < view.south or min(lats) > view.north or _extent(ring) * view.scale**2 < _FINEST:
        return ""
    points: list[tuple[float, float]] = []
    for lon, lat in ring:
        x, y = view.point(lon + shift, lat)
        if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) >= _FINEST:
            points.append((x, y))
    return _path(points) if len(points) > 2 else ""


def _path(points: Sequence[tuple[float, float]]) -> str:
    """The points as an SVG path, in tenths of a pixel; differences are shorter than places."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = [(u - x, v - y) for (x, y), (u, v) in pairwise(tenths)]
    x, y = tenths[0]
    told = "".join(f"{_short(dx)}{_short(dy)}" for dx, dy in steps)
    return f"M{x / 10:g},{y / 10:g}l{told.lstrip()}z"


def _short(tenths: int) -> str:
    """A difference in as few letters as a path takes: a minus parts numbers as a space does."""
    number = f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:g}"
    return number if tenths < 0 else f" {number}"
