"""Who acts: known actors, the offices they hold, and the link from a phrase to one of them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Actor:
    """A known actor: a country, international body, armed group, contractor or person.

    `actor_id` is alpha-3 for a country (XKX for Kosovo), the acronym for a body (NATO, AES, ECOWAS), a lower-case
    slug for groups and persons. `country` is alpha-3, or PLOVER's IGO, NGO, MNC, IMG, ISM for international ones.
    `sector` holds PLOVER sector codes, the main one first. `patron` is the state that a contractor works for.
    """

    actor_id: str
    name: str
    kind: str
    country: str | None
    sector: tuple[str, ...] = ()
    patron: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A person's term in an office of a country or body; open-ended where `end` is None."""

    actor_id: str
    person: str
    country: str
    title: str
    sector: tuple[str, ...]
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """What else a name could have meant: an actor or a person, and how sure it would have been by that name alone."""

    actor_id: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class ActorLink:
    """What a phrase refers to. `score` is in [0, 1]; `reason` says in words why. Unlinked: `actor_id` is None.

    `actor_id` is the actor to whom the ledger attributes the act: for a country's organ or official, the country's.
    `own_id` is what the phrase itself means where that is an organ: `CIA`, `MLI:MIL`; elsewhere the `actor_id`.
    `name` is the most specific known name (the person, group or body).
    """

    text: str
    actor_id: str | None
    name: str | None
    country: str | None
    sector: tuple[str, ...]
    score: float
    reason: str
    alternatives: tuple[Alternative, ...] = ()
    own_id: str | None = None
