"""Legation's command line as a process of its own, and articles to give it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

COMMAND = (sys.executable, "-m", "legation.cli")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str | Path, given: str | None = None, expect: int | None = 0, **environment: str) -> Ended:
    """Runs one command to its end, with `given` on standard input; `expect` is the exit status, None for any."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=(given or "").encode(),
        capture_output=True,
        env=os.environ | {"COLUMNS": "80"} | environment,
        timeout=120,
        check=False,
    )
    ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert expect is None or ended.status == expect, ended
    assert "Traceback" not in ended.err, ended.err
    return ended


def write_lines(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    """Writes records as JSON Lines."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


_STATES = ("Niger", "Mali", "Chad", "Senegal", "Burkina Faso", "Togo")
_PARTNERS = ("Russia", "France", "the United States", "Türkiye", "Italy", "Germany")
_TOLD = (
    "{partner} withdrew its troops from {state} on {day}, the defence ministry said.",
    "{partner} will train the army of {state} next month, the foreign minister of {state} said on {day}.",
    "{state} signed a military cooperation agreement with {partner} on {day}.",
    "{state} denied on {day} that it had asked {partner} for drones.",
    "{state} suspended its defence agreement with {partner} on {day}, a government spokesman said.",
    "{partner} delivered {number} armoured vehicles to {state} on {day}.",
    "The interior minister of {state} asked {partner} on {day} to send {number} instructors.",
    "The defence ministers of {state} and {partner} met on {day} to discuss intelligence sharing.",
)


def wire(size: int, seed: int) -> list[dict[str, Any]]:
    """Short articles of several outlets about a few relationships, no two the same."""
    chance = Random(seed)
    first = date(2024, 1, 8)
    records = []
    for number in range(size):
        published = first + timedelta(days=2 * number)
        state, partner = chance.choice(_STATES), chance.choice(_PARTNERS)
        told = [
            sentence.format(state=state, partner=partner, day=f"{published:%A}", number=10 * number + 20)
            for sentence in chance.sample(_TOLD, 3)
        ]
        records.append(
            {
                "id": f"wire-{seed}-{number}",
                "title": f"{state} and {partner.removeprefix('the ')}: report {number}",
                "text": "\n\n".join(sentence[:1].upper() + sentence[1:] for sentence in told),
                "published": published.isoformat(),
                "outlet": f"Wire {chance.randrange(4)}",
            }
        )
    return records
