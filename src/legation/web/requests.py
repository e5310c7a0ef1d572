"""What every page and API call shares: the ledger of one request, and the two clocks in its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from legation.ledger.store import Ledger, open_ledger
from legation.web.contexts import Clocks

Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]
"""A day as YYYY-MM-DD; an empty field of a form means none."""


@contextmanager
def _opened(path: Path) -> Iterator[Ledger]:
    # per request, as whoever has the file open keeps every other process from writing to it
    with open_ledger(path, read_only=True) as ledger:
        yield ledger


def _ledger(request: Request) -> Iterator[Ledger]:
    with _opened(request.app.state.ledger_path) as ledger:
        yield ledger


def _clocks(
    as_of: Annotated[Day, Query(description="the world as of this day")] = None,
    known_on: Annotated[Day, Query(description="as known on this day")] = None,
) -> Clocks:
    return Clocks(as_of, known_on)


Opened = Annotated[Ledger, Depends(_ledger)]
At = Annotated[Clocks, Depends(_clocks)]
