"""The derived tables brought up to date: facts and claims of each document, events of each block, states of each
relationship.

Adding an article touches only its own blocks and relationships, and those of articles whose copy group changed with
it; making everything anew does the same for all, and gives the same.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from legation.ledger.claims import claims_of
from legation.ledger.corrections import Correction, corrections_of
from legation.ledger.database import Database, Row, Rows, among, row
from legation.ledger.duplicates import group_all, join_groups
from legation.ledger.event_coreference import Fact, fact_of
from legation.ledger.helpers import Helpers, Work
from legation.ledger.judgements import StateJudgement, judged_blocks, state_judgements
from legation.ledger.read_tables import (
    Stored,
    Told,
    as_reviewed,
    events_of,
    lives_of,
    stored_mentions,
    told_claims,
    told_facts,
)
from legation.ontology.data import uncollected

_AT_ONCE = 7_000
"""Documents follow each other as they lie in the file: to pick them from all over it takes ten times as long."""
_HELPERS = 4
_MANY = 50_000
"""From so many mentions on, other processes help; they take a second to start."""
_SPOKEN_OF = "SELECT row_key FROM claims UNION SELECT row_key FROM state_judgements"

Made = dict[str, list[Row]]
"""Rows by table."""


def derive(database: Database, documents: Iterable[str]) -> None:
    """Brings the derived tables up to date after these documents were added, coded anew or corrected."""
    changed = sorted(set(documents))
    copies = join_groups(database, changed)
    keys, blocks = _touched(database, sorted(copies.union(changed)))
    stored = stored_mentions(database, changed)
    corrections = corrections_of(database, [mention_id for mention_id, _, _ in stored])
    made = facts_and_claims(stored, corrections, judged_blocks(database))
    _put(database, "document_id", changed, made)
    refresh_relationships(database, sorted(keys | {claim["row_key"] for claim in made["claims"]}))
    told = sorted(blocks | {fact["block"] for fact in made["facts"]})
    if told:
        _put(database, "block", told, events_made(_reported(database, told)))


def refresh_relationships(database: Database, keys: Sequence[str]) -> None:
    """Makes the transitions and notes of these relationships anew."""
    if keys:
        _put(database, "row_key", keys, lives_made(*_claimed(database, keys)))


def derive_all(database: Database) -> None:
    """Makes every derived table anew from documents, mentions and judgements; rows that are so already stay."""
    documents = [name for (name,) in database.rows("SELECT document_id FROM documents ORDER BY rowid")]
    group_all(database, documents)
    corrections, judged = corrections_of(database), judged_blocks(database)
    many = database.value("SELECT count(*) FROM mentions") >= _MANY
    with uncollected(), Helpers(_HELPERS if many else 0) as helpers:

        def renew(key: str, names: Sequence[str], work: Work, told: Callable[[Sequence[str]], Sequence[Any]]) -> None:
            parts = [names[begin : begin + _AT_ONCE] for begin in range(0, len(names), _AT_ONCE)]
            for part, made in zip(parts, helpers.map(work, map(told, parts)), strict=True):
                _put(database, key, part, made)

        renew(
            "document_id",
            documents,
            facts_and_claims,
            lambda part: (stored_mentions(database, part), corrections, judged),
        )
        keys = _names(database, f"SELECT row_key FROM ({_SPOKEN_OF})")
        renew("row_key", keys, lives_made, lambda part: _claimed(database, part))
        blocks = _names(database, "SELECT block FROM facts")
        renew("block", blocks, events_made, lambda part: (_reported(database, part),))
    database.execute("DELETE FROM events WHERE block NOT IN (SELECT block FROM facts)")
    for table in ("transitions", "notes"):
        database.execute(f"DELETE FROM {table} WHERE row_key NOT IN ({_SPOKEN_OF})")


def facts_and_claims(
    stored: Sequence[Stored], corrections: Mapping[str, Sequence[Correction]], judged: Mapping[str, str]
) -> Made:
    """The rows that the mentions of some documents make; `judged` gives the blocks of those whose event was judged."""
    facts: list[Row] = []
    claims: list[Row] = []
    for mentions in as_reviewed(stored, corrections):
        facts += (_fact_row(fact_of(mention), judged.get(mention.mention_id)) for mention in mentions)
        claims += ({"row_key": claim.row_key} | row(claim) for claim in claims_of(mentions))
    return {"facts": facts, "claims": claims}


def _fact_row(fact: Fact, judged: str | None) -> Row:
    numbers = json.dumps([row(number) for number in fact.numbers]) if fact.numbers else "[]"
    return row(fact) | {"block": judged or fact.block, "numbers": numbers}


def lives_made(told: Sequence[Told], judged: Mapping[str, Sequence[StateJudgement]]) -> Made:
    """The rows that the lives of some relationships make."""
    made = lives_of(told, judged)
    steps: list[Row] = [
        {"row_key": key, "step": number} | row(step)
        for key, life in made.items()
        for number, step in enumerate(life.steps)
    ]
    notes: list[Row] = [
        {"row_key": key} | row(note) for key, life in made.items() for note in dict.fromkeys(life.notes)
    ]
    return {"transitions": steps, "notes": notes}


def events_made(told: Sequence[Told]) -> Made:
    """The rows that the events of some blocks make."""
    return {"events": [{"block": block} | row(event) for block, event in events_of(told)]}


def _claimed(database: Database, keys: Sequence[str]) -> tuple[list[Told], dict[str, list[StateJudgement]]]:
    """What was claimed and judged of relationships."""
    asked = among("row_key", keys)
    return told_claims(database, *asked), state_judgements(database, *asked)


def _reported(database: Database, blocks: Sequence[str]) -> list[Told]:
    return told_facts(database, *among("block", blocks))


def _touched(database: Database, documents: Sequence[str]) -> tuple[set[str], set[str]]:
    """The relationships and event blocks that the documents spoke of before."""
    condition, parameters = among("document_id", documents)
    keys = _names(database, f"SELECT row_key FROM claims WHERE {condition}", parameters)
    blocks = _names(database, f"SELECT block FROM facts WHERE {condition}", parameters)
    return set(keys), set(blocks)


def _names(database: Database, query: str, parameters: Sequence[object] = ()) -> list[str]:
    """What a query of one column gives, each once, in order."""
    return [name for (name,) in database.rows(f"SELECT DISTINCT * FROM ({query}) ORDER BY 1", parameters)]


def _put(database: Database, key: str, names: Sequence[str], made: Mapping[str, Rows]) -> None:
    for table, rows in made.items():
        database.replace(table, key, names, rows)
