"""The desk: the web application on one ledger."""

import gc
import ipaddress
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import uvicorn
from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from legation.errors import LegationError
from legation.ledger.store import Ledger
from legation.web import api, errors, pages, rendering, review, signing
from legation.web.access import Gate, Rates
from legation.web.api.answers import NotModified, not_modified
from legation.web.contexts import VERSION
from legation.web.desk import FIRST_PATIENCE, Desk
from legation.web.guard import Guard
from legation.web.headers import SafetyHeaders
from legation.web.users import read_users

HOST, PORT = "127.0.0.1", 8000
AT_ONCE = 4
"""How many answers are made at once: more would only take each other's time, and memory."""
Beside = Callable[[Ledger, Event], None]
"""Work on the open ledger beside the serving, such as watching feeds, until the event is set."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and for whom a ledger is served. `users`: the user file; needed where other machines can reach the desk."""

    host: str = HOST
    port: int = PORT
    users: Path | None = None
    rates: Rates = field(default_factory=Rates)


def create_app(ledger_path: str | Path, serving: Serving | None = None, beside: Beside | None = None) -> FastAPI:
    """The application on the ledger in this file, which it opens with the first request and holds to its end.

    Without users it answers only requests addressed to this machine by its own names, so that no foreign page can
    reach it by pointing a name of its own here. Raises DataError where the user file cannot be read.
    """
    serving = serving or Serving()
    app = FastAPI(
        title="Legation",
        version=VERSION,
        description=api.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_life,
    )
    gate = Gate(read_users(serving.users) if serving.users else None)
    app.state.desk, app.state.beside = Desk(Path(ledger_path), gate), beside
    app.add_middleware(Guard, gate=gate, rates=serving.rates)
    app.add_middleware(SafetyHeaders)
    for router in (api.router, pages.router, review.router, signing.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(packages=[("legation.web", "static")]), name="static")
    app.exception_handler(NotModified)(not_modified)
    errors.register(app)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Work beside the serving ends before the ledger is closed."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    desk, beside, ended = app.state.desk, app.state.beside, Event()
    thread = Thread(target=beside, args=(desk.ledger, ended), name="beside") if beside else None
    if thread:
        thread.start()
    yield
    ended.set()
    if thread:
        await to_thread.run_sync(thread.join)
    desk.close()


def serve(ledger_path: str | Path, serving: Serving, beside: Beside | None = None) -> None:
    """Serves the ledger until interrupted, and does other work on it beside.

    Meanwhile this process alone has the file open: others find in a note beside it where to hand their work. Raises
    LegationError where another process holds the ledger, the port is taken, or the address can be reached by other
    machines and there is no user file.
    """
    if serving.users is None and not _is_loopback(serving.host):
        raise LegationError(f"{serving.host} can be reached by other machines: say with a user file who may come in")
    app = create_app(ledger_path, serving, beside)
    with _listening(serving) as listener, _noted(app.state.desk, listener):
        rendering.load()
        gc.freeze()  # what was loaded stays: it need not be looked through again and again
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
        with _ending_well():
            uvicorn.Server(config).run(sockets=[listener])


def note_path(ledger_path: Path) -> Path:
    """Where a desk notes how the processes of this machine reach it."""
    return ledger_path.with_name(ledger_path.name + ".desk")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _listening(serving: Serving) -> Iterator[socket.socket]:
    try:
        family = socket.getaddrinfo(serving.host, serving.port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((serving.host, serving.port), family=family)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or an answer's body waits 40 ms for its head
    except OSError as error:
        raise LegationError(f"cannot listen at {serving.host}, port {serving.port}: {error.strerror}") from error
    with listener:
        yield listener


@contextmanager
def _noted(desk: Desk, listener: socket.socket) -> Iterator[None]:
    """Opens the ledger, and keeps the note while it is open. Only who may read this user's files can read it."""
    desk.indexed(FIRST_PATIENCE)
    note = note_path(desk.path)
    host, port = listener.getsockname()[:2]
    place = host if host not in ("0.0.0.0", "::") else "127.0.0.1"
    told = {"address": f"http://{f'[{place}]' if ':' in place else place}:{port}", "process": os.getpid()}
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told | {"token": desk.gate.keeper_token}, file)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
        desk.close()


@contextmanager
def _ending_well() -> Iterator[None]:
    """Being told to end (Ctrl-C, or by the system) is no failure: what was opened is closed in order."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)
