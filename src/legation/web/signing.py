"""Signing in and out, where the desk has users."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from legation.web.access import COOKIE, LASTS
from legation.web.contexts import Clocks
from legation.web.guard import session_of
from legation.web.rendering import page
from legation.web.requests import Form, OwnForm, desk_of

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def ask(request: Request, to: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The page that asks who it is."""
    return _asking(request, to, 200, "")


@router.post("/sign-in")
async def sign_in(request: Request, form: Form) -> Response:
    """Begins a session for the right name and secret, and goes on to where the reader wanted to be."""
    name, secret = form.get("name", ""), form.get("secret", "")
    session = await to_thread.run_sync(desk_of(request).gate.sign_in, name, secret)
    to = form.get("to", "/")
    if session is None:
        return _asking(request, to, 403, "This name and secret do not go together.")
    response = RedirectResponse(_inside(to), 303)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, session, max_age=int(LASTS), httponly=True, samesite="lax", secure=secure)
    return response


@router.post("/sign-out")
def sign_out(request: Request, form: OwnForm) -> Response:
    """Ends the session."""
    desk_of(request).gate.sign_out(session_of(request) or "")
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE)
    return response


def _asking(request: Request, to: str, status: int, failure: str) -> Response:
    return page(request, "sign-in.html", {"to": _inside(to), "failure": failure}, Clocks(), status)


def _inside(address: str) -> str:
    """An address of this desk; the front page instead of any other."""
    outside = not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable()
    return "/" if outside else address
