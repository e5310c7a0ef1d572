"""Place names in a text and where they are.

A name that several places share is the one that the words beside it name ("Tripoli, Lebanon", "Paris, Texas",
"Mali's Gao"), else the weightiest, where a country that the text names counts for much. A capitalized word before
or after a city's name ("Paris Hilton", "Mr London") makes it no place.
"""

import re
from dataclasses import dataclass

from legation.reading.gazetteer import Place, gazetteer
from legation.records.place import PlaceMention

_NAMED_WEIGHT = 10  # a city counts so many times its weight where the text names its country
_STATE_REACH = 8.0  # degrees from a state's centre within which its cities lie

# City names that in English news are nearly always something else.
_NEVER = frozenset(
    "Of Man Most March Mobile Same Best Police Young Bar Central University Union Independence Sale Hit Male Orange "
    "Enterprise Liberal Spring Date Force Green West East North South Ali Mary Paul Salem Eden Hope Gary Marie Trump "
    "Wagner Nelson Stanley George Kent Nancy Troy Carolina Como Van".split()
)
# City names that are as often something else: places where "in" or a country or state beside them says so.
_DOUBTFUL = frozenset(
    "Reading Bath Nice Split Victoria Darwin Lincoln Jackson Houston Florence Charlotte Augusta Madison Santa Hamilton "
    "Angeles Boma Mila Aba Beni Ho Bo Wa Sur Una Most Pau Ann Bend".split()
)
# Countries and states that are given names and surnames, too.
_PERSONS_TOO = frozenset("Jordan Chad Georgia Israel India Kenya Virginia Washington".split())
# Capitalized words that may stand beside a place's name.
_BESIDE = frozenset(
    "In At From Near To The On Outside Inside Around Across Between And But While When After Before Since For With "
    "Via Into Through Over By Toward Towards Today Yesterday As If Both Like That Northern Southern Eastern Western "
    "Central North South East West Greater Upper Lower Old Occupied Region Province Oblast City Airport "
    "International State District Governorate Prefecture County Department Base Port Harbour Harbor Naval Air River "
    "Valley Strip Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December".split()
)
# What follows the name of a country that is also a person's, where the country is meant.
_STATE_NOUNS = frozenset(
    "President Prime Foreign Defense Defence Interior Minister Ministry King Queen Army Government Parliament "
    "Ambassador Armed Air Navy Police".split()
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Minister|Gen|General|Col|Colonel|Capt|Captain|Sgt)\.?\s$"
)
_WORD_BEFORE = re.compile(r"(?<![\w.'’-])([\w.'’-]{1,30}) $")
_WORD_AFTER = re.compile(r" ([\w’'-]{1,30})")
_IN = re.compile(r"\b[Ii]n $|\b[Nn]ear $|\b[Oo]utside $")
_CONTINENT = re.compile(r"\b(?:Latin|South|North|Central|of) $")
_APART = re.compile(r",\s")


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    choices: tuple[Place, ...]


def places(text: str) -> tuple[PlaceMention, ...]:
    """The places named in a text, in its order, none overlapping; each slices back."""
    hits = _hits(text)
    countries = {hit.choices[0].country for hit in hits if hit.choices[0].kind == "country"}
    found = []
    for index, hit in enumerate(hits):
        before = hits[index - 1] if index else None
        after = hits[index + 1] if index + 1 < len(hits) else None
        place = _beside(text, before, hit, after)
        if place is None and _stands_alone(text, hit):
            place = _weightiest(hit, countries)
        if place:
            spot = place.geonameid, place.lat, place.lon, place.country
            found.append(PlaceMention(text[hit.start : hit.end], hit.start, hit.end, place.name, *spot))
    return tuple(found)


