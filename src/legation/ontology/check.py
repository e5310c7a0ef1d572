"""Checks the actor tables for contradictions: `python -m legation.ontology.check`, exit 1 on a finding.

The shipped tables are checked there, those that hold a user's own rows when they are read. A check is a function from
tables to findings; new ones go into `CHECKS`.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib.resources.abc import Traversable
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

import yaml

from legation.errors import DataError
from legation.ontology.data import TABLES, actor_tables, cells, data_file, read_tsv, read_yaml
from legation.ontology.spelling import alias_key

Row = dict[str, str]
Tables = dict[str, list[Row]]


class Finding(NamedTuple):
    """What is wrong with a row of a table, in words that name the row."""

    table: str
    row: Row
    words: str

    def __str__(self) -> str:
        return f"{self.table}: {self.words}"


Check = Callable[[Tables], Iterable[Finding]]

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
PERIODS = {
    "organs": ("valid_from", "valid_to"),
    "groups": ("valid_from", "valid_to"),
    "holders": ("start", "end"),
    "shared_offices": ("start", "end"),
}
DATE = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?")
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
                    yield Finding(table, row, f"row {number} ({_key(row)}) has no {column}")
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


def _key(row: Row) -> str:
    """The cell by which a row is known to a reader."""
    return repr(next(iter(row.values())))


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
                    yield Finding(table, row, f"{_key(row)} names unknown {column} {code!r}")


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
                    yield Finding(table, row, f"{_key(row)} has unknown sector {sector!r}")


def _is_date(text: str) -> bool:
    """Whether the text is a year, a year and month, or a day of the calendar."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])  # a vague date stands for its first day
    except ValueError:
        return False
    return DATE.fullmatch(text) is not None


def wrong_dates(tables: Tables) -> Iterator[Finding]:
    """Dates that are not a year, year-month or day, and periods that end before they start."""
    for table, (first, last) in PERIODS.items():
        for row in tables[table]:
            start, end = row[first], row[last]
            yield from (
                Finding(table, row, f"{_key(row)} has invalid date {value!r}")
                for value in (start, end)
                if value and not _is_date(value)
            )
            if start and end and not over_by(start, end):
                yield Finding(table, row, f"{_key(row)} ends {end}, before it starts {start}")


def over_by(end: str, start: str) -> bool:
    """Whether what ends at one date is over when something begins at another, at the precision of the vaguer date.

    An empty end is never over; before an empty start, everything is.
    """
    shared = min(len(end), len(start))
    return (bool(end) or not start) and end[:shared] <= start[:shared]


def overlapping_terms(tables: Tables) -> Iterator[Finding]:
    """Two holders of an office at one time, unless `shared_offices` allows it."""
    offices: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables["holders"]:
        offices[row["country"], row["title"]].append(row)
    for terms in offices.values():
        for one, two in combinations(terms, 2):
            if over_by(one["end"], two["start"]) or over_by(two["end"], one["start"]):
                continue
            if not may_be_shared(tables, two, max(one["start"], two["start"])):
                told = f"{one['person']} ({one['start']} to {one['end'] or 'now'})"
                yield Finding("holders", two, f"{two['person']} is {two['title']} of {two['country']} beside {told}")


def may_be_shared(tables: Tables, term: Row, on: str) -> bool:
    """Whether the office of a term may have several holders from a date on."""
    return any(
        f" {shared['title']} " in f" {term['title']} "
        and (not shared["country"] or shared["country"] == term["country"])
        and shared["start"] <= on
        and over_by(on, shared["end"] or on)
        for shared in tables["shared_offices"]
    )


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
