"""What the contexts of several pages share: the two clocks, names, and the sentences behind a state.

The text is read again for each sentence shown, as always when evidence is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from legation.briefs.names import bare_name
from legation.briefs.wording import label
from legation.ledger.evidence import Evidence
from legation.ledger.store import Ledger
from legation.records.relationship import Relationship, State, Transition

VERSION = version("legation")
LATEST = 30
"""How many changes and events a page shows."""

SYMBOLS = {
    State.MOOTED: "◌",
    State.NEGOTIATING: "◔",
    State.AGREED: "◐",
    State.ACTIVE: "●",
    State.SUSPENDED: "◫",
    State.WINDING_DOWN: "◕",
    State.ENDED: "○",
    State.REJECTED: "✕",
}
"""One sign per state, told apart without colour."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The world as of a day, as known on a day; None for the end of what the ledger holds."""

    as_of: date | None = None
    known_on: date | None = None

    def has_come(self, step: Transition) -> bool:
        """Whether a step lies within the world as of the day."""
        return self.as_of is None or step.valid_latest <= self.as_of


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the ledger stands: the number of its last change, and the last day of which it knows."""

    revision: int
    last_known: date | None


@dataclass(frozen=True, slots=True)
class Proof:
    """One sentence that a state rests on, the mentions read from it, and where it stands."""

    mention_ids: tuple[str, ...]
    document_id: str
    sentence: str
    title: str | None
    outlet: str | None
    published: date | None


def actor_name(actor_id: str) -> str:
    """The actor's usual name; an id that is not known stands for itself."""
    return bare_name(actor_id)


def type_label(type_: str) -> str:
    """What a cooperation type is called at the head of a column or section: "Military presence"."""
    return label("", "", False, type_)


def day_of(ledger: Ledger, clocks: Clocks) -> date | None:
    """The day on which a page looks at things: as asked, else the last day of which the ledger knows."""
    return clocks.as_of or clocks.known_on or ledger.latest_day()


def sides(row: Relationship | Transition) -> tuple[str, str]:
    """Both sides of a relationship."""
    return row.provider, row.recipient


class Proofs:
    """The sentences behind several sets of mentions, all read from the ledger at once."""

    def __init__(self, ledger: Ledger, mention_ids: Iterable[str]) -> None:
        self._evidence = ledger.evidence_of(list(dict.fromkeys(mention_ids)))

    def of(self, mention_ids: Iterable[str]) -> tuple[Proof, ...]:
        """The sentences behind these mentions, each once."""
        told: dict[tuple[str, str, int], list[Evidence]] = {}
        for mention_id in mention_ids:
            evidence = self._evidence[mention_id]
            place = evidence.article.document_id, evidence.mention.field, evidence.sentence.start
            told.setdefault(place, []).append(evidence)
        return tuple(_proof(same) for same in told.values())


def _proof(same: Sequence[Evidence]) -> Proof:
    article, sentence, _ = same[0]
    return Proof(
        mention_ids=tuple(evidence.mention.mention_id for evidence in same),
        document_id=article.document_id,
        sentence=sentence.text,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
    )
