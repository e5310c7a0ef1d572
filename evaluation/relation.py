"""Scores `code_relation` on public PLOVER relations with given sides.

    python evaluation/relation.py relation_dev.jsonl

The file has one record a line: `sentence`, `sources` and `targets` (each a list of {start, end}), `gold_root` and
`gold_quad`; its gold merges CONCEDE and RETREAT as YIELD. Only records with an even index are scored, the other half
is kept for later.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import legation
from legation.ontology.codebook import event_types

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def guess(record: dict[str, Any]) -> str:
    """The best of the gold's 15 types."""
    spans = [[(span["start"], span["end"]) for span in record[side]] for side in ("sources", "targets")]
    votes: Counter[str] = Counter()
    for name, share in legation.code_relation(record["sentence"], *spans).probabilities.items():
        votes[MERGED.get(name, name)] += share  # type: ignore[assignment]  # shares, not counts
    return votes.most_common(1)[0][0]


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()[::2]
    pairs = [(record["gold_root"], guess(record), record["gold_quad"]) for record in map(json.loads, lines)]
    quads = {code: kind.quad for code, kind in event_types().items()} | {"YIELD": 2}
    scores = {}
    for name in sorted({gold for gold, _, _ in pairs}):
        both = sum(gold == said == name for gold, said, _ in pairs)
        scores[name] = (
            2 * both / (sum(gold == name for gold, _, _ in pairs) + sum(said == name for _, said, _ in pairs))
        )
        sys.stdout.write(f"{name:12}{scores[name]:.2f}\n")
    sys.stdout.write(f"\n{len(pairs)} records\nmacro F1    {sum(scores.values()) / len(scores):.3f}\n")
    sys.stdout.write(f"accuracy    {sum(gold == said for gold, said, _ in pairs) / len(pairs):.3f}\n")
    sys.stdout.write(f"quad        {sum(quads[said] == quad for _, said, quad in pairs) / len(pairs):.3f}\n")


if __name__ == "__main__":
    main()
