"""The derived tables: facts and claims of each document, events of each block, the life of each relationship.

Adding an article touches only its own blocks and relationships, and those of articles whose copy group changed with
it; making everything anew does the same for all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from legation.ledger.claims import Claim, claims_of
from legation.ledger.codec import read_mention
from legation.ledger.corrections import corrections_of, in_effect
from legation.ledger.database import Database, Row, row
from legation.ledger.duplicates import join_groups
from legation.ledger.event_coreference import Fact, Reported, fact_of, merge
from legation.ledger.judgements import StateJudgement, judged_blocks, state_judgements
from legation.ledger.relationships import Life, Provenance, life_of
from legation.records.event import Event, EventMention, Factuality
from legation.records.place import Quantity

DERIVED = ("copies", "facts", "claims", "transitions", "notes", "events")
_AT_ONCE = 10_000
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


def derive(database: Database, documents: Iterable[str]) -> None:
    """Brings the derived tables up to date after these documents were added, coded anew or corrected."""
    changed = sorted(set(documents))
    copies = join_groups(database, changed) - set(changed)
    keys, blocks = _touched(database, sorted(copies))
    gone = "WHERE document_id IN (SELECT unnest(?))"
    keys |= {key for (key,) in database.rows(f"DELETE FROM claims {gone} RETURNING row_key", [changed])}
    blocks |= {block for (block,) in database.rows(f"DELETE FROM facts {gone} RETURNING block", [changed])}
    new_keys, new_blocks = _read_mentions(database, changed)
    refresh_relationships(database, sorted(keys | new_keys))
    refresh_events(database, sorted(blocks | new_blocks))


def derive_all(database: Database) -> None:
    """Makes every derived table anew from documents, mentions and corrections."""
    for table in DERIVED:
        database.execute(f"DELETE FROM {table}")
    documents = [name for (name,) in database.rows("SELECT document_id FROM documents ORDER BY document_id")]
    join_groups(database, documents)
    for begin in range(0, len(documents), _AT_ONCE):
        _read_mentions(database, documents[begin : begin + _AT_ONCE])
    keys = [
        key
        for (key,) in database.rows("SELECT row_key FROM claims UNION SELECT row_key FROM state_judgements ORDER BY 1")
    ]
    blocks = [block for (block,) in database.rows("SELECT DISTINCT block FROM facts ORDER BY 1")]
    for begin in range(0, len(keys), _AT_ONCE):
        refresh_relationships(database, keys[begin : begin + _AT_ONCE])
    for begin in range(0, len(blocks), _AT_ONCE):
        refresh_events(database, blocks[begin : begin + _AT_ONCE])


def _touched(database: Database, documents: Sequence[str]) -> tuple[set[str], set[str]]:
    """The relationships and event blocks that the documents spoke of before."""
    if not documents:
        return set(), set()
    keys = database.rows("SELECT DISTINCT row_key FROM claims WHERE document_id IN (SELECT unnest(?))", [documents])
    blocks = database.rows("SELECT DISTINCT block FROM facts WHERE document_id IN (SELECT unnest(?))", [documents])
    return {key for (key,) in keys}, {block for (block,) in blocks}


def mentions_in_effect(database: Database, documents: Sequence[str]) -> list[list[EventMention]]:
    """The mentions of each document as reviewers left them, document by document."""
    stored = database.rows(
        "SELECT document_id, record FROM mentions WHERE rowid IN "  # or every record would be unpacked on the way
        "(SELECT rowid FROM mentions WHERE document_id IN (SELECT unnest(?))) ORDER BY document_id, ordinal",
        [documents],
    )
    read = [(document_id, read_mention(record)) for document_id, record in stored]
    corrections = corrections_of(database, [mention.mention_id for _, mention in read])
    found: dict[str, list[EventMention]] = {}
    for document_id, mention in read:
        effective = in_effect(mention, corrections.get(mention.mention_id, ()))
        if effective is not None:
            found.setdefault(document_id, []).append(effective)
    return list(found.values())


def _read_mentions(database: Database, documents: Sequence[str]) -> tuple[set[str], set[str]]:
    """Writes the facts and claims of the documents; gives the relationships and blocks that they speak of."""
    facts: list[Row] = []
    claims: list[Row] = []
    judged = judged_blocks(database)
    for mentions in mentions_in_effect(database, documents):
        facts += (_fact_row(fact_of(mention), judged.get(mention.mention_id)) for mention in mentions)
        claims += ({"row_key": claim.row_key} | row(claim) for claim in claims_of(mentions))
    database.insert("facts", facts)
    database.insert("claims", claims)
    return {claim["row_key"] for claim in claims}, {fact["block"] for fact in facts}


def _fact_row(fact: Fact, judged: str | None) -> Row:
    numbers = json.dumps([row(number) for number in fact.numbers]) if fact.numbers else "[]"
    return row(fact) | {"block": judged or fact.block, "numbers": numbers}


def lives(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> dict[str, Life]:
    """The lives of the relationships that a condition picks, made from what was claimed and judged of them by a day."""
    judged = state_judgements(database, condition, parameters, known_on)
    return lives_of(_told(database, "claims", f"row_key, {CLAIM}", condition, parameters, known_on), judged)


def lives_of(claimed: Iterable[Sequence[Any]], judged: Mapping[str, Sequence[StateJudgement]]) -> dict[str, Life]:
    """The lives that claims (rows of `row_key`, CLAIM and PROVENANCE) and judgements make, by relationship."""
    claims: dict[str, list[tuple[Claim, Provenance]]] = {key: [] for key in judged}
    for key, *cells in claimed:
        claim, provenance = cells[:17], cells[17:]
        claim[6], claim[15] = Factuality(claim[6]), tuple(claim[15])
        claims.setdefault(key, []).append((Claim(*claim), Provenance(*provenance)))
    made = {key: life_of(claims[key], judged.get(key, ())) for key in sorted(claims)}
    return {key: life for key, life in made.items() if life.steps or life.notes}


def merged_events(
    database: Database, condition: str, parameters: Sequence[object], known_on: date | None = None
) -> list[tuple[str, Event]]:
    """The events, each with its block, merged from the mentions that a condition picks, as known on a day."""
    return merge(map(reported_of, _told(database, "facts", FACT, condition, parameters, known_on)))


def reported_of(told: Sequence[Any]) -> Reported:
    """A mention as events are merged from it, with its provenance: a row of FACT and PROVENANCE."""
    cells, provenance = list(told[:15]), told[15:]
    cells[4], cells[5], cells[7] = tuple(cells[4]), tuple(cells[5]), Factuality(cells[7])
    cells[14] = tuple(Quantity(**number) for number in json.loads(cells[14])) if cells[14] != "[]" else ()
    return Fact(*cells), Provenance(*provenance)


def _told(
    database: Database, table: str, columns: str, condition: str, parameters: Sequence[object], known_on: date | None
) -> list[tuple[Any, ...]]:
    """The rows of a table that a condition picks, each with its provenance, of what was known on a day.

    They are picked before they are joined: a few rows need not meet all documents.
    """
    by_then, day = ("", []) if known_on is None else ("WHERE documents.known_from <= ?", [known_on])
    return database.rows(
        f"WITH told AS MATERIALIZED (SELECT {columns} FROM {table} WHERE {condition}) "
        f"SELECT {columns}, {PROVENANCE} FROM told {JOINED} {by_then}",
        [*parameters, *day],
    )


def refresh_relationships(database: Database, keys: Sequence[str]) -> None:
    """Makes the transitions and notes of these relationships anew."""
    if not keys:
        return
    for table in ("transitions", "notes"):
        database.execute(f"DELETE FROM {table} WHERE row_key IN (SELECT unnest(?))", [keys])
    made = lives(database, "row_key IN (SELECT unnest(?))", [keys])
    database.insert(
        "transitions",
        [
            {"row_key": key, "step": number} | row(step)
            for key, life in made.items()
            for number, step in enumerate(life.steps)
        ],
    )
    database.insert("notes", [{"row_key": key} | row(note) for key, life in made.items() for note in life.notes])


def refresh_events(database: Database, blocks: Sequence[str]) -> None:
    """Makes the events of these blocks anew."""
    if not blocks:
        return
    database.execute("DELETE FROM events WHERE block IN (SELECT unnest(?))", [blocks])
    made = merged_events(database, "block IN (SELECT unnest(?))", [blocks])
    database.insert("events", [{"block": block} | row(event) for block, event in made])
