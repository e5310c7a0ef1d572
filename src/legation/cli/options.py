"""The options that several commands share, and how their values are read."""

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Format(StrEnum):
    """How a command prints rows."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class FactsFormat(StrEnum):
    """How a command prints facts, each with its name."""

    TEXT = "text"
    JSON = "json"


class BriefFormat(StrEnum):
    """How a brief is written."""

    MD = "md"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"


class ExportFormat(StrEnum):
    """Layouts that `export` writes."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    PLOVER = "plover"
    CAMEO = "cameo"


def day(value: str | None) -> date | None:
    """A day given as YYYY-MM-DD; a wrong one is wrong usage."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no day (YYYY-MM-DD)") from error


def actor_id(name: str | None) -> str | None:
    """The id of a country or body given by id or name; ids of unnamed groups (NER:REB) stay as they are."""
    from legation.briefs.names import find_actor

    return name if name is None or ":" in name else find_actor(name).actor_id


def cooperation_type(value: str | None) -> str | None:
    """A known cooperation type; another one is wrong usage."""
    from legation.ontology.cooperation import load_cooperation

    if value is None or value in load_cooperation():
        return value
    raise typer.BadParameter(f"{value!r} is no cooperation type; there are {', '.join(load_cooperation())}")


def check_period(first: date | None, last: date | None) -> None:
    """A period that ends before it begins is wrong usage."""
    if first and last and first > last:
        raise typer.BadParameter(f"the period ends ({last}) before it begins ({first})")


def use_actors(file: Path | None) -> Path | None:
    """Makes a user's file of actors that of this process and those it starts; one that is wrong ends the command."""
    from legation.ontology.knowledge import load_knowledge

    if file is not None:
        os.environ["LEGATION_ACTORS"] = str(file.resolve())
        load_knowledge()
    return file


Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders, URLs, feeds, WARC archives, JSON Lines, CSV, or - for standard input."),
]
LedgerFile = Annotated[
    Path, typer.Option("--ledger", "-l", envvar="LEGATION_LEDGER", help="The ledger file (one DuckDB file).")
]
Actors = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        envvar="LEGATION_ACTORS",
        callback=use_actors,
        exists=True,
        dir_okay=False,
        help="A file with actors and offices of your own (docs/settings.md).",
    ),
]
Published = Annotated[
    Any, typer.Option(parser=day, metavar="DATE", help="Publication date of inputs that have none (YYYY-MM-DD).")
]
AsOf = Annotated[Any, typer.Option(parser=day, metavar="DATE", help="The world as it stood on this day.")]
WithParts = Annotated[
    bool,
    typer.Option("--with-parts", help="Also what its missions, organs and contractors do, each under its own name."),
]
KnownOn = Annotated[Any, typer.Option(parser=day, metavar="DATE", help="By what had been published up to this day.")]
Printed = Annotated[Format, typer.Option("--format", "-f", help="table for reading, json or csv for programs.")]
FactsPrinted = Annotated[FactsFormat, typer.Option("--format", "-f", help="text for reading, json for programs.")]
CountryOption = Annotated[str | None, typer.Option(help="Only this country or body (alpha-3, acronym or name).")]
DEFAULT_LEDGER = Path("legation.duckdb")
