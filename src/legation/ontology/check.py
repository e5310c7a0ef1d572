"""Checks the actor tables for contradictions: `python -m legation.ontology.check`, exit 1 on a finding.

The shipped tables are checked there, those that hold a user's own rows when they are read. A check is a function from
tables to findings; new ones go into `CHECKS`.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.resources.abc import Traversable
from operator import itemgetter

import yaml

from legation.errors import DataError
from legation.ontology.data import TABLES, actor_tables, cells, data_file, read_tsv, read_yaml
from legation.ontology.finding import Check, Finding, Row, Tables, key_cell
from legation.ontology.periods import overlapping_terms, wrong_dates
from legation.ontology.spelling import alias_key

# PLOVER's sector codes and its codes for actors without a country (PLOVER manual, section on actors).
SECTORS = frozenset(
    "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split()
)
NON_STATE = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM"})

CHOICES = {
    ("countries", "status"): {"state", "territory", "disputed", "former"},
    ("parts", "kind"): {"region", "people"},
    ("roles", "kind"): {"office", "organ", "people", "kin"},
    ("modifiers", "effect"): {"keep"} | SECTORS,
    ("ambiguous", "rule"): {"prefer", "context"},
    ("common_surnames", "effect"): {"unsure", "word"},
    ("leading_offices", "office"): {"head of state", "head of government", "foreign minister"},
}
REQUIRED = {
    "countries": ("id", "name", "status"),
    "parts": ("name", "countries", "kind"),
    "organs": ("name", "country", "sector"),
    "bodies": ("id", "name", "kind", "code"),
    "groups": ("id", "name", "kind", "country", "sector"),
    "roles": ("pattern", "kind"),
    "modifiers": ("word", "effect"),
    "holders": ("id", "person", "country", "title", "sector"),
    "ambiguous": ("alias", "ids", "rule"),
    "titles": ("wording", "titles"),
    "shared_offices": ("title",),
    "leading_offices": ("office", "title"),
    "common_surnames": ("surname", "effect"),
    "hosts": ("id", "host"),
    "country_traits": ("id",),
    "descriptive_nouns": ("noun", "kinds"),
}
KEYS = {
    "titles": "wording",
    "parts": "name",
    "organs": "name",
    "roles": "pattern",
    "modifiers": "word",
    "ambiguous": "alias",
    "common_surnames": "surname",
    "descriptive_nouns": "noun",
}
MANY = ("holders", "shared_offices", "leading_offices")  # tables in which several rows may be about one thing
ALIAS_COLUMNS = {
    "countries": ("name", "capital", "seats", "demonyms", "aliases"),
    "organs": ("name", "aliases"),
    "bodies": ("id", "name", "aliases"),
    "groups": ("name", "aliases"),
    "holders": ("person", "aliases"),
}
MAX_LATITUDE, MAX_LONGITUDE = 90, 180


def ids_of(tables: Tables, *names: str) -> set[str]:
    """The ids in the named tables."""
    return {row["id"] for name in names for row in tables[name]}


def missing_values(tables: Tables) -> Iterator[Finding]:
    """Empty cells in columns that need a value, and values that are none of a column's choices."""
    for table, columns in REQUIRED.items():
        for number, row in enumerate(tables[table], start=1):
            for column in columns:
                if not row.get(column):
                    yield Finding(table, row, f"row {number} ({key_cell(row)}) has no {column}")
    for (table, column), choices in CHOICES.items():
        for row in tables[table]:
            if row[column] and row[column] not in choices:
                yield Finding(table, row, f"{column} {row[column]!r} is none of {', '.join(sorted(choices))}")


def repeated_ids(tables: Tables) -> Iterator[Finding]:
    """Ids that occur twice. A person may hold several offices, but one id is one person and no other actor."""
    for table in TABLES:
        if table not in MANY:
            column = KEYS.get(table, "id")
            yield from _repeated(table, tables[table], itemgetter(column), column)
    places: dict[str, tuple[str, Row]] = {}
    for name in ("countries", "bodies", "groups", "holders"):
        for each in tables[name]:
            other = places.setdefault(each["id"], (name, each))
            if other[0] != name:
                table, row = _users(((name, each), other))
                yield Finding(table, row, f"id {each['id']!r} is in 2 tables, {other[0]} and {name}")
    persons: dict[str, str] = {}
    for row in tables["holders"]:
        if persons.setdefault(row["id"], row["person"]) != row["person"]:
            yield Finding("holders", row, f"id {row['id']!r} is both {persons[row['id']]} and {row['person']}")
    yield from _repeated("holders", tables["holders"], _term, "term")
    yield from _repeated("ambiguous", tables["ambiguous"], lambda row: " ".join(alias_key(row["alias"])), "name")


def _repeated(table: str, rows: Iterable[Row], key: Callable[[Row], str], what: str) -> Iterator[Finding]:
    """Keys that several rows of a table have, told at the last of them."""
    counts, last = Counter(key(row) for row in rows), {key(row): row for row in rows}
    yield from (
        Finding(table, last[value], f"{what} {value!r} occurs {count} times")
        for value, count in counts.items()
        if count > 1
    )


def _term(row: Row) -> str:
    return " ".join((row["id"], row["country"], row["title"], row["start"]))


def _users(rows: Iterable[tuple[str, Row]]) -> tuple[str, Row]:
    """Of rows that contradict each other, the user's own, which has a line number; else the first."""
    return max(rows, key=lambda one: "line" in one[1])


