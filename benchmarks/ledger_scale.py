"""Measures a large ledger: re-derivation, an article more, where things stand, a brief, its file and memory.

    python -m benchmarks.large_ledger large.ledger
    python -m benchmarks.ledger_scale large.ledger [--write]

Works on the file itself: afterwards it holds the articles that were added to time it.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

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
        seconds, memory = _with_memory(ledger.rederive)
    rows = [["full re-derivation, s", _shown([seconds])]]
    rows.append(["peak memory of it, all processes together, GiB", f"{memory:.2f}"])
    before = asked.ledger.stat().st_size / 1024**3
    rows.append(["its file written anew, s", _shown([_seconds(compact, asked.ledger)])])
    after = asked.ledger.stat().st_size / 1024**3
    with open_ledger(asked.ledger) as ledger:
        rows += [
            ["one article added, ms", _shown(_adding(ledger, _SEED + counts["documents"]))],
            ["`relationships --as-of` of a country, ms", _shown(_standing(ledger))],
            ["`brief` of a country, s", _shown([_seconds(compose_brief, ledger, each) for each in COUNTRIES])],
        ]
    rows.append(["the file before / after it was written anew, GiB", f"{before:.2f} / {after:.2f}"])
    heading = (
        f"Measured on {date.today():%-d %B %Y} on {machine()}: {counts['documents']:,} articles, "
        f"{counts['mentions']:,} mentions, {counts['events']:,} events, {counts['relationships']:,} relationships.\n"
    )
    report = "\n".join([heading, table(["", "least / median / greatest"], rows)])
    print(report)
    if asked.write:
        DOCUMENT.write_text(put(DOCUMENT.read_text(encoding="utf-8"), "ledger", report), encoding="utf-8")


def _with_memory(call: Callable[[], object]) -> tuple[float, float]:
    """The seconds that a call takes, and how many GiB this process and those that help it have at most at once."""
    most, done = 0, Event()

    def watch() -> None:
        nonlocal most
        own = psutil.Process()
        while not done.wait(0.1):
            with suppress(psutil.NoSuchProcess):
                most = max(most, sum(each.memory_info().rss for each in (own, *own.children(recursive=True))))

    watching = Thread(target=watch)
    watching.start()
    try:
        seconds = _seconds(call)
    finally:
        done.set()
        watching.join()
    return seconds, most / 1024**3


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
