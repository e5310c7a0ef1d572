"""Writes src/legation/data/map/countries.json from Natural Earth (public domain).

Takes `countries-50m.json` of the npm package world-atlas 2.0.2 (ISC; Natural Earth 4.1 at 1:50 million as TopoJSON),
whose path is the only argument. Lines are simplified by Visvalingam's algorithm, islands too small to see are dropped
(never the last piece of a country), points are rounded to a grid of 0.02 degrees, and ISO numbers become alpha-3.
Run by hand: `.venv/bin/python scripts/build_map.py countries-50m.json`.
"""

import heapq
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

TARGET = Path("src/legation/data/map/countries.json")
STEP = 0.02
"""Degrees of one unit of the grid."""
LEAST_AREA = 0.005
"""Square degrees: a point whose triangle with its neighbours is smaller is dropped."""
LEAST_ISLAND = 0.03
"""Square degrees: a smaller island is dropped."""
BY_NAME = {
    "Kosovo": "XKX",
    "N. Cyprus": "northern-cyprus",
    "Somaliland": "somaliland",
    "Siachen Glacier": "siachen",
}
"""Units without an ISO number that are kept; all others without one are dropped."""

Point = tuple[float, float]


def main(source: Path) -> None:
    atlas = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_degrees(arc, atlas["transform"]) for arc in atlas["arcs"]]
    countries: dict[str, list[list[list[int]]]] = {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        if (code := _code(geometry)) and code != "ATA":
            shapes = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
            countries.setdefault(code, []).extend(_large(shapes, arcs))
    used = sorted({index if index >= 0 else ~index for rings in countries.values() for ring in rings for index in ring})
    place = {index: number for number, index in enumerate(used)}
    told = {
        "step": STEP,
        "countries": {
            code: [[place[i] if i >= 0 else ~place[~i] for i in ring] for ring in rings]
            for code, rings in sorted(countries.items())
        },
        "arcs": [_deltas(simplified(arcs[index])) for index in used],
    }
    TARGET.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(countries)} countries, {len(used)} lines, {TARGET.stat().st_size:,} bytes -> {TARGET}\n")


def _degrees(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    """A line of TopoJSON's differences as longitudes and latitudes."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale_x + left, y * scale_y + bottom))
    return points


def _code(geometry: dict[str, Any]) -> str | None:
    country = pycountry.countries.get(numeric=geometry["id"]) if geometry.get("id") else None
    return country.alpha_3 if country else BY_NAME.get(geometry["properties"]["name"])


def _large(shapes: list[list[list[int]]], arcs: list[list[Point]]) -> list[list[int]]:
    """The rings that are large enough to see, and in any case the largest."""
    rings = [ring for shape in shapes for ring in shape]
    sizes = [_area([point for i in ring for point in (arcs[i] if i >= 0 else arcs[~i][::-1])]) for ring in rings]
    return [ring for ring, size in zip(rings, sizes, strict=True) if size >= min(LEAST_ISLAND, max(sizes))]


def _area(points: list[Point]) -> float:
    shifted = [*points[1:], points[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, shifted, strict=True))) / 2


def simplified(points: list[Point]) -> list[Point]:
    """The line without the points that matter least (Visvalingam); its ends, and four points of a ring, stay."""
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    heap = [(_triangle(points, i - 1, i, i + 1), i) for i in range(1, len(points) - 1)]
    size = {i: area for area, i in heap}
    heapq.heapify(heap)
    left = len(points)
    while heap and left > 4:
        area, i = heapq.heappop(heap)
        if size.get(i) != area:
            continue
        if area >= LEAST_AREA:
            break
        left -= 1
        del size[i]
        after[before[i]], before[after[i]] = after[i], before[i]
        for near in (before[i], after[i]):
            if near in size:
                size[near] = max(area, _triangle(points, before[near], near, after[near]))
                heapq.heappush(heap, (size[near], near))
    return [point for i, point in enumerate(points) if i in size or i in (0, len(points) - 1)]


def _triangle(points: list[Point], a: int, b: int, c: int) -> float:
    return _area([points[a], points[b], points[c]])


def _deltas(points: list[Point]) -> list[int]:
    """The line on the grid, as differences: x, y, dx, dy, dx, dy …"""
    grid = [(round(x / STEP), round(y / STEP)) for x, y in points]
    told = [*grid[0]]
    for (x, y), (u, v) in pairwise(grid):
        if (x, y) != (u, v):
            told += [u - x, v - y]
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
