"""Measures a large ledger: re-derivation, an article more, where things stand, a brief, its file and memory.

    python -m benchmarks.large_ledger large.ledger
    python -m benchmarks.ledger_scale large.ledger [--write]

Works on the file itself: afterwards it holds the articles that were added to time it.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.figures import spread
from benchmarks.large_ledger import articles
from benchmarks.processes import ROOT
from corpus.markdown import machine, put, table
from legation.briefs.composition import compose_brief
from legation.ledger.store import Ledger, compact, open_ledger

DOCUMENT = ROOT / "docs" / "speed.md"
COUNTRIES = ("NER", "USA", "UKR", "MLI", "JPN")
_SEED = 20_261
_MANY = 20


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    with open_ledger(asked.ledger) as ledger:
        counts = ledger.counts()
        rows = [["full re-derivation, s", _shown([_seconds(ledger.rederive)])]]
    memory = _memory()
    rows.append(["its file written anew, s", _shown([_seconds(compact, asked.ledger)])])
    size = asked.ledger.stat().st_size / 1024**3
    with open_ledger(asked.ledger) as ledger:
        rows += [
            ["one article added, ms", _shown(_adding(ledger, _SEED + counts["documents"]))],
            ["`relationships --as-of` of a country, ms", _shown(_standing(ledger))],
            ["`brief` of a country, s", _shown([_seconds(compose_brief, ledger, each) for each in COUNTRIES])],
        ]
    rows += [
        ["peak memory of the re-derivation, all its processes, GiB", f"{memory:.2f}"],
        ["peak memory of one process, GiB", f"{_peak(resource.RUSAGE_SELF):.2f}"],
        ["the file, GiB", f"{size:.2f}"],
        ["of it in use, GiB", f"{_used(asked.ledger):.2f}"],
    ]
    heading = (
        f"Measured on {date.today():%-d %B %Y} on {machine()}: {counts['documents']:,} articles, "
        f"{counts['mentions']:,} mentions, {counts['events']:,} events, {counts['relationships']:,} relationships.\n"
    )
    report = "\n".join([heading, table(["", "least / median / greatest"], rows)])
    print(report)
    if asked.write:
        DOCUMENT.write_text(put(DOCUMENT.read_text(encoding="utf-8"), "ledger", report), encoding="utf-8")


def _memory() -> float:
    """At most so many GiB had this process and those that helped it, if all were at their peaks at once."""
    return _peak(resource.RUSAGE_SELF) + (os.cpu_count() or 1) * _peak(resource.RUSAGE_CHILDREN)


def _peak(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024**2


def _used(ledger: Path) -> float:
    """How many GiB of the file hold something."""
    with duckdb.connect(ledger, read_only=True) as connection:
        ((used,),) = connection.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchall()
    return float(used) / 1024**3


def _adding(ledger: Ledger, seed: int) -> list[float]:
    """Milliseconds for each of some further articles, one transaction each; the first warms up and is left out."""
    further = list(islice(articles(_MANY + 1, seed), _MANY + 1))
    times = [1000 * _seconds(ledger.add, article, mentions, coder="generated") for article, mentions in further]
    return times[1:]


def _standing(ledger: Ledger) -> list[float]:
    """Milliseconds for the relationships of countries on some days."""
    asked = [(country, date(year, 6, 1)) for country in COUNTRIES for year in (2017, 2020, 2023, 2025)]
    return [1000 * _seconds(ledger.relationship_rows, country, as_of=day) for country, day in asked]


def _seconds(call: Callable[..., Any], *given: Any, **named: Any) -> float:  # noqa: ANN401 - any call
    begun = time.perf_counter()
    call(*given, **named)
    return time.perf_counter() - begun


def _shown(times: Sequence[float]) -> str:
    return " / ".join(spread(times))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--write", action="store_true", help="into docs/speed.md")
    return parser


if __name__ == "__main__":
    main()
