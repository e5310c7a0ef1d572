"""Scores from counts, with bootstrap intervals. Nothing here knows what is being scored.

What is compared stands in `Pairs`: how often the gold says one thing and the coder another; `NOTHING` stands on the
side that says nothing. A score that has nothing to measure is `nan`.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOTHING = ""
Pairs = Counter[tuple[str, str]]
"""(gold, said) to how often."""
Rated = tuple[float, bool]
"""A confidence, and whether what was said is right."""

_DRAWS = 1000
_SEED = 2026


@dataclass(frozen=True, slots=True)
class Figure:
    """A score with the 95 % interval of its bootstrap; `number` tells on how many cases it rests."""

    value: float
    low: float
    high: float
    number: int


@dataclass(frozen=True, slots=True)
class Bin:
    """A bin of a reliability diagram: mean confidence, share that is right, number."""

    confidence: float
    right: float
    number: int


def ratio(part: float, whole: float) -> float:
    """A share; nan of nothing."""
    return part / whole if whole else math.nan


def f1(pairs: Pairs) -> float:
    """Micro F1 over all classes but `NOTHING`."""
    return ratio(2 * _both(pairs), _gold(pairs) + _said(pairs))


def precision(pairs: Pairs) -> float:
    """The share of what is said that is right."""
    return ratio(_both(pairs), _said(pairs))


def recall(pairs: Pairs) -> float:
    """The share of the gold that is said."""
    return ratio(_both(pairs), _gold(pairs))


def f1_of(name: str) -> Callable[[Pairs], float]:
    """The F1 of one class, as a score."""

    def score(pairs: Pairs) -> float:
        gold = sum(count for (a, _), count in pairs.items() if a == name)
        said = sum(count for (_, b), count in pairs.items() if b == name)
        return ratio(2 * pairs[name, name], gold + said)

    return score


def classes(pairs: Pairs) -> list[str]:
    """The classes that the gold has, in order of their names."""
    return sorted({gold for (gold, _), count in pairs.items() if count and gold != NOTHING})


def macro_f1(pairs: Pairs) -> float:
    """The mean of the F1 of each class that the gold has."""
    gold: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for (a, b), count in pairs.items():
        gold[a] += count
        said[b] += count
    each = [2 * pairs[name, name] / (gold[name] + said[name]) for name in gold if name != NOTHING and gold[name]]
    return ratio(sum(each), len(each))


def accuracy(pairs: Pairs) -> float:
    """The share on which gold and coder agree."""
    return ratio(sum(count for (a, b), count in pairs.items() if a == b), pairs.total())


def kappa(pairs: Pairs) -> float:
    """Agreement beyond chance (Cohen 1960); nan where chance alone would agree always."""
    gold, said, total = Counter[str](), Counter[str](), pairs.total()
    for (a, b), count in pairs.items():
        gold[a] += count
        said[b] += count
    chance = ratio(sum(gold[name] * said[name] for name in gold), total * total)
    return ratio(accuracy(pairs) - chance, 1 - chance)


def interval(size: int, score: Callable[[NDArray[np.int64]], float]) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of a score, `size` records drawn anew 1,000 times (Efron 1979).

    `score` is told how often each record was drawn. Draws in which there is nothing to measure are left out.
    """
    chance = np.random.default_rng(_SEED)
    drawn = [score(np.bincount(chance.integers(size, size=size), minlength=size)) for _ in range(_DRAWS if size else 0)]
    measured = [value for value in drawn if not math.isnan(value)]
    if not measured:
        return math.nan, math.nan
    low, high = np.percentile(measured, [2.5, 97.5])
    return float(low), float(high)


def figure(records: Sequence[Pairs], score: Callable[[Pairs], float]) -> Figure:
    """A score over records, with its interval; records are drawn whole."""
    keys = sorted({key for record in records for key in record})
    counts = np.array([[record[key] for key in keys] for record in records], dtype=np.int64).reshape(
        len(records), len(keys)
    )

    def of_draw(drawn: NDArray[np.int64]) -> float:
        return score(Counter(dict(zip(keys, (drawn @ counts).tolist(), strict=True))))

    total = Counter[tuple[str, str]]()
    for record in records:
        total.update(record)
    return Figure(score(total), *interval(len(records), of_draw), total.total())


def bins(rated: Sequence[Rated], number: int = 10) -> list[Bin]:
    """The rated in order of confidence, cut into bins of equal count (as near as may be)."""
    ordered = np.array(sorted(rated), dtype=float).reshape(-1, 2)
    parts = [part for part in np.array_split(ordered, number) if len(part)]
    return [Bin(float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)) for part in parts]


def calibration_error(rated: Sequence[Rated]) -> float:
    """The expected calibration error over 10 bins of equal count (Nguyen and O'Connor 2015)."""
    return ratio(sum(each.number * abs(each.confidence - each.right) for each in bins(rated)), len(rated))


def calibration(records: Sequence[Sequence[Rated]]) -> Figure:
    """The calibration error over records, with its interval."""

    def of_draw(drawn: NDArray[np.int64]) -> float:
        times = zip(records, drawn, strict=True)
        return calibration_error([rated for record, count in times for _ in range(count) for rated in record])

    rated = [each for record in records for each in record]
    return Figure(calibration_error(rated), *interval(len(records), of_draw), len(rated))


def roc_auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The chance that a positive scores above a negative, by mean ranks (Mann and Whitney 1947); nan of one class."""
    values, positive = np.asarray(scores, dtype=float), np.asarray(labels, dtype=bool)
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[place]
    above, below = int(positive.sum()), int((~positive).sum())
    return ratio(float(ranks[positive].sum()) - above * (above + 1) / 2, above * below)


def _both(pairs: Pairs) -> int:
    return sum(count for (a, b), count in pairs.items() if a == b != NOTHING)


def _gold(pairs: Pairs) -> int:
    return sum(count for (a, _), count in pairs.items() if a != NOTHING)


def _said(pairs: Pairs) -> int:
    return sum(count for (_, b), count in pairs.items() if b != NOTHING)
