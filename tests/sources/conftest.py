"""A real HTTP server on loopback, whose paths are functions of the request."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from legation.settings import Settings

Route = Callable[[BaseHTTPRequestHandler], tuple[int, dict[str, str], bytes]]


@dataclass
class Server:
    """What it serves by path, and the (path, headers) that it was asked for."""

    base: str
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def page(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Serve fixed bytes at a path; header names take _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = lambda _: (status, named, body)
        return self.base + path


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            status, headers, body = served.routes.get(self.path, lambda _: (404, {}, b""))(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # the client may have seen enough
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    served = Server(f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield served
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def quick() -> Settings:
    """Settings for a server on loopback that is not to be waited for."""
    return Settings(
        allow_private=True,
        host_delay_seconds=0,
        backoff_seconds=0,
        max_wait_seconds=0,
        timeout_seconds=0.5,
        total_seconds=5,
        max_bytes=200_000,
    )
