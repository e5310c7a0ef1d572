"""The review queue: the mentions that most deserve a second look, each with its text around it."""

from dataclasses import dataclass
from typing import Any

from legation.export.public_json import mention_json
from legation.ledger.evidence import Evidence
from legation.ledger.store import Ledger
from legation.ontology.codebook import event_types
from legation.records.event import Factuality

QUEUE = 20
"""How many mentions a page of the queue holds."""
AROUND = 280
"""How many characters of text are shown on either side of the sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention to judge: why it is asked, its public JSON, its sentence and the text before and after."""

    why: str
    mention: dict[str, Any]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The queue, and the values that an edit can choose from."""

    queue: tuple[Asked, ...]
    event_types: tuple[str, ...]
    factualities: tuple[str, ...]


def review_page(ledger: Ledger) -> ReviewPage:
    """The mentions that no reviewer has judged yet, the most doubtful first."""
    why = {mention_id: why for mention_id, why, _ in ledger.to_review(QUEUE)}
    evidence = ledger.evidence_of(list(why))
    queue = tuple(_asked(evidence[one], why[one]) for one in why)
    return ReviewPage(queue, tuple(event_types()), tuple(Factuality))


def _asked(evidence: Evidence, why: str) -> Asked:
    article, sentence, mention = evidence
    text = article.text if mention.field == "text" else article.title or ""
    before, after = text[: sentence.start], text[sentence.end :]
    return Asked(why, mention_json(mention), before[-AROUND:], after[:AROUND])
