"""Bodies and groups by their kind: "the bloc", "the Cairo-based body", "the guerrillas", "the party"."""

import re

from legation.actors.appearance import Named
from legation.actors.cast import DEFINITE, Asked, Cast, Links
from legation.actors.pronouns import ranked

COMPANIES = frozenset("company contractor".split())
_SEAT = re.compile(r"(.+?)-based\b", re.IGNORECASE)


def body_meant(cast: Cast, asked: Asked, noun: str | None = None) -> Links:
    """The body or group that a description means by its noun, or by another word of it; or none."""
    kinds = cast.knowledge.descriptions.nouns.get(noun or asked.noun)
    if kinds is None or asked.words[0] not in DEFINITE or "foreign" in asked.words:
        return []
    fits = [one for one in _fitting(cast, asked, kinds) if one.link.actor_id not in asked.exclude]
    heads = [one for one in fits if not one.modifies and not one.possessive]
    best = next((one for some in (heads, fits) for one in ranked(some, asked.sentence[0])), None)
    best = best or (fits[-1] if fits else None)
    return cast.actors([best] if best else [], asked, f"the last {asked.noun} named")


def _fitting(cast: Cast, asked: Asked, kinds: frozenset[str]) -> list[Named]:
    """Those named before that have the seat that the description names, or else are of some kinds."""
    seat = _SEAT.search(asked.text)
    before = cast.before(asked.start)
    if seat is None:
        return [one for one in before if {cast.kind(one), one.link.actor_id} & kinds]
    city = seat.group(1).split(maxsplit=1)[-1]
    return [one for one in before if cast.knowledge.descriptions.seats.get(one.link.actor_id or "") == city]
