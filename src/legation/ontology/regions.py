"""Regions of the world by name, and the countries in them: the UN's M49 and those that the press speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from legation.errors import DataError
from legation.ontology.data import cells, read_tsv
from legation.ontology.knowledge import load_knowledge
from legation.ontology.spelling import alias_key


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its name within a sentence ("the Sahel"), and its countries by id, former states left out."""

    region_id: str
    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]


@cache
def load_regions() -> Mapping[str, Region]:
    """Every region by id. Raises DataError where one names what is neither a country nor a region."""
    rows = {row["id"]: row for row in read_tsv("actors/regions.tsv")}
    knowledge = load_knowledge()

    def countries(region_id: str) -> set[str]:
        named = cells(rows[region_id]["members"]) or knowledge.regions.get(region_id, ())
        if not named or any(one not in rows and one not in knowledge.countries for one in named):
            raise DataError(f"regions.tsv: {region_id} has no countries, or one that is not known")
        found = [countries(one) if one in rows else {one} for one in named]
        return {one for some in found for one in some if knowledge.countries[one].status != "former"}

    made = {
        key: Region(key, row["name"], cells(row["aliases"]), tuple(sorted(countries(key)))) for key, row in rows.items()
    }
    return MappingProxyType(made)


def find_region(name: str) -> Region | None:
    """The region with this id, name or alias; None where there is none."""
    asked = alias_key(name)
    for region in load_regions().values():
        if asked and asked in map(alias_key, (region.region_id, region.name, *region.aliases)):
            return region
    return None
