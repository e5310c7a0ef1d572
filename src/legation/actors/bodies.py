"""Bodies and groups by their kind: "the bloc", "the Cairo-based body", "the guerrillas", "the party"."""

import re

from legation.actors.appearance import Named
from legation.actors.cast import DEFINITE, Asked, Cast, Links
from legation.actors.pronouns import ranked

COMPANIES = frozenset("company contractor".split())
_OF_COUNTRIES = frozenset("company firm corporation maker manufacturer producer".split())
_OWN_NAME = re.compile(r"['’]s? (?:[A-Z][\w-]+ ?)+(?=[^\w ]|[a-z])")
_COMPANY_NOUN = re.compile(r"(?:['’]s?)? (?:[a-z-]+ ){0,2}(?:company|firm|group|giant|corporation|contractor)\b")
_COMPANY_SURE = 0.66
# "The regional force", "an international coalition" are of states.
_OF_MANY = frozenset("regional international multinational".split())
_ARMED = frozenset("rebel jihadist militia paramilitary army criminal".split())
_SEAT = re.compile(r"(.+?)-based\b", re.IGNORECASE)


def body_meant(cast: Cast, asked: Asked, noun: str | None = None) -> Links:
    """The body or group that a description means by its noun, or by another word of it; or none."""
    kinds = cast.knowledge.descriptions.nouns.get(noun or asked.noun)
    if kinds is None or asked.words[0] not in DEFINITE or "foreign" in asked.words:
        return []
    if _OF_MANY & set(asked.words):
        kinds = kinds - _ARMED
    fits = [one for one in _fitting(cast, asked, kinds) if one.link.actor_id not in asked.exclude]
    heads = [one for one in fits if not one.modifies and not one.possessive]
    best = next((one for some in (heads, fits) for one in ranked(some, asked.sentence[0])), None)
    best = best or (fits[-1] if fits else None)
    if asked.noun in _OF_COUNTRIES and (country := _company_of(cast, asked, best)):
        return country
    return cast.actors([best] if best else [], asked, f"the last {asked.noun} named")


def _company_of(cast: Cast, asked: Asked, best: Named | None) -> Links:
    """An unknown company of a known country: "France's Orano", "a Chinese oil group"; none before a known company."""
    place = cast.place_after(asked)
    if place is None:
        last = cast.last(asked, lambda one: _names_company(cast, one))
        place = last.link.country if last and (best is None or best.start < last.start) else None
    link = cast.linker.resolve_role(asked.text, place or "", _COMPANY_SURE, f"of {place}, from the text", on=cast.on)
    return [link] if link else []


def _names_company(cast: Cast, one: Named) -> bool:
    """Whether a country is named as that of a company."""
    if one.kind != "country" or not (one.possessive or one.adjective):
        return False
    after = cast.text[one.end :]
    return bool(one.possessive and _OWN_NAME.match(after)) or bool(_COMPANY_NOUN.match(after))


def _fitting(cast: Cast, asked: Asked, kinds: frozenset[str]) -> list[Named]:
    """Those named before that have the seat that the description names, or else are of some kinds."""
    seat = _SEAT.search(asked.text)
    before = cast.before(asked.start)
    if seat is None:
        return [one for one in before if {cast.kind(one), one.link.actor_id} & kinds]
    city = seat.group(1).split(maxsplit=1)[-1]
    return [one for one in before if cast.knowledge.descriptions.seats.get(one.link.actor_id or "") == city]
