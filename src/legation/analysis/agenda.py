"""The calendar of a ledger as a table: what is planned, between whom, due when, on which sentence."""

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from legation.analysis.alignment import event_day
from legation.analysis.calendar import AHEAD, Planned, calendar, overdue
from legation.analysis.lives import key_of
from legation.ledger.store import Ledger
from legation.records.event import Event

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Item:
    """One line: `what` is a cooperation type or an event type, `stands` its state or factuality.

    `sides` are provider and recipient, or the sides of the event; `due` is None where no day is given.
    """

    due_from: date | None
    due: date | None
    precision: str
    overdue: bool
    kind: str
    sides: tuple[str, ...]
    what: str
    stands: str
    sentence: str
    evidence: tuple[str, ...]


def agenda(
    ledger: Ledger,
    country: str | None = None,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    late_only: bool = False,
) -> list[Item]:
    """What is planned as seen on a day (`as_of`, else `known_on`, else the last day on which anything was reported).

    `late_only`: what was promised for an earlier day, and nothing tells to have come.
    """
    rows = ledger.relationship_rows(country, as_of=as_of, known_on=known_on)
    events = [one for one in ledger.event_rows(country, known_on=known_on) if as_of is None or _told(one) <= as_of]
    reports = [row.known_from for row in rows] + [one.last_reported for one in events if one.last_reported]
    day = as_of or known_on or max(reports, default=date.min)
    plans = overdue(rows, events, day) if late_only else calendar(rows, events, day)
    by_key, by_id = {key_of(row): row for row in rows}, {event.event_id: event for event in events}
    evidence = ledger.evidence_of([plan.evidence[0] for plan in plans])
    made = []
    for plan in plans:
        sentence = evidence[plan.evidence[0]].sentence.text
        if plan.key is not None:
            made.append(_item(plan, plan.key[:2], plan.key[3], by_key[plan.key].state, sentence))
        else:
            event = by_id[plan.event_id or ""]
            sides = (*event.source, *event.target)
            made.append(_item(plan, sides, event.event_type, event.factuality, sentence))
    return made


def _told(event: Event) -> date:
    """The day of an event, or on which its plan was first told."""
    return (event.first_reported if event.factuality in AHEAD else event_day(event)) or date.min


def _item(plan: Planned, sides: tuple[str, ...], what: str, stands: str, sentence: str) -> Item:
    return Item(
        due_from=plan.due_from,
        due=plan.due,
        precision=plan.precision,
        overdue=plan.overdue,
        kind=plan.kind,
        sides=sides,
        what=what,
        stands=str(stands),
        sentence=sentence,
        evidence=plan.evidence,
    )


def agenda_frame(items: list[Item]) -> "pl.DataFrame":
    """The same as a frame."""
    import polars as pl

    dates, lists = ("due_from", "due"), ("sides", "evidence")
    kinds = dict.fromkeys(dates, pl.Date) | {name: pl.List(pl.String) for name in lists} | {"overdue": pl.Boolean}
    names = [field.name for field in fields(Item)]
    columns = {name: [getattr(item, name) for item in items] for name in names}
    for name in lists:
        columns[name] = [list(cell) for cell in columns[name]]
    return pl.DataFrame(columns, schema={name: kinds.get(name, pl.String) for name in names})
