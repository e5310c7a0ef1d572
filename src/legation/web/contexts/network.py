"""Who is tied to whom on a day: actors and the open relationships between them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from legation.analysis.alignment import STATE_FACTORS, month_ends
from legation.analysis.lives import TYPE_WEIGHTS
from legation.ledger.listings import Pair
from legation.ledger.store import Ledger
from legation.records.relationship import Relationship, State
from legation.web.contexts.common import Clocks

MOST_ACTORS = 28
TIES = frozenset({State.AGREED, State.ACTIVE, State.SUSPENDED, State.WINDING_DOWN})
"""States in which two actors are tied: something binds them, even where it pauses or runs out."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds two actors on a day: the relationships, the weightiest first; `borne_out` where any is."""

    first: str
    second: str
    rows: tuple[Relationship, ...]
    weight: float

    @property
    def hostile(self) -> bool:
        """Whether nothing but restrictions binds them."""
        return all(row.type == "restriction" for row in self.rows)

    @property
    def borne_out(self) -> bool:
        """Whether a party, or two independent outlets, bear out at least one of the relationships."""
        return any(not (row.reported or row.disputed) for row in self.rows)


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The actors with most ties over all time (so that a slider does not move them), the ties, and the months.

    `pairs` are all that were ever tied. The months begin with the ledger's articles, however old the ties are that
    these tell of.
    """

    actors: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    ties: tuple[Tie, ...]
    months: tuple[date, ...]


def network_page(ledger: Ledger, clocks: Clocks, actor: str | None = None) -> NetworkPage:
    """The ties on a day; of one actor and its partners, or of all."""
    tied = ledger.pairs(TIES, actor=actor, known_on=clocks.known_on)
    pairs = [(one.provider, one.recipient) for one in tied]
    counted = Counter(side for pair in pairs for side in pair)
    actors = tuple(name for name, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_ACTORS])
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on, actor=actor, among=actors)
    return NetworkPage(actors, tuple(pairs), ties(rows, actors), tuple(_months(tied, ledger.first_day())))


def _months(tied: Sequence[Pair], reported: date | None) -> list[date]:
    """From the first tie, or the first report where that is later, to the last change of a tie."""
    if not tied:
        return []
    last = max(one.last for one in tied)
    return month_ends(min(last, max(reported or date.min, min(one.first for one in tied))), last)


def ties(rows: Iterable[Relationship], among: Sequence[str]) -> tuple[Tie, ...]:
    """The ties between these actors, the strongest first."""
    found: dict[tuple[str, str], list[Relationship]] = {}
    for row in rows:
        if row.state in TIES and row.provider in among and row.recipient in among:
            first, second = sorted((row.provider, row.recipient))
            found.setdefault((first, second), []).append(row)
    made = [
        Tie(*pair, tuple(sorted(some, key=_weight, reverse=True)), sum(map(_weight, some)))
        for pair, some in found.items()
    ]
    return tuple(sorted(made, key=lambda tie: (-tie.weight, tie.first, tie.second)))


def _weight(row: Relationship) -> float:
    return abs(TYPE_WEIGHTS.get(row.type, 0.0)) * STATE_FACTORS.get(row.state, 0.25)
