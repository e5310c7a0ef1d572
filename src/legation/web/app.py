"""The desk: the web application on one ledger."""

import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from legation.errors import LegationError
from legation.web import api, errors, pages
from legation.web.api.answers import NotModified, not_modified
from legation.web.contexts import VERSION
from legation.web.desk import Desk
from legation.web.headers import SafetyHeaders

HOST, PORT = "127.0.0.1", 8000
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


def create_app(ledger_path: str | Path) -> FastAPI:
    """The application on the ledger in this file, which it opens with the first request and holds to its end.

    It answers only requests addressed to this machine by its own names, so that no foreign page can reach it by
    pointing a name of its own here.
    """
    app = FastAPI(
        title="Legation",
        version=VERSION,
        description=api.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_life,
    )
    app.state.desk = Desk(Path(ledger_path))
    app.middleware("http")(_guard)
    app.add_middleware(SafetyHeaders)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(packages=[("legation.web", "static")]), name="static")
    app.exception_handler(NotModified)(not_modified)
    errors.register(app)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.desk.close()


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
        return await call_next(request)
    return errors.answer(request, 400, "This desk answers only at 127.0.0.1 or localhost.")
