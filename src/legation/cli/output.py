"""What commands print, and where: rows to standard output; progress, problems and failures to standard error."""

import csv
import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from legation.cli.options import FactsFormat, Format
from legation.errors import LegationError

if TYPE_CHECKING:
    from legation.records.article import Problem

_PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}  # names and texts are shown as they are
errors = Console(stderr=True, soft_wrap=True, **_PLAIN)
WRONG_USAGE, SET_ASIDE = 2, 3
_FILE_WIDTH = 160  # columns of a table that goes into a file or a pipe


class Progressing:
    """A progress line on standard error while long work runs; silent where that is no terminal."""

    def __init__(self, what: str) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=errors, transient=True, disable=not sys.stderr.isatty())
        self._task = self._progress.add_task(what)

    def __enter__(self) -> Any:
        self._progress.start()
        return lambda line: self._progress.update(self._task, description=line)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def print_frame(frame: Any, format: Format, columns: tuple[str, ...]) -> None:
    """Prints a polars frame: all of it for programs, the named columns as a table."""
    rows = [{key: _plain(value) for key, value in row.items()} for row in frame.iter_rows(named=True)]
    if format is Format.JSON:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif format is Format.CSV:
        writer = csv.DictWriter(sys.stdout, fieldnames=frame.columns)
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    else:
        table = Table()
        for name in columns:
            table.add_column(name, overflow="fold")
        for row in rows:
            table.add_row(*[_cell(row[name]) for name in columns])
        console = Console(width=None if sys.stdout.isatty() else _FILE_WIDTH, **_PLAIN)
        console.print(table if rows else "nothing to show")


def print_facts(facts: dict[str, Any], format: FactsFormat) -> None:
    """Prints named facts, one per line, or as one JSON object."""
    if format is FactsFormat.JSON:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{name:27} {_cell(value) or '-'}\n" for name, value in facts.items())


def print_link(link: dict[str, Any], format: FactsFormat) -> None:
    """Prints who a phrase refers to, why, and what else it could have been."""
    if format is FactsFormat.JSON:
        sys.stdout.write(json.dumps(link, ensure_ascii=False, indent=1) + "\n")
        return
    ids = dict.fromkeys(one for one in (link["own_id"], link["actor_id"]) if one)
    facts = {
        "who": link["name"],
        "actor": " of ".join(ids),
        "country": link["country"],
        "sector": " ".join(link["sector"]),
        "score": link["score"],
        "why": link["reason"],
    }
    print_facts(facts, format)
    for other in link["alternatives"] or [None]:
        told = f"{other['name']}, {other['score']}: {other['reason']}" if other else "nobody else who is known"
        sys.stdout.write(f"{'or else':27} {told}\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(inner) for inner in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def fail(why: str, status: int = 1) -> NoReturn:
    """Tells why it failed, and ends with status 1, or 2 for wrong usage."""
    errors.print(f"legation: {why}", style="red")
    sys.exit(status)


def read(inputs: list[str], published: date | None) -> Iterator[Any]:
    """The articles and problems of the inputs; each problem is told on standard error as it comes."""
    from legation.records.article import Problem
    from legation.settings import load_settings
    from legation.sources.inputs import read_inputs

    for item in read_inputs(inputs, load_settings(os.environ), published=published, stdin=sys.stdin.buffer):
        if isinstance(item, Problem):
            tell_problem(item)
        yield item


def tell_problem(problem: "Problem") -> None:
    """Tells what was set aside, and why."""
    errors.print(f"set aside: {problem.origin}: {problem.what}: {problem.why}")


def reading(ledger: Path) -> Any:
    """The ledger, opened for reading, also beside a desk that has it open. Raises LegationError where there is none."""
    from legation.cli.handover import opened

    if not ledger.exists():
        raise LegationError(f"no ledger at {ledger}; `legation add INPUT… --ledger {ledger}` makes one")
    return opened(ledger)


def end(set_aside: int) -> None:
    """Ends with status 3 where something was set aside."""
    if set_aside:
        raise typer.Exit(SET_ASIDE)
