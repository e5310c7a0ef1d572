"""PLOVER's codebook as records: event types with modes and scores, contexts, and the PLOVER reading of an event.

Codes and scores are PLOVER's (draft of September 2021); the tables are in `data/ontology`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

import ahocorasick_rs

from legation.errors import DataError
from legation.ontology.data import read_tsv, read_yaml
from legation.records.event import Factuality, PloverReading

Quad = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's 16 event types.

    `quad`: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict. `score` runs from
    -10 (conflict) to +10 (cooperation); `modes` holds the score of each mode. `meaning` is one line of our own.
    """

    code: str
    quad: Quad
    score: float
    meaning: str
    modes: Mapping[str, float]


@cache
def event_types() -> Mapping[str, EventType]:
    """The event types by code, in the codebook's order. Raises DataError where the shipped table is malformed."""
    found = {}
    for code, entry in read_yaml("ontology/event_types.yaml").items():
        quad = entry["quad"]
        if quad not in get_args(Quad):
            raise DataError(f"event_types.yaml: {code} has the quad {quad!r}")
        modes = {mode: float(score) for mode, score in entry.get("modes", {}).items()}
        found[code] = EventType(code, quad, float(entry["score"]), entry["meaning"], MappingProxyType(modes))
    return MappingProxyType(found)


def score(event_type: str, mode: str | tuple[str, ...] | None = None) -> float:
    """PLOVER's score of an event, in [-10, 10]: that of its mode, else of its type.

    Of several modes the strongest counts (the score furthest from zero). Raises DataError for a type, or a mode of
    it, that PLOVER does not have.
    """
    known = _known_type(event_type)
    modes = (mode,) if isinstance(mode, str) else mode or ()
    if unknown := [name for name in modes if name and name not in known.modes]:
        raise DataError(f"{event_type} has no mode {unknown[0]!r}")
    return max((known.modes[name] for name in modes if name), key=abs, default=known.score)


def plover_reading(event_type: str, factuality: Factuality, mode: str | tuple[str, ...] | None = None) -> PloverReading:
    """How PLOVER would code an event of this type and factuality (table `plover_reading.tsv`).

    Where the type stays the same the score is that of the mode; a new type brings its own. Raises DataError for a
    type or mode that PLOVER does not have.
    """
    own = score(event_type, mode)
    reading = _readings()[event_type, factuality]
    return PloverReading(event_type, own) if reading.event_type == event_type else reading


@cache
def _readings() -> Mapping[tuple[str, Factuality], PloverReading]:
    """The whole table; every type with every factuality."""
    table = {}
    for row in read_tsv("ontology/plover_reading.tsv"):
        _known_type(row["event_type"])
        if float(row["score"]) != _known_type(row["reads_as"]).score:
            raise DataError(f"plover_reading.tsv: {row['reads_as']} does not score {row['score']}")
        key = row["event_type"], Factuality(row["factuality"])
        table[key] = PloverReading(row["reads_as"], float(row["score"]))
    missing = {(code, value) for code in event_types() for value in Factuality} - table.keys()
    if missing:
        raise DataError(f"plover_reading.tsv: no row for {sorted(missing)[0]}")
    return MappingProxyType(table)


def _known_type(code: str) -> EventType:
    if code not in event_types():
        raise DataError(f"no event type {code!r}")
    return event_types()[code]


@dataclass(frozen=True, slots=True)
class _ContextWords:
    """The automaton over all context words, and the context of each word by its index in it."""

    automaton: ahocorasick_rs.AhoCorasick
    contexts: tuple[str, ...]


@cache
def _context_words() -> _ContextWords:
    rows = read_tsv("ontology/contexts.tsv")
    automaton = ahocorasick_rs.AhoCorasick([row["pattern"] for row in rows])
    return _ContextWords(automaton, tuple(row["context"] for row in rows))


@cache
def contexts() -> tuple[str, ...]:
    """The contexts that the word table knows, in its order."""
    return tuple(dict.fromkeys(_context_words().contexts))


def contexts_of(text: str) -> tuple[str, ...]:
    """The PLOVER contexts that whole words or phrases of a text point to, in the order of `contexts()`."""
    words = _context_words()
    lowered = text.lower()
    hits = words.automaton.find_matches_as_indexes(lowered, overlapping=True)
    found = {words.contexts[index] for index, start, end in hits if _stands_alone(lowered, start, end)}
    return tuple(context for context in contexts() if context in found)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches the stretch."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not after.isalnum()
