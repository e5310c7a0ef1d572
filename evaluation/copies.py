"""Looks for sentences of the corpus that are near-copies of texts that must stay unseen."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

NEAR = 0.4
"""Jaccard similarity of word trigrams from which a sentence counts as a near-copy."""

_WORD = re.compile(r"\w+")
Trigrams = frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Copy:
    """Two sentences too near each other, by their ids."""

    ours: str
    theirs: str
    similarity: float


def trigrams(text: str) -> Trigrams:
    """The word trigrams of a text, case and punctuation ignored; a shorter text is one of its own."""
    words = _WORD.findall(text.lower())
    padded = words + [""] * (3 - len(words)) if words else []
    return frozenset(zip(padded, padded[1:], padded[2:], strict=False))


def near_copies(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[Copy]:
    """The near-copies among two sets of texts by their ids, in order of the first."""
    known = {name: trigrams(text) for name, text in theirs.items()}
    holders: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, grams in known.items():
        for gram in grams:
            holders[gram].append(name)
    for name, text in ours.items():
        grams = trigrams(text)
        shared = Counter(other for gram in grams for other in holders.get(gram, ()))
        for other, count in sorted(shared.items()):
            similarity = count / len(grams | known[other])
            if similarity >= NEAR:
                yield Copy(name, other, similarity)
