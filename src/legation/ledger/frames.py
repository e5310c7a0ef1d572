"""Rows of the ledger as polars frames, with the column names that `contracts.md` promises."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl

from legation.ledger.figures import Figure
from legation.ledger.fulfilment import fulfilments
from legation.records.article import Problem
from legation.records.event import Event
from legation.records.relationship import Relationship, Transition

_TEXTS = pl.List(pl.String)
_QUANTITY = pl.Struct(
    {"what": pl.String, "value": pl.Float64, "text": pl.String, "start": pl.Int64, "end": pl.Int64, "unit": pl.String}
)
RELATIONSHIPS: Mapping[str, Any] = {
    "provider": pl.String,
    "recipient": pl.String,
    "mutual": pl.Boolean,
    "type": pl.String,
    "state": pl.String,
    "disputed": pl.Boolean,
    "reported": pl.Boolean,
    "since": pl.Date,
    "since_precision": pl.String,
    "expected_by": pl.Date,
    "known_from": pl.Date,
    "evidence": _TEXTS,
    "confidence": pl.Float64,
    "beside": pl.String,
    "since_latest": pl.Date,
    "disputed_by": _TEXTS,
}
EVENTS: Mapping[str, Any] = {
    "event_id": pl.String,
    "event_type": pl.String,
    "source": _TEXTS,
    "target": _TEXTS,
    "mutual": pl.Boolean,
    "factuality": pl.String,
    "time": pl.Struct({"start_date": pl.Date, "end_date": pl.Date, "precision": pl.String}),
    "cooperation": pl.String,
    "direction": pl.String,
    "first_reported": pl.Date,
    "last_reported": pl.Date,
    "outlets": pl.Int64,
    "mentions": _TEXTS,
    "numbers": pl.List(_QUANTITY),
    "fulfils": _TEXTS,
    "fulfilled_by": pl.String,
}
HISTORY: Mapping[str, Any] = {
    "provider": pl.String,
    "recipient": pl.String,
    "mutual": pl.Boolean,
    "type": pl.String,
    "state": pl.String,
    "valid_from": pl.Date,
    "valid_latest": pl.Date,
    "precision": pl.String,
    "known_from": pl.Date,
    "reported": pl.Boolean,
    "expected_by": pl.Date,
    "evidence": _TEXTS,
    "confidence": pl.Float64,
    "sentence": pl.String,
}
FIGURES: Mapping[str, Any] = {
    "provider": pl.String,
    "recipient": pl.String,
    "type": pl.String,
    "day": pl.Date,
    "known_from": pl.Date,
    "value": pl.Float64,
    "what": pl.String,
    "unit": pl.String,
    "text": pl.String,
    "outlet": pl.String,
    "mention_id": pl.String,
}
DIFF: Mapping[str, Any] = {"before": pl.String, "disputed_before": pl.Boolean, **RELATIONSHIPS}
JUDGEMENTS: Mapping[str, Any] = {
    "made_at": pl.Datetime,
    "who": pl.String,
    "kind": pl.String,
    "subject": pl.String,
    "judgement": pl.String,
    "reason": pl.String,
}
PROBLEMS: Mapping[str, Any] = {"origin": pl.String, "what": pl.String, "why": pl.String, "seen": pl.Date}


def relationships_frame(rows: Iterable[Relationship]) -> pl.DataFrame:
    """One row per relationship."""
    return _frame([asdict(row) for row in rows], RELATIONSHIPS)


def events_frame(events: Iterable[Event]) -> pl.DataFrame:
    """One row per merged event; `time` holds the first and last possible day and the precision.

    `fulfils` names the plans among them that an event carries out, `fulfilled_by` the event that carried out a plan.
    """
    events = list(events)
    links = fulfilments(events)
    deeds = {link.plan: link.deed for link in links}
    carried: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        carried[link.deed].append(link.plan)
    rows = []
    for event in events:
        row = asdict(event)
        row["time"] = {name: row[name] for name in ("start_date", "end_date", "precision")}
        row["fulfils"] = carried[event.event_id]
        row["fulfilled_by"] = deeds.get(event.event_id)
        rows.append(row)
    return _frame(rows, EVENTS)


def history_frame(transitions: Iterable[Transition], sentences: Mapping[str, str]) -> pl.DataFrame:
    """One row per step, with the sentence of its first evidence."""
    return _frame([asdict(step) | {"sentence": sentences.get(step.evidence[0])} for step in transitions], HISTORY)


def figures_frame(figures: Iterable[Figure]) -> pl.DataFrame:
    """One row per number told."""
    return _frame([asdict(figure) for figure in figures], FIGURES)


def diff_frame(pairs: Iterable[tuple[Relationship | None, Relationship]]) -> pl.DataFrame:
    """One row per changed relationship as it is after the change; `before` is its former state, null if it is new."""
    rows = [
        asdict(after) | {"before": before and before.state, "disputed_before": before and before.disputed}
        for before, after in pairs
    ]
    return _frame(rows, DIFF)


def judgements_frame(rows: Iterable[Sequence[Any]]) -> pl.DataFrame:
    """One row per judgement; `subject` is a mention, the mentions of an event, or a relationship."""
    return _frame([dict(zip(JUDGEMENTS, row, strict=False)) for row in rows], JUDGEMENTS)


def problems_frame(problems: Iterable[tuple[Problem, date]]) -> pl.DataFrame:
    """One row per input, or part of one, that was set aside."""
    return _frame([asdict(problem) | {"seen": seen} for problem, seen in problems], PROBLEMS)


def _frame(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    columns = {name: [_plain(row[name]) for row in rows] for name in schema}
    return pl.DataFrame(columns, schema=dict(schema))


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Tuples as lists, states and factualities as their text."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value
