"""Alignment with each pole over time, as lines told apart by colour, dash and sign."""

from collections.abc import Sequence

import altair as alt

from legation.analysis.alignment import Alignment
from legation.ontology.knowledge import load_knowledge
from legation.pictures.rendering import WIDTH, Cell, Figure, drawn

_HUES = ["#2f78c0", "#c4581a", "#1f8585", "#b24a8a", "#8a7a10", "#6d6fc9", "#7c848d"]
_DASHES = [[1, 0], [8, 3], [2, 3], [9, 3, 2, 3], [5, 2], [12, 4], [3, 3]]
_SIGNS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right"]
_SIGN_EVERY = 6
"""Months between two signs on a line."""


def alignment_figure(series: Sequence[Alignment], title: str) -> Figure:
    """One line per pole that is ever other than zero, from -1 (against) to 1 (aligned); the table has a row a month."""
    poles = moving(series)
    months: dict[str, dict[str, float]] = {}
    for figure in series:
        months.setdefault(figure.month.isoformat(), {})[figure.pole] = figure.value
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (month, *(values[pole] for pole in poles)) for month, values in months.items()
    )
    columns = ("Month", *(pole_name(pole) for pole in poles))
    return Figure(title, columns, rows, lambda: drawn(_chart(series), title))


def moving(series: Sequence[Alignment]) -> list[str]:
    """The poles that are ever other than zero, in the order of the series."""
    return list(dict.fromkeys(figure.pole for figure in series if figure.value))


def pole_name(pole: str) -> str:
    """What a pole is called."""
    known = load_knowledge().actors.get(pole)
    return known.name if known and pole != "EU" else pole


def _chart(series: Sequence[Alignment]) -> alt.LayerChart:
    """The lines as a chart; each carries a sign every few months."""
    poles = moving(series)
    names = [pole_name(pole) for pole in poles]
    points = [
        {"month": figure.month.isoformat(), "pole": pole_name(figure.pole), "value": figure.value}
        for figure in series
        if figure.pole in poles
    ]
    signed = [point for number, point in enumerate(points) if (number // max(1, len(poles))) % _SIGN_EVERY == 0]
    legend = alt.Legend(orient="top", columns=4, symbolType="stroke", symbolSize=110, symbolStrokeWidth=2)
    base = alt.Chart(alt.InlineData(values=points), width=WIDTH, height=280).encode(
        x=alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, tickCount=8)),
        y=alt.Y("value:Q", title="against  ←  0  →  aligned", scale=alt.Scale(domain=[-1, 1])),
        color=alt.Color("pole:N", title=None, scale=alt.Scale(domain=names, range=_HUES), legend=legend),
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2.2).encode(
        strokeDash=alt.StrokeDash("pole:N", title=None, scale=alt.Scale(domain=names, range=_DASHES), legend=legend)
    )
    signs = base.mark_point(filled=True, size=46, opacity=1).encode(
        shape=alt.Shape(
            "pole:N",
            title=None,
            scale=alt.Scale(domain=names, range=_SIGNS),
            legend=alt.Legend(orient="top", columns=7),
        )
    )
    signs.data = alt.InlineData(values=signed)
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color="#8b949e").encode(y="zero:Q")
    return alt.LayerChart(layer=[zero, lines, signs])
