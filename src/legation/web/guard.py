"""The door: every request passes here first. It sees to names, people, amounts, and where a form was filled in."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from math import ceil
from urllib.parse import quote, urlsplit

from anyio import to_thread
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from legation.web.access import COOKIE, Gate, Limiter, Rates
from legation.web.errors import answer
from legation.web.headers import App, Message, Receive, Send

LOCAL = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
LARGEST = 8_000_000
"""Bytes of a request's body."""
_OPEN = ("/static/", "/sign-in")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class _Refusal(Exception):  # noqa: N818 - a signal within this module
    status: int
    message: str
    headers: tuple[tuple[str, str], ...] = ()


class Guard:
    """Lets a request through with who asks in `request.state.person`, or answers itself."""

    def __init__(self, app: App, gate: Gate, rates: Rates) -> None:
        self._app, self._gate, self._rates = app, gate, rates
        self._limiter = Limiter()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers as the app does, if the request may come in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await self._check(request)
        except _Refusal as refusal:
            response = answer(request, refusal.status, refusal.message)
            response.headers.update(dict(refusal.headers))
        if response is None:
            await self._app(scope, _limited(receive), send)
        else:
            await response(scope, receive, send)

    async def _check(self, request: Request) -> Response | None:
        self._name(request)
        self._size(request)
        if request.method not in _READING:
            _same_site(request)
        if not request.url.path.startswith(_OPEN):
            return await self._identify(request)
        if request.method == "POST":
            self._amount(("signing in", _address(request)), "signing_in")
        return None

    def _name(self, request: Request) -> None:
        """Without users only this machine's own names will do: no foreign page can point a name of its own here."""
        if self._gate.users is None and request.url.hostname not in LOCAL:
            raise _Refusal(400, "This desk answers only at 127.0.0.1 or localhost.")

    def _size(self, request: Request) -> None:
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            raise _Refusal(413, f"A request may hold {LARGEST:,} bytes at most.")

    async def _identify(self, request: Request) -> Response | None:
        given, session = request.headers.get("authorization"), session_of(request)
        if given:
            self._attempts(request)
        person = (
            await to_thread.run_sync(self._gate.person, given, session) if given else self._gate.person(None, session)
        )
        if person is None:
            if given:
                self._amount(("signing in", _address(request)), "signing_in")
            if request.url.path.startswith("/api/") or request.method not in _READING:
                known = (("WWW-Authenticate", 'Basic realm="Legation", charset="UTF-8"'),)
                raise _Refusal(401, "Sign in first: this desk has users.", known)
            return RedirectResponse(f"/sign-in?to={quote(_here(request), safe='')}", 303)
        request.state.person, request.state.csrf = person, person.form_token or ""
        writing = request.method not in _READING
        if person.role != "keeper":
            kind = "writing" if writing else "reading"
            self._amount((kind, person.name, _address(request)), kind)
        return None

    def _attempts(self, request: Request) -> None:
        """Whoever gave wrong secrets too often has to wait, whatever is given now."""
        if wait := self._limiter.owed(("signing in", _address(request)), self._rates.signing_in):
            raise _too_many(wait)

    def _amount(self, client: tuple[str, ...], kind: str) -> None:
        if wait := self._limiter.wait(client, getattr(self._rates, kind)):
            raise _too_many(wait)


def session_of(request: Request) -> str | None:
    """The session that the browser holds."""
    try:
        held = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return held.value if held else None


def _too_many(wait: float) -> _Refusal:
    return _Refusal(429, "Too many requests; come again in a moment.", (("Retry-After", str(ceil(wait))),))


def _same_site(request: Request) -> None:
    """A change is asked for from the desk's own pages, or by a program: never from another site's page."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or site not in (None, "same-origin", "none"):
        raise _Refusal(403, "This was asked for from the page of another site.")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _limited(receive: Receive) -> Receive:
    """A body that did not say how long it is ends where it becomes too large."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= LARGEST else {"type": "http.disconnect"}

    return counted
