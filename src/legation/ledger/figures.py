"""The numbers told of a relationship over time: about 1,000 troops, then 600; 36 howitzers."""

from dataclasses import dataclass
from datetime import date

from legation.ledger.database import Database
from legation.ledger.document_queries import mentions_by_id
from legation.ledger.relationship_queries import Chosen

KINDS = {
    "presence": {"troops"},
    "peacekeeping": {"troops", "people"},
    "policing": {"troops", "people"},
    "combat": {"troops", "hardware"},
    "basing": {"troops", "hardware"},
    "training": {"troops", "trainers", "people"},
    "exercise": {"troops", "hardware", "people"},
    "arms": {"hardware", "money"},
    "industry": {"hardware", "money"},
    "logistics": {"hardware", "money", "people"},
    "finance": {"money"},
    "restriction": {"money", "people"},
}
"""What is counted of a cooperation of each type; a number of another kind belongs to something else in the sentence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an article gives for a relationship. `day`: that of which it speaks, else of publication."""

    provider: str
    recipient: str
    type: str
    day: date
    known_from: date
    value: float
    what: str
    unit: str | None
    text: str
    outlet: str | None
    mention_id: str


def figures(database: Database, chosen: Chosen, known_on: date | None = None) -> list[Figure]:
    """Every number told of the chosen relationships by a day, in the order of the days of which they speak."""
    condition, parameters = chosen.condition()
    rows = database.rows(
        "SELECT DISTINCT provider, recipient, type, evidence[-1], documents.known_from, documents.outlet FROM claims "
        f"JOIN documents USING (document_id) WHERE {condition} AND documents.known_from <= ?",
        [*parameters, known_on or date.max],
    )
    told = mentions_by_id(database, [row[3] for row in rows])
    found = []
    for provider, recipient, type_, mention_id, known_from, outlet in rows:
        mention = told[mention_id]
        time = mention.time
        day = (time and (time.start_date or time.end_date)) or known_from
        found += [
            Figure(
                provider,
                recipient,
                type_,
                min(day, known_from),
                known_from,
                number.value,
                number.what,
                number.unit,
                number.text,
                outlet,
                mention_id,
            )
            for number in mention.numbers
            if number.what in KINDS.get(type_, ())
        ]
    return sorted(found, key=lambda one: (one.day, one.known_from, one.provider, one.recipient, one.type, one.text))
