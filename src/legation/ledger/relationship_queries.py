"""Relationships asked for: the steps of their lives, and where they stand, on both clocks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from legation.ledger.database import Database
from legation.ledger.judgements import state_judgements
from legation.ledger.read_tables import lives, lives_of
from legation.ledger.relationships import Life, Note
from legation.ontology.cooperation import load_lifecycle
from legation.ontology.knowledge import load_knowledge
from legation.ontology.parts import with_parts
from legation.records.relationship import Relationship, State, Transition

if TYPE_CHECKING:
    import polars as pl

    from legation.ledger.columns import Columns

TRANSITION = tuple(field.name for field in fields(Transition))
"""The columns of `transitions` that make a step."""
NOTE = "row_key, day, disputes, beside, evidence"
_AT_ONCE = 50
_OPEN = frozenset(State) - {State.ENDED, State.REJECTED}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which relationships are asked for; None asks for all. `country` and `actor` may be on either side.

    With `parts`, those of an actor's missions, organs and contractors are asked for too.
    """

    country: str | None = None
    actor: str | None = None
    provider: str | None = None
    recipient: str | None = None
    type: str | None = None
    parts: bool = False
    among: tuple[str, ...] | None = None
    """Both sides are of these."""
    any_of: tuple[str, ...] | None = None
    """One of these is on either side."""
    keys: tuple[str, ...] | None = None
    """Those with these keys of their rows."""

    def condition(self) -> tuple[str, list[object]]:
        """The same as SQL, with its parameters."""
        parts: list[str] = ["true"]
        parameters: list[object] = []
        for side in (self.country, self.actor):
            if side is not None:
                parts.append("(provider IN (SELECT unnest(?)) OR recipient IN (SELECT unnest(?)))")
                parameters += [self._meant(side)] * 2
        for mine, other, actor in (("provider", "recipient", self.provider), ("recipient", "provider", self.recipient)):
            if actor is not None:
                parts.append(f"({mine} IN (SELECT unnest(?)) OR (mutual AND {other} IN (SELECT unnest(?))))")
                parameters += [self._meant(actor)] * 2
        if self.type is not None:
            parts.append("type = ?")
            parameters.append(self.type)
        if self.among is not None:
            parts.append("provider IN (SELECT unnest(?)) AND recipient IN (SELECT unnest(?))")
            parameters += [list(self.among), list(self.among)]
        if self.any_of is not None:
            parts.append("(provider IN (SELECT unnest(?)) OR recipient IN (SELECT unnest(?)))")
            parameters += [list(self.any_of), list(self.any_of)]
        if self.keys is not None:
            parts.append("row_key IN (SELECT unnest(?))")
            parameters.append(list(self.keys))
        return " AND ".join(parts), parameters

    def expression(self) -> "pl.Expr":
        """The same as an expression on the columns of a frame."""
        import polars as pl

        provider, recipient = pl.col("provider"), pl.col("recipient")
        either = [self._meant(side) for side in (self.country, self.actor) if side is not None]
        either += [list(self.any_of)] if self.any_of is not None else []
        asked = [provider.is_in(names) | recipient.is_in(names) for names in either]
        for mine, other, actor in ((provider, recipient, self.provider), (recipient, provider, self.recipient)):
            if actor is not None:
                names = self._meant(actor)
                asked.append(mine.is_in(names) | (pl.col("mutual") & other.is_in(names)))
        if self.type is not None:
            asked.append(pl.col("type") == self.type)
        if self.among is not None:
            asked.append(provider.is_in(list(self.among)) & recipient.is_in(list(self.among)))
        if self.keys is not None:
            asked.append(pl.col("row_key").is_in(list(self.keys)))
        return pl.all_horizontal(pl.lit(True), *asked)

    def _meant(self, actor: str) -> list[str]:
        return list(with_parts(load_knowledge(), actor)) if self.parts else [actor]


def life_histories(
    database: Database, chosen: Chosen, known_on: date | None = None, columns: "Columns | None" = None
) -> dict[str, Life]:
    """The lives of the chosen relationships, as known on a day (default: all that the ledger knows).

    What was known on a day is made from the claims published by then, found in `columns` where they are given; all
    else is read from the derived tables.
    """
    condition, parameters = chosen.condition()
    if known_on is not None and columns is not None:
        return lives_of(columns.claims(chosen, known_on), state_judgements(database, condition, parameters, known_on))
    if known_on is not None:
        return lives(database, condition, parameters, known_on)
    rows = (
        columns.transitions(chosen)
        if columns
        else database.rows(
            f"SELECT row_key, {', '.join(TRANSITION)} FROM transitions WHERE {condition} ORDER BY row_key, step",
            parameters,
        )
    )
    steps: dict[str, list[Transition]] = {}
    for key, *cells in rows:
        steps.setdefault(key, []).append(_transition(cells))
    notes = _notes(columns.notes(steps) if columns else _stored_notes(database, steps))
    return {key: Life(tuple(some), notes.get(key, ())) for key, some in steps.items()}


def _stored_notes(database: Database, keys: Collection[str]) -> Sequence[tuple[Any, ...]]:
    return database.rows(
        f"SELECT {NOTE} FROM notes WHERE row_key IN (SELECT unnest(?)) "
        "ORDER BY row_key, day, evidence, beside NULLS FIRST",
        [list(keys)],
    )


