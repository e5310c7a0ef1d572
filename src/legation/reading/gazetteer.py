"""Every place that the reader knows, by the names that news gives it: countries and their peoples, states and counties
of the USA, sites, and cities (GeoNames).

Cities are many and few are named, so that their rows stay text until one is asked for.
"""

import functools
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from typing import Literal, NamedTuple

from legation.ontology.data import cells, data_file, read_tsv, uncollected

Kind = Literal["country", "people", "state", "county", "area", "site", "city"]

_CAPITAL_WEIGHT = 6  # a capital is meant before a namesake abroad of up to six times its people
_CAPITAL_PEOPLE = 1_000  # of a capital at least, for GeoNames does not know those of all
_ALIAS_SHARE = 0.25  # another name of a place means it less often than its own,
_STRANGE_SHARE = 0.05  # and one that is the own name of another place ("Philadelphia" for Amman) hardly ever
_SEAT_WEIGHT = 5e6  # the White House is no city
_SITE_WEIGHT = {"region": 500_000, "sea": 500_000, "strait": 500_000, "island": 200_000, "county": 150_000}
_SMALL_SITE_WEIGHT = 100_000  # bases, ports and towns are listed because news names them
_AREAS = frozenset({"region", "county", "sea", "strait", "island", "river"})
_COUNTRY_WEIGHT = 5e9  # a country is meant before all namesakes but a state of the USA that the text speaks of
_STATE_SHARE = 0.1  # New York is the city
_COUNTY_WEIGHT = 30_000
_BARE_COUNTY_WEIGHT = 1_000  # without "County" a town of that name is meant
_COUNTY_WORD = re.compile(r" (?:County|Parish|Borough|Municipality|Census Area|city|District)$")
KEY_MORE = 2
"""Letters after the first word of a name by which longer names are looked up; few words of a text have these, too."""
ARTICLES = ("Al-", "Al ", "El ")
"""What stands in the table for the "al-" of a text."""
_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})
_ARTICLE = re.compile(r"a[ldnrstz]-")
_FIRST_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž]\w*")


class Place(NamedTuple):
    """A place that a name may mean.

    `region` is the state of the USA or province of Canada that it lies in, as "USA-TX". `weight` is what its people
    would be where it were a city named as often as this place is: a city's people, sixfold for capitals.
    """

    name: str
    kind: Kind
    country: str | None
    region: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    weight: float = 0.0


class Gazetteer:
    """The places by name.

    `names` are all names. `longer` tells for the first word of names that do not end with it, and the `KEY_MORE`
    letters after that, how long they are, longest first; `first_words` are those words, those after "Al-", and those
    that end with a point. `people` counts the people of countries and, as "USA-TX", of states; `states` has these.
    """

    def __init__(self) -> None:
        self.people = dict(_people())
        states = list(_states())
        self.states = {state.region: state for _, state in states}
        self._places: dict[str, list[Place]] = {}
        for names, place in (*_countries(), *states, *_sites(), *_counties()):
            for name in names:
                self._places.setdefault(name, []).append(place)
        self._capitals = {(row["id"], row["capital"]) for row in read_tsv("actors/countries.tsv")}
        self._rows = data_file("places/cities.tsv").read_text(encoding="utf-8").split("\n")[1:-1]
        self._cities = _cities(self._rows)
        for name, place in self._seats():
            self._places.setdefault(name, []).append(place)
        for name in self._places:
            self._cities.setdefault(name, ())
        self.names: Container[str] = self._cities.keys()
        self.longer = _longer(self._cities)
        articled = (_FIRST_WORD.match(name, len("Al-")) for name in self._cities if name.startswith(ARTICLES))
        dotted = {name[:-1] for name in self._places if name.endswith(".")}
        self.first_words = {key[:-KEY_MORE] for key in self.longer} | {word[0] for word in articled if word} | dotted

    def _seats(self) -> Iterator[tuple[str, Place]]:
        """Buildings that stand for a government ("the Kremlin"), where its capital is."""
        for row in read_tsv("actors/countries.tsv"):
            here = (place for place in self._ranked(row["capital"]) if place.country == row["id"])
            if capital := next(here, None):
                for name in cells(row["seats"]):
                    known = self._ranked(name)
                    own = any(place.geonameid == capital.geonameid for place in known)
                    if not own and not (known and known[0].country == row["id"]):
                        yield name, capital._replace(name=name, kind="site", geonameid=None, weight=_SEAT_WEIGHT)

    @functools.lru_cache(maxsize=16384)  # noqa: B019 - there is one gazetteer in a process
    def choices(self, name: str) -> tuple[Place, ...]:
        """The places of that name, the likeliest first."""
        return self._ranked(name)

    def _ranked(self, name: str) -> tuple[Place, ...]:
        numbers = self._cities.get(name, ())
        numbers = (numbers,) if isinstance(numbers, int) else numbers
        strange = any(number >= 0 for number in numbers)
        rows = (number for number in numbers if number >= 0 or -number - 1 not in numbers)
        cities = (self._city(number, name, strange=strange) for number in rows)
        found = dict.fromkeys((*self._places.get(name, ()), *cities))
        return tuple(sorted(found, key=lambda place: -place.weight))

    def _city(self, number: int, name: str, *, strange: bool) -> Place:
        """The city of row n, or of row -n - 1 where the name is another of its names, or even that of another city."""
        row = self._rows[number if number >= 0 else -number - 1].split("\t")
        own, aliases, country, region, geonameid, lat, lon, people = row
        weight: float = int(people)
        if number < 0 and name != plain(own):
            weight *= _STRANGE_SHARE if strange and name not in plain(own) else _ALIAS_SHARE
        elif any((country, each) in self._capitals for each in (own, *aliases.split("|"))):
            weight = _CAPITAL_WEIGHT * max(weight, _CAPITAL_PEOPLE)
        region = f"{country}-{region}" if region else ""
        return Place(own, "city", country, region or None, int(geonameid), float(lat), float(lon), weight)


