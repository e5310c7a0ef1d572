"""Opens the data files that ship with the package: tab-separated tables and YAML."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from legation.errors import DataError

TABLES = (
    "countries",
    "parts",
    "organs",
    "bodies",
    "groups",
    "roles",
    "modifiers",
    "holders",
    "ambiguous",
    "shared_offices",
    "leading_offices",
    "titles",
    "country_traits",
    "descriptive_nouns",
    "common_surnames",
    "hosts",
)


def data_file(name: str) -> Traversable:
    """The shipped file `name`, a path below `legation/data` with forward slashes."""
    return files("legation") / "data" / name


def read_tsv(name: str) -> list[dict[str, str]]:
    """The rows of a table by column name. Lines that begin with # are comments; missing cells are empty.

    Raises DataError where a row has more cells than the header.
    """
    text = data_file(name).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t") if lines else []
    rows = []
    for line in lines[1:]:
        values = [value.strip() for value in line.split("\t")]
        if len(values) > len(header):
            raise DataError(f"{name}: too many cells in the row of {values[0]!r}")
        values += [""] * (len(header) - len(values))
        rows.append(dict(zip(header, values, strict=True)))
    return rows


def actor_tables() -> dict[str, list[dict[str, str]]]:
    """The actor tables that ship with the package, by name as in TABLES."""
    return {name: read_tsv(f"actors/{name}.tsv") for name in TABLES}


def read_yaml(name: str) -> Any:  # noqa: ANN401 - YAML holds anything; each reader checks its own shape
    """The content of a shipped YAML file."""
    return yaml.safe_load(data_file(name).read_text(encoding="utf-8"))


def cells(value: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, joined by `|`."""
    return tuple([part.strip() for part in value.split("|") if part.strip()]) if value else ()


@contextmanager
def uncollected() -> Iterator[None]:
    """Looks for no garbage inside: among so many new records, all of them kept, that takes a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
