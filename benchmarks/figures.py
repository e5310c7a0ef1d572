"""From measured runs to the tables of docs/speed.md."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.processes import Run
from corpus.markdown import table

_STEPS = {
    "sentences": "all",
    "screened": "pass the screen",
    "gated": "pass the gate",
    "telling": "give a mention",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One run of each side, one right after the other; `passed` is the seconds of the spaCy pass alone."""

    legation: Run
    spacy: Run
    passed: float


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds that the model took to load: alone, and with the imports that it needs."""

    seconds: float
    with_imports: float


def times_table(pairs: Sequence[Pair], loads: Sequence[Load]) -> str:
    """Least, median and greatest of every measure; ratios are those within a pair."""
    rows = {
        "`legation code`, whole process, s": [pair.legation.seconds for pair in pairs],
        "spaCy, the pass alone, s": [pair.passed for pair in pairs],
        "spaCy, whole process, s": [pair.spacy.seconds for pair in pairs],
        "**`legation code` / the spaCy pass alone**": [pair.legation.seconds / pair.passed for pair in pairs],
        "`legation code` / spaCy, whole processes": [pair.legation.seconds / pair.spacy.seconds for pair in pairs],
        "processor time of `legation code`, s": [pair.legation.processor for pair in pairs],
        "processor time of spaCy, whole process, s": [pair.spacy.processor for pair in pairs],
        "peak memory of `legation code`, MiB": [pair.legation.memory for pair in pairs],
        "peak memory of spaCy, MiB": [pair.spacy.memory for pair in pairs],
        "model load, s": [load.seconds for load in loads],
        "model load with its imports, s": [load.with_imports for load in loads],
    }
    return table(["", "least", "median", "greatest"], [[name, *spread(values)] for name, values in rows.items()])


def rates_table(counts: Mapping[str, int]) -> str:
    """How many sentences pass each step, and their share of all."""
    total = counts["sentences"]
    rows = [[name, f"{counts[step]:,}", _share(counts[step], total)] for step, name in _STEPS.items()]
    return table(["sentences", "number", "share of all"], rows)


def spread(values: Sequence[float]) -> tuple[str, str, str]:
    """Least, median and greatest, as shown. Raises ValueError where there are none."""
    if not values:
        raise ValueError("nothing was measured")
    least, median, greatest = (_shown(each) for each in (min(values), statistics.median(values), max(values)))
    return least, median, greatest


def _shown(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
