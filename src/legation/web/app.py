"""The desk: the web application on one ledger."""

import ipaddress
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from legation.errors import LegationError
from legation.web import api, errors, pages
from legation.web.contexts import VERSION

HOST, PORT = "127.0.0.1", 8000
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def create_app(ledger_path: str | Path) -> FastAPI:
    """The application on the ledger in this file, which is opened for reading with each request.

    It answers only requests addressed to this machine by its own names, so that no foreign page can reach it by
    pointing a name of its own here.
    """
    app = FastAPI(title="Legation", version=VERSION, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.ledger_path = Path(ledger_path)
    app.middleware("http")(_guard)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(packages=[("legation.web", "static")]), name="static")
    errors.register(app)
    return app


def serve(ledger_path: str | Path, *, host: str = HOST, port: int = PORT) -> None:
    """Serves the ledger until interrupted.

    Raises LegationError for an address that other machines can reach: that needs users and tokens, which there are
    none of yet.
    """
    if not _is_loopback(host):
        raise LegationError(f"{host}: only this machine's own address (127.0.0.1) can be served for now")
    uvicorn.run(create_app(ledger_path), host=host, port=port, log_level="warning")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if request.url.hostname in _LOCAL:
        response = await call_next(request)
    else:
        response = errors.answer(request, 400, "This desk answers only at 127.0.0.1 or localhost.")
    response.headers.update(errors.HEADERS)
    return response
