"""Place names in a text and where they are.

A known name is a place unless the words around it make it a person's, a firm's or a word ("Paris Hilton", "Mr London",
"Reading is fun"). Names of small towns are taken only where something says that a place is meant: "in", a state beside
them, an office after them ("Clinton Police"), or the same name taken for a place elsewhere in the text.

A name that several places share is the one that the words beside it name ("Tripoli, Lebanon", "Paris, Texas", "Mali's
Gao"), else the one that the text's other places speak for. A text means one place by one name, and no town by a name
that it gives to a person.
"""

import re
from typing import NamedTuple

from legation.reading.gazetteer import ARTICLES, KEY_MORE, Gazetteer, Place, gazetteer
from legation.reading.placing import Context, inside
from legation.reading.standing import Standing, standing, words
from legation.records.place import PlaceMention

_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž]\w*")
_ARTICLE = re.compile(r"(?<!\w)(?:[AaEe][ldnrstz]|[AaEe]sh)-$")
_CAPITALS = re.compile(r"[A-Z][A-Z'. -]{2,30}?(?=,|: | \(| ?[—–]| --? )")
_SHORTEST_CAPITALS = 3
_LONGEST_NAME = 50
_LONGEST_WORDING = 80
_FAR_HEAVIER = 50  # times, and a namesake need not be thought of
_SIDE = r"(?:the )?(?:(?:north|south|east|west|central|upper|lower|coastal|rural|occupied)\S* )?"
_TOWN = (
    r", (?:an?|the) (?:[\w-]+ ){0,3}(?:village|hamlet|town|city|capital|port|resort|suburb|settlement|community"
    r"|district|neighbou?rhood|island|stronghold|hub|outpost|crossing|base|enclave|part|area|region|province|county) "
)
_WITHIN = re.compile(
    rf",\s|,? in {_SIDE}|,? (?:in|on|at|off) the (?:[\w-]+ ){{1,3}}of {_SIDE}|{_TOWN}(?:in|of|on) {_SIDE}"
)
_FAR = r"(?:about |some |just )?[\d.,]+ (?:km|kilomet(?:er|re)s|miles)(?: \([^)]{1,25}\))?(?: \S+)? (?:of|from)"
_NEAR = re.compile(rf",? (?:near|outside|{_FAR}) |{_TOWN}(?:near|outside) ")
_TOWN_OF = re.compile(rf"{_TOWN}(?:in|of) ")


class _Hit(NamedTuple):
    start: int
    end: int
    name: str
    choices: tuple[Place, ...]


def places(text: str, *, adjectives: bool = False) -> tuple[PlaceMention, ...]:
    """The places named in a text, in its order, none overlapping; each slices back.

    With `adjectives`, words for the people of a country or region ("Nigerien", "the Catalans") name it, too. A county
    has the point of the nearest town of its state that the text names, else that of the state.
    """
    hits = _hits(text, gazetteer())
    found = zip(hits, _placed(text, hits), strict=True) if hits else ()
    return tuple(_mention(text, hit, place) for hit, place in found if place and (adjectives or place.kind != "people"))


def _mention(text: str, hit: _Hit, place: Place) -> PlaceMention:
    point = place.geonameid, place.lat, place.lon, place.country
    return PlaceMention(text[hit.start : hit.end], hit.start, hit.end, place.name, *point)


def _hits(text: str, known: Gazetteer) -> list[_Hit]:
    """The known names that stand as words, leftmost and longest first."""
    plain = text.replace("’", "'")
    names, longer, first_words, ordinary = known.names, known.longer, known.first_words, words().ordinary
    hits: list[_Hit] = []
    last = 0
    for match in _WORD.finditer(plain):
        word = match[0]
        if word not in first_words and word not in names and not word.isupper():
            continue
        start = match.start()
        if start < last or (start and (plain[start - 1].isalnum() or plain[start - 1] == "_")):
            continue
        first, name = start, word if word in names else None
        end = start + len(word)
        more = plain[start : end + KEY_MORE] in longer or plain.startswith(".", end)
        if more or word.isupper() or plain[start - 1] == "-":
            first, name = _name(plain, start, word, known)
        if name and (name not in ordinary or plain.startswith(", ", start + len(name))):
            last = first + len(name)
            hits.append(_Hit(first, last, name, known.choices(name)))
    return hits


def _name(text: str, start: int, word: str, known: Gazetteer) -> tuple[int, str | None]:
    """The longest name that begins with a word of the text and ends where a word ends; with where it starts."""
    article = _ARTICLE.search(text, max(0, start - 4), start) if start and text[start - 1] == "-" else None
    if article:
        for form in ARTICLES:
            full = form + text[start : start + _LONGEST_NAME]
            if name := _longest(full, 0, form[:2], known):
                return article.start(), name
    if name := _longest(text, start, word, known):
        return start, name
    dateline = word.isupper() and len(word) >= _SHORTEST_CAPITALS
    capitals = _CAPITALS.match(text, start) if dateline else None  # "NIAMEY (Wire) —"
    if capitals and (title := capitals[0].title()) in known.names:
        return start, title
    return start, None


