"""What every page and API call shares: the ledger of one request, who asks, and the two clocks in its address."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Query, Request
from pydantic import BeforeValidator

from legation.ledger.store import Ledger
from legation.web.access import Person
from legation.web.contexts import Clocks, Stand
from legation.web.desk import Desk
from legation.web.search import Index
from legation.web.users import Role

Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]
"""A day as YYYY-MM-DD; an empty field of a form means none."""


def desk_of(request: Request) -> Desk:
    """The desk that answers."""
    desk: Desk = request.app.state.desk
    return desk


def person_of(request: Request) -> Person:
    """Who asks."""
    person: Person = request.state.person
    return person


def _snapshot(request: Request) -> Iterator[Ledger]:
    with desk_of(request).ledger.snapshot() as ledger:
        request.state.stand = Stand(ledger.revision(), ledger.latest_day())
        yield ledger


def _index(request: Request) -> Index:
    return desk_of(request).index


async def _clocks(
    as_of: Annotated[Day, Query(description="the world as of this day")] = None,
    known_on: Annotated[Day, Query(description="as known on this day")] = None,
) -> Clocks:
    return Clocks(as_of, known_on)


def _may(role: Role) -> Callable[[Request], Person]:
    def check(request: Request) -> Person:
        person = person_of(request)
        if not person.role.may(role):
            raise HTTPException(403, f"This is for a {role.value}; you are here as a {person.role.value}.")
        return person

    return check


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form that one of our pages sent."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(415, "A form is sent as application/x-www-form-urlencoded.")
    try:
        return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=50))
    except ValueError as error:
        raise HTTPException(400, "The form cannot be read.") from error


Form = Annotated[dict[str, str], Depends(_form)]


def _own_form(request: Request, form: Form) -> dict[str, str]:
    """A form's fields, if it carries the token that was written into it for this very person."""
    if not form.get("csrf") or form["csrf"] != person_of(request).form_token:
        raise HTTPException(403, "This form was not filled in here, or long ago: load the page again.")
    return form


OwnForm = Annotated[dict[str, str], Depends(_own_form)]
Opened = Annotated[Ledger, Depends(_snapshot)]
"""The ledger as it was when the request came: whatever is written meanwhile, one answer shows one state of it."""
Indexed = Annotated[Index, Depends(_index)]
"""The search index; asked for before `Opened`, it is never ahead of it."""
At = Annotated[Clocks, Depends(_clocks)]
Reviewer = Annotated[Person, Depends(_may(Role.REVIEWER))]
"""Who asks, if they may judge."""
Keeper = Annotated[Person, Depends(_may(Role.KEEPER))]
"""A process of this machine that hands over its work."""