def unknown_codes(tables: Tables) -> Iterator[Finding]:
    """References to countries, bodies and groups that are in no table."""
    countries = ids_of(tables, "countries")
    actors = ids_of(tables, "countries", "bodies", "groups")
    known = {
        ("countries", "claimed_by"): countries,
        ("countries", "part_of"): countries,
        ("parts", "countries"): countries,
        ("organs", "country"): countries,
        ("bodies", "code"): countries | NON_STATE,
        ("bodies", "members"): countries,
        ("bodies", "part_of"): ids_of(tables, "bodies"),
        ("roles", "actor"): actors,
        ("groups", "country"): countries | NON_STATE,
        ("groups", "patron"): countries,
        ("groups", "opposes"): actors,
        ("holders", "country"): actors,
        ("ambiguous", "ids"): actors | ids_of(tables, "holders") | {row["name"] for row in tables["organs"]},
        ("shared_offices", "country"): actors,
        ("leading_offices", "countries"): countries,
        ("hosts", "id"): actors,
        ("hosts", "host"): countries,
        ("country_traits", "id"): countries,
        ("country_traits", "rulers"): countries,
        ("country_traits", "neighbours"): countries,
    }
    for (table, column), codes in known.items():
        for row in tables[table]:
            for code in cells(row.get(column, "")):
                if code not in codes:
                    yield Finding(table, row, f"{key_cell(row)} names unknown {column} {code!r}")


def one_sided_neighbours(tables: Tables) -> Iterator[Finding]:
    """Neighbours of a country that do not have it as theirs."""
    beside = {row["id"]: cells(row["neighbours"]) for row in tables["country_traits"]}
    for row in tables["country_traits"]:
        for other in beside[row["id"]]:
            if row["id"] not in beside.get(other, ()):
                yield Finding("country_traits", row, f"{row['id']!r} has neighbour {other}, which does not name it")


def unknown_kinds(tables: Tables) -> Iterator[Finding]:
    """Descriptive nouns for kinds that no body or group has, and for bodies that are none."""
    kinds = {row["kind"] for table in ("bodies", "groups") for row in tables[table]} | ids_of(tables, "bodies")
    for row in tables["descriptive_nouns"]:
        for kind in cells(row["kinds"]):
            if kind not in kinds:
                yield Finding("descriptive_nouns", row, f"{row['noun']!r} stands for unknown kind {kind!r}")


def unknown_sectors(tables: Tables) -> Iterator[Finding]:
    """Sector codes that PLOVER does not have."""
    for table in ("organs", "bodies", "groups", "roles", "holders"):
        for row in tables[table]:
            for sector in cells(row["sector"]):
                if sector not in SECTORS:
                    yield Finding(table, row, f"{key_cell(row)} has unknown sector {sector!r}")


def wrong_points(tables: Tables) -> Iterator[Finding]:
    """Coordinates that are no numbers in range; a country of a user's own may have none."""
    for row in tables["countries"]:
        for column, limit in (("lat", MAX_LATITUDE), ("lon", MAX_LONGITUDE)):
            try:
                inside = abs(float(row[column] or 0)) <= limit
            except ValueError:
                inside = False
            if not inside:
                yield Finding("countries", row, f"{row['id']!r} has {column} {row[column]!r}")


def shared_aliases(tables: Tables) -> Iterator[Finding]:
    """Aliases (by `alias_key`) that lead to two actors and are not listed as ambiguous with both.

    One word that only persons share is a surname: the day, the country and the office decide among its bearers.
    """
    leads: dict[tuple[str, ...], dict[str, tuple[str, Row]]] = defaultdict(dict)
    for table, columns in ALIAS_COLUMNS.items():
        for row in tables[table]:
            for column in columns:
                for alias in cells(row[column]):
                    leads[alias_key(alias)][next(iter(row.values()))] = table, row
    listed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in tables["ambiguous"]:
        listed[alias_key(row["alias"])].update(cells(row["ids"]))
    for key, found in sorted(leads.items()):
        if len(found.keys() | listed[key]) == 1 or not found.keys() - listed[key]:
            continue
        if len(key) > 1 or listed[key] or any(table != "holders" for table, _ in found.values()):
            table, row = _users(found.values())
            ids = ", ".join(sorted(found))
            yield Finding(table, row, f"{' '.join(key)!r} leads to {ids}, not all listed in ambiguous")


def role_spelling(tables: Tables) -> Iterator[Finding]:
    """Role patterns that are not in lower case, or that hold the wildcard elsewhere than at the end."""
    for row in tables["roles"]:
        pattern = row["pattern"]
        if pattern != pattern.lower() or "*" in pattern[:-1]:
            yield Finding("roles", row, f"pattern {pattern!r} is not a lower-case phrase with at most a final *")


CHECKS: tuple[Check, ...] = (
    missing_values,
    repeated_ids,
    unknown_codes,
    one_sided_neighbours,
    unknown_kinds,
    unknown_sectors,
    wrong_dates,
    overlapping_terms,
    wrong_points,
    shared_aliases,
    role_spelling,
)


def findings(tables: Tables) -> list[Finding]:
    """What all checks find in the tables (by file name without ending, as `TABLES`)."""
    return [finding for check in CHECKS for finding in check(tables)]


def _files(folder: Traversable, prefix: str = "") -> Iterator[str]:
    """The names of all files below a folder, with forward slashes."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name


def unreadable() -> list[str]:
    """The shipped tables and YAML files that cannot be read."""
    found = []
    for name in _files(data_file("")):
        try:
            if name.endswith(".tsv"):
                read_tsv(name)
            elif name.endswith((".yaml", ".yml")):
                read_yaml(name)
        except (DataError, yaml.YAMLError, UnicodeDecodeError) as error:
            found.append(f"{name}: {error}")
    return found


def main() -> int:
    """Writes one line per finding to standard error; 1 if there is any, else 0."""
    found = unreadable() or findings(actor_tables())
    for finding in found:
        sys.stderr.write(f"{finding}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
