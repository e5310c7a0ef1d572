"""Opens the data files that ship with the package: tab-separated tables and YAML."""

import csv
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from legation.errors import DataError


def data_file(name: str) -> Traversable:
    """The shipped file `name`, a path below `legation/data` with forward slashes."""
    return files("legation") / "data" / name


def read_tsv(name: str) -> list[dict[str, str]]:
    """The rows of a table by column name. Lines that begin with # are comments; missing cells are empty.

    Raises DataError where a row has more cells than the header.
    """
    text = data_file(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = []
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""):
        if None in row:
            raise DataError(f"{name}: too many cells in the row of {next(iter(row.values()))!r}")
        rows.append({key: value.strip() for key, value in row.items()})
    return rows


def read_yaml(name: str) -> Any:  # noqa: ANN401 - YAML holds anything; each reader checks its own shape
    """The content of a shipped YAML file."""
    return yaml.safe_load(data_file(name).read_text(encoding="utf-8"))


def cells(value: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, joined by `|`."""
    return tuple(part.strip() for part in value.split("|") if part.strip())
