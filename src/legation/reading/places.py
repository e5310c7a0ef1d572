"""Place names in a text and where they are: countries, cities of 50,000 and more (GeoNames), and our own list of sites.

A name that several places share is the one in a country that the text names, else the most populous. A capitalized
name before or after it ("Paris Hilton", "Mr London") makes it no place.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from legation.ontology.data import cells, read_tsv
from legation.records.place import PlaceMention

_WORD = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-ÖØ-Þ][\w’'-]*)"
_NAME = re.compile(rf"{_WORD}(?:(?:[ -]|\sde\s|\sof\s|\sthe\s|\sel-)(?:{_WORD}|\d{{1,3}}\b))*")
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Minister|General|Gen|Colonel|Col)\.?\s)$"
)
# City names that are far more often something else in English news.
_NEVER = frozenset(
    "Of Man Most March Mobile Reading Bath Nice Split Same Best Police Young Bar Central University Union Independence "
    "Victoria Santiago Sale Hit Male Darwin Lincoln Jackson Washington Houston Wellington Orange Enterprise Liberal "
    "Male Sofia Florence Charlotte Augusta Carolina Virginia Georgia Madison Spring Date Force Green West East North "
    "South Ali Mary Paul Salem Eden Hope Gary Marie Trump Wagner Santa Nelson Stanley Hamilton George Kent".split()
)
_CAPITALS_TOO = frozenset({"Victoria", "Washington", "Wellington", "Sofia", "Santiago", "Male"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name may mean. `population` is 0 for sites and largest for countries, so that they come first."""

    name: str
    country: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    population: int


@functools.cache
def gazetteer() -> Mapping[str, tuple[Place, ...]]:
    """All places by name, the most populous first; read once per process."""
    found: dict[str, list[Place]] = {}
    ids = {row["country"]: int(row["geonameid"]) for row in read_tsv("places/country_ids.tsv")}
    for row in read_tsv("actors/countries.tsv"):
        code = row["id"] if len(row["id"]) == 3 and row["id"].isupper() else None
        lat, lon = (float(row[key]) if row[key] else None for key in ("lat", "lon"))
        country = Place(row["name"], code, ids.get(row["id"]), lat, lon, 10**10)
        for name in {row["name"], *cells(row["aliases"])}:
            found.setdefault(name, []).append(country)
    for row in read_tsv("places/sites.tsv"):
        site = Place(row["name"], row["country"] or None, None, float(row["lat"]), float(row["lon"]), 10**9)
        for name in {row["name"], *cells(row["aliases"])}:
            found.setdefault(name, []).append(site)
    for row in read_tsv("places/cities.tsv"):
        if row["name"] in _NEVER - _CAPITALS_TOO:
            continue
        point = float(row["lat"]), float(row["lon"])
        city = Place(row["name"], row["country"], int(row["geonameid"]), *point, int(row["population"]))
        found.setdefault(row["name"], []).append(city)
    return {
        name: tuple(sorted(places, key=lambda place: -place.population)) for name, places in found.items()
    }


def places(text: str) -> tuple[PlaceMention, ...]:
    """The places named in a text, in its order, none overlapping; each slices back."""
    spans = [span for match in _NAME.finditer(text) for span in _known(text, match)]
    named = [gazetteer()[text[start:end]] for start, end in spans]
    countries = {places[0].country for places in named if places[0].population == 10**10}
    return tuple(
        _mention(text, start, end, _choose(choices, countries))
        for (start, end), choices in zip(spans, named, strict=True)
    )


def _known(text: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """The longest known names inside a run of capitalized words, unless the run is the name of a person."""
    words = [
        (match.start() + word.start(), match.start() + word.end())
        for word in re.finditer(r"\S+", match.group())
    ]
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        for last in range(len(words), index, -1):
            start, end = words[index][0], words[last - 1][1]
            end = start + len(text[start:end].removesuffix("'s").removesuffix("’s").rstrip("'’-"))
            if text[start:end] in gazetteer() and _stands_alone(text, match, (start, end), last - index):
                found.append((start, end))
                index = last - 1
                break
        index += 1
    return found


def _stands_alone(text: str, run: re.Match[str], span: tuple[int, int], words: int) -> bool:
    if words > 1 or gazetteer()[text[span[0] : span[1]]][0].population >= 10**9:
        return True
    if _PERSON_BEFORE.search(text, max(0, span[0] - 12), span[0]):
        return False
    alone = span[0] == run.start() and text[span[1] : run.end()].strip("'’s.,- ") == ""
    return alone or text[span[0] - 1 : span[0]] == "-"


def _choose(choices: tuple[Place, ...], countries: set[str | None]) -> Place:
    return next((place for place in choices if place.country in countries), choices[0])


def _mention(text: str, start: int, end: int, place: Place) -> PlaceMention:
    return PlaceMention(
        text[start:end], start, end, place.name, place.geonameid, place.lat, place.lon, place.country
    )
