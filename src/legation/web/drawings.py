"""The pictures of the pages: what each shows, and its own address as SVG, PNG and CSV."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Response

from legation.analysis.alignment import Alignment
from legation.analysis.lives import TYPE_WEIGHTS, Key, Lives, lives_of, partner_of
from legation.briefs.wording import label_cell, now_clause
from legation.ledger.store import Ledger
from legation.pictures.alignment import alignment_figure
from legation.pictures.map import count_figure, place_figure, state_figure
from legation.pictures.network import Line, network_figure, ring_order
from legation.pictures.places import Spot, places_of
from legation.pictures.rendering import Figure, png
from legation.pictures.timeline import timeline_figure
from legation.records.relationship import Relationship, Transition
from legation.web.contexts import network_page
from legation.web.contexts.common import LATEST, Clocks, actor_name, type_label
from legation.web.contexts.country import alignment_of, last_day
from legation.web.contexts.event import ToldEvent, told_events
from legation.web.contexts.network import NetworkPage, Tie
from legation.web.contexts.today import latest_changes, most_changed
from legation.web.rendering import linker
from legation.web.requests import At, Opened

router = APIRouter(prefix="/pictures", include_in_schema=False)

Form = Literal["svg", "png", "csv"]
_KEPT = 10
"""Seconds for which a browser may keep a picture: its script asks for the same as the page."""
_KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page: what it shows, and the parts and query of its address (without its form)."""

    figure: Figure
    parts: tuple[str, ...]
    query: Mapping[str, str | None]

    def address(self, form: str) -> tuple[str, ...]:
        """The parts of its address in one of its forms."""
        return *self.parts[:-1], f"{self.parts[-1]}.{form}"


@router.get("/changes/changes.{form}")
def changes_picture(form: Form, ledger: Opened, at: At) -> Response:
    """Where something changed last."""
    return _answer(changes_shown(latest_changes(ledger, at), at), form)


@router.get("/network/network.{form}")
def network_picture(
    form: Form, ledger: Opened, at: At, actor: Annotated[str | None, Query(max_length=80)] = None
) -> Response:
    """Who is tied to whom."""
    return _answer(network_shown(network_page(ledger, at, actor), at, actor), form)


@router.get("/{actor}/timeline.{form}")
def timeline_picture(actor: str, form: Form, ledger: Opened, at: At) -> Response:
    """The lives of an actor's relationships."""
    lives = lives_of(ledger.transitions(known_on=at.known_on, actor=actor), at.as_of)
    return _answer(timeline_shown(actor, lives, _until(ledger, at, lives), at), form)


@router.get("/{actor}/alignment.{form}")
def alignment_picture(actor: str, form: Form, ledger: Opened, at: At) -> Response:
    """An actor's alignment with each pole."""
    lives = lives_of(ledger.transitions(known_on=at.known_on, actor=actor), at.as_of)
    events = ledger.event_rows(country=actor, until=at.as_of, known_on=at.known_on)
    return _answer(alignment_shown(actor, alignment_of(actor, lives, events)), form)


@router.get("/{actor}/partners.{form}")
def partners_picture(
    actor: str, form: Form, ledger: Opened, at: At, type: Annotated[str, Query(max_length=20)] = "presence"
) -> Response:
    """The partners of an actor on the map, by the state of one type of cooperation."""
    rows = ledger.relationship_rows(as_of=at.as_of, known_on=at.known_on, actor=actor, type=type)
    return _answer(partners_shown(actor, rows, type, at), form)


@router.get("/{actor}/places.{form}")
def places_picture(actor: str, form: Form, ledger: Opened, at: At) -> Response:
    """Bases, and where the latest events of an actor happened."""
    events = ledger.event_rows(country=actor, until=at.as_of, known_on=at.known_on)
    return _answer(places_shown(actor, told_events(ledger, events[: -LATEST - 1 : -1]), at), form)


@router.get("/{first}/{second}/timeline.{form}")
def pair_picture(first: str, second: str, form: Form, ledger: Opened, at: At) -> Response:
    """The lives of the relationships between two actors."""
    lives = lives_of(ledger.transitions(known_on=at.known_on, country=first, actor=second), at.as_of)
    return _answer(pair_shown(first, second, lives, _until(ledger, at, lives), at), form)


def changes_shown(changes: Sequence[Transition], at: Clocks) -> Shown:
    """Countries by how many of the latest changes they are part of."""
    counts = most_changed(changes)
    link = linker(at)
    figure = count_figure(
        "Where something changed: countries by number of latest changes",
        counts,
        {one: actor_name(one) for one in counts},
        {one: link("actors", one) for one in counts},
        "changes",
    )
    return Shown(figure, ("pictures", "changes", "changes"), {})


