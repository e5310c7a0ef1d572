"""The ledger as a whole: its revision and what changed, how much it holds, who coded it, what was set aside."""

from datetime import date

from legation.ledger.database import Database
from legation.records.article import Problem


def revision(database: Database) -> int:
    """The number of the last change; 0 where there was none yet."""
    return int(database.value("SELECT max(revision) FROM changes") or 0)


def changed_since(database: Database, revision: int) -> list[str]:
    """The documents that changed after a revision, each once, those that lie together in the file one after another."""
    asked = (
        "SELECT document_id FROM changes WHERE revision > ? AND document_id IS NOT NULL GROUP BY 1 ORDER BY min(rowid)"
    )
    return [document_id for (document_id,) in database.rows(asked, [revision])]


def counts(database: Database) -> dict[str, int]:
    """How many documents, mentions, events, relationships and so on the ledger holds."""
    asked = {
        "documents": "FROM documents",
        "documents_not_coded": "FROM documents WHERE not_coded IS NOT NULL",
        "documents_undated": "FROM documents WHERE NOT dated",
        "mentions": "FROM mentions",
        "events": "FROM events",
        "relationships": "FROM (SELECT DISTINCT row_key FROM transitions)",
        "transitions": "FROM transitions",
        "corrections": "FROM corrections",
        "problems": "FROM problems",
    }
    return {name: int(database.value(f"SELECT count(*) {source}")) for name, source in asked.items()}


def coders(database: Database) -> list[str]:
    """Which coders read the documents, the one that read most first."""
    rows = database.rows("SELECT coder FROM documents WHERE coder IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1")
    return [coder for (coder,) in rows]


def problems(database: Database) -> list[tuple[Problem, date]]:
    """What was set aside, each with the day on which it was first met."""
    rows = database.rows("SELECT origin, what, why, seen FROM problems ORDER BY ALL")
    return [(Problem(origin, what, why), seen) for origin, what, why, seen in rows]
