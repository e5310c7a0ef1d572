"""An article's text cut into pieces at the ends of its spans, so that a page can colour them: text stays text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

PARTS = ("source", "target", "trigger", "time", "place", "numbers")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, the parts of events that it belongs to, and the mentions whose trigger begins with it.

    `within` is the mention whose trigger the stretch is part of, None outside of triggers.
    """

    text: str
    parts: tuple[str, ...]
    anchors: tuple[str, ...]
    within: str | None


def pieces(text: str, mentions: Iterable[Mapping[str, Any]], field: str) -> list[Piece]:
    """The whole text in pieces; `mentions` in their public JSON, those of `field` alone are shown."""
    here = [mention for mention in mentions if mention["field"] == field]
    spans = [span for mention in here for span in _spans(mention)]
    anchors: dict[int, list[str]] = {}
    for mention in here:
        anchors.setdefault(mention["trigger"]["start"], []).append(mention["mention_id"])
    cuts = sorted({0, len(text), *(end for _, *ends in spans for end in ends)})
    return [
        Piece(text[start:end], _parts(spans, start, end), tuple(anchors.get(start, ())), _trigger(here, start, end))
        for start, end in pairwise(cuts)
    ]


def _spans(mention: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    found = []
    for part in PARTS:
        value = mention[part] or []
        found += [(part, span["start"], span["end"]) for span in (value if isinstance(value, list) else [value])]
    return found


def _parts(spans: Sequence[tuple[str, int, int]], start: int, end: int) -> tuple[str, ...]:
    inside = {part for part, first, last in spans if first <= start and end <= last}
    return tuple(part for part in PARTS if part in inside)


def _trigger(mentions: Iterable[Mapping[str, Any]], start: int, end: int) -> str | None:
    """The mention whose trigger holds this stretch; of several the one with the shortest."""
    holding = [one for one in mentions if one["trigger"]["start"] <= start and end <= one["trigger"]["end"]]
    shortest = min(holding, key=lambda one: one["trigger"]["end"] - one["trigger"]["start"], default=None)
    return str(shortest["mention_id"]) if shortest else None
