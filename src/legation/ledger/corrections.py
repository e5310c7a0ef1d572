"""Reviewers' judgements on mentions: kept for ever with who, when and why, and applied whenever states are derived."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from legation.errors import LedgerError
from legation.ledger.codec import mention_json, read_mention
from legation.ledger.database import Database
from legation.ontology.knowledge import load_knowledge
from legation.records.event import EventMention

EDITABLE = frozenset(
    "event_type factuality alleged mutual mode contexts source target cooperation time place numbers "
    "attribution".split()
)
"""What a reviewer may replace: the reading, never the identity or the text."""


class Judgement(StrEnum):
    """What a reviewer says of a mention; an undo takes back the same reviewer's last judgement on it."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Correction:
    """One judgement. `edit` holds the replaced fields in their JSON shape; empty unless the judgement is an edit."""

    mention_id: str
    judgement: Judgement
    who: str
    made_at: datetime
    reason: str
    edit: Mapping[str, Any]


def keep(database: Database, correction: Correction) -> None:
    """Appends a judgement; earlier ones on the same mention stay."""
    number = database.value("SELECT nextval('correction_numbers')")
    database.insert(
        "corrections",
        [
            {
                "number": number,
                "mention_id": correction.mention_id,
                "judgement": correction.judgement,
                "who": correction.who,
                "made_at": correction.made_at.isoformat(sep=" "),
                "reason": correction.reason,
                "edit": json.dumps(dict(correction.edit)),
            }
        ],
    )


def corrections_of(database: Database, mention_ids: Iterable[str] | None = None) -> dict[str, list[Correction]]:
    """The judgements on these mentions (default: on all), by mention, in the order in which they were made."""
    wanted = None if mention_ids is None else sorted(mention_ids)
    where, parameters = ("", []) if wanted is None else ("WHERE mention_id IN (SELECT unnest(?))", [wanted])
    found: dict[str, list[Correction]] = {}
    for mention_id, judgement, who, made_at, reason, edit in database.rows(
        f"SELECT mention_id, judgement, who, made_at, reason, edit FROM corrections {where} ORDER BY number", parameters
    ):
        correction = Correction(mention_id, Judgement(judgement), who, made_at, reason, json.loads(edit))
        found.setdefault(mention_id, []).append(correction)
    return found


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """The judgements that stand, in their order: without undos and without what they took back."""
    kept: list[Correction] = []
    for correction in corrections:
        if correction.judgement is not Judgement.UNDO:
            kept.append(correction)
        elif last := next((one for one in reversed(kept) if one.who == correction.who), None):
            kept.remove(last)
    return kept


def relinked(mention: EventMention, side: str, actor_id: str) -> dict[str, Any]:
    """The edit by which a side ("source", "provider.1": the second provider) is linked to a known actor.

    Raises LedgerError where the mention has no such side, or nobody is known by that id.
    """
    actor = load_knowledge().actors.get(actor_id)
    record = json.loads(mention_json(mention))
    part, _, number = side.partition(".")
    holder = record.get("cooperation") or {} if part in ("provider", "recipient") else record
    sides = holder.get(part) if part in ("source", "target", "provider", "recipient") else None
    if actor is None or not sides or not (number or "0").isdigit() or int(number or 0) >= len(sides):
        raise LedgerError(f"mention {mention.mention_id} has no side {side!r} that could be {actor_id}")
    sides[int(number or 0)] |= {
        "actor_id": actor.actor_id,
        "name": actor.name,
        "country": actor.country,
        "score": 1.0,
        "reason": "a reviewer says so",
    }
    return {"cooperation": holder} if part in ("provider", "recipient") else {part: sides}


def in_effect(mention: EventMention, corrections: Iterable[Correction]) -> EventMention | None:
    """The mention as reviewed: edits applied one after the other, None where the last verdict rejects it.

    An accepted or edited mention has confidence 1. Raises LedgerError where an edit names an unknown field or gives
    it an impossible value.
    """
    rejected = False
    for correction in standing(corrections):
        rejected = correction.judgement is Judgement.REJECT
        if correction.judgement is Judgement.EDIT:
            mention = _edited(mention, correction)
        if not rejected:
            mention = replace(mention, confidence=1.0)
    return None if rejected else mention


def _edited(mention: EventMention, correction: Correction) -> EventMention:
    if unknown := correction.edit.keys() - EDITABLE:
        raise LedgerError(f"a correction cannot change {sorted(unknown)} of mention {mention.mention_id}")
    record = json.loads(mention_json(mention)) | dict(correction.edit)
    try:
        return read_mention(json.dumps(record))
    except ValidationError as error:
        raise LedgerError(f"the correction of mention {mention.mention_id} is no reading: {error}") from error


def to_review(database: Database, most: int) -> list[tuple[str, str, float]]:
    """Mentions that no reviewer has judged yet, with why and how sure the coder was.

    First those that dispute a state, then the least certain of those that move one.
    """
    return database.rows(
        "WITH asked AS (SELECT unnest(evidence) AS mention_id, 0 AS rank, 'disputes a state' AS why, 1.0 AS confidence "
        "FROM notes WHERE len(disputes) > 0 "
        "UNION ALL SELECT evidence[1], 1, 'least certain', confidence FROM claims) "
        "SELECT mention_id, arg_min(why, rank), min(confidence) FROM asked "
        "WHERE mention_id NOT IN "
        "(SELECT mention_id FROM corrections GROUP BY mention_id HAVING arg_max(judgement, number) <> 'undo') "
        "GROUP BY mention_id ORDER BY min(rank), min(confidence), mention_id LIMIT ?",
        [most],
    )


def judged_last(database: Database, who: str, most: int) -> list[tuple[str, Judgement]]:
    """The mentions that a reviewer judged last, with the judgement that stands; the latest first."""
    rows = database.rows(
        "SELECT mention_id, judgement FROM (SELECT mention_id, judgement, number FROM corrections WHERE who = ? "
        "QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY number DESC) = 1) "
        "WHERE judgement <> 'undo' ORDER BY number DESC LIMIT ?",
        [who, most],
    )
    return [(mention_id, Judgement(judgement)) for mention_id, judgement in rows]
