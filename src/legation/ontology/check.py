"""Checks the shipped data files for contradictions: `python -m legation.ontology.check`, exit 1 on a finding.

A finding is one line of words that names the file, the row and what is wrong with it. A check is a function from
tables to findings; new ones go into `CHECKS`.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib.resources.abc import Traversable

import yaml

from legation.errors import DataError
from legation.ontology.data import cells, data_file, read_tsv, read_yaml
from legation.ontology.spelling import alias_key

Row = dict[str, str]
Tables = dict[str, list[Row]]
Check = Callable[[Tables], Iterable[str]]

TABLES = ("countries", "bodies", "groups", "roles", "modifiers", "holders", "ambiguous", "hosts")

# PLOVER's sector codes and its codes for actors without a country (PLOVER manual, section on actors).
SECTORS = frozenset(
    "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split()
)
NON_STATE = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM"})

CHOICES = {
    ("countries", "status"): {"state", "territory", "disputed", "former"},
    ("roles", "kind"): {"office", "organ", "people"},
    ("modifiers", "effect"): {"keep"} | SECTORS,
    ("ambiguous", "rule"): {"prefer", "context"},
}
REQUIRED = {
    "countries": ("id", "name", "status", "lat", "lon"),
    "bodies": ("id", "name", "kind", "code"),
    "groups": ("id", "name", "kind", "country", "sector"),
    "roles": ("pattern", "kind"),
    "modifiers": ("word", "effect"),
    "holders": ("id", "person", "country", "title", "sector"),
    "ambiguous": ("alias", "ids", "rule"),
}
KEYS = {"roles": "pattern", "modifiers": "word", "ambiguous": "alias"}
ALIAS_COLUMNS = {
    "countries": ("name", "capital", "seats", "demonyms", "aliases"),
    "bodies": ("id", "name", "aliases"),
    "groups": ("name", "aliases"),
    "holders": ("person", "aliases"),
}
PERIODS = {"groups": ("valid_from", "valid_to"), "holders": ("start", "end")}
DATE = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?")
MAX_LATITUDE, MAX_LONGITUDE = 90, 180


def ids_of(tables: Tables, *names: str) -> set[str]:
    """The ids in the named tables."""
    return {row["id"] for name in names for row in tables[name]}


def missing_values(tables: Tables) -> Iterator[str]:
    """Empty cells in columns that need a value, and values that are none of a column's choices."""
    for table, columns in REQUIRED.items():
        for number, row in enumerate(tables[table], start=1):
            for column in columns:
                if not row.get(column):
                    yield f"{table}: row {number} has no {column}"
    for (table, column), choices in CHOICES.items():
        for row in tables[table]:
            if row[column] and row[column] not in choices:
                yield f"{table}: {column} {row[column]!r} is none of {', '.join(sorted(choices))}"


def repeated_ids(tables: Tables) -> Iterator[str]:
    """Ids that occur twice. A person may hold several offices, but one id is one person and no other actor."""
    for table in TABLES:
        if table != "holders":
            key = KEYS.get(table, "id")
            counts = Counter(row[key] for row in tables[table])
            yield from (f"{table}: {key} {value!r} occurs {n} times" for value, n in counts.items() if n > 1)
    actors = Counter(value for name in ("countries", "bodies", "groups") for value in ids_of(tables, name))
    actors.update(ids_of(tables, "holders"))
    yield from (f"actors: id {value!r} is in {n} tables" for value, n in actors.items() if n > 1)
    persons: dict[str, str] = {}
    for row in tables["holders"]:
        if persons.setdefault(row["id"], row["person"]) != row["person"]:
            yield f"holders: id {row['id']!r} is both {persons[row['id']]} and {row['person']}"
    terms = Counter((row["id"], row["country"], row["title"], row["start"]) for row in tables["holders"])
    yield from (f"holders: {' '.join(term)} occurs {n} times" for term, n in terms.items() if n > 1)


