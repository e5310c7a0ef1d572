"""Measures how long it takes until a process can link actors, and how long a phrase then takes.

    python -m benchmarks.actor_resolution [--loads 5] [--write]

The phrases are those of evaluation/lists/actors.tsv, as they are and misspelt (so that most are unknown).
"""

import argparse
import csv
import json
import platform
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from benchmarks.figures import spread
from benchmarks.processes import ROOT, Run, run
from corpus.markdown import machine, put, table
from legation.actors.linking import Linker
from legation.ontology.knowledge import load_knowledge

DOCUMENT = ROOT / "docs" / "speed.md"
PHRASES = ROOT / "evaluation" / "lists" / "actors.tsv"
_SHARES = {"median": 0.5, "95 in 100 within": 0.95, "99 in 100 within": 0.99, "greatest": 1.0}


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    loads = [run([sys.executable, "-m", "benchmarks.linker_load"], keep=True) for _ in range(asked.loads)]
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    linker = Linker(load_knowledge())
    linker.resolve("Nobody Whosoever")  # builds what only unknown names need
    times = {
        f"{len(rows):,} phrases as they are": milliseconds(linker, rows, str),
        "the same misspelt": milliseconds(linker, rows, misspelt),
    }
    report = "\n".join([_heading(), loads_table(loads), shares_table(times)])
    sys.stdout.write(report)
    if asked.write:
        DOCUMENT.write_text(put(DOCUMENT.read_text(encoding="utf-8"), "actors", report), encoding="utf-8")


def milliseconds(linker: Linker, rows: Iterable[Mapping[str, str]], change: Callable[[str], str]) -> list[float]:
    """How long each phrase took that the linker was not asked before, in milliseconds of processor time."""
    taken = []
    for row in rows:
        phrase, on = change(row["phrase"]), date.fromisoformat(row["on"]) if row["on"] else None
        start = time.thread_time()
        linker.resolve(phrase, on=on, context=row["context"] or None)
        taken.append(1000 * (time.thread_time() - start))
    return taken


def misspelt(phrase: str) -> str:
    """The phrase with the two middle letters of its longest word exchanged."""
    word = max(phrase.split(), key=len, default="")
    middle = len(word) // 2
    return phrase.replace(word, word[: middle - 1] + word[middle - 1 : middle + 1][::-1] + word[middle + 1 :], 1)


def loads_table(loads: Sequence[Run]) -> str:
    """Least, median and greatest of what the loads took."""
    told = [json.loads(load.printed) for load in loads]
    rows = {
        "knowledge read and linker built, s": [each["seconds"] for each in told],
        "the same with its imports, s": [each["with_imports"] for each in told],
        "peak memory of the process, MiB": [load.memory for load in loads],
    }
    return table(["", "least", "median", "greatest"], [[name, *spread(values)] for name, values in rows.items()])


def shares_table(times: Mapping[str, Sequence[float]]) -> str:
    """The times below which a share of the phrases lies."""
    rows = [[name, *(f"{within(values, share):.2f}" for share in _SHARES.values())] for name, values in times.items()]
    return table(["resolving, ms", *_SHARES], rows)


def within(values: Sequence[float], share: float) -> float:
    """The least of the values that at least this share of them do not exceed."""
    return sorted(values)[max(0, -int(-share * len(values) // 1) - 1)]


def _heading() -> str:
    known = load_knowledge()
    return (
        f"Measured on {date.today():%d %B %Y} on {machine()}, Python {platform.python_version()}: "
        f"{len(known.actors):,} actors, {len(known.offices):,} terms of office, {len(known.aliases):,} names.\n"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loads", type=int, default=5, help="how many fresh processes load the knowledge (5)")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/speed.md too")
    return parser


if __name__ == "__main__":
    main()
