"""Reviewers' judgements on events and states: kept for ever, and applied whenever these are derived.

Those on single mentions are in `corrections`. An event is judged by its mentions, since events are made anew and
mentions stay: these mentions, and no others, are one event. So a judgement over the mentions of two events merges
them, and one over some of an event's mentions splits it; of two judgements on a mention the later counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from legation.ledger.database import Database, row
from legation.records.relationship import State

JUDGED = "judged "
"""What the block of a judged event begins with: it holds one event."""


@dataclass(frozen=True, slots=True)
class EventJudgement:
    """These mentions, and no others, tell of one event."""

    mentions: tuple[str, ...]
    who: str
    made_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class StateJudgement:
    """A relationship came into `state` on the day `since`, as the mentions of `evidence` show.

    Where `state` is None: nothing about this relationship follows from these mentions.
    """

    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State | None
    since: date | None
    evidence: tuple[str, ...]
    who: str
    made_at: datetime
    reason: str


_STATE = tuple(StateJudgement.__slots__)


def keep_event(database: Database, judgement: EventJudgement) -> None:
    """Appends a judgement on an event; earlier ones stay."""
    number = database.value("SELECT nextval('correction_numbers')")
    database.insert("event_judgements", [{"number": number} | row(judgement)])


def keep_state(database: Database, row_key: str, judgement: StateJudgement) -> None:
    """Appends a judgement on a relationship's state; earlier ones stay."""
    number = database.value("SELECT nextval('correction_numbers')")
    database.insert("state_judgements", [{"number": number, "row_key": row_key} | row(judgement)])


def event_judgements(database: Database) -> list[EventJudgement]:
    """All judgements on events, in the order in which they were made."""
    rows = database.rows("SELECT mentions, who, made_at, reason FROM event_judgements ORDER BY number")
    return [EventJudgement(tuple(mentions), *rest) for mentions, *rest in rows]


def judged_blocks(database: Database) -> dict[str, str]:
    """The block of each mention whose event was judged."""
    blocks: dict[str, str] = {}
    for judgement in event_judgements(database):
        name = JUDGED + blake2b("|".join(sorted(judgement.mentions)).encode(), digest_size=12).hexdigest()
        blocks |= dict.fromkeys(judgement.mentions, name)
    return blocks


def state_judgements(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> dict[str, list[StateJudgement]]:
    """The judgements on relationships that a condition picks, made by a day, by relationship, in their order."""
    made = "" if known_on is None else "AND made_at::DATE <= ?"
    found: dict[str, list[StateJudgement]] = {}
    for key, *cells in database.rows(
        f"SELECT row_key, {', '.join(_STATE)} FROM state_judgements WHERE {condition} {made} ORDER BY number",
        [*parameters, *([] if known_on is None else [known_on])],
    ):
        fields = dict(zip(_STATE, cells, strict=True))
        state = State(fields["state"]) if fields["state"] else None
        judgement = StateJudgement(**(fields | {"state": state, "evidence": tuple(fields["evidence"])}))
        found.setdefault(key, []).append(judgement)
    return found


def refused(judgements: Iterable[StateJudgement]) -> frozenset[str]:
    """The mentions from which nothing follows for the relationship that was judged."""
    return frozenset(one for judgement in judgements if judgement.state is None for one in judgement.evidence)


def all_judgements(database: Database) -> list[tuple[Any, ...]]:
    """When, who, on what kind of thing, on which, what, and why: every judgement, in order."""
    return database.rows(
        "SELECT made_at, who, 'mention' AS kind, mention_id AS subject, "
        "CASE edit WHEN '{}' THEN judgement ELSE judgement || ' ' || edit END AS judgement, reason, number "
        "FROM corrections UNION ALL "
        "SELECT made_at, who, 'event', array_to_string(mentions, ' '), 'one event', reason, number "
        "FROM event_judgements UNION ALL "
        "SELECT made_at, who, 'state', row_key, coalesce(state || coalesce(' since ' || since, ''), 'nothing follows') "
        "|| ' by ' || array_to_string(evidence, ' '), reason, number FROM state_judgements ORDER BY number"
    )
