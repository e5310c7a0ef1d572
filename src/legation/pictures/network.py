"""Who is tied to whom: actors on a circle, a line for each tie, heavier where it binds more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any, Literal

import altair as alt
import numpy as np

from legation.pictures.rendering import SITE, Cell, Figure, drawn

WIDTH, HEIGHT = 720, 520
_FIELD = 1.75, 1.3
"""How far the field reaches to the sides and up and down, in radii: names stand outside the circle."""
_CROWDED = 0.6
"""So near to the top or bottom, each name stands higher than the one beside it."""
_LIFT = 0.2
KINDS = ("cooperation", "reported only", "restriction")
_HUES: list[Any] = ["#2f78c0", "#6d7f91", "#b24a58"]
_DASHES: list[Any] = [[1, 0], [4, 3], [1.5, 3]]


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two actors: its kind (of `KINDS`), what it is in words, and how much it binds."""

    first: str
    second: str
    kind: str
    told: str
    weight: float


def network_figure(
    title: str, actors: Sequence[str], lines: Sequence[Line], names: Mapping[str, str], address: Callable[[str], str]
) -> Figure:
    """The ties between actors; `actors` keep their places whatever the ties are, so that days can be compared."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names[line.first], names[line.second], line.kind, line.told, round(line.weight, 2)) for line in lines
    )
    columns = ("Who", "With whom", "Kind", "What binds them", "Weight")
    return Figure(title, columns, rows, lambda: drawn(_chart(actors, lines, names, address), title))


def ring_order(actors: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The actors in an order in which those with ties stand near each other (by the graph's slowest vibration)."""
    if len(actors) < 4:
        return list(actors)
    place = {actor: number for number, actor in enumerate(actors)}
    laplacian = np.zeros((len(actors), len(actors)))
    for first, second in pairs:
        if first in place and second in place and first != second:
            a, b = place[first], place[second]
            laplacian[a, b] -= 1.0
            laplacian[b, a] -= 1.0
    laplacian -= np.diag(laplacian.sum(axis=1)) - 1e-3 * np.eye(len(actors))
    _, vectors = np.linalg.eigh(laplacian)
    along, across = vectors[:, 1], vectors[:, 2]
    angles = np.round(np.arctan2(across, along), 6)
    return sorted(actors, key=lambda actor: (float(angles[place[actor]]), actor))


def _chart(
    actors: Sequence[str], lines: Sequence[Line], names: Mapping[str, str], address: Callable[[str], str]
) -> alt.LayerChart:
    """The chart: lines between points on a circle, names around it."""
    around = {actor: 2 * pi * (number + 0.5) / len(actors) for number, actor in enumerate(actors)}
    spots = [_spot(names[one], around[one], SITE + address(one)) for one in actors]
    ties = [
        {
            "x": cos(around[line.first]),
            "y": sin(around[line.first]),
            "x2": cos(around[line.second]),
            "y2": sin(around[line.second]),
            "kind": line.kind,
            "weight": line.weight,
            "told": f"{names[line.first]} and {names[line.second]}: {line.told}",
        }
        for line in lines
    ]
    wide, high = (alt.Scale(domain=[-reach, reach], nice=False) for reach in _FIELD)
    x, y = alt.X("x:Q", axis=None, scale=wide), alt.Y("y:Q", axis=None, scale=high)
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolSize=400, symbolStrokeWidth=2)
    rules = (
        alt.Chart(alt.InlineData(values=ties))
        .mark_rule(opacity=0.75)
        .encode(
            x=x,
            y=y,
            x2="x2",
            y2="y2",
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=_HUES), legend=legend),
            strokeDash=alt.StrokeDash("kind:N", scale=alt.Scale(domain=list(KINDS), range=_DASHES), legend=legend),
            size=alt.Size("weight:Q", scale=alt.Scale(domain=[0, 4], range=[1, 6], clamp=True), legend=None),
            tooltip="told:N",
        )
    )
    base = alt.Chart(alt.InlineData(values=spots))
    points = base.mark_point(filled=True, size=70, color="#3a424a", opacity=1).encode(x=x, y=y, href="href:N")
    layers = [rules, points]
    sides: tuple[tuple[str, Literal["left", "right"]], ...] = (("right", "left"), ("left", "right"))
    for side, align in sides:
        named = base.transform_filter(alt.datum.side == side)
        layers.append(
            named.mark_text(align=align, fontSize=12, color="#3a424a").encode(
                x=alt.X("tx:Q", scale=wide), y=alt.Y("ty:Q", scale=high), text="name:N", href="href:N"
            )
        )
    return alt.LayerChart(layer=layers, width=WIDTH, height=HEIGHT)


def _spot(name: str, angle: float, href: str) -> dict[str, object]:
    x, y = cos(angle), sin(angle)
    side = "right" if x >= 0 else "left"
    lift = _LIFT * max(0.0, 1 - abs(x) / _CROWDED)
    return {
        "x": x,
        "y": y,
        "tx": 1.05 * x,
        "ty": 1.06 * y + (lift if y >= 0 else -lift),
        "name": name,
        "side": side,
        "href": href,
    }