@functools.cache
def gazetteer() -> Gazetteer:
    """All places; read once per process."""
    with uncollected():
        return Gazetteer()


def plain(name: str) -> str:
    """The name without its accents."""
    bare = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    return bare.translate(_STROKES)


def _cities(rows: list[str]) -> dict[str, int | tuple[int, ...]]:
    """The numbers of the cities' rows by name; -n - 1 where the name is another of the city of row n."""
    found: dict[str, int | tuple[int, ...]] = {}
    for number, line in enumerate(rows):
        name, aliases, _ = line.split("\t", 2)
        if found.setdefault(name, number) != number:
            _put(found, name, number)
        if aliases:
            for alias in aliases.split("|"):
                _put(found, alias, -number - 1)
    for row in read_tsv("places/city_names.tsv"):
        known = found[row["city"]]
        numbers = (known,) if isinstance(known, int) else known
        _put(found, row["name"], next(each for each in numbers if rows[each].split("\t", 3)[2] == row["country"]))
    return found


def _put(found: dict[str, int | tuple[int, ...]], name: str, number: int) -> None:
    known = found.setdefault(name, number)
    if known != number:
        found[name] = (*known, number) if isinstance(known, tuple) else (known, number)


def _longer(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for name in names:
        if not name.isalpha() and (first := _FIRST_WORD.search(name)) and first.end() + KEY_MORE <= len(name):
            found.setdefault(name[first.start() : first.end() + KEY_MORE], set()).add(len(name))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def _people() -> Iterator[tuple[str, int]]:
    for row in read_tsv("places/country_ids.tsv"):
        yield row["country"], int(row["population"])
    for row in read_tsv("places/states.tsv"):
        yield f"{row['country']}-{row['code']}", int(row["population"])


def _countries() -> Iterator[tuple[Iterable[str], Place]]:
    """Countries and their peoples; what is no state of its own lies in the country that it is part of."""
    numbers = {row["country"]: row for row in read_tsv("places/country_ids.tsv")}
    for row in read_tsv("actors/countries.tsv"):
        code = row["id"] if row["id"].isupper() else (row["part_of"] or row["claimed_by"] or None)
        known = numbers.get(row["id"], {"geonameid": "", "population": "0"})
        spot = code, None, _whole(known["geonameid"]), _point(row["lat"]), _point(row["lon"])
        names = {row["name"], *cells(row["aliases"])}
        yield names, Place(row["name"], "country", *spot, _COUNTRY_WEIGHT)
        yield set(cells(row["demonyms"])) - names, Place(row["name"], "people", *spot, int(known["population"]))


def _states() -> Iterator[tuple[Iterable[str], Place]]:
    for row in read_tsv("places/states.tsv"):
        spot = (
            row["country"],
            f"{row['country']}-{row['code']}",
            _whole(row["geonameid"]),
            _point(row["lat"]),
            _point(row["lon"]),
        )
        weight = _STATE_SHARE * int(row["population"])
        yield {row["name"], row["code"], *cells(row["aliases"])}, Place(row["name"], "state", *spot, weight)


def _sites() -> Iterator[tuple[Iterable[str], Place]]:
    for row in read_tsv("places/sites.tsv"):
        kind: Kind = "area" if row["kind"] in _AREAS else "site"
        spot = row["country"] or None, None, None, _point(row["lat"]), _point(row["lon"])
        weight = _SITE_WEIGHT.get(row["kind"], _SMALL_SITE_WEIGHT)
        yield _forms(row["name"]), Place(row["name"], kind, *spot, weight)
        for name in cells(row["aliases"]):
            yield _forms(name), Place(row["name"], kind, *spot, _ALIAS_SHARE * weight)
        if row["people"]:
            yield cells(row["people"]), Place(row["name"], "people", *spot, weight)


def _forms(name: str) -> tuple[str, ...]:
    """A name as a text may have it: with or without "al-"."""
    return (name, name[name.index("-") + 1 :]) if _ARTICLE.match(name) else (name,)


def _counties() -> Iterator[tuple[Iterable[str], Place]]:
    """Counties of the USA, one for each state that has one of the name; GeoNames' list gives no points."""
    for row in read_tsv("places/counties.tsv"):
        bare = _COUNTY_WORD.sub("", row["name"])
        for region in cells(row["regions"]):
            place = Place(row["name"], "county", "USA", f"USA-{region}", None, None, None, _COUNTY_WEIGHT)
            yield (row["name"],), place
            if bare != row["name"]:
                yield (bare,), place._replace(weight=_BARE_COUNTY_WEIGHT)


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None


def _point(cell: str) -> float | None:
    return float(cell) if cell else None
