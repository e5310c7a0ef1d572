"""Measures `legation code` beside a bare spaCy pass over the same texts, in pairs of fresh processes.

    python -m benchmarks.speed FILE [--pairs 5] [--spacy-python PATH] [--spacy-processes 1] [--write]

FILE is JSON Lines with `text` and, where there is one, `title` or `headline`. Which side runs first changes from pair
to pair. spaCy is no dependency of Legation: install benchmarks/requirements.txt and name the python that has it.
Run it on a machine that does nothing else; the load average before the runs is told.
"""

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figures import Load, Pair, rates_table, times_table
from benchmarks.processes import ROOT, run
from corpus.markdown import machine, put

DOCUMENT = ROOT / "docs" / "speed.md"
_LOADS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    file, busy = asked.file.resolve(strict=True), os.getloadavg()[0]
    loads = [Load(**_facts([sys.executable, "-m", "benchmarks.model_load"])) for _ in range(_LOADS)]
    spacy = [asked.spacy_python, "-m", "benchmarks.spacy_pass", file, str(asked.spacy_processes)]
    pairs = []
    for pair in _pairs([_legation(), "code", file], spacy, asked.pairs):
        pairs.append(pair)
        sys.stderr.write(f"pair {len(pairs)}: {pair.legation.seconds:.1f} s, spaCy {pair.passed:.1f} s\n")
    counts = _facts([sys.executable, "-m", "benchmarks.pass_rates", file])
    report = "\n".join([_heading(asked, counts, pairs, busy), times_table(pairs, loads), rates_table(counts)])
    sys.stdout.write(report)
    if asked.write:
        DOCUMENT.write_text(put(DOCUMENT.read_text(encoding="utf-8"), "benchmark", report), encoding="utf-8")


def _pairs(legation: Sequence[str | Path], spacy: Sequence[str | Path], number: int) -> Iterator[Pair]:
    """Runs of both sides in turn; every second pair begins with spaCy."""
    for index in range(number):
        if index % 2:
            theirs = run(spacy, keep=True)
            ours = run(legation)
        else:
            ours = run(legation)
            theirs = run(spacy, keep=True)
        yield Pair(ours, theirs, json.loads(theirs.printed)["seconds"])


def _facts(command: Sequence[str | Path]) -> dict[str, Any]:
    """What a probe printed."""
    facts: dict[str, Any] = json.loads(run(command, keep=True).printed)
    return facts


def _legation() -> Path:
    """The installed command of this python. Raises FileNotFoundError where there is none."""
    found = shutil.which("legation", path=Path(sys.executable).parent)
    if found is None:
        raise FileNotFoundError(f"no command legation beside {sys.executable}")
    return Path(found)


def _heading(asked: argparse.Namespace, counts: Mapping[str, int], pairs: Sequence[Pair], busy: float) -> str:
    about = json.loads(pairs[0].spacy.printed)
    return (
        f"Measured on {date.today():%d %B %Y} on {machine()}, Python {platform.python_version()}, load average "
        f"{busy:.1f} before; pairs of runs: {len(pairs)}. `{asked.file.name}`: {counts['articles']:,} articles "
        f"({counts['not_coded']:,} of them not in English, so not coded), {about['characters']:,} characters. "
        f"spaCy {about['version']} with {asked.spacy_processes} process{'es' * (asked.spacy_processes > 1)}.\n"
    )


def _number(value: str) -> int:
    """A number from 1 on."""
    number = int(value)
    if number < 1:
        raise ValueError(value)
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="the texts, as JSON Lines")
    parser.add_argument("--pairs", type=_number, default=5, help="how many pairs of runs (5)")
    parser.add_argument("--spacy-python", default=sys.executable, help="a python that has spaCy (this one)")
    parser.add_argument("--spacy-processes", type=_number, default=1, help="spaCy's own `n_process` (1)")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/speed.md too")
    return parser


if __name__ == "__main__":
    main()
