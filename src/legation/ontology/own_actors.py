"""Actors and offices of a user's own, from one file, in place of the shipped rows of the same id or beside them.

docs/settings.md says what a user writes; docs/actors-example.tsv is an example.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from legation.errors import ConfigurationError
from legation.ontology.check import findings
from legation.ontology.data import cells
from legation.ontology.finding import Row, Tables
from legation.ontology.periods import may_be_shared
from legation.ontology.spelling import alias_key

COLUMNS = ("kind", "id", "name", "aliases", "country", "sector", "title", "start", "end")
_TABLES = {"country": "countries", "body": "bodies", "group": "groups", "holder": "holders"}
# What the columns of the file are called in the table of each kind; a kind has no others.
_CALLED = {
    "country": {"id": "id", "name": "name", "aliases": "aliases"},
    "body": {"id": "id", "name": "name", "aliases": "aliases", "country": "code", "sector": "sector", "title": "kind"},
    "group": {column: column for column in ("id", "name", "aliases", "country", "sector")}
    | {"title": "kind", "start": "valid_from", "end": "valid_to"},
    "holder": {column: column for column in COLUMNS[1:]} | {"name": "person"},
    "alias": {"id": "ids", "name": "alias", "title": "rule"},
}
# What an actor that is not shipped needs, and every holder and alias.
_NEEDED = {
    "country": ("name",),
    "body": ("name", "country"),
    "group": ("name", "country", "sector"),
    "holder": ("name", "country", "title", "sector"),
    "alias": ("name",),
}
_UNLESS_TOLD = {"country": {"status": "state"}, "body": {"kind": "organization"}, "group": {"kind": "group"}}
_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def with_own_actors(shipped: Tables, path: Path) -> Tables:
    """The shipped tables with a user's file put in. Raises ConfigurationError that names every wrong line."""
    rows = _read(path)
    tables = dict(shipped)
    wrong = list(_wrong_cells(rows, tables))
    if not wrong:
        _put_actors(tables, [row for row in rows if row["kind"] in ("country", "body", "group")])
        _put_holders(tables, [row for row in rows if row["kind"] == "holder"])
        wrong = list(_put_aliases(tables, [row for row in rows if row["kind"] == "alias"]))
    if not wrong:
        wrong = [(found.row.get("line", "?"), found.words) for found in findings(tables)]
    if wrong:
        raise ConfigurationError("\n".join(f"{path}, line {line}: {words}" for line, words in wrong))
    return tables


def _read(path: Path) -> list[Row]:
    """The rows of the file, each with its line number under "line"."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    told = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    header = [cell.strip() for cell in told[0][1].split("\t")] if told else []
    if not {"kind", "id", "name"} <= set(header) or not set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        number = told[0][0] if told else 1
        raise ConfigurationError(f"{path}, line {number}: the columns must be {', '.join(COLUMNS)}, divided by tabs")
    rows = []
    for number, line in told[1:]:
        values = [cell.strip() for cell in line.split("\t")]
        if len(values) > len(header):
            raise ConfigurationError(f"{path}, line {number}: {len(values)} cells under {len(header)} columns")
        rows.append(dict.fromkeys(COLUMNS, "") | dict(zip(header, values, strict=False)) | {"line": str(number)})
    return rows


def _wrong_cells(rows: Sequence[Row], tables: Tables) -> Iterator[tuple[str, str]]:
    """(line, what is wrong) of rows that cannot be put into a table."""
    seen: dict[str, str] = {}
    for row in rows:
        line, kind = row["line"], row["kind"]
        if kind not in _CALLED:
            yield line, f"kind {kind!r} is none of {', '.join(_CALLED)}"
            continue
        yield from (
            (line, f"id {one!r} is not letters, digits and hyphens")
            for one in (cells(row["id"]) if kind == "alias" else (row["id"],)) or ("",)
            if not _ID.fullmatch(one)
        )
        yield from (
            (line, f"a {kind} has no {column}") for column in COLUMNS[1:] if row[column] and column not in _CALLED[kind]
        )
        shipped = kind in _TABLES and kind != "holder" and any(one["id"] == row["id"] for one in tables[_TABLES[kind]])
        yield from ((line, f"a {kind} needs a {column}") for column in _NEEDED[kind] if not shipped and not row[column])
        names = (row["name"], *cells(row["aliases"]))
        yield from ((line, f"{name!r} is a name without letters") for name in names if name and not alias_key(name))
        if kind not in ("holder", "alias") and seen.setdefault(row["id"], line) != line:
            yield line, f"id {row['id']!r} stands in line {seen[row['id']]} already"


def _told(row: Row) -> Row:
    """The filled cells of a row, as its table calls them."""
    return {called: row[column] for column, called in _CALLED[row["kind"]].items() if row[column]} | {
        "line": row["line"]
    }


def _put_actors(tables: Tables, rows: Sequence[Row]) -> None:
    """Puts in countries, bodies and groups: a filled cell takes the place of a shipped one, an empty one leaves it."""
    for kind, unless_told in _UNLESS_TOLD.items():
        own = {row["id"]: _told(row) for row in rows if row["kind"] == kind}
        shipped = tables[_TABLES[kind]]
        new = own.keys() - {row["id"] for row in shipped}
        blank = dict.fromkeys(shipped[0], "") | unless_told
        tables[_TABLES[kind]] = [row | own.get(row["id"], {}) for row in shipped] + [
            blank | told for one, told in own.items() if one in new
        ]


def _put_holders(tables: Tables, rows: Sequence[Row]) -> None:
    """Puts in holders: a person's rows take the place of all that are shipped of that person.

    The last shipped holder of an office leaves it on the day when one of these begins.
    """
    blank = dict.fromkeys(tables["holders"][0], "")
    own = [blank | _told(row) for row in rows]
    persons = {row["id"] for row in own}
    begun: dict[tuple[str, str], list[str]] = {}
    for term in own:
        if term["start"] and not may_be_shared(tables, term, term["start"]):
            begun.setdefault((term["country"], term["title"]), []).append(term["start"])
    kept = []
    for term in tables["holders"]:
        if term["id"] not in persons:
            successors = [] if term["end"] else begun.get((term["country"], term["title"]), [])
            end = min((start for start in successors if start > term["start"]), default=term["end"])
            kept.append(term | {"end": end} if end else term)
    tables["holders"] = kept + own


def _put_aliases(tables: Tables, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Puts in names: one with a rule among the ambiguous names, another to its actor; tells of unknown actors."""
    for row in rows:
        if row["title"]:
            key = alias_key(row["name"])
            others = [one for one in tables["ambiguous"] if alias_key(one["alias"]) != key]
            tables["ambiguous"] = [*others, _told(row) | {"note": ""}]
            continue
        found = False
        for table in _TABLES.values():
            if any(one["id"] == row["id"] for one in tables[table]):
                found = True
                tables[table] = [_also(one, row) if one["id"] == row["id"] else one for one in tables[table]]
        if not found:
            yield row["line"], f"no actor and no holder has the id {row['id']!r}"


def _also(actor: Row, alias: Row) -> Row:
    return actor | {"aliases": "|".join((*cells(actor["aliases"]), alias["name"])), "line": alias["line"]}
