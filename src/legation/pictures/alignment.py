"""Alignment with each pole over time, as lines."""

from collections.abc import Sequence

import altair as alt

from legation.analysis.alignment import Alignment
from legation.pictures.rendering import WIDTH


def alignment_chart(series: Sequence[Alignment]) -> alt.Chart:
    """One line per pole that is ever other than zero; from -1 (against) to 1 (aligned)."""
    moving = {figure.pole for figure in series if figure.value}
    points = [
        {"month": figure.month.isoformat(), "pole": figure.pole, "value": figure.value}
        for figure in series
        if figure.pole in moving
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=points), width=WIDTH, height=260)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("month:T", title=None),
            y=alt.Y("value:Q", title="Alignment", scale=alt.Scale(domain=[-1, 1])),
            color=alt.Color("pole:N", title="Pole"),
            strokeDash=alt.StrokeDash("pole:N", title="Pole"),
        )
    )
    return chart