def unknown_codes(tables: Tables) -> Iterator[str]:
    """References to countries, bodies and groups that are in no table."""
    countries = ids_of(tables, "countries")
    actors = ids_of(tables, "countries", "bodies", "groups")
    known = {
        ("countries", "claimed_by"): countries,
        ("countries", "part_of"): countries,
        ("bodies", "code"): countries | NON_STATE,
        ("bodies", "members"): countries,
        ("groups", "country"): countries | NON_STATE,
        ("groups", "patron"): countries,
        ("holders", "country"): actors,
        ("ambiguous", "ids"): actors | ids_of(tables, "holders"),
    }
    for (table, column), codes in known.items():
        for row in tables[table]:
            for code in cells(row.get(column, "")):
                if code not in codes:
                    yield f"{table}: {next(iter(row.values()))!r} names unknown {column} {code!r}"


def unknown_sectors(tables: Tables) -> Iterator[str]:
    """Sector codes that PLOVER does not have."""
    for table in ("bodies", "groups", "roles", "holders"):
        for row in tables[table]:
            for sector in cells(row["sector"]):
                if sector not in SECTORS:
                    yield f"{table}: {next(iter(row.values()))!r} has unknown sector {sector!r}"


def _is_date(text: str) -> bool:
    """Whether the text is a year, a year and month, or a day of the calendar."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])  # a vague date stands for its first day
    except ValueError:
        return False
    return DATE.fullmatch(text) is not None


def wrong_dates(tables: Tables) -> Iterator[str]:
    """Dates that are not a year, year-month or day, and periods that end before they start."""
    for table, (first, last) in PERIODS.items():
        for row in tables[table]:
            start, end = row[first], row[last]
            yield from (
                f"{table}: {row['id']!r} has invalid date {value!r}"
                for value in (start, end)
                if value and not _is_date(value)
            )
            shared = min(len(start), len(end))  # compare at the precision of the vaguer date
            if start and end and start[:shared] > end[:shared]:
                yield f"{table}: {row['id']!r} ends {end}, before it starts {start}"


def wrong_points(tables: Tables) -> Iterator[str]:
    """Coordinates that are no numbers in range."""
    for row in tables["countries"]:
        for column, limit in (("lat", MAX_LATITUDE), ("lon", MAX_LONGITUDE)):
            try:
                inside = abs(float(row[column])) <= limit
            except ValueError:
                inside = False
            if not inside:
                yield f"countries: {row['id']!r} has {column} {row[column]!r}"


def shared_aliases(tables: Tables) -> Iterator[str]:
    """Aliases (by `alias_key`) that lead to two actors and are not listed as ambiguous with both."""
    leads: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for table, columns in ALIAS_COLUMNS.items():
        for row in tables[table]:
            for column in columns:
                for alias in cells(row[column]):
                    leads[alias_key(alias)].add(row["id"])
    listed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in tables["ambiguous"]:
        listed[alias_key(row["alias"])].update(cells(row["ids"]))
    for key, ids in sorted(leads.items()):
        if ids - listed[key] and len(ids | listed[key]) > 1:
            yield f"ambiguous: {' '.join(key)!r} leads to {', '.join(sorted(ids))}, not all listed"


def role_spelling(tables: Tables) -> Iterator[str]:
    """Role patterns that are not in lower case, or that hold the wildcard elsewhere than at the end."""
    for row in tables["roles"]:
        pattern = row["pattern"]
        if pattern != pattern.lower() or "*" in pattern[:-1]:
            yield f"roles: pattern {pattern!r} is not a lower-case phrase with at most a final *"


CHECKS: tuple[Check, ...] = (
    missing_values,
    repeated_ids,
    unknown_codes,
    unknown_sectors,
    wrong_dates,
    wrong_points,
    shared_aliases,
    role_spelling,
)


def findings(tables: Tables) -> list[str]:
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


def shipped() -> Tables:
    """The actor tables that ship with the package."""
    return {name: read_tsv(f"actors/{name}.tsv") for name in TABLES}


def main() -> int:
    """Writes one line per finding to standard error; 1 if there is any, else 0."""
    found = unreadable() or findings(shipped())
    for finding in found:
        sys.stderr.write(f"{finding}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
