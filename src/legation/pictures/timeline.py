"""The lives of a country's relationships as bars over time, coloured by state."""

from datetime import date

import altair as alt

from legation.analysis.lives import TYPE_WEIGHTS, Key, Lives, partner_of
from legation.ontology.knowledge import load_knowledge
from legation.pictures.rendering import WIDTH
from legation.records.relationship import State

COLOURS = {
    State.MOOTED: "#c9d6e4",
    State.NEGOTIATING: "#9dbbdb",
    State.AGREED: "#6d9dcf",
    State.ACTIVE: "#0b4f8a",
    State.SUSPENDED: "#e0b84c",
    State.WINDING_DOWN: "#d9822b",
    State.ENDED: "#8a8f98",
    State.REJECTED: "#4a4d52",
}
MOST_BARS = 20


def _label(key: Key, country: str) -> str:
    """Who and what: "Germany, presence"."""
    partner = partner_of(key, country)
    known = load_knowledge().actors.get(partner)
    return f"{known.name if known else partner}, {key[3]}"


def timeline(country: str, lives: Lives, until: date) -> alt.Chart:
    """One line per relationship, the weightiest types first; each state lasts until the next, the last until a day."""
    weightiest = sorted(lives, key=lambda key: (-abs(TYPE_WEIGHTS.get(key[3], 0.0)), key))[:MOST_BARS]
    bars = [
        {
            "relationship": _label(key, country),
            "state": step.state.replace("_", " "),
            "from": step.valid_from.isoformat(),
            "to": max(step.valid_from, end).isoformat(),
        }
        for key in weightiest
        for step, end in zip(lives[key], [*(later.valid_from for later in lives[key][1:]), until], strict=True)
    ]
    states = [state.replace("_", " ") for state in COLOURS]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=bars), width=WIDTH)
        .mark_bar(height=10)
        .encode(
            x=alt.X("from:T", title=None),
            x2="to:T",
            y=alt.Y(
                "relationship:N",
                title=None,
                axis=alt.Axis(labelLimit=260),
                sort=list(dict.fromkeys(str(bar["relationship"]) for bar in bars)),
            ),
            color=alt.Color("state:N", title="State", scale=alt.Scale(domain=states, range=list(COLOURS.values()))),
        )
    )
    return chart