def _longest(text: str, start: int, word: str, known: Gazetteer) -> str | None:
    for length in known.longer.get(text[start : start + len(word) + KEY_MORE], ()):
        name = text[start : start + length]
        if name in known.names and not (name[-1].isalnum() and text[start + length : start + length + 1].isalnum()):
            return name
    dotted = f"{word}."  # "Ariz."
    return next((name for name in (dotted, word) if name in known.names and text.startswith(name, start)), None)


def _placed(text: str, hits: list[_Hit]) -> list[Place | None]:
    """The place that each hit means; None where it means none."""
    beside = [_beside(text, hits, index) for index in range(len(hits))]
    stands = _stands(text, hits, beside)
    context, meant = _context(hits, beside, stands)
    borne_out = frozenset(meant)
    refused = words().names | {hit.name for hit, stand in zip(hits, stands, strict=True) if stand <= Standing.NO}
    found: list[Place | None] = []
    for hit, told, stand in zip(hits, beside, stands, strict=True):
        place = told
        if place is None and stand > Standing.NO:
            place = meant.get(hit.name) or _stated(text, hit) or context.likeliest(hit.name, hit.choices, hit.start)
            if hit.name in borne_out or (hit.name not in refused and context.speaks_of(place)):
                meant[hit.name] = place
            else:
                place = None
        found.append(context.pointed(place, hit.start) if place and place.kind == "county" else place)
    return found


def _stands(text: str, hits: list[_Hit], beside: list[Place | None]) -> list[Standing]:
    """How surely each hit is a place; one name is not a person's here and a town's there without a sign of that."""
    ordinary = words().ordinary  # a place only where its state or country stands beside it
    stands = [
        Standing.YES if place else Standing.NO if hit.name in ordinary else standing(text, *hit[:2], hit.choices[0])
        for hit, place in zip(hits, beside, strict=True)
    ]
    pairs = list(zip(hits, stands, strict=True))
    signed = {hit.name for hit, stand in pairs if stand is Standing.YES}
    persons = {hit.name for hit, stand in pairs if stand is Standing.PERSON} - signed
    return [Standing.PERSON if hit.name in persons else stand for hit, stand in pairs] if persons else stands


def _context(
    hits: list[_Hit], beside: list[Place | None], stands: list[Standing]
) -> tuple[Context, dict[str, Place | None]]:
    """What the sure places say of the text, and which place each sure name means where words beside it tell."""
    context, meant = Context(), dict[str, Place | None]()
    doubtful: list[_Hit] = []
    for hit, place, stand in zip(hits, beside, stands, strict=True):
        if stand >= Standing.BY_SIZE:
            if sure := place or _only(hit):
                context.add(sure, hit.start)
            elif hit.name not in meant:
                doubtful.append(hit)
            meant[hit.name] = meant.get(hit.name) or place
    for hit in doubtful:
        first, second = hit.choices[:2]
        alone = first.weight > _FAR_HEAVIER * second.weight and second.kind != "state"  # but Georgia
        if alone and not any(map(context.speaks_of, hit.choices[1:])):
            context.add(first, hit.start)
        else:
            context.hear(hit.name, hit.choices)
    return context, meant


def _only(hit: _Hit) -> Place | None:
    """The place where no other can be meant."""
    first = hit.choices[0]
    return first if len(hit.choices) == 1 or first.kind in ("state", "people") else None


def _stated(text: str, hit: _Hit) -> Place | None:
    """The state, where the words say so: "the state of Washington"."""
    if text.endswith(("state of ", "State of "), 0, hit.start) or text.startswith((" state", " State"), hit.end):
        return next((place for place in hit.choices if place.kind == "state"), None)
    return None


def _beside(text: str, hits: list[_Hit], index: int) -> Place | None:
    """What a country or state beside the name says that it is: "Tripoli, Lebanon", "Mali's Gao", "Atlanta, Georgia"."""
    hit = hits[index]
    if place := _inside(text, hit, hits[index + 1]) if index + 1 < len(hits) else None:
        return place
    if index:
        before = hits[index - 1]
        gap = text[before.end : hit.start]
        if gap in (", ", ",\n"):
            states = (each for each in hit.choices if each.kind == "state" and inside(before.choices, each))
            return next(states, None)
        if gap in ("'s ", "’s ") and before.choices[0].kind == "country":
            return inside(hit.choices, before.choices[0])
    return None


def _inside(text: str, hit: _Hit, after: _Hit) -> Place | None:
    """The place of that name that words put in, or near, what the next name means."""
    between = text[hit.end : after.start] if after.start - hit.end < _LONGEST_WORDING else ""
    near = bool(_NEAR.fullmatch(between))
    if not near and not _WITHIN.fullmatch(between):
        return None
    first, around = hit.choices[0], after.choices[0]
    for region in after.choices:
        listed = between == ", " and region.kind in ("city", "site")  # "Kyiv, Lviv and Odesa"
        beyond = near and region.kind in ("country", "state")
        if not listed and not beyond and (place := inside(hit.choices, region)):
            return place
    small = (between == ", " and around.kind == "state") or (around.kind == "country" and _TOWN_OF.match(between))
    if small and first.kind == "city":  # too small for our list
        return Place(hit.name, "city", around.country, around.region, None, None, None)
    return None
