"""The table of all English that a brief is written in: `legation/data/briefs/phrases.yaml`, read once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from legation.ontology.data import read_yaml


@cache
def phrases() -> Mapping[str, Any]:
    """The whole phrase table."""
    return dict(read_yaml("briefs/phrases.yaml"))


def notice(key: str, **slots: str) -> str:
    """A fixed line of the table."""
    return str(phrases()["notices"][key]).format(**slots)


def notices() -> tuple[str, ...]:
    """Every fixed line, with its slots."""
    return tuple(str(line) for line in phrases()["notices"].values())


def variants(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The variants of a sentence pattern, and those in reserve. Raises KeyError where there is no such pattern."""
    return tuple(phrases()["patterns"][pattern]), tuple(phrases()["in_reserve"].get(pattern, ()))
