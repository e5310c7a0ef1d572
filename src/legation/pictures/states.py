"""How the states of relationships are drawn: a colour and a pattern for each, told apart without colour too.

The colours are of middle lightness, so that they stand out (3:1) on white paper and on a dark page alike.
"""

from collections.abc import Mapping
from functools import cache

from legation.records.relationship import State

COLOURS: Mapping[State, str] = {
    State.MOOTED: "#6d7f91",
    State.NEGOTIATING: "#1f8585",
    State.AGREED: "#2f78c0",
    State.ACTIVE: "#2f78c0",
    State.SUSPENDED: "#a97014",
    State.WINDING_DOWN: "#c4581a",
    State.ENDED: "#7c848d",
    State.REJECTED: "#b24a58",
}
PATTERNS: Mapping[State, str | None] = {
    State.MOOTED: '<circle cx="4" cy="4" r="1"/>',
    State.NEGOTIATING: '<circle cx="2" cy="2" r="1.4"/><circle cx="6" cy="6" r="1.4"/>',
    State.AGREED: '<path d="M2,0v8M6,0v8" stroke-width="2.2"/>',
    State.ACTIVE: None,
    State.SUSPENDED: '<path d="M0,2h8M0,6h8" stroke-width="1.8"/>',
    State.WINDING_DOWN: '<path d="M0.5,1.5h7l-3.5,5.5z"/>',
    State.ENDED: "",
    State.REJECTED: '<path d="M1.5,1.5l5,5M1.5,6.5l5,-5" stroke-width="1.4"/>',
}
"""What a tile of eight pixels holds; None for a full colour, empty for an outline alone.

None is of slanted lines, which on maps are for disputed areas alone.
"""
HATCH = "hatch"
"""The pattern of areas whose status is disputed: slanted lines, cased so that they show on any fill."""
WORDS: Mapping[State, str] = {state: state.value.replace("_", " ") for state in State}


def fill(state: State) -> str:
    """The fill of a shape in this state."""
    return COLOURS[state] if PATTERNS[state] is None else f"url(#state-{state.value})"


@cache
def pattern_defs() -> str:
    """All patterns as SVG definitions."""
    tiles = [
        f'<pattern id="state-{state.value}" x="4" y="4" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="paper" width="8" height="8" fill="#ffffff"/>'
        f'<g fill="{COLOURS[state]}" stroke="{COLOURS[state]}" stroke-width="0">{tile}</g></pattern>'
        for state, tile in PATTERNS.items()
        if tile is not None
    ]
    lines = "M-1,1l2,-2M0,5l5,-5M4,6l2,-2"
    hatch = (
        f'<pattern id="{HATCH}" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<path class="casing" d="{lines}" stroke="#ffffff" stroke-width="1.7"/>'
        f'<path class="lines" d="{lines}" stroke="#4d565f" stroke-width="0.9"/></pattern>'
    )
    return f"<defs>{''.join(tiles)}{hatch}</defs>"
