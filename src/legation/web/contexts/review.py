"""The review queue: the mentions that most deserve a second look, each with its text around it."""

from dataclasses import dataclass
from typing import Any

from legation.export.public_json import mention_json
from legation.ledger.corrections import Judgement
from legation.ledger.evidence import Evidence
from legation.ledger.store import Ledger
from legation.ontology.codebook import event_types
from legation.records.event import Factuality

QUEUE = 20
"""How many mentions a page of the queue holds."""
LAST = 10
"""How many judgements of the reader a page shows, to be undone."""
WORDS = {Judgement.ACCEPT: "accepted", Judgement.EDIT: "edited", Judgement.REJECT: "rejected"}
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
class Judged:
    """A judgement of the reader: on which mention, in a word, and the sentence."""

    mention_id: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The queue, what the reader judged last, and the values that an edit can choose from."""

    queue: tuple[Asked, ...]
    done: tuple[Judged, ...]
    event_types: tuple[str, ...]
    factualities: tuple[str, ...]


def review_page(ledger: Ledger, who: str) -> ReviewPage:
    """The mentions that no reviewer has judged yet, the most doubtful first, and what `who` judged last."""
    why = {mention_id: why for mention_id, why, _ in ledger.to_review(QUEUE)}
    evidence = ledger.evidence_of(list(why))
    queue = tuple(_asked(evidence[one], why[one]) for one in why)
    judged = ledger.judged_last(who, LAST)
    told = ledger.mentions_by_id([mention_id for mention_id, _ in judged])
    done = tuple(Judged(one, WORDS[judgement], told[one].sentence.text) for one, judgement in judged)
    return ReviewPage(queue, done, tuple(event_types()), tuple(Factuality))


def _asked(evidence: Evidence, why: str) -> Asked:
    article, sentence, mention = evidence
    text = article.text if mention.field == "text" else article.title or ""
    before, after = text[: sentence.start], text[sentence.end :]
    return Asked(why, mention_json(mention), before[-AROUND:], after[:AROUND])
