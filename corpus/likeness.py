"""Which texts are near-copies of each other: Jaccard similarity of their word trigrams."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Trigrams = frozenset[tuple[str, str, str]]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts too near each other, by their ids."""

    ours: str
    theirs: str
    similarity: float


def words(text: str) -> list[str]:
    """The words of a text, case and punctuation ignored."""
    return _WORD.findall(text.lower())


def trigrams(words: Sequence[str]) -> Trigrams:
    """The runs of three words; a shorter text is one of its own."""
    padded = [*words, *[""] * (3 - len(words))] if words else []
    return frozenset(zip(padded, padded[1:], padded[2:], strict=False))


def near_copies(ours: Mapping[str, Trigrams], theirs: Mapping[str, Trigrams], least: float) -> Iterator[Copy]:
    """The pairs of at least so much similarity, in order of the first.

    Two sets so alike share a trigram among the rarest of each (prefix filtering; Chaudhuri, Ganti, Kaushik, ICDE 2006).
    """
    common = Counter(gram for grams in (*ours.values(), *theirs.values()) for gram in grams)

    def rarest(grams: Trigrams) -> list[tuple[str, str, str]]:
        ranked = sorted(grams, key=lambda gram: (common[gram], gram))
        return ranked[: len(ranked) - math.ceil(least * len(ranked)) + 1]

    holders: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, grams in theirs.items():
        for gram in rarest(grams):
            holders[gram].append(name)
    for name, grams in ours.items():
        for other in sorted({other for gram in rarest(grams) for other in holders.get(gram, ())}):
            similarity = len(grams & theirs[other]) / len(grams | theirs[other])
            if similarity >= least:
                yield Copy(name, other, similarity)