def _hits(text: str) -> list[_Hit]:
    """The known names that stand as words, leftmost and longest first."""
    known = gazetteer()
    plain = text.replace("’", "'")
    spans = [
        (start, -end, known.names[known.ordered[number]])
        for number, start, end in known.automaton.find_matches_as_indexes(plain, overlapping=True)
        if not (start and (plain[start - 1].isalnum() or plain[start - 1] == "_"))
        and not (plain[end - 1].isalnum() and plain[end : end + 1].isalnum())
    ]
    hits: list[_Hit] = []
    for start, end, choices in sorted(spans, key=lambda span: span[:2]):
        if not hits or start >= hits[-1].end:
            hits.append(_Hit(start, -end, choices))
    return hits


def _beside(text: str, before: _Hit | None, hit: _Hit, after: _Hit | None) -> Place | None:
    """What a country or state beside the name says that it is: "Tripoli, Lebanon", "Mali's Gao", "Atlanta, Georgia"."""
    if after and _APART.fullmatch(text, hit.end, after.start):
        for region in after.choices:
            if place := _inside(hit, region):
                return place
        if after.choices[0].kind == "state" and hit.choices[0].kind == "city":
            name = text[hit.start : hit.end]
            return Place(name, "city", after.choices[0].country, None, None, None)  # too small for our list
    if before and _APART.fullmatch(text, before.end, hit.start):
        states = (state for state in hit.choices if state.kind == "state" and _inside(before, state))
        return next(states, None)
    if before and text[before.end : hit.start] in ("'s ", "’s ") and before.choices[0].kind == "country":
        return _inside(hit, before.choices[0])
    return None


def _inside(hit: _Hit, region: Place) -> Place | None:
    """The likeliest city or site of that name in a country, or the nearest to the centre of a state."""
    here = [place for place in hit.choices if place.country == region.country and place.kind in ("city", "site")]
    if region.kind == "country" or not here:
        return here[0] if here and region.kind == "country" else None
    nearest = min(here, key=lambda place: _degrees(place, region))
    return nearest if _degrees(nearest, region) <= _STATE_REACH else None


def _degrees(place: Place, region: Place) -> float:
    if place.lat is None or place.lon is None or region.lat is None or region.lon is None:
        return 360.0
    return max(abs(place.lat - region.lat), abs(place.lon - region.lon))


def _weightiest(hit: _Hit, countries: set[str | None]) -> Place:
    if hit.choices[0].kind != "city":
        return hit.choices[0]
    cities = [place for place in hit.choices if place.kind == "city"]
    return max(cities, key=lambda place: place.weight * (_NAMED_WEIGHT if place.country in countries else 1))


def _stands_alone(text: str, hit: _Hit) -> bool:
    """Whether the name is a place's and not part of a longer name, a person's or a word."""
    name, kind = text[hit.start : hit.end], hit.choices[0].kind
    if name == "America" and _CONTINENT.search(text, max(0, hit.start - 10), hit.start):
        return False
    if kind == "state":  # "Md." and "La." are words; a state stands by its full name
        return name == hit.choices[0].name and (name not in _PERSONS_TOO or _no_person(text, hit))
    if name in _NEVER or (name in _DOUBTFUL and not _IN.search(text, max(0, hit.start - 10), hit.start)):
        return False
    if kind == "city" or name in _PERSONS_TOO:
        return _no_person(text, hit)
    after = _WORD_AFTER.match(text, hit.end)
    return not (kind == "country" and after and after[1] == "River")


def _no_person(text: str, hit: _Hit) -> bool:
    if _TITLE.search(text, max(0, hit.start - 12), hit.start):
        return False
    before = _WORD_BEFORE.search(text, max(0, hit.start - 32), hit.start)
    after = _WORD_AFTER.match(text, hit.end)
    allowed = _BESIDE if hit.choices[0].kind == "city" else _BESIDE | _STATE_NOUNS
    left = before is None or _fits(before[1], allowed) or before[1].endswith((".", "'s", "’s"))
    return left and (after is None or _fits(after[1], allowed))


def _fits(word: str, allowed: frozenset[str]) -> bool:
    return not word[0].isupper() or word in allowed
