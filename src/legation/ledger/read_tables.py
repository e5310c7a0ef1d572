"""What mentions tell, read from the tables: mentions in effect, lives of relationships, merged events."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from legation.ledger.claims import Claim
from legation.ledger.codec import read_mention
from legation.ledger.corrections import Correction, corrections_of, in_effect
from legation.ledger.database import Database
from legation.ledger.event_coreference import Fact, merge
from legation.ledger.judgements import StateJudgement, state_judgements
from legation.ledger.relationships import Life, Provenance, life_of
from legation.records.event import Event, EventMention, Factuality
from legation.records.place import Quantity

FACT = (
    "mention_id, document_id, block, event_type, source, target, mutual, factuality, cooperation, direction, "
    "start_date, end_date, precision, place, numbers"
)
CLAIM = (
    "document_id, provider, recipient, mutual, type, direction, factuality, event_type, act, alleged, party, "
    "start_date, end_date, precision, expected_by, evidence, confidence"
)
PROVENANCE = "documents.known_from, documents.dated, documents.outlet, copies.copy_group"
JOINED = "JOIN documents USING (document_id) JOIN copies USING (document_id)"

Stored = tuple[str, str, str]
"""A mention as it is stored: its id, that of its document, its record."""
Told = tuple[tuple[Any, ...], Provenance]
"""A row of `facts` or `claims`, and where it comes from."""


def told_of(row: tuple[Any, ...]) -> Told:
    """A row of `facts` or `claims` with the columns of PROVENANCE last."""
    return row[:-4], Provenance(*row[-4:])


def mentions_in_effect(database: Database, documents: Sequence[str]) -> list[list[EventMention]]:
    """The mentions of each document as reviewers left them, document by document."""
    stored = stored_mentions(database, documents)
    return as_reviewed(stored, corrections_of(database, [mention_id for mention_id, _, _ in stored]))


def stored_mentions(database: Database, documents: Sequence[str]) -> list[Stored]:
    """The mentions of documents as they were coded, document by document."""
    rows = database.rows(
        "SELECT mention_id, document_id, record FROM mentions WHERE rowid IN "  # or every record would be unpacked
        "(SELECT rowid FROM mentions WHERE document_id IN (SELECT unnest(?))) ORDER BY document_id, ordinal",
        [documents],
    )
    return [(mention_id, document_id, record) for mention_id, document_id, record in rows]


def as_reviewed(stored: Iterable[Stored], corrections: Mapping[str, Sequence[Correction]]) -> list[list[EventMention]]:
    """Stored mentions with what reviewers said of them, document by document; rejected ones are left out."""
    found: dict[str, list[EventMention]] = {}
    for mention_id, document_id, record in stored:
        effective = in_effect(read_mention(record), corrections.get(mention_id, ()))
        if effective is not None:
            found.setdefault(document_id, []).append(effective)
    return list(found.values())


def lives(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> dict[str, Life]:
    """The lives of the relationships that a condition picks, made from what was claimed and judged of them by a day."""
    judged = state_judgements(database, condition, parameters, known_on)
    return lives_of(told_claims(database, condition, parameters, known_on), judged)


def told_claims(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> list[Told]:
    """The claims that a condition picks, of what was known on a day: for `lives_of`."""
    return _told(database, "claims", f"row_key, {CLAIM}", condition, parameters, known_on)


def lives_of(told: Iterable[Told], judged: Mapping[str, Sequence[StateJudgement]]) -> dict[str, Life]:
    """The life of each relationship, from claims and judgements."""
    claims: dict[str, list[tuple[Claim, Provenance]]] = {key: [] for key in judged}
    for (key, *claim), provenance in told:
        claim[6], claim[15] = Factuality(claim[6]), tuple(claim[15])
        claims.setdefault(key, []).append((Claim(*claim), provenance))
    made = {key: life_of(claims[key], judged.get(key, ())) for key in sorted(claims)}
    return {key: life for key, life in made.items() if life.steps or life.notes}


def merged_events(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> list[tuple[str, Event]]:
    """The events, each with its block, merged from the mentions that a condition picks, as known on a day."""
    return events_of(told_facts(database, condition, parameters, known_on))


def told_facts(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> list[Told]:
    """The facts that a condition picks, of what was known on a day: for `events_of`."""
    return _told(database, "facts", FACT, condition, parameters, known_on)


def events_of(told: Iterable[Told]) -> list[tuple[str, Event]]:
    """The events, each with its block, merged from facts."""
    reported = []
    for (*cells,), provenance in told:
        cells[4], cells[5], cells[7] = tuple(cells[4]), tuple(cells[5]), Factuality(cells[7])
        cells[14] = tuple(Quantity(**number) for number in json.loads(cells[14])) if cells[14] != "[]" else ()
        reported.append((Fact(*cells), provenance))
    return merge(reported)


def _told(
    database: Database, table: str, columns: str, condition: str, parameters: Sequence[object], known_on: date | None
) -> list[Told]:
    """The rows of a table that a condition picks, each with its provenance, of what was known on a day.

    Put together here: for a few rows DuckDB looks through all documents to join them, which takes half the time.
    """
    rows = database.rows(f"SELECT {columns} FROM {table} WHERE {condition}", parameters)
    place = columns.split(", ").index("document_id")
    by_then, day = ("", []) if known_on is None else ("AND known_from <= ?", [known_on])
    known = {
        document_id: Provenance(*cells)
        for document_id, *cells in database.rows(
            "SELECT document_id, known_from, dated, outlet, copy_group FROM documents JOIN copies USING (document_id) "
            f"WHERE document_id IN (SELECT unnest(?)) {by_then}",
            [list({row[place] for row in rows}), *day],
        )
    }
    return [(row, known[row[place]]) for row in rows if row[place] in known]
