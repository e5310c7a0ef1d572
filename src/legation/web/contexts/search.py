"""Search: sentences by words and facets. A page and an API call ask `search`, and know nothing of how it finds."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from legation.ledger.store import Ledger
from legation.records.event import EventMention

FACETS = ("actor", "sector", "event_type", "cooperation", "factuality", "year", "outlet", "confidence")
"""What results can be narrowed by."""
PER_PAGE = 20
MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: words, at most one value per facet, and from which result on."""

    words: str = ""
    facets: Mapping[str, str] | None = None
    known_on: date | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that was found, with the mention read from it."""

    mention: EventMention
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found: how many, the hits of this page, and per facet its values with their counts."""

    total: int
    hits: tuple[Hit, ...]
    choices: Mapping[str, tuple[tuple[str, int], ...]]


def search(ledger: Ledger, query: Query) -> SearchPage:
    """The mentions whose sentence or title holds every word and whose facets have the values asked for."""
    words = query.words.casefold().split()
    wanted = dict(query.facets or {})
    found = []
    for mention in ledger.mentions():
        text = f"{mention.sentence.text} {mention.title or ''}".casefold()
        early = query.known_on is None or (mention.published or date.min) <= query.known_on
        if early and all(word in text for word in words) and _has(mention, wanted):
            found.append(mention)
    found.sort(key=lambda one: (one.published or date.min, one.confidence, one.mention_id), reverse=True)
    hits = tuple(Hit(mention) for mention in found[query.start : query.start + PER_PAGE])
    return SearchPage(len(found), hits, {facet: _choices(found, facet) for facet in FACETS})


def facet_values(mention: EventMention, facet: str) -> set[str]:
    """The values that a mention has of a facet."""
    return _VALUES[facet](mention)


def _has(mention: EventMention, wanted: Mapping[str, str]) -> bool:
    return all(value in facet_values(mention, facet) for facet, value in wanted.items())


def _choices(found: list[EventMention], facet: str) -> tuple[tuple[str, int], ...]:
    counted = Counter(value for mention in found for value in facet_values(mention, facet))
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_CHOICES])


def _confidence(value: float) -> str:
    return "high" if value >= 0.8 else "middle" if value >= 0.5 else "low"


_VALUES: Mapping[str, Callable[[EventMention], set[str]]] = {
    "actor": lambda one: {side.actor_id for side in (*one.source, *one.target) if side.actor_id},
    "sector": lambda one: {sector for side in (*one.source, *one.target) for sector in side.sector[:1]},
    "event_type": lambda one: {one.event_type},
    "cooperation": lambda one: {one.cooperation.type} if one.cooperation else set(),
    "factuality": lambda one: {one.factuality.value},
    "year": lambda one: {str(one.published.year)} if one.published else set(),
    "outlet": lambda one: {one.outlet} if one.outlet else set(),
    "confidence": lambda one: {_confidence(one.confidence)},
}
