"""How well a simple classifier tells our sentences from those of real news: 0.5 is not at all, 1 is always.

A logistic regression over hashed words, word pairs and marks of style, cross-validated over sentences of like length.
Real news here is about more than security, so that topic alone tells many apart: the figure is an upper bound.
"""

import random
import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evaluation.scores import roc_auc

Floats = NDArray[np.float64]

_SEED = 2026
_HASHED = 2**14
_FOLDS = 5
_MOST = 1500  # sentences of each kind
_BUCKET = 3  # words by which lengths may differ
_STEPS, _RATE, _DECAY = 150, 0.05, 1e-3
# How the sets were typed says nothing of how they were written: dashes and quotation marks are made alike, and
# apostrophes go, since part of the news has lost them.
_TYPED = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "’": None, "'": None, "‘": None})
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Table:
    """A sparse table of features: row, column and value of each entry."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    shape: tuple[int, int]

    def times(self, weights: Floats) -> Floats:
        """The sum of weighted features of each row."""
        return np.bincount(self.rows, weights[self.columns] * self.values, minlength=self.shape[0]).astype(float)

    def back(self, faults: Floats) -> Floats:
        """The sum over rows of each column, rows weighted."""
        return np.bincount(self.columns, faults[self.rows] * self.values, minlength=self.shape[1]).astype(float)


def realness(ours: Sequence[str], real: Sequence[str]) -> tuple[float, int]:
    """The area under the ROC curve, and the number of sentences of each kind that it rests on."""
    some, others = ([text.translate(_TYPED) for text in texts] for texts in of_like_length(ours, real))
    features = table([*some, *others])
    labels = np.array([1.0] * len(some) + [0.0] * len(others))
    folds = np.random.default_rng(_SEED).permutation(len(labels)) % _FOLDS
    scores = np.zeros(len(labels))
    for fold in range(_FOLDS):
        found = features.times(fitted(features, labels, folds != fold))
        scores[folds == fold] = found[folds == fold]
    return roc_auc(scores.tolist(), (labels > 0).tolist()), len(some)


def of_like_length(ours: Sequence[str], real: Sequence[str]) -> tuple[list[str], list[str]]:
    """As many of each kind, with the same lengths to within three words, drawn by chance."""
    chance = random.Random(_SEED)
    buckets: defaultdict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for kind, texts in enumerate((ours, real)):
        for text in texts:
            buckets[len(text.split()) // _BUCKET][kind].append(text)
    pairs: list[tuple[str, str]] = []
    for some, others in buckets.values():
        number = min(len(some), len(others))
        pairs += zip(chance.sample(some, number), chance.sample(others, number), strict=True)
    chosen = chance.sample(pairs, min(_MOST, len(pairs)))
    return [one for one, _ in chosen], [other for _, other in chosen]


def style(text: str) -> list[float]:
    """Marks of style: length, length of words, commas, dashes, quotation marks, figures, capitals, colons."""
    words = text.split() or [""]
    counts = [len(re.findall(marks, text)) for marks in (r",", r"-", r"\"", r"\d", r"\b[A-Z]", r"[:;]")]
    return [float(len(words)), sum(map(len, words)) / len(words), *(count / len(words) for count in counts)]


def table(texts: Sequence[str]) -> Table:
    """The features of texts: hashed words and pairs of words, and style in units of its spread."""
    entries: list[tuple[int, int, float]] = []
    for row, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        grams = {*words, *(" ".join(pair) for pair in pairwise(words))}
        entries += ((row, zlib.crc32(gram.encode()) % _HASHED, 1.0) for gram in sorted(grams))
    styles = np.array([style(text) for text in texts])
    scaled = (styles - styles.mean(axis=0)) / (styles.std(axis=0) + 1e-9)
    entries += ((row, _HASHED + at, float(scaled[row, at])) for row, at in np.ndindex(*scaled.shape))
    rows, columns, values = zip(*entries, strict=True)
    return Table(np.array(rows), np.array(columns), np.array(values), (len(texts), _HASHED + scaled.shape[1]))


def fitted(features: Table, labels: Floats, used: NDArray[np.bool_]) -> Floats:
    """The weights of a logistic regression on the used rows, by Adam (Kingma and Ba 2015), with weight decay."""
    weights, mean, square = (np.zeros(features.shape[1]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        shares = 1 / (1 + np.exp(-np.clip(features.times(weights), -30, 30)))
        slope = features.back((shares - labels) * used) / used.sum() + _DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights
