"""What may be asked: the filters, clocks and pages in an address, each checked."""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Query, Request
from fastapi.dependencies.models import Dependant
from pydantic import AfterValidator, BeforeValidator, Field

from legation.ledger.listings import Asked, Key
from legation.ontology.codebook import event_types
from legation.ontology.cooperation import load_cooperation
from legation.records.event import Factuality
from legation.web.contexts import Clocks

MOST = 1000
"""How many rows a page may hold."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    """Days are written in one way alone; numbers and times of day are none."""
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("not a day (YYYY-MM-DD)")
    return value


def _one_of(words: tuple[str, ...]) -> tuple[Any, Any]:
    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"there are {', '.join(words)}")
        return value

    return AfterValidator(check), Field(json_schema_extra={"enum": list(words)})


Day = Annotated[date, BeforeValidator(_day)]
Id = Annotated[str, Query(min_length=1, max_length=80, examples=["NER"])]
CooperationType = Annotated[str, *_one_of(tuple(load_cooperation()))]
EventType = Annotated[str, *_one_of(tuple(event_types()))]
Since = Annotated[Day | None, Query(description="first day")]
Until = Annotated[Day | None, Query(description="last day")]
KnownOn = Annotated[Day | None, Query(description="by what had been published up to this day")]


async def _clocks(
    as_of: Annotated[Day | None, Query(description="the world as of this day")] = None, known_on: KnownOn = None
) -> Clocks:
    return Clocks(as_of, known_on)


At = Annotated[Clocks, Depends(_clocks)]


async def _told(
    actor: Id | None = None,
    event_type: EventType | None = None,
    cooperation: CooperationType | None = None,
    factuality: Factuality | None = None,
    outlet: Id | None = None,
    since: Since = None,
    until: Until = None,
    known_on: KnownOn = None,
) -> Asked:
    return Asked(actor, event_type, cooperation, factuality, outlet, None, since, until, known_on)


Told = Annotated[Asked, Depends(_told)]
"""Which articles or mentions are asked for."""


async def _relations(
    country: Id | None = None,
    provider: Id | None = None,
    recipient: Id | None = None,
    type: CooperationType | None = None,
) -> dict[str, str | None]:
    return {"country": country, "provider": provider, "recipient": recipient, "type": type}


Relations = Annotated[dict[str, str | None], Depends(_relations)]
"""Which relationships are asked for, as `Ledger.relationship_rows` takes it."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list: how many rows, and the key after which it begins."""

    most: int
    after: Key | None


async def _paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST, description="rows in a page")] = 100,
    cursor: Annotated[str | None, Query(max_length=400, description="`next` of the page before")] = None,
) -> Paging:
    return Paging(limit, None if cursor is None else read_cursor(cursor, _list_name(request)))


Paged = Annotated[Paging, Depends(_paging)]


def _list_name(request: Request) -> str:
    return request.url.path.rsplit("/", 1)[-1]


def cursor_after(request: Request, key: Key) -> str:
    """The opaque words that stand for what comes after a row of this list."""
    parts = [{"day": part.isoformat()} if isinstance(part, date) else part for part in key]
    packed = json.dumps([_list_name(request), *parts], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_cursor(cursor: str, name: str) -> Key:
    """The key in a cursor of the list with this name. Raises HTTPException (404) for anything else."""
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found, *parts = json.loads(packed)
        key = tuple(date.fromisoformat(part["day"]) if isinstance(part, dict) else part for part in parts)
        if found != name or not all(isinstance(part, str | int | float | bool | date) for part in key) or not key:
            raise ValueError
    except (binascii.Error, ValueError, TypeError, KeyError) as error:
        raise HTTPException(404, "The cursor leads to no page of this list.") from error
    return key


async def only_known(request: Request) -> None:
    """Refuses a parameter that the address does not take: a filter with a slip in its name must not pass for none."""
    known = set(_query_names(request.scope["route"].dependant))
    if unknown := sorted(request.query_params.keys() - known):
        raise HTTPException(422, f"{unknown[0]!r} is not asked for here; there are {', '.join(sorted(known))}")


def _query_names(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _query_names(inner)
