"""The lives of relationships as bars over time: filled by state, dashed where reported only."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

import altair as alt

from legation.analysis.lives import TYPE_WEIGHTS, Key, Lives, partner_of
from legation.ontology.knowledge import load_knowledge
from legation.pictures.rendering import SITE, WIDTH, Figure, drawn
from legation.pictures.states import COLOURS, WORDS, fill
from legation.records.relationship import State

MOST_BARS = 24
_LETTERS = 44
"""How many letters a line of a bar's name holds; a longer name takes two."""
_LINE, _TWO_LINES, _TEXT = 22, 30, 13
"""Pixels from one bar to the next where no name takes two lines, and where one does; and from one line to the other."""
_FEW = timedelta(days=180)
"""So short a time is told by days on the axis, a longer one by months."""
_BORNE_OUT, _REPORTED = "borne out", "reported only"


@dataclass(frozen=True, slots=True)
class Bar:
    """One state of one relationship, from one day to another."""

    relationship: str
    state: State
    start: date
    end: date
    reported: bool
    key: Key


def timeline_figure(
    country: str,
    lives: Lives,
    until: date,
    title: str,
    *,
    label: Callable[[Key], str] | None = None,
    address: Callable[[Key], str] | None = None,
) -> Figure:
    """One line per relationship, the weightiest, by partner; each state lasts until the next, the last until a day.

    `label` names a line (default: partner and type), `address` is where its bars lead on the desk (default: nowhere).
    """
    found = bars(lives, until, label or (lambda key: _label(key, country)))
    rows = tuple(
        (bar.relationship, WORDS[bar.state], bar.start.isoformat(), bar.end.isoformat(), _told(bar)) for bar in found
    )
    columns = ("Relationship", "State", "From", "To", "Borne out")
    return Figure(title, columns, rows, lambda: drawn(_chart(found, address), title))


def bars(lives: Lives, until: date, label: Callable[[Key], str]) -> list[Bar]:
    """The bars of the weightiest relationships, those of one pair together."""
    weightiest = sorted(lives, key=lambda key: (-abs(TYPE_WEIGHTS.get(key[3], 0.0)), key))[:MOST_BARS]
    pairs = list(dict.fromkeys(frozenset(key[:2]) for key in weightiest))
    weightiest.sort(key=lambda key: pairs.index(frozenset(key[:2])))
    return [
        Bar(label(key), step.state, step.valid_from, max(step.valid_from, end), step.reported, key)
        for key in weightiest
        for step, end in zip(lives[key], [*(later.valid_from for later in lives[key][1:]), until], strict=True)
    ]


def _chart(found: Sequence[Bar], address: Callable[[Key], str] | None = None) -> alt.Chart:
    """The bars as a chart; states that occur are in its legend."""
    keys = list(dict.fromkeys(bar.key for bar in found))
    used = [state for state in State if state in {bar.state for bar in found}]
    names = [WORDS[state] for state in used]
    legend = alt.Legend(orient="top", symbolType="square", symbolStrokeWidth=1.5, columns=4)
    called = {bar.key: wrap(bar.relationship, _LETTERS, max_lines=2, placeholder="…") for bar in found}
    step = _LINE if all(len(lines) == 1 for lines in called.values()) else _TWO_LINES
    linked = {"href": alt.Href("href:N")} if address else {}
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=_values(found, keys, address)), width=WIDTH, height=alt.Step(step))
        .mark_bar(height=13, strokeWidth=1.4)
        .encode(
            x=alt.X("from:T", title=None, scale=alt.Scale(padding=6), axis=_days(found)),
            x2="to:T",
            y=alt.Y("line:O", title=None, axis=_names([called[key] for key in keys])),
            fill=alt.Fill(
                "state:N",
                title=None,
                scale=alt.Scale(domain=names, range=[fill(state) for state in used]),
                legend=legend,
            ),
            stroke=alt.Stroke(
                "state:N", title=None, scale=alt.Scale(domain=names, range=[COLOURS[s] for s in used]), legend=legend
            ),
            strokeDash=alt.StrokeDash("told:N", title=None, scale=_scale([[1, 0], [4, 2.5]]), legend=_outlines()),
            fillOpacity=alt.FillOpacity("told:N", title=None, scale=_scale([1, 0.5]), legend=None),
            tooltip=["relationship:N", "state:N", "from:T", "to:T", "told:N"],
            **linked,
        )
    )
    return chart


def _values(
    found: Sequence[Bar], keys: Sequence[Key], address: Callable[[Key], str] | None
) -> list[dict[str, str | int]]:
    """What the chart is drawn from: each bar with the number of its line."""
    return [
        {
            "line": keys.index(bar.key),
            "relationship": bar.relationship,
            "state": WORDS[bar.state],
            "from": bar.start.isoformat(),
            "to": bar.end.isoformat(),
            "told": _told(bar),
            **({"href": SITE + address(bar.key)} if address else {}),
        }
        for bar in found
    ]


def _days(found: Sequence[Bar]) -> alt.Axis:
    """The axis of time; labels that would lie on each other are left out."""
    span = max(bar.end for bar in found) - min(bar.start for bar in found)
    return alt.Axis(format="%-d %b %Y" if span < _FEW else "%b %Y", labelOverlap=True, labelSeparation=8, tickCount=8)


def _names(called: Sequence[Sequence[str]]) -> alt.Axis:
    """What each line is called, in one line of text or two; two that are called the same stay apart."""
    words = f"{json.dumps(called)}[datum.value]"
    return alt.Axis(
        labelExpr=words,
        labelLimit=0,
        labelLineHeight=_TEXT,
        labelOffset={"condition": {"test": f"length({words}) > 1", "value": -_TEXT / 2}, "value": 0},
        labelOverlap=False,
        labelPadding=8,
        ticks=False,
        domain=False,
    )


def _scale(looks: list[Any]) -> alt.Scale:
    """How bars look that are borne out, and those that are reported only."""
    return alt.Scale(domain=[_BORNE_OUT, _REPORTED], range=looks)


def _outlines() -> alt.Legend:
    return alt.Legend(
        orient="bottom",  # beside the legend of states it would run into it
        symbolType="square",
        symbolFillColor="transparent",
        symbolStrokeColor="#6d7f91",
        symbolStrokeWidth=1.5,
    )


def _told(bar: Bar) -> str:
    return _REPORTED if bar.reported else _BORNE_OUT


def _label(key: Key, country: str) -> str:
    """Who and what: "Germany, presence"; "to Germany, presence" where the country is the one that gives."""
    partner = partner_of(key, country)
    known = load_knowledge().actors.get(partner)
    gives = "to " if key[0] == country and not key[2] else ""
    return f"{gives}{known.name if known else partner}, {key[3]}"
