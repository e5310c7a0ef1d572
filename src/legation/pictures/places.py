"""What a map of places shows: bases and ports, and where events happened."""

from collections.abc import Iterable
from dataclasses import dataclass

from legation.ontology.knowledge import load_knowledge
from legation.pictures.map import Place
from legation.pictures.sites import sites
from legation.records.place import PlaceMention


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event happened (None: nobody says), in which words that is told, and where they lead."""

    place: PlaceMention | None
    told: str
    href: str | None = None


def places_of(spots: Iterable[Spot]) -> list[Place]:
    """Every base and port, then each place of an event once; a country told as a whole is no place on a map."""
    standing = [Place(site.name, site.lon, site.lat, site.kind, f"{site.name} ({site.kind})") for site in sites()]
    centers = {(country.lat, country.lon) for country in load_knowledge().countries.values()}
    events: dict[str, Place] = {}
    for spot in spots:
        place = spot.place
        if place is None or place.lat is None or place.lon is None or (place.lat, place.lon) in centers:
            continue
        name = place.name or place.text
        events.setdefault(name, Place(name, place.lon, place.lat, "event", spot.told, spot.href))
    return [*standing, *events.values()]
