"""Which of the places of one name is meant: the one that the text's other places speak for, else the weightiest."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from legation.reading.gazetteer import Place, gazetteer

_WORLD_PEOPLE = 8e9
_POINT_PEOPLE = 5e6  # a named town speaks for its neighbours as a state of so many would
_POINT_KM = 100.0
_POINT_DEGREES = 4.0  # farther points have no pull
_PULL = 0.5
_LEAST_VOTE = 0.1  # less is a remainder
_CLOSE = 200  # characters within which a place speaks for its neighbours with full weight
_FAR_SHARE = 0.4
_AREA_KM = 350.0
_KM_PER_DEGREE = 111.2


class Context:
    """What a text speaks of: countries, states and points, each with where in the text it is named.

    A name means each of its places by the share of people there, in the whole world and in what the text speaks of. The
    more of a text lies in one state of the USA, the less it speaks of the rest of the world.
    """

    def __init__(self) -> None:
        self._named: dict[str, list[int]] = {}
        self._points: dict[Place, list[int]] = {}
        self._votes: dict[str, float] = {}
        self._heard: set[tuple[Place, ...]] = set()
        self._people = gazetteer().people

    def add(self, place: Place, at: int) -> None:
        """Takes in a place that is surely meant."""
        if place.country:
            self._named.setdefault(place.country, []).append(at)
            where = place.region or place.country
            if place.region:
                self._named.setdefault(where, []).append(at)
            self._votes[where] = self._votes.get(where, 0.0) + 1.0
        if place.lat is not None and place.kind not in ("country", "people", "state"):
            self._points.setdefault(place, []).append(at)

    def hear(self, choices: tuple[Place, ...]) -> None:
        """Takes in a name of several places: each state that has one gets its part of a vote."""
        for state, part in _parts(choices).items():
            self._votes[state] = self._votes.get(state, 0.0) + part
        self._heard.add(choices)

    def speaks_of(self, place: Place) -> bool:
        """Whether the text names the place's state or, outside the USA and Canada, its country."""
        return (place.region or place.country) in self._named

    def likeliest(self, choices: tuple[Place, ...], at: int) -> Place:
        """The place that is meant by a name at an offset of the text; the first of equals."""
        first = choices[0]
        rivals = [place for place in choices[1:] if place.country in self._named or place.region in self._votes]
        if not rivals:
            return first
        votes = self._votes
        if choices in self._heard:  # a name has no vote on itself
            own = _parts(choices)
            votes = {where: vote - own.get(where, 0.0) for where, vote in votes.items()}
        weight = sum(votes.values()) + 1
        shares = {where: vote / weight for where, vote in votes.items() if vote > _LEAST_VOTE}
        return max((first, *rivals), key=lambda place: self._score(place, at, shares))

    def pointed(self, county: Place, at: int) -> Place:
        """A county with the point of the town of its state that is named nearest in the text, else of the state."""
        towns = ((spot, town) for town, spots in self._points.items() if town.region == county.region for spot in spots)
        nearest = min(towns, key=lambda each: abs(each[0] - at), default=None)
        point = nearest[1] if nearest else gazetteer().states.get(county.region)
        return replace(county, lat=point.lat, lon=point.lon) if point else county

    def _score(self, place: Place, at: int, shares: Mapping[str, float]) -> float:
        where = place.region or place.country or ""
        local = [share for state, share in shares.items() if "-" in state]
        world = 1 - max(local, default=0.0)
        if place.kind == "state":
            return sum(local) + shares.get(where, 0.0) + place.weight / _WORLD_PEOPLE
        if place.kind == "country":
            return place.weight / _WORLD_PEOPLE * world + shares.get(where, 0.0)
        share = world / _WORLD_PEOPLE
        if place.country in self._named:
            people = max(self._people.get(place.country, 0), 1e5)
            share += _PULL * _nearness(self._named[place.country], at) / people
        if place.region and where in shares:
            share += _nearness(self._named.get(where, ()), at) * shares[where] / self._people[where]
        if self._points and place.kind != "area":
            share += _PULL * self._pull(place, at) / _POINT_PEOPLE
        return place.weight * share

    def _pull(self, place: Place, at: int) -> float:
        """How near the nearest named point is: 1 on the spot, 0 far away."""
        best = 0.0
        lat, lon = place.lat or 0.0, place.lon or 0.0
        for other, spots in self._points.items():
            if abs(lat - (other.lat or 0.0)) < _POINT_DEGREES and abs(lon - (other.lon or 0.0)) < 2 * _POINT_DEGREES:
                best = max(best, math.exp(-distance(place, other) / _POINT_KM) * _nearness(spots, at))
        return best


def _parts(choices: Iterable[Place]) -> dict[str, float]:
    states = {place.region for place in choices if place.region}
    return dict.fromkeys(states, 1 / (len(states) + 1))


def inside(choices: Iterable[Place], region: Place) -> Place | None:
    """The likeliest town, site or county of those in a country, state or area."""
    towns = [place for place in choices if place.kind in ("city", "site", "area", "county")]
    if region.kind == "country":
        return next((place for place in towns if place.country == region.country), None)
    if region.kind == "state":
        here = (place for place in towns if place.region == region.region)
        return next(here, None)
    if region.kind == "area":
        near = [place for place in towns if place.lat is not None and distance(place, region) < _AREA_KM]
        return min(near, key=lambda place: distance(place, region), default=None)
    return None


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places, on a flat map; near enough for neighbours."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    across = abs(one.lon - other.lon)
    across = min(across, 360 - across) * math.cos(math.radians((one.lat + other.lat) / 2))
    return _KM_PER_DEGREE * math.hypot(one.lat - other.lat, across)


def _nearness(offsets: Iterable[int], at: int) -> float:
    return 1.0 if any(abs(offset - at) <= _CLOSE for offset in offsets) else _FAR_SHARE
