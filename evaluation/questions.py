"""Asks a ledger of the demo articles the questions of `lists/questions.tsv`.

    python -m evaluation.questions [LEDGER]      what is answered wrongly, one line each, and the figures

The questions were written from public facts by someone who wrote neither articles nor rules, and who saw no ledger.
Right is the state that the ledger gives for provider, recipient and type on both clocks; "none" and "unknown" are
right where it has no such relationship. The baseline takes the last claim of any article for the truth.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from legation.ledger.claims import Claim, claims_of
from legation.ledger.store import Ledger, open_ledger
from legation.ontology.cooperation import Telling, load_lifecycle
from legation.records.event import EventMention
from legation.records.relationship import Relationship, State

LIST = Path(__file__).parent / "lists" / "questions.tsv"
DEMO = Path("out/demo/ledger.duckdb")
_NOTHING = "none"
_FOREMOST = (
    State.ACTIVE,
    State.WINDING_DOWN,
    State.SUSPENDED,
    State.ENDED,
    State.AGREED,
    State.NEGOTIATING,
    State.MOOTED,
    State.REJECTED,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `answers` are the states that count as right, the best first."""

    id: str
    words: str
    provider: str
    recipient: str
    type: str
    as_of: date
    known_on: date | None
    answers: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what the ledger and the baseline say."""

    question: Question
    ledger: str
    baseline: str

    @property
    def right(self) -> bool:
        """Whether the ledger is right."""
        return self.ledger in self.question.answers

    @property
    def baseline_right(self) -> bool:
        """Whether the last claim is."""
        return self.baseline in self.question.answers


def questions() -> Iterator[Question]:
    """The list; "unknown" is answered, like "none", by no relationship."""
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            answers = tuple(_NOTHING if each == "unknown" else each for each in row["answer"].split("|"))
            known_on = date.fromisoformat(row["known_on"]) if row["known_on"] else None
            asked = (row["id"], row["question"], row["provider"], row["recipient"], row["type"])
            yield Question(*asked, date.fromisoformat(row["as_of"]), known_on, answers, row["why"])


def answered(ledger: Ledger) -> Iterator[Answered]:
    """Every question with both answers."""
    claims = _claims(ledger)
    for question in questions():
        rows = ledger.relationship_rows(
            provider=question.provider,
            recipient=question.recipient,
            type=question.type,
            as_of=question.as_of,
            known_on=question.known_on,
            parts=True,
        )
        yield Answered(question, str(_foremost(rows).state) if rows else _NOTHING, _last(claims, question))


def _foremost(rows: Sequence[Relationship]) -> Relationship:
    """Of an actor's own relationship and those of its parts: one in force, else one that was, else what is planned.

    A mission that a body decided on has a row of its own once it is there.
    """
    return min(rows, key=lambda row: _FOREMOST.index(row.state))


def _claims(ledger: Ledger) -> Mapping[tuple[str, str, str], list[tuple[date, Claim]]]:
    """The claims on each relationship with the day on which they were published."""
    documents: dict[str, list[EventMention]] = {}
    for mention in ledger.mentions():
        documents.setdefault(mention.document_id, []).append(mention)
    found: dict[tuple[str, str, str], list[tuple[date, Claim]]] = {}
    for mentions in documents.values():
        for claim in claims_of(mentions):
            for pair in {(claim.provider, claim.recipient), _sides(claim)}:
                found.setdefault((*pair, claim.type), []).append((mentions[0].published or date.max, claim))
    return found


def _sides(claim: Claim) -> tuple[str, str]:
    return (claim.recipient, claim.provider) if claim.mutual else (claim.provider, claim.recipient)


def _last(claims: Mapping[tuple[str, str, str], Sequence[tuple[date, Claim]]], question: Question) -> str:
    """The state that the last claim published by then speaks of."""
    until = min(question.as_of, question.known_on or date.max)
    told = claims.get((question.provider, question.recipient, question.type), ())
    states = [(day, claim.evidence, state) for day, claim in told if day <= until and (state := _state(claim))]
    return max(states)[2] if states else _NOTHING


def _state(claim: Claim) -> str | None:
    telling = Telling(claim.type, claim.direction, claim.factuality, claim.event_type, claim.act, claim.alleged)
    state = load_lifecycle().outcome(telling).state
    return str(state) if state else None


def shares(found: Iterable[Answered]) -> tuple[float, float, int]:
    """The share that the ledger answers rightly, that of the baseline, and of how many."""
    rows = list(found)
    return sum(r.right for r in rows) / len(rows), sum(r.baseline_right for r in rows) / len(rows), len(rows)


def main(arguments: Sequence[str]) -> int:
    with open_ledger(Path(arguments[0]) if arguments else DEMO, read_only=True) as ledger:
        found = list(answered(ledger))
    for each in found:
        if not each.right:
            asked = each.question
            print(f"{asked.id}\t{asked.words}\texpected {'|'.join(asked.answers)}\tsaid {each.ledger}\t{asked.why}")
    right, baseline, number = shares(found)
    print(f"{right:.3f} of {number} right; the last claim wins: {baseline:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
