"""The pictures of docs/accuracy.md: what is taken for what, and how far confidence can be trusted."""

from collections import Counter
from collections.abc import Mapping, Sequence

import altair as alt

from evaluation.scores import Pairs, Rated, bins
from legation.pictures.rendering import Picture, picture

_SIDE = 480


def confusion_picture(pairs: Pairs, title: str) -> Picture:
    """Rows are the gold's classes, columns what was said; the shade is the share of the row."""
    gold: Counter[str] = Counter()
    for (name, _), count in pairs.items():
        gold[name] += count
    cells = [
        {"gold": one, "said": other, "number": count, "share": count / gold[one]}
        for (one, other), count in sorted(pairs.items())
        if count
    ]
    names = alt.Scale(domain=sorted({name for pair in pairs for name in pair}))
    base = alt.Chart(alt.InlineData(values=cells), width=_SIDE, height=_SIDE).encode(
        x=alt.X("said:N", title="Coded as", axis=alt.Axis(labelAngle=-45), scale=names),
        y=alt.Y("gold:N", title="Gold", scale=names),
    )
    shade = alt.Color("share:Q", title="Share of the row", scale=alt.Scale(scheme="blues", domain=[0, 1]))
    ink = alt.condition("datum.share > 0.5", alt.value("white"), alt.value("black"))
    return picture(base.mark_rect().encode(color=shade) + base.mark_text().encode(text="number:Q", color=ink), title)


def reliability_picture(sets: Mapping[str, Sequence[Rated]], title: str) -> Picture:
    """Ten bins of equal count for each set: mean confidence against the share that is right."""
    points = [
        {"set": name, "confidence": each.confidence, "right": each.right}
        for name, rated in sets.items()
        for each in bins(rated)
    ]
    scale = alt.Scale(domain=[0, 1])
    diagonal = (
        alt.Chart(alt.InlineData(values=[{"at": 0}, {"at": 1}]), width=_SIDE, height=_SIDE)
        .mark_line(color="#8a8f98", strokeDash=[4, 4])
        .encode(x=alt.X("at:Q", scale=scale), y=alt.Y("at:Q", scale=scale))
    )
    lines = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X("confidence:Q", title="Confidence", scale=scale),
            y=alt.Y("right:Q", title="Right as a whole", scale=scale),
            color=alt.Color("set:N", title="Sentences"),
        )
    )
    return picture(diagonal + lines, title)
