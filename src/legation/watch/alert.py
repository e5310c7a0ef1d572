"""An alert: one change that a rule asks for, with the sentences that it rests on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from legation.records.relationship import State
from legation.watch.changes import Change


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that an alert rests on, and where it stands. `published` is None where the source does not say."""

    sentence: str
    title: str | None
    outlet: str | None
    published: date | None
    url: str | None
    mention_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Alert:
    """One change that a rule asks for, with its evidence. Fields as in `Changed`; `found` is when it was found (UTC).

    `marks` hold one hash for each mention that the change rests on: an alert that shares one with an earlier alert is
    the same change, told again or borne out by another article. `alert_id` is the first of them.
    """

    alert_id: str
    rule: str
    change: Change
    headline: str
    actors: tuple[str, ...]
    type: str | None
    mutual: bool
    state: State | None
    before: State | None
    since: date | None
    due: date | None
    reported: bool
    event_type: str | None
    pole: str | None
    levels: tuple[float, float] | None
    outlets: int
    found: datetime
    evidence: tuple[Quote, ...]
    marks: tuple[str, ...]


_ALERT: TypeAdapter[Alert] = TypeAdapter(Alert)


def alert_json(alert: Alert) -> dict[str, Any]:
    """An alert as a JSON object."""
    made: dict[str, Any] = _ALERT.dump_python(alert, mode="json")
    return made


def read_alert(record: str) -> Alert:
    """An alert from the JSON text of its object. Raises ValueError where it is none."""
    return _ALERT.validate_json(record)