def _notes(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[Note, ...]]:
    notes: dict[str, list[Note]] = {}
    for key, day, disputes, beside, evidence in rows:
        note = Note(day, tuple(map(State, disputes)), State(beside) if beside else None, tuple(evidence))
        notes.setdefault(key, []).append(note)
    return {key: tuple(some) for key, some in notes.items()}


def latest_transitions(
    database: Database,
    most: int,
    as_of: date | None = None,
    known_on: date | None = None,
    columns: "Columns | None" = None,
) -> list[Transition]:
    """The steps of any relationship that became known last, the last one first, in the world as of a day."""
    until = as_of or date.max
    if known_on is None:
        rows = database.rows(
            f"SELECT {', '.join(TRANSITION)} FROM transitions WHERE valid_latest <= ? "
            "ORDER BY known_from DESC, valid_latest DESC, row_key, step DESC LIMIT ?",
            [until, most],
        )
        return [_transition(row) for row in rows]
    found: list[Transition] = []
    begin = 0
    while told := _told_last(database, known_on, begin, columns):
        if len(found) >= most and told[0][1] < found[most - 1].known_from:
            break  # no step of a relationship is known later than what was told of it
        keys = Chosen(keys=tuple(key for key, _ in told))
        made = life_histories(database, keys, known_on, columns)
        steps = [step for life in made.values() for step in reversed(life.steps)]
        found += [step for step in steps if step.valid_latest <= until]
        found.sort(key=lambda step: (step.known_from, step.valid_latest), reverse=True)
        begin += len(told)
    return found[:most]


def _told_last(database: Database, known_on: date, begin: int, columns: "Columns | None") -> list[tuple[str, date]]:
    """Of which relationships something was said last by a day, and when: some of them from a place on, latest first."""
    claimed = "SELECT row_key, known_from AS day FROM claims JOIN documents USING (document_id)"
    parameters: list[object] = [known_on]
    if columns is not None:
        claimed = "SELECT unnest(?) AS row_key, unnest(?) AS day"
        parameters = [*columns.claimed_last(known_on, begin + _AT_ONCE), known_on]
    return database.rows(
        f"SELECT row_key, max(day) FROM ({claimed} UNION ALL SELECT row_key, made_at::DATE FROM state_judgements) "
        "WHERE day <= ? GROUP BY row_key ORDER BY 2 DESC, 1 LIMIT ? OFFSET ?",
        [*parameters, _AT_ONCE, begin],
    )


def _transition(cells: Sequence[Any]) -> Transition:
    row = dict(zip(TRANSITION, cells, strict=True))
    return Transition(**(row | {"state": State(row["state"]), "evidence": tuple(row["evidence"])}))


def standings(lives: Iterable[Life], as_of: date | None, today: date) -> list[Relationship]:
    """Where relationships stand on a day in the world (default: at the end of what is known), in their order."""
    found = (standing(life, as_of, today) for life in lives)
    return sorted((row for row in found if row), key=lambda row: (row.provider, row.recipient, row.type, row.mutual))


def standing(life: Life, as_of: date | None, today: date) -> Relationship | None:
    """The state of one relationship as of a day; None where nothing is known to have been so by then.

    Silence up to `today` lowers the confidence of a row that is still open; it changes no state but that of what ends
    of itself, such as an exercise.
    """
    steps = [step for step in life.steps if as_of is None or step.valid_latest <= as_of]
    if not steps:
        return None
    last = steps[-1]
    notes = [note for note in life.notes if as_of is None or note.day <= as_of]
    against = [note for note in notes if last.state in note.disputes and note.day >= last.valid_from]
    beside = [note.beside for note in notes if note.beside and note.day >= last.valid_from]
    lifecycle = load_lifecycle()
    silence = max(0, (today - last.last_told).days) if last.state in _OPEN else 0
    over = last.state is State.ACTIVE and silence > lifecycle.ends_of_itself.get(last.type, silence)
    return Relationship(
        provider=last.provider,
        recipient=last.recipient,
        mutual=last.mutual,
        type=last.type,
        state=State.ENDED if over else last.state,
        disputed=bool(against),
        reported=last.reported or over,
        since=None if last.precision == "unknown" else last.valid_from,
        since_precision=last.precision,
        expected_by=last.expected_by,
        known_from=last.known_from,
        evidence=last.evidence,
        confidence=round(last.confidence * 0.5 ** (silence / lifecycle.silence_half_life_days), 4),
        beside=beside[-1] if beside else None,
        since_latest=last.valid_latest,
        disputed_by=tuple(dict.fromkeys(mention_id for note in against for mention_id in note.evidence)),
    )


def changed(
    before: Sequence[Relationship], after: Sequence[Relationship]
) -> list[tuple[Relationship | None, Relationship]]:
    """The relationships that are new, or whose state, dispute, bearing-out or plan differs: before and after."""

    def key(row: Relationship) -> tuple[str, str, bool, str]:
        return row.provider, row.recipient, row.mutual, row.type

    def said(row: Relationship) -> Relationship:
        blank = {"evidence": (), "confidence": 0.0, "known_from": date.min, "since_latest": None, "disputed_by": ()}
        return replace(row, since=None, since_precision="", **blank)  # type: ignore[arg-type]

    known = {key(row): row for row in before}
    pairs = [(known.get(key(row)), row) for row in after]
    return [(old, new) for old, new in pairs if old is None or said(old) != said(new)]
