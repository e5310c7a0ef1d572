"""Resolves a phrase that stands alone, without an article: by its names, its places, and the text beside it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from legation.actors.countries import stands_for_country
from legation.actors.linking import NOT_OF_HERE, Linker
from legation.actors.members import members
from legation.actors.phrase import Headed, Phrase
from legation.actors.rollup import unlinked
from legation.ontology.spelling import tokenize
from legation.records.actor import ActorLink
from legation.records.place import PlaceMention

Locate = Callable[[str], Sequence[PlaceMention]]

# How sure a role is of the country of a place in its phrase, and of the country that the text beside it is about.
IN_PLACE, IN_CONTEXT = 0.75, 0.65
_QUARTERS = frozenset("downtown uptown central inner outer northern southern eastern western greater".split())


def resolve_alone(
    text: str, linker: Linker, locate: Locate, *, on: date | None = None, context: str | None = None
) -> ActorLink:
    """What `text` refers to on a day (today without `on`); `context` may tell of which country it speaks.

    A bare country or place has no sector: nothing says that it acts. Never raises.
    """
    day = on or date.today()
    if len(members(text, linker)) > 1:
        return unlinked(text, "several actors")
    around = _told(context, text, linker, locate) if context else None
    link = linker.resolve(text, on=day, context=around)
    placed = _by_place(text, linker, locate(text), link, day)
    if placed:
        return placed
    if link.country is None and around:
        link = _by_context(text, around, linker, day) or link
    return _idle(link, linker)


def _told(context: str, text: str, linker: Linker, locate: Locate) -> str:
    """The context with the countries of its places said in words."""
    countries = [place.country for place in locate(context) if place.country and place.text not in text]
    names = [linker.knowledge.actors[one].name for one in countries if one in linker.knowledge.actors]
    return f"{context} ({'; '.join(names)})" if names else context


def _by_place(text: str, linker: Linker, places: Sequence[PlaceMention], link: ActorLink, on: date) -> ActorLink | None:
    """The role of a phrase in the country of its place: "villagers in Odisha", "police in Paris, Texas"."""
    phrase = linker.parse(text)
    known = [
        place for place in places if place.country in linker.knowledge.countries and not phrase.in_tail(place.start)
    ]
    if not known or (link.country is not None and not _pair(text, known)):
        return None
    place = known[0]
    before = text[: place.start].rstrip().rpartition(" ")[2].casefold()
    if before == "on" or ((tokens := tokenize(text[: place.start])) and NOT_OF_HERE & {one.key for one in tokens}):
        return None
    rest = text[: place.start] + text[known[-1].end if _pair(text, known) else place.end :].lstrip(" ,'’s")
    role = linker.resolve_role(rest, str(place.country), IN_PLACE, f"in {place.text}", on=on)
    return replace(role, text=text) if role else None


def _pair(text: str, places: Sequence[PlaceMention]) -> bool:
    """Whether a town is told apart by its state or country ("Paris, Texas")."""
    return len(places) > 1 and text[places[0].end : places[1].start] == ", "


def _by_context(text: str, around: str, linker: Linker, on: date) -> ActorLink | None:
    """The role of a phrase in the country that the text beside it is about: "the army", "unidentified attackers"."""
    phrase = linker.parse(text)
    if phrase.headed not in (Headed.ROLE, Headed.NAME) or phrase.complements or stands_for_country(phrase):
        return None
    if phrase.owners[: None if phrase.headed is Headed.ROLE else -1]:
        return None
    if NOT_OF_HERE.intersection(token.key for token in phrase.tokens):
        return None
    country = _focus(text, around, linker, on)
    return linker.resolve_role(text, country, IN_CONTEXT, f"context about {country}", on=on) if country else None


def _focus(text: str, around: str, linker: Linker, on: date) -> str | None:
    """The country named most; of equally often named ones the last before the phrase, where the text holds it."""
    tokens = tokenize(around)
    at = around.find(text.removeprefix("the "))
    counts: Counter[str] = Counter()
    before: list[str] = []
    for found in linker.names.find(tokens):
        key = tuple(token.key for token in tokens[found.first : found.last] if token.key != "the")
        sense = linker.senses.choose(found.targets, key, on, None)
        country = sense.actor.country if sense else None
        if country and country in linker.knowledge.countries:
            counts[country] += 1
            if tokens[found.first].start < at:
                before.append(country)
    if not counts:
        return None
    top = max(counts.values())
    rivals = [country for country, count in counts.items() if count == top]
    return next((country for country in reversed(before) if country in rivals), rivals[0])


def _is_place(phrase: Phrase) -> bool:
    """Whether a phrase names a place: "the Polish border", "downtown Beirut"."""
    within = phrase.headed is Headed.NAME and phrase.tokens[0].key in _QUARTERS and not phrase.tokens[0].capital
    return phrase.headed is Headed.PLACE or within


def _idle(link: ActorLink, linker: Linker) -> ActorLink:
    """A bare country without the sector of its government; a place is no actor at all."""
    if link.country is not None and _is_place(linker.parse(link.text)):
        return unlinked(link.text, f"a place: {link.reason}")
    if link.actor_id not in linker.knowledge.countries or link.sector[:1] != ("GOV",):
        return link
    phrase = linker.parse(link.text)
    bare = phrase.headed is Headed.NAME and any(
        target.how in ("name", "alias") and target.actor_id == link.actor_id
        for found in phrase.owners[-1:]
        for target in found.targets
    )
    misspelt = phrase.headed is Headed.UNKNOWN_NAME and link.name == linker.knowledge.actors[str(link.actor_id)].name
    return replace(link, sector=link.sector[1:]) if bare or misspelt else link
