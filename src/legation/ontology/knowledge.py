"""Who is known: countries, bodies, armed groups, contractors, office holders, and every name they go by.

The tables are in `legation/data/actors`, their origins in SOURCES.md there.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from legation.errors import DataError
from legation.ontology.data import cells, read_tsv
from legation.ontology.spelling import alias_key, is_acronym
from legation.records.actor import Actor, Office

How = Literal["name", "alias", "demonym", "capital", "seat", "person", "surname"]
Key = tuple[str, ...]
Rows = Sequence[Mapping[str, str]]

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
TABLES = ("countries", "bodies", "groups", "roles", "modifiers", "holders", "ambiguous", "hosts")


@dataclass(frozen=True, slots=True)
class AliasTarget:
    """What a name may stand for: the key of an actor or of an office holder, and in which way it names it.

    `acronym` names match capitals only, `proper` names only words with a capital ("Turkey", never "turkey").
    """

    actor_id: str
    how: How
    surface: str
    acronym: bool
    proper: bool


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
    """A role noun or title as keys of its words (`*`: one to five words), with its sectors, main one first."""

    pattern: Key
    sector: tuple[str, ...]
    kind: str


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
    """All shipped knowledge of actors.

    `longest` gives the word count of the longest name beginning with a word; `modifiers` what a word before a role
    does to its sector: the sector that takes its place, or "keep"; `hosts` the country in which a mission works.
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


@functools.cache
def load_knowledge() -> Knowledge:
    """The knowledge that ships with the package, read once per process."""
    return build_knowledge({name: read_tsv(f"actors/{name}.tsv") for name in TABLES})


def build_knowledge(tables: Mapping[str, Rows]) -> Knowledge:
    """Knowledge from the rows of the TABLES. Raises DataError where they contradict each other."""
    actors, countries = _read_actors(tables)
    offices = tuple(_read_office(row) for row in tables["holders"])
    terms: dict[str, list[Office]] = {}
    for office in offices:
        if office.country not in actors:
            raise DataError(f"holders.tsv: {office.person} holds an office of unknown {office.country!r}")
        terms.setdefault(office.actor_id, []).append(office)
    aliases = _index(_surfaces(tables, actors, terms))
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
    )


def names_and_demonyms(knowledge: Knowledge) -> tuple[str, ...]:
    """Every surface name of every known actor, sorted, as written: the patterns by which sentences are screened."""
    return tuple(sorted({target.surface for targets in knowledge.aliases.values() for target in targets}))


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
    if len(actors) != sum(len(tables[name]) for name in ("countries", "bodies", "groups")):
        raise DataError("actors: an id is used twice in countries.tsv, bodies.tsv or groups.tsv")
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
    return Role(pattern, cells(row["sector"]), row["kind"])


def _read_ambiguity(row: Mapping[str, str]) -> Ambiguity:
    return Ambiguity(cells(row["ids"]), row["rule"])


def _day(value: str, *, last: bool) -> date | None:
    """A day from YYYY, YYYY-MM or YYYY-MM-DD: the first day that it can mean, or the last one."""
    if not value:
        return None
    try:
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 3:
            return date(*parts)
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
    for row in tables["countries"]:
        yield row["id"], row["name"], "name"
        yield from ((row["id"], name, "alias") for name in cells(row["aliases"]))
        yield from ((row["id"], name, "demonym") for name in cells(row["demonyms"]))
        yield from ((row["id"], name, "capital") for name in cells(row["capital"]))
        yield from ((row["id"], name, "seat") for name in cells(row["seats"]))
    for table in ("bodies", "groups"):
        for row in tables[table]:
            yield row["id"], row["name"], "name"
            yield from ((row["id"], name, "alias") for name in cells(row["aliases"]))
            if table == "bodies" and is_acronym(row["id"]):
                yield row["id"], row["id"], "alias"
    for row in tables["holders"]:
        yield row["id"], row["person"], "person"
        for name in cells(row["aliases"]):
            yield row["id"], name, "person" if " " in name else "surname"
        last = row["person"].split()[-1]
        if len(last) > 3:
            yield row["id"], last, "surname"
    for row in tables["ambiguous"]:
        if row["alias"].startswith("the "):
            continue  # "the bloc" is a description, which only an article can resolve
        for one in cells(row["ids"]):
            if one in actors or one in terms:
                yield one, row["alias"], "alias" if one in actors else "surname"


def _index(surfaces: Iterable[tuple[str, str, How]]) -> dict[Key, tuple[AliasTarget, ...]]:
    index: dict[Key, dict[str, AliasTarget]] = {}
    for actor_id, surface, how in surfaces:
        key = alias_key(surface)
        if not key or not all(key):
            raise DataError(f"actors: {actor_id} has a name without letters: {surface!r}")
        target = AliasTarget(actor_id, how, surface, is_acronym(surface), surface != surface.lower())
        index.setdefault(key, {}).setdefault(actor_id, target)
    return {key: tuple(targets.values()) for key, targets in index.items()}
