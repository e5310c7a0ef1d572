"""Events: one mention in one text, and the event that several mentions tell of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Literal

from legation.records.article import Field, Span
from legation.records.place import PlaceMention, Quantity, TimeExpression

Direction = Literal["entry", "continue", "reduce", "pause", "resume", "exit", "refuse"]


class Factuality(StrEnum):
    """Whether, by the text, the event took place (polarity, certainty and time in one value)."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True)
class Side:
    """One actor on one side of an event: its span, and the actor it was linked to (all None or empty before linking).

    `place` marks a place standing for whoever is there ("shelled Kharkiv").
    """

    text: str
    start: int
    end: int
    actor_id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: tuple[str, ...] = ()
    score: float = 0.0
    reason: str = ""
    place: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Per whom: the speaker, the reporting words ("said", "according to"), and whether within a direct quotation.

    `verb` stands as in the text; empty where the text has none.
    """

    speaker: Side
    verb: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The relationship layer of a mention: cooperation type, direction of the act, and its own two sides."""

    type: str
    direction: Direction
    provider: tuple[Side, ...]
    recipient: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class PloverReading:
    """How PLOVER would code the mention, its factuality folded into the type."""

    event_type: str
    score: float


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event as one sentence tells it. All offsets point into the article's text (or title, see `field`).

    `mention_id` hashes document, trigger span and ordinal, never type or model, so corrections survive a re-coding.
    `content_of` is the mention_id of the speech act whose content this is. `confidence` is the probability that
    type, sides and factuality are all right.
    """

    mention_id: str
    document_id: str
    sentence: Span
    event_type: str
    trigger: Span
    source: tuple[Side, ...]
    target: tuple[Side, ...]
    factuality: Factuality
    confidence: float
    coder: str
    score: float
    plover: PloverReading
    mode: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    mutual: bool = False
    alleged: bool = False
    content_of: str | None = None
    attribution: Attribution | None = None
    cooperation: Cooperation | None = None
    time: TimeExpression | None = None
    place: PlaceMention | None = None
    numbers: tuple[Quantity, ...] = ()
    field: Field = "text"
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event in the world, told by one or more mentions; sides are actor ids.

    `outlets` counts independent outlets: copies of one agency report count once.
    """

    event_id: str
    event_type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    mutual: bool
    factuality: Factuality
    cooperation: str | None
    direction: str | None
    start_date: date | None
    end_date: date | None
    precision: str
    first_reported: date | None
    last_reported: date | None
    outlets: int
    mentions: tuple[str, ...]
    numbers: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationScores:
    """The event between two given sides, in the PLOVER reading: the best type, and a probability for all 16."""

    event_type: str
    probabilities: dict[str, float]


def mention_id(*parts: object) -> str:
    """The identity of a mention, from what tells it from all others: the same in every run."""
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]
