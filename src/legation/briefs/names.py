"""What actors are called in running English: with "the" where English needs it, as possessive, as adjective."""

import re
from datetime import date
from functools import cache

from legation.briefs.phrases import phrases
from legation.errors import LegationError
from legation.ontology.data import read_tsv
from legation.ontology.knowledge import load_knowledge
from legation.ontology.spelling import alias_key
from legation.records.actor import Actor

_PREPOSITION = re.compile(r" (?:of|in|for|to|on|against|as|and) ")
_SPOKEN = 5
"""Acronyms of so many letters are spoken as words, and take no article."""
_BLANKS = re.compile(r"\s+")


def find_actor(name: str) -> Actor:
    """The known actor with this id or name; a country before a body before a group of the same name.

    Raises LegationError where there is none.
    """
    knowledge = load_knowledge()
    for actor_id in (name, name.upper()):
        if actor_id in knowledge.actors:
            return knowledge.actors[actor_id]
    targets = knowledge.aliases.get(alias_key(name), ()) if name.strip() else ()
    named = [target.actor_id for target in targets if target.how in ("name", "alias")]
    found = sorted((knowledge.actors[one] for one in named if one in knowledge.actors), key=_rank)
    if not found:
        raise LegationError(f"no country or body is known as {name!r}")
    return found[0]


def _rank(actor: Actor) -> tuple[bool, str]:
    return actor.kind != "country", actor.actor_id


@cache
def bare_name(actor_id: str) -> str:
    """The name without an article: "United States", "NATO"; of an actor that is not known, its id.

    A part of a country's society ("MLI:REB") is told by its sector. A mission goes by its acronym where that is
    spoken as a word (MINUSMA, UNIFIL).
    """
    actor = load_knowledge().actors.get(actor_id)
    country, _, sector = actor_id.partition(":")
    if actor is None and sector and country in load_knowledge().actors:
        within = phrases()["within"]
        return str(within.get(sector, within["other"])).format(country=running_name(country))
    if actor is None:
        return _BLANKS.sub(" ", actor_id).strip() or "an unnamed actor"
    if actor.kind == "mission" and actor_id.isalpha() and len(actor_id) >= _SPOKEN:
        return actor_id
    return str(phrases()["short"].get(actor_id, actor.name))


@cache
def running_name(actor_id: str) -> str:
    """The name within a sentence: "the United States", "Niger", "the Wagner Group"."""
    name = bare_name(actor_id)
    return f"the {name}" if ":" not in actor_id and takes_the(name) else name


@cache
def takes_the(name: str) -> bool:
    """Whether English puts "the" before a name (rules and exceptions in `phrases.yaml`)."""
    rules = phrases()["the"]
    if name in rules["names"]:
        return True
    if name in rules["not"] or name.lower().startswith("the "):
        return False
    words = _PREPOSITION.split(name)[0].split()
    return " " in name and bool(words) and words[-1] in rules["words"]


def possessive(name: str) -> str:
    """The name with its possessive ending, as newspapers write it: "Niger's", "the United States'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


@cache
def _adjectives() -> dict[str, str]:
    """The first demonym of each country."""
    rows = read_tsv("actors/countries.tsv")
    return {row["id"]: row["demonyms"].split("|")[0] for row in rows if row["demonyms"]}


def adjective(actor_id: str) -> str:
    """What stands before a noun: "American", "Russian"; of a body its name."""
    return _adjectives().get(actor_id) or bare_name(actor_id)


def person(name: str, country: str | None, day: date | None) -> str:
    """A speaker: title and name where the office is known, else "Niger's Mohamed Toumba", else the name alone.

    `day` is the day on which the office was held; the name of a known body is given as such.
    """
    knowledge = load_knowledge()
    held = [
        office
        for office in knowledge.offices
        if office.person == name
        and country in (None, office.country)
        and (day is None or (office.start or day) <= day <= (office.end or day))
    ]
    if held:
        return f"{_capitalized(held[0].title)} {name}"
    for actor in knowledge.actors.values():
        if actor.name == name:
            return running_name(actor.actor_id)
    clean = _BLANKS.sub(" ", name).strip()
    return f"{possessive(running_name(country))} {clean}" if country in knowledge.actors and country else clean


def _capitalized(title: str) -> str:
    small = {"of", "the", "for", "and", "to", "in", "on"}
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in title.split())
