"""Every place that the reader knows, by the names that news gives it: countries, states, sites, cities (GeoNames)."""

import functools
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ahocorasick_rs import AhoCorasick

from legation.ontology.data import cells, read_tsv

Kind = Literal["country", "site", "state", "city"]

# Where two kinds share a name the former is meant: Georgia is the country, New York the city, Gaza the Strip.
_ORDER: Mapping[Kind, int] = {"country": 0, "site": 1, "city": 2, "state": 3}
_CAPITAL_WEIGHT = 10  # a capital is meant before a namesake abroad of up to ten times its people
_SHORTEST_FOLDED = 4  # without their accents, shorter names are English words


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name may mean. `weight` is a city's population, tenfold for capitals; 0 for all else."""

    name: str
    kind: Kind
    country: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places by name, the likeliest first, and the automaton that finds the names in a text."""

    names: Mapping[str, tuple[Place, ...]]
    ordered: tuple[str, ...]
    automaton: AhoCorasick


@functools.cache
def gazetteer() -> Gazetteer:
    """All places; read once per process."""
    found: dict[str, list[Place]] = defaultdict(list)
    for names, place in (*_countries(), *_sites(), *_states(), *_cities()):
        for name in names:
            if place not in found[name]:
                found[name].append(place)
    names = {
        name: tuple(sorted(places, key=lambda place: (_ORDER[place.kind], -place.weight)))
        for name, places in found.items()
    }
    ordered = tuple(names)
    return Gazetteer(names, ordered, AhoCorasick(ordered))


def _countries() -> Iterator[tuple[Iterable[str], Place]]:
    ids = {row["country"]: int(row["geonameid"]) for row in read_tsv("places/country_ids.tsv")}
    for row in read_tsv("actors/countries.tsv"):
        code = row["id"] if len(row["id"]) == 3 and row["id"].isupper() else None
        lat, lon = (float(row[key]) if row[key] else None for key in ("lat", "lon"))
        names = {row["name"], *cells(row["aliases"])}
        yield names, Place(row["name"], "country", code, ids.get(row["id"]), lat, lon)


def _sites() -> Iterator[tuple[Iterable[str], Place]]:
    for row in read_tsv("places/sites.tsv"):
        place = Place(row["name"], "site", row["country"] or None, None, float(row["lat"]), float(row["lon"]))
        yield {row["name"], *cells(row["aliases"])}, place


def _states() -> Iterator[tuple[Iterable[str], Place]]:
    for row in read_tsv("places/states.tsv"):
        number = int(row["geonameid"]) if row["geonameid"] else None
        place = Place(row["name"], "state", row["country"], number, float(row["lat"]), float(row["lon"]))
        yield {row["name"], *cells(row["aliases"])}, place


def _cities() -> Iterator[tuple[Iterable[str], Place]]:
    capitals = {(row["id"], _plain(row["capital"])) for row in read_tsv("actors/countries.tsv")}
    others: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read_tsv("places/city_names.tsv"):
        others[row["city"], row["country"]].append(row["name"])
    for row in read_tsv("places/cities.tsv"):
        name, country = row["name"].replace("’", "'"), row["country"]
        weight = int(row["population"]) * (_CAPITAL_WEIGHT if (country, _plain(name)) in capitals else 1)
        point = float(row["lat"]), float(row["lon"])
        names = {name, *others[row["name"], country]}
        if len(name) >= _SHORTEST_FOLDED:
            names.add(_plain(name))
        yield names, Place(row["name"], "city", country, int(row["geonameid"]), *point, weight)


def _plain(name: str) -> str:
    """The name without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
