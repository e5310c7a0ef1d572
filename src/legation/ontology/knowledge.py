"""Who is known: countries, bodies, armed groups, contractors, office holders, and every name they go by.

The tables are in `legation/data/actors`, their origins in SOURCES.md there.
"""

import functools
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from legation.errors import DataError
from legation.ontology.data import actor_tables, cells, uncollected
from legation.ontology.own_actors import with_own_actors
from legation.ontology.spelling import alias_key, fold, is_acronym
from legation.ontology.traits import Descriptions, read_descriptions
from legation.records.actor import Actor, Office
from legation.settings import load_settings

How = Literal["name", "alias", "demonym", "part", "people", "capital", "seat", "person", "surname"]
Key = tuple[str, ...]
Rows = Sequence[Mapping[str, str]]

# Words inside names of persons that no one leaves out.
_PARTICLES = frozenset("al bin ibn bint ben ould ag de da di von van der la le El Al Ben Van De Bin Ould".split())

COMMON_FIRST_NAME = 3
"""A first name of so many office holders is that of many others too (our choice)."""
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})


class AliasTarget(NamedTuple):
    """What a name may stand for: the key of an actor or of an office holder, and in which way it names it.

    `acronym` names match capitals only, `proper` names only words with a capital ("Turkey", never "turkey"). A
    `common` surname is one that alone says little, since many who are not known bear it.
    """

    actor_id: str
    how: How
    surface: str
    acronym: bool
    proper: bool
    common: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """What is known of a country beside its names; `claimed_by` is the alpha-3 of a state that claims it."""

    actor_id: str
    status: str
    capital: str
    regions: tuple[str, ...]
    lat: float | None
    lon: float | None
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun or title as keys of its words (`*`: one to five words), with its sectors, main one first.

    `actor` is whose role it always is: the pope's is the Holy See's.
    """

    pattern: Key
    sector: tuple[str, ...]
    kind: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name that means several things: the known candidates, the usual one first, and how to choose.

    By the rule "prefer" the usual one is meant unless the context speaks for another; by the rule "context" nothing
    is meant unless the context speaks for it.
    """

    ids: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that is known of actors, under the ids of their tables or, for organs without one, their names.

    `longest` gives the word count of the longest name beginning with a word; `modifiers` what a word before a role
    does to its sector: the sector that takes its place, or "keep"; `hosts` the country in which a mission works;
    `opponents` whom a group fights or opposes; `parents` the body of which another is part; `titles` other titles of
    an office, by a wording of it; `parts` the names of parts of countries, by their adjectives.
    """

    actors: Mapping[str, Actor]
    countries: Mapping[str, Country]
    offices: tuple[Office, ...]
    terms: Mapping[str, tuple[Office, ...]]
    aliases: Mapping[Key, tuple[AliasTarget, ...]]
    longest: Mapping[str, int]
    roles: tuple[Role, ...]
    modifiers: Mapping[Key, str]
    regions: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]]
    hosts: Mapping[str, str]
    ambiguous: Mapping[Key, Ambiguity]
    opponents: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]
    parts: Mapping[Key, str]
    descriptions: Descriptions


@functools.cache
def load_knowledge() -> Knowledge:
    """The knowledge that ships with the package, with the user's own (`Settings.actors`), read once per process.

    Raises ConfigurationError where the user's file is wrong.
    """
    own = load_settings(os.environ).actors
    with uncollected():
        return build_knowledge(with_own_actors(actor_tables(), Path(own)) if own else actor_tables())


def build_knowledge(tables: Mapping[str, Rows]) -> Knowledge:
    """Knowledge from the rows of the actor tables. Raises DataError where they contradict each other."""
    actors, countries = _read_actors(tables)
    offices = tuple(_read_office(row) for row in tables["holders"])
    terms: dict[str, list[Office]] = {}
    for office in offices:
        if office.country not in actors:
            raise DataError(f"holders.tsv: {office.person} holds an office of unknown {office.country!r}")
        terms.setdefault(office.actor_id, []).append(office)
    aliases = _index(_surfaces(tables, actors, terms), _common_surnames(tables))
    longest: dict[str, int] = {}
    for key in aliases:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    regions: dict[str, list[str]] = {}
    for country in countries.values():
        for region in country.regions:
            regions.setdefault(region.casefold(), []).append(country.actor_id)
    return Knowledge(
        actors=MappingProxyType(actors),
        countries=MappingProxyType(countries),
        offices=offices,
        terms=MappingProxyType({person: tuple(held) for person, held in terms.items()}),
        aliases=MappingProxyType(aliases),
        longest=MappingProxyType(longest),
        roles=tuple(_read_role(row) for row in tables["roles"]),
        modifiers=MappingProxyType({alias_key(row["word"]): row["effect"] for row in tables["modifiers"]}),
        regions=MappingProxyType({name: tuple(ids) for name, ids in regions.items()}),
        members=MappingProxyType({row["id"]: cells(row["members"]) for row in tables["bodies"]}),
        hosts=MappingProxyType({row["id"]: row["host"] for row in tables["hosts"]}),
        ambiguous=MappingProxyType({alias_key(row["alias"]): _read_ambiguity(row) for row in tables["ambiguous"]}),
        opponents=MappingProxyType({row["id"]: cells(row["opposes"]) for row in tables["groups"] if row["opposes"]}),
        parents=MappingProxyType({row["id"]: row["part_of"] for row in tables["bodies"] if row["part_of"]}),
        titles=MappingProxyType({row["wording"]: cells(row["titles"]) for row in tables["titles"]}),
        parts=MappingProxyType(
            {
                alias_key(name): row["name"]
                for row in tables["parts"]
                for name in (row["name"], *cells(row["adjectives"]))
            }
        ),
        descriptions=read_descriptions(tables),
    )


def names_and_demonyms(knowledge: Knowledge) -> tuple[str, ...]:
    """The names of all known actors, sorted, as written: the patterns by which sentences are screened.

    Common surnames are left out: who bears one is named in full somewhere, or has a title beside it.
    """
    named = (target for targets in knowledge.aliases.values() for target in targets)
    return tuple(sorted({target.surface for target in named if not target.common}))


def _read_actors(tables: Mapping[str, Rows]) -> tuple[dict[str, Actor], dict[str, Country]]:
    actors: dict[str, Actor] = {}
    countries: dict[str, Country] = {}
    for row in tables["countries"]:
        actors[row["id"]] = Actor(row["id"], row["name"], "country", row["id"], ("GOV",))
        countries[row["id"]] = Country(
            row["id"],
            row["status"],
            row["capital"],
            cells(row["regions"]),
            float(row["lat"]) if row["lat"] else None,
            float(row["lon"]) if row["lon"] else None,
            row["claimed_by"] or None,
        )
    for row in tables["organs"]:
        organ = f"{row['country']}:{cells(row['sector'])[0]}"
        period = _day(row["valid_from"], last=False), _day(row["valid_to"], last=True)
        actors[row["name"]] = Actor(organ, row["name"], "organ", row["country"], cells(row["sector"]), None, *period)
    for row in tables["bodies"]:
        actors[row["id"]] = Actor(row["id"], row["name"], row["kind"], row["code"] or None, cells(row["sector"]))
    for row in tables["groups"]:
        patron = row["patron"] or None
        actors[row["id"]] = Actor(
            row["id"],
            row["name"],
            row["kind"],
            next(iter(cells(row["country"])), None),
            cells(row["sector"]),
            patron,
            _day(row["valid_from"], last=False),
            _day(row["valid_to"], last=True),
        )
    if len(actors) != sum(len(tables[name]) for name in ("countries", "organs", "bodies", "groups")):
        raise DataError("actors: an id is used twice in countries.tsv, organs.tsv, bodies.tsv or groups.tsv")
    return actors, countries


def _read_office(row: Mapping[str, str]) -> Office:
    return Office(
        actor_id=row["id"],
        person=row["person"],
        country=row["country"],
        title=row["title"],
        sector=cells(row["sector"]),
        start=_day(row["start"], last=False),
        end=_day(row["end"], last=True),
    )


def _read_role(row: Mapping[str, str]) -> Role:
    words = row["pattern"].split()
    pattern = tuple(part for word in words for part in (("*",) if word == "*" else alias_key(word)))
    return Role(pattern, cells(row["sector"]), row["kind"], row["actor"] or None)


def _read_ambiguity(row: Mapping[str, str]) -> Ambiguity:
    return Ambiguity(cells(row["ids"]), row["rule"])


@functools.lru_cache(maxsize=8192)
def _day(value: str, *, last: bool) -> date | None:
    """A day from YYYY, YYYY-MM or YYYY-MM-DD: the first day that it can mean, or the last one."""
    if not value:
        return None
    try:
        if len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
        parts = [int(part) for part in value.split("-")]
        year, month = parts[0], parts[1] if len(parts) == 2 else (12 if last else 1)
        if not last:
            return date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    except (ValueError, IndexError, TypeError) as error:
        raise DataError(f"actors: {value!r} is no day (YYYY, YYYY-MM or YYYY-MM-DD)") from error


def _surfaces(
    tables: Mapping[str, Rows], actors: Mapping[str, Actor], terms: Mapping[str, object]
) -> Iterable[tuple[str, str, How]]:
    """(actor id, name as written, how it names) for every name in the tables."""
    words = {row["surname"] for row in tables["common_surnames"] if row["effect"] == "word"}
    for row in tables["countries"]:
        yield row["id"], row["name"], "name"
        yield from ((row["id"], name, "alias") for name in cells(row["aliases"]))
        yield from ((row["id"], name, "demonym") for name in cells(row["demonyms"]))
        yield from ((row["id"], name, "capital") for name in cells(row["capital"]))
        yield from ((row["id"], name, "seat") for name in cells(row["seats"]))
    yield from _parts_and_organs(tables)
    for table in ("bodies", "groups"):
        for row in tables[table]:
            yield row["id"], row["name"], "name"
            yield from ((row["id"], name, "alias") for name in cells(row["aliases"]))
            if table == "bodies" and is_acronym(row["id"]):
                yield row["id"], row["id"], "alias"
    for row in {row["id"]: row for row in tables["holders"]}.values():  # all rows of a person have the same names
        yield from ((row["id"], name, how) for name, how in _person_names(row, words))
    for row in tables["ambiguous"]:
        if row["alias"].startswith("the "):
            continue  # "the bloc" is a description, which only an article can resolve
        for one in cells(row["ids"]):
            if one in actors or one in terms:
                yield one, row["alias"], "alias" if one in actors else "surname"


def _parts_and_organs(tables: Mapping[str, Rows]) -> Iterable[tuple[str, str, How]]:
    for row in tables["parts"]:
        part: How = "people" if row["kind"] == "people" else "part"
        for country in cells(row["countries"]):
            yield from ((country, name, part) for name in (row["name"], *cells(row["adjectives"])))
    for row in tables["organs"]:
        yield row["name"], row["name"], "name"
        yield from ((row["name"], name, "alias") for name in cells(row["aliases"]))


def _person_names(row: Mapping[str, str], no_names: Collection[str]) -> Iterable[tuple[str, How]]:
    """What a person is called: in full, without the middle name, by the surname with and without its article.

    A last name that is a word of the language too, one of `no_names`, names nobody alone.
    """
    yield row["person"], "person"
    yield from ((name, "person" if " " in name else "surname") for name in cells(row["aliases"]))
    words = row["person"].split()
    surname = words[-1]
    article, hyphen, bare = surname.partition("-")
    for name in (surname, bare if hyphen and article.lower() in ("al", "el") else ""):
        if len(name) > 3 and fold(name) not in no_names:
            yield name, "surname"
    if len(words) == 3 and not _PARTICLES.intersection(words):
        yield f"{words[0]} {surname}", "person"


def _common_surnames(tables: Mapping[str, Rows]) -> set[str]:
    """The surnames that alone say little: those listed, and those that are first names of several holders."""
    persons = {row["id"]: fold(row["person"].partition(" ")[0]) for row in tables["holders"]}
    first = {name for name, number in Counter(persons.values()).items() if number >= COMMON_FIRST_NAME}
    return first | {row["surname"] for row in tables["common_surnames"]}


def _index(surfaces: Iterable[tuple[str, str, How]], common: set[str]) -> dict[Key, tuple[AliasTarget, ...]]:
    index: dict[Key, list[AliasTarget]] = {}
    for actor_id, surface, how in surfaces:
        key = alias_key(surface)
        if not key or not all(key):
            raise DataError(f"actors: {actor_id} has a name without letters: {surface!r}")
        targets = index.setdefault(key, [])
        if all(target.actor_id != actor_id for target in targets):
            proper, many = surface != surface.lower(), how == "surname" and key[0] in common
            targets.append(AliasTarget(actor_id, how, surface, is_acronym(surface), proper, many))
    return {key: tuple(targets) for key, targets in index.items()}
