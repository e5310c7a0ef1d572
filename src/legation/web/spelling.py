"""What a search that finds nothing may have meant: actors of nearly this name, and its words as the ledger has them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from legation.ledger.store import Ledger
from legation.ontology.knowledge import load_knowledge
from legation.ontology.spelling import alias_key, fold
from legation.web.search import Index, Query, names_of

MOST_ACTORS = 3
_SHORTEST, _LONG = 4, 8
"""Shorter words are not mended; one from `_LONG` letters on may have two slips, else one (our choice)."""
_AS_NEAR = 8
_WORD = re.compile(r"[^\W\d_]{4,}")


def actors_meant(ledger: Ledger, name: str) -> tuple[str, ...]:
    """The known actors whose name this misspells, the nearest first, of those as near the ones in the ledger."""
    asked = " ".join(alias_key(name))
    if len(asked) < _SHORTEST:
        return ()
    names = _names()
    near = process.extract(asked, names.keys(), scorer=OSA.distance, score_cutoff=_slips(asked), limit=_AS_NEAR)
    told = {**ledger.relationship_counts(), **ledger.event_counts()}
    ranked = sorted((slips, one not in told, one) for found, slips, _ in near for one in names[found])
    return tuple(dict.fromkeys(one for *_, one in ranked))[:MOST_ACTORS]


def respelt(index: Index, ledger: Ledger, query: Query) -> str | None:
    """The words asked, those that no sentence has in the nearest spelling that one has; None where that finds none."""
    unknown = {word for word in _WORD.findall(query.words) if not index.near(word, 0)}
    mended = {word: _mended(index, ledger, word) for word in unknown}
    words = _WORD.sub(lambda found: mended.get(found.group()) or found.group(), query.words)
    return words if words != query.words and index.find(replace(query, words=words)).total else None


def _mended(index: Index, ledger: Ledger, word: str) -> str | None:
    for slips in range(1, _slips(word) + 1):
        mentions = ledger.mentions_by_id(index.near(word, slips)).values()
        words = _words(part for one in mentions for part in (one.sentence.text, one.title or "", names_of(one)))
        if best := process.extractOne(fold(word), words, scorer=OSA.distance, score_cutoff=slips):
            return str(best[2])
    return None


def _words(texts: Iterable[str]) -> dict[str, str]:
    """Each word as it is written, with its normal form."""
    return {word: fold(word) for text in texts for word in _WORD.findall(text)}


def _slips(word: str) -> int:
    return 1 if len(word) < _LONG else 2


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Who goes by each name; names of people, places and offices are none."""
    found = {
        " ".join(key): tuple(target.actor_id for target in targets if target.how in ("name", "alias"))
        for key, targets in load_knowledge().aliases.items()
    }
    return {name: actors for name, actors in found.items() if actors}
