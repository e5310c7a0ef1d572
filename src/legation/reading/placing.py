"""Which of the places of one name is meant: the one that the text's other places speak for, else the weightiest."""

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence

from legation.reading.gazetteer import Place, gazetteer

_WORLD_PEOPLE = 8e9
_POINT_PEOPLE = 5e6  # a named town speaks for its neighbours as a state of so many would
_POINT_KM = 100.0
_POINT_DEGREES = 4.0  # farther points have no pull
_PULL = 0.5
_MOST_POINTS = 60  # of a text, so that a long list of towns takes no longer than they are many
_POINTED = frozenset({"area", "site", "city"})
_LEAST_PEOPLE = 1e5
_LEAST_VOTE = 0.1  # less is a remainder
_CLOSE = 200  # characters within which a place speaks for its neighbours with full weight
_FAR_SHARE = 0.4
_AREA_KM = 450.0
_SUBURB_KM = 80.0
_KM_PER_DEGREE = 111.2


class Context:
    """What a text speaks of: countries, states and points, each with where in the text it is named.

    A name means each of its places by the share of people there, in the whole world and in what the text speaks of. The
    more of a text lies in one state of the USA, the less it speaks of the rest of the world.
    """

    def __init__(self) -> None:
        self._named: dict[str, list[int]] = {}
        self._points: dict[tuple[float, float], tuple[Place, list[int]]] = {}
        self._votes: dict[str, float] = {}
        self._heard: set[str] = set()
        self._people = gazetteer().people

    def add(self, place: Place, at: int) -> None:
        """Takes in a place that is surely meant."""
        if place.country:
            bisect.insort(self._named.setdefault(place.country, []), at)
            if place.region:
                bisect.insort(self._named.setdefault(place.region, []), at)
            where = place.region or place.country
            self._votes[where] = self._votes.get(where, 0.0) + 1.0
        if place.lat is not None and place.lon is not None and place.kind in _POINTED:
            point = place.lat, place.lon
            if point in self._points:
                bisect.insort(self._points[point][1], at)
            elif len(self._points) < _MOST_POINTS:
                self._points[point] = place, [at]

    def hear(self, name: str, choices: tuple[Place, ...]) -> None:
        """Takes in a name of several places: each state that has one gets its part of a vote."""
        for state, part in _parts(choices).items():
            self._votes[state] = self._votes.get(state, 0.0) + part
        self._heard.add(name)

    def speaks_of(self, place: Place) -> bool:
        """Whether the text names the place's state or, outside the USA and Canada, its country."""
        return (place.region or place.country) in self._named

    def likeliest(self, name: str, choices: tuple[Place, ...], at: int) -> Place:
        """The place that is meant by a name at an offset of the text; the first of equals."""
        first = choices[0]
        rivals = [place for place in choices[1:] if place.country in self._named or place.region in self._votes]
        if not rivals:
            return first
        votes = self._votes
        if name in self._heard:  # a name has no vote on itself
            own = _parts(choices)
            votes = {where: vote - own.get(where, 0.0) for where, vote in votes.items()}
        if first.kind == "country" and rivals[0].kind == "state":
            return self._country_or_state(first, rivals[0], votes)
        shares = _shares(votes)
        world = (1 - max((share for where, share in shares.items() if "-" in where), default=0.0)) / _WORLD_PEOPLE
        return max((first, *rivals), key=lambda place: place.weight * (world + self._share(place, at, shares)))

    def _country_or_state(self, country: Place, state: Place, votes: Mapping[str, float]) -> Place:
        """Georgia by the company it is in; that the USA are named tells nothing, for they deal with both."""
        shares = _shares({where: vote for where, vote in votes.items() if where != state.country})
        local = [share for where, share in shares.items() if "-" in where]
        abroad = 1 - max(local, default=0.0) + shares.get(country.country or "", 0.0)
        return country if abroad > sum(local) + shares.get(state.region or "", 0.0) else state

    def pointed(self, county: Place, at: int) -> Place:
        """A county with the point of the town of its state that is named nearest in the text, else of the state."""
        towns = [(_gap(spots, at), town) for town, spots in self._points.values() if town.region == county.region]
        nearest = min(towns, key=lambda each: each[0], default=None)
        point = nearest[1] if nearest else gazetteer().states.get(county.region)
        return county._replace(lat=point.lat, lon=point.lon) if point else county

    def _share(self, place: Place, at: int, shares: Mapping[str, float]) -> float:
        """How likely one of the place's people is to be meant, for what the text speaks of."""
        share = 0.0
        if place.country in self._named:
            people = max(self._people.get(place.country, 0), _LEAST_PEOPLE)
            share += _PULL * _nearness(self._named[place.country], at) / people
        if place.region and place.region in shares:
            near = _nearness(self._named.get(place.region, ()), at)
            share += near * shares[place.region] / self._people[place.region]
        if self._points and place.kind != "area":
            share += _PULL * self._pull(place, at) / _POINT_PEOPLE
        return share

    def _pull(self, place: Place, at: int) -> float:
        """How near the nearest named point is: 1 on the spot, 0 far away."""
        best, lat, lon = 0.0, place.lat or 0.0, place.lon or 0.0
        for (other_lat, other_lon), (other, spots) in self._points.items():
            if abs(lat - other_lat) < _POINT_DEGREES and abs(lon - other_lon) < 2 * _POINT_DEGREES:
                best = max(best, math.exp(-distance(place, other) / _POINT_KM) * _nearness(spots, at))
        return best


def _parts(choices: Iterable[Place]) -> dict[str, float]:
    states = {place.region for place in choices if place.region}
    return dict.fromkeys(states, 1 / (len(states) + 1))


def _shares(votes: Mapping[str, float]) -> dict[str, float]:
    weight = sum(votes.values()) + 1
    return {where: vote / weight for where, vote in votes.items() if vote > _LEAST_VOTE}


def inside(choices: Iterable[Place], region: Place) -> Place | None:
    """The likeliest town, site or county of those in a country, state or area, or near a town."""
    towns = [place for place in choices if place.kind in ("city", "site", "area", "county")]
    if region.kind == "country":
        return next((place for place in towns if place.country == region.country), None)
    if region.kind == "state":
        return next((place for place in towns if place.region == region.region), None)
    if region.kind in _POINTED:
        reach = _AREA_KM if region.kind == "area" else _SUBURB_KM
        away = {place: distance(place, region) for place in towns if place.lat is not None and place != region}
        return min((place for place in away if away[place] < reach), key=lambda place: away[place], default=None)
    return None


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places, on a flat map; near enough for neighbours."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    across = abs(one.lon - other.lon)
    across = min(across, 360 - across) * math.cos(math.radians((one.lat + other.lat) / 2))
    return _KM_PER_DEGREE * math.hypot(one.lat - other.lat, across)


def _nearness(offsets: Sequence[int], at: int) -> float:
    return 1.0 if offsets and _gap(offsets, at) <= _CLOSE else _FAR_SHARE


def _gap(offsets: Sequence[int], at: int) -> int:
    """The distance to the nearest of some offsets, which are in order."""
    after = bisect.bisect_left(offsets, at)
    return min(abs(offset - at) for offset in offsets[max(0, after - 1) : after + 1])
