"""Bases and ports that are in the news, for maps."""

from dataclasses import dataclass
from functools import cache

from legation.ontology.data import read_tsv

KINDS = frozenset({"base", "port"})


@dataclass(frozen=True, slots=True)
class Site:
    """A base or port (its kind) and the country that it lies in, where one holds it."""

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float


@cache
def sites() -> tuple[Site, ...]:
    """All bases and ports of `places/sites.tsv`."""
    return tuple(
        Site(row["name"], row["kind"], row["country"] or None, float(row["lat"]), float(row["lon"]))
        for row in read_tsv("places/sites.tsv")
        if row["kind"] in KINDS
    )