def timeline_shown(actor: str, lives: Lives, until: date | None, at: Clocks) -> Shown:
    """The lives of an actor's weightiest relationships; each bar leads to the pair."""
    link = linker(at)
    figure = timeline_figure(
        actor,
        lives,
        until or date.today(),
        f"{actor_name(actor)}: relationships and their states over time",
        label=lambda key: f"{actor_name(partner_of(key, actor))}: {_called(actor, key)}",
        address=lambda key: link("pairs", actor, partner_of(key, actor), fragment=key[3]),
    )
    return Shown(figure, ("pictures", actor, "timeline"), {})


def pair_shown(first: str, second: str, lives: Lives, until: date | None, at: Clocks) -> Shown:
    """The lives of the relationships between two actors."""
    link = linker(at)
    figure = timeline_figure(
        first,
        lives,
        until or date.today(),
        f"{actor_name(first)} and {actor_name(second)}: relationships over time",
        label=lambda key: _called(key[0], key),
        address=lambda key: link("pairs", first, second, fragment=key[3]),
    )
    return Shown(figure, ("pictures", first, second, "timeline"), {})


def alignment_shown(actor: str, series: Sequence[Alignment]) -> Shown:
    """An actor's alignment with each pole, month by month."""
    title = f"{actor_name(actor)}: alignment with each pole, from -1 (against) to 1 (aligned)"
    return Shown(alignment_figure(series, title), ("pictures", actor, "alignment"), {})


def partners_shown(actor: str, rows: Iterable[Relationship], type_: str, at: Clocks) -> Shown:
    """The partners of an actor by the state of one type of cooperation; the livelier of two directions counts."""
    link = linker(at)
    found = {}
    for row in sorted((row for row in rows if row.type == type_), key=lambda row: row.confidence):
        partner = partner_of(row, actor)
        words = now_clause(row.provider, row.recipient, row.mutual, row.type, row.state)
        weak = row.reported or row.disputed
        found[partner] = (row.state, weak, words[:1].upper() + words[1:], link("pairs", actor, partner, fragment=type_))
    names = {one: actor_name(one) for one in (actor, *found)}
    title = f"{actor_name(actor)}: {type_label(type_).lower()} by partner"
    return Shown(state_figure(title, found, names, actor), ("pictures", actor, "partners"), {"type": type_})


def places_shown(actor: str, events: Iterable[ToldEvent], at: Clocks) -> Shown | None:
    """The bases of a country, and where its latest events happened; None where the map does not have it."""
    link = linker(at)
    spots = (Spot(told.place, told.sentence, link("events", told.event.event_id)) for told in events)
    figure = place_figure(f"{actor_name(actor)}: bases, and places of the latest events", actor, places_of(spots))
    return Shown(figure, ("pictures", actor, "places"), {}) if figure else None


def network_shown(network: NetworkPage, at: Clocks, actor: str | None) -> Shown:
    """The ties between actors on a day."""
    link = linker(at)
    names = {one: actor_name(one) for one in network.actors}
    lines = [Line(tie.first, tie.second, _kind(tie), _told(tie), tie.weight) for tie in network.ties]
    order = ring_order(network.actors, network.pairs)
    title = "Who is tied to whom" + (f": {actor_name(actor)} and its partners" if actor else "")
    figure = network_figure(title, order, lines, names, lambda one: link("actors", one))
    return Shown(figure, ("pictures", "network", "network"), {"actor": actor})


def heaviest_type(rows: Iterable[Relationship]) -> str:
    """The cooperation type that a map of partners shows first: the weightiest that is there."""
    return max(
        (row.type for row in rows), key=lambda code: (abs(TYPE_WEIGHTS.get(code, 0.0)), code), default="presence"
    )


def _kind(tie: Tie) -> str:
    return "restriction" if tie.hostile else "cooperation" if tie.borne_out else "reported only"


def _told(tie: Tie) -> str:
    return ", ".join(f"{type_label(row.type).lower()} ({row.state.replace('_', ' ')})" for row in tie.rows)


def _called(country: str, key: Key) -> str:
    return label_cell(country, *key)


def _until(ledger: Ledger, at: Clocks, lives: Lives) -> date | None:
    return at.as_of or at.known_on or last_day(lives, ()) or ledger.latest_day()


def _answer(shown: Shown | None, form: Form) -> Response:
    if shown is None:
        raise HTTPException(404, "The map does not have this actor.")
    figure = shown.figure
    if form == "csv":
        body: bytes = figure.csv().encode()
    else:
        svg = figure.draw()
        body = themed(svg).encode() if form == "svg" else png(svg)
    return Response(body, media_type=_KINDS[form], headers={"Cache-Control": f"private, max-age={_KEPT}"})


@cache
def _theme() -> str:
    return (files("legation.web") / "static" / "picture.css").read_text(encoding="utf-8")


def themed(svg: str) -> str:
    """The SVG with the colours that it takes on a dark page."""
    head, _, rest = svg.partition("</title>")
    return f"{head}</title><style>{_theme()}</style>{rest}"
