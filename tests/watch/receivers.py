"""Servers on loopback for the tests of watching: a feed that changes, and a webhook that may fail."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape


class Quiet(BaseHTTPRequestHandler):
    """Says nothing on standard error."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(handler: type[Quiet]) -> Iterator[str]:
    """Serves on loopback; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Feed:
    """An RSS feed with the whole text of its items; it answers 304 to those who know it. None for `items`: 500."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] | None = []
        self.asked = threading.Event()

    def _body(self) -> bytes:
        entries = "".join(
            f"<item><title>{escape(item['title'])}</title><link>http://x.example/{number}</link>"
            f"<content:encoded>{escape('<p>' + item['text'] + '</p>')}</content:encoded>"
            "<pubDate>Mon, 22 Apr 2024 08:00:00 GMT</pubDate></item>"
            for number, item in enumerate(self.items or [])
        )
        return (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Post</title>{entries}</channel></rss>"
        ).encode()

    def handler(self) -> type[Quiet]:
        """What serves it."""
        feed = self

        class Handler(Quiet):
            def do_GET(self) -> None:
                feed.asked.set()
                if feed.items is None:
                    self.send_error(500)
                    return
                body, tag = feed._body(), f'"{len(feed.items)}"'
                known = self.headers.get("If-None-Match") == tag
                self.send_response(304 if known else 200)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(0 if known else len(body)))
                self.end_headers()
                if not known:
                    self.wfile.write(body)

        return Handler


class Hook:
    """A webhook that keeps what it was sent. `answer` gives the status for the number of a message, from 0.

    LOST stands for a message that was taken, and whose answer never came back.
    """

    LOST = 0

    def __init__(self, answer: Callable[[int], int] = lambda _: 204, seconds: float = 0.0) -> None:
        self.answer = answer
        self.seconds = seconds
        self.asked = 0
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self._lock = threading.Lock()

    @property
    def ids(self) -> list[str]:
        """The ids of the alerts that were taken, in the order in which they came."""
        return [json.loads(body)["data"]["alert_id"] for _, body in self.taken]

    def handler(self) -> type[Quiet]:
        """What serves it."""
        hook = self

        class Handler(Quiet):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with hook._lock:
                    status = hook.answer(hook.asked)
                    hook.asked += 1
                    if status < 300:
                        hook.taken.append(({key.lower(): value for key, value in self.headers.items()}, body))
                time.sleep(hook.seconds)
                self.close_connection = True
                if status != hook.LOST:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

        return Handler
