"""A user's YAML file as values that know where they stand, so that a mistake is told with its line and key."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from legation.errors import DataError

_DEPTH = 8
"""Lists and tables within one another, at most: no file of ours comes near."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value: a scalar, a list of entries, or a table of entries by key. `line` counts from 1."""

    file: Path
    line: int
    key: str
    value: Any

    def wrong(self, why: str) -> DataError:
        """The error that says what is wrong with this value."""
        return DataError(f"{self.file}, line {self.line}, {self.key or 'the whole'}: {why}")

    def text(self) -> str:
        """A text that is not blank."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value.strip()
        hint = "" if isinstance(self.value, dict | list | str) or self.value is None else "; put it in quotes"
        raise self.wrong(f"a text is wanted{hint}")

    def number(self, least: int, most: int) -> int:
        """A whole number between two."""
        if isinstance(self.value, int) and not isinstance(self.value, bool) and least <= self.value <= most:
            return self.value
        raise self.wrong(f"a whole number from {least} to {most} is wanted")

    def choice(self, known: Iterable[str]) -> str:
        """One of the known words."""
        word = self.text()
        if word in (words := list(known)):
            return word
        raise self.wrong(f"unknown {word!r}; there are {', '.join(words)}")

    def entries(self) -> list["Entry"]:
        """A list with something in it."""
        if not isinstance(self.value, list):
            raise self.wrong("a list is wanted")
        if not self.value:
            raise self.wrong("the list is empty, so nothing could fit; leave it out")
        return self.value

    def table(self, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, "Entry"]:
        """A table with none but the known keys, and all that are required."""
        if not isinstance(self.value, dict):
            raise self.wrong("keys with values are wanted")
        for key, entry in self.value.items():
            if key not in (words := list(known)):
                raise entry.wrong(f"unknown key {key!r}; there are {', '.join(words)}")
        if missing := next((key for key in required if key not in self.value), None):
            raise self.wrong(f"{missing} is missing")
        return self.value


def read_entries(path: Path) -> Entry:
    """The one document of a YAML file. Raises DataError, with the line, where it is none."""
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            raise DataError(f"{path}, line 1: there is nothing in it")
        return _entry(loader, node, path, "", [])
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"{path}, line {line}: no YAML: {error.problem}") from error
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        why = str(error).splitlines() or [type(error).__name__]
        raise DataError(f"{path}: cannot be read as YAML ({why[0]})") from error


def _entry(loader: yaml.SafeLoader, node: yaml.Node, path: Path, key: str, above: list[yaml.Node]) -> Entry:
    line = node.start_mark.line + 1
    if len(above) > _DEPTH or node in above:
        raise Entry(path, line, key, None).wrong("too deep")
    within = [*above, node]
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value, 1)
        return Entry(path, line, key, [_entry(loader, one, path, f"{key}[{nth}]", within) for nth, one in items])
    if isinstance(node, yaml.MappingNode):
        return Entry(path, line, key, _table(loader, node, path, key, within))
    return Entry(path, line, key, loader.construct_object(node))


def _table(
    loader: yaml.SafeLoader, node: yaml.MappingNode, path: Path, key: str, within: list[yaml.Node]
) -> dict[str, Entry]:
    table: dict[str, Entry] = {}
    for name_node, value_node in node.value:
        name = str(name_node.value)
        place = f"{key}.{name}" if key else name
        entry = replace(_entry(loader, value_node, path, place, within), line=name_node.start_mark.line + 1)
        if name in table:
            raise entry.wrong("the key stands there twice")
        table[name] = entry
    return table
