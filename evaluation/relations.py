"""Scores `legation.code_relation` on public PLOVER relations with given sides (Hu et al., ACL 2024).

The set has a record a line: `sentence`, `sources` and `targets` (each a list of {start, end}), `gold_root` and
`gold_quad`; its gold merges CONCEDE and RETREAT as YIELD. Its records of even index were looked at while working, those
of odd index were looked at once, when the model was done.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import legation
from evaluation.scores import Figure, Pairs, accuracy, classes, f1_of, figure, macro_f1
from legation.ontology.codebook import event_types

Half = Literal["even", "odd"]
Coder = Callable[[str, list[tuple[int, int]], list[tuple[int, int]]], Mapping[str, float]]
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
MERGED = ({"AID", "COOPERATE"}, {"AGREE", "SUPPORT"})


@dataclass(frozen=True, slots=True)
class Guess:
    """The gold of a record and what the coder says: root types and quad classes."""

    gold: str
    said: str
    gold_quad: int
    said_quad: int


def guesses(path: Path, half: Half, code: Coder | None = None) -> list[Guess]:
    """The coder's guess for each record of a half; `code` gives the probabilities of the 16 types."""
    lines = path.read_text(encoding="utf-8").splitlines()[half == "odd" :: 2]
    return [guess(json.loads(line), code or _legation) for line in lines]


def guess(record: Mapping[str, Any], code: Coder) -> Guess:
    """The best of the gold's 15 types."""
    sources, targets = ([(span["start"], span["end"]) for span in record[side]] for side in ("sources", "targets"))
    votes: dict[str, float] = {}
    for name, share in code(record["sentence"], sources, targets).items():
        root = root_of(name)
        votes[root] = votes.get(root, 0.0) + share
    said = max(votes, key=lambda name: votes[name])
    return Guess(record["gold_root"], said, record["gold_quad"], _quads()[said])


def root_of(event_type: str) -> str:
    """The gold's name of a type."""
    return YIELD.get(event_type, event_type)


def overall(found: Sequence[Guess]) -> dict[str, Figure]:
    """The figures over all types, by their names."""
    roots = [_pair(each.gold, each.said) for each in found]
    quads = [_pair(str(each.gold_quad), str(each.said_quad)) for each in found]
    figures = {
        "macro F1 over 15 roots": figure(roots, macro_f1),
        "accuracy": figure(roots, accuracy),
        "quad class": figure(quads, accuracy),
    }
    for group in MERGED:
        name = " + ".join(sorted(group))
        merged = [_pair(*(name if root in group else root for root in (each.gold, each.said))) for each in found]
        figures[f"F1 of {name} as one"] = figure(merged, f1_of(name))
    return figures


def by_type(found: Sequence[Guess]) -> dict[str, Figure]:
    """The F1 of each root; `number` is how many the gold has."""
    pairs = [_pair(each.gold, each.said) for each in found]
    gold = Counter(each.gold for each in found)
    scores = {name: figure(pairs, f1_of(name)) for name in classes(confusion(found))}
    return {name: Figure(each.value, each.low, each.high, gold[name]) for name, each in scores.items()}


def confusion(found: Sequence[Guess]) -> Pairs:
    """How often each root is taken for each."""
    return Counter((each.gold, each.said) for each in found)


def _pair(gold: str, said: str) -> Pairs:
    return Counter([(gold, said)])


def _quads() -> dict[str, int]:
    return {root_of(code): int(kind.quad) for code, kind in event_types().items()} | {"YIELD": 2}


def _legation(sentence: str, sources: list[tuple[int, int]], targets: list[tuple[int, int]]) -> Mapping[str, float]:
    return legation.code_relation(sentence, sources, targets).probabilities
