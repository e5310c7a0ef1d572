"""Articles and their mentions asked for: one or many, as reviewers left them, and where they come from."""

from collections.abc import Sequence
from datetime import date

from legation.ledger.codec import read_article, read_mention
from legation.ledger.corrections import corrections_of, in_effect
from legation.ledger.database import Database, among
from legation.ledger.relationships import Provenance
from legation.records.article import Article
from legation.records.event import EventMention


def holds(database: Database, document_id: str) -> bool:
    """Whether an article is there."""
    return bool(database.rows("SELECT 1 FROM documents WHERE document_id = ?", [document_id]))


def days(database: Database) -> tuple[date | None, date | None]:
    """The days on which the ledger's oldest and its newest document were known; None where it has none."""
    ((first, last),) = database.rows("SELECT min(known_from), max(known_from) FROM documents")
    return first, last


def articles_by_id(database: Database, document_ids: Sequence[str]) -> dict[str, Article]:
    """Several articles at once; ids that do not exist are left out."""
    where, parameters = among("document_id", document_ids)
    stored = database.rows(f"SELECT record FROM documents WHERE {where}", parameters)
    return {one.document_id: one for one in (read_article(record) for (record,) in stored)}


def mentions_by_id(database: Database, mention_ids: Sequence[str]) -> dict[str, EventMention]:
    """Several mentions with their edits (rejected ones as they were coded); ids that do not exist are left out."""
    where, parameters = among("mention_id", mention_ids)
    stored = database.rows(f"SELECT record FROM mentions WHERE {where}", parameters)
    coded = [read_mention(record) for (record,) in stored]
    corrections = corrections_of(database, mention_ids)
    return {one.mention_id: in_effect(one, corrections.get(one.mention_id, ())) or one for one in coded}


def mentions(database: Database, document_id: str | None = None) -> list[EventMention]:
    """The mentions in effect (edited ones as edited, rejected ones left out) of one document or of all."""
    where, parameters = ("", []) if document_id is None else ("WHERE document_id = ?", [document_id])
    stored = database.rows(f"SELECT record FROM mentions {where} ORDER BY document_id, ordinal", parameters)
    coded = [read_mention(record) for (record,) in stored]
    corrections = corrections_of(database, None if document_id is None else [one.mention_id for one in coded])
    effective = (in_effect(one, corrections.get(one.mention_id, ())) for one in coded)
    return [one for one in effective if one]


def sentences(database: Database, mention_ids: Sequence[str]) -> dict[str, str]:
    """The sentence of each mention."""
    where, parameters = among("mention_id", mention_ids)
    stored = database.rows(f"SELECT record FROM mentions WHERE {where}", parameters)
    return {one.mention_id: one.sentence.text for one in (read_mention(record) for (record,) in stored)}


def provenances(database: Database, mention_ids: Sequence[str]) -> dict[str, Provenance]:
    """Since when each mention can be known, whose it is, and which copies its article counts with."""
    where, parameters = among("mention_id", mention_ids)
    rows = database.rows(
        f"WITH told AS MATERIALIZED (SELECT mention_id, document_id FROM mentions WHERE {where}) "
        "SELECT mention_id, documents.known_from, documents.dated, documents.outlet, copies.copy_group "
        "FROM told JOIN documents USING (document_id) JOIN copies USING (document_id)",
        parameters,
    )
    return {mention_id: Provenance(*cells) for mention_id, *cells in rows}
