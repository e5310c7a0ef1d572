"""Countries by what is known of them: "the West African nation", "its northern neighbour", "the colonial power"."""

import math
from collections.abc import Iterable, Sequence

from legation.ontology.knowledge import Knowledge

_DIRECTIONS = {"northern": 0, "eastern": 90, "southern": 180, "western": 270}
_WITHIN = 68
_WRITTEN = {
    "african": "africa", "asian": "asia", "european": "europe", "american": "america", "island": "island",
    "mediterranean": "mediterranean", "balkans": "balkan", "isle": "island", "islands": "island", "tiny": "small",
}  # fmt: skip


def regional(words: Iterable[str], knowledge: Knowledge) -> frozenset[str] | None:
    """The countries of the regions and traits that the words of a description name; None where they name none."""
    given = [_WRITTEN.get(word, word) for word in words]
    sets = [
        frozenset(countries)
        for name, countries in knowledge.regions.items()
        if all(_WRITTEN.get(part, part).rstrip("s") in given for part in name.split("-") if part != "of")
    ]
    told = knowledge.descriptions
    for word in set(given) & told.words:
        sets.append(frozenset(country for country, traits in told.traits.items() if word in traits.words))
    if "africa" in given and not sets:
        sets.append(_continent("africa", knowledge))
    return frozenset.intersection(*sets) if sets else None


def beside(country: str, words: Iterable[str], among: frozenset[str], knowledge: Knowledge) -> frozenset[str]:
    """The neighbours of a country among some; the one that lies most in the direction that the words name, if any."""
    neighbours = knowledge.descriptions.of(country).neighbours & among
    direction = next((_DIRECTIONS[word] for word in words if word in _DIRECTIONS), None)
    if direction is None:
        return neighbours
    off = {other: _turn(country, other, direction, knowledge) for other in neighbours}
    return frozenset(sorted((other for other in off if off[other] <= _WITHIN), key=off.__getitem__)[:1])


def ruler_of(colonies: Sequence[str], named: frozenset[str], knowledge: Knowledge) -> str | None:
    """The former colonial power of the first of some countries that has one which is named too; else of the first."""
    rulers = [knowledge.descriptions.of(colony).rulers for colony in colonies]
    for known in rulers:
        if known and known[0] in named:
            return known[0]
    for known in rulers:
        for ruler in known:
            if ruler in named:
                return ruler
    return next((known[0] for known in rulers if len(known) == 1), None)


def _continent(name: str, knowledge: Knowledge) -> frozenset[str]:
    return frozenset(
        country for region, countries in knowledge.regions.items() if name in region.split("-") for country in countries
    ) | frozenset(knowledge.regions.get("sahel", ()))


def _turn(country: str, other: str, direction: int, knowledge: Knowledge) -> float:
    """By how many degrees the bearing of a country from another differs from a direction; 180 where unknown."""
    one, two = knowledge.countries[country], knowledge.countries[other]
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 180.0
    east = (two.lon - one.lon) * math.cos(math.radians(one.lat))
    bearing = math.degrees(math.atan2(east, two.lat - one.lat)) % 360
    return min(abs(bearing - direction), 360 - abs(bearing - direction))
