"""What every page and API call shares: the ledger of one request, and the two clocks in its address."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from legation.ledger.store import Ledger
from legation.web.contexts import Clocks
from legation.web.desk import Desk

Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]
"""A day as YYYY-MM-DD; an empty field of a form means none."""


def desk_of(request: Request) -> Desk:
    """The desk that answers."""
    desk: Desk = request.app.state.desk
    return desk


def _snapshot(request: Request) -> Iterator[Ledger]:
    with desk_of(request).ledger.snapshot() as ledger:
        yield ledger


def _clocks(
    as_of: Annotated[Day, Query(description="the world as of this day")] = None,
    known_on: Annotated[Day, Query(description="as known on this day")] = None,
) -> Clocks:
    return Clocks(as_of, known_on)


Opened = Annotated[Ledger, Depends(_snapshot)]
"""The ledger as it was when the request came: whatever is written meanwhile, one answer shows one state of it."""
At = Annotated[Clocks, Depends(_clocks)]
