"""Pages kept as they were when their lasting address was first opened, so that it shows the same ever after.

An address that carries the ledger's revision is one to be cited. Articles that come later, models that read anew and
judgements change what can be derived for any day; what was cited stays as it was read.
"""

import zlib
from collections.abc import Callable, Coroutine
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

MOST = 50_000
"""Pages that are kept of a ledger; some 20 KB each."""


class KeptPages:
    """The kept pages of one ledger, each a compressed file in a folder beside it."""

    def __init__(self, folder: Path, ledger: str) -> None:
        """`ledger`: the identity of the ledger; what was kept of another at the same place is not this one's."""
        self._folder, self._ledger = folder, ledger
        self._count = sum(1 for _ in folder.iterdir()) if folder.exists() else 0

    @property
    def room(self) -> bool:
        """Whether another page may be kept."""
        return self._count < MOST

    def find(self, address: str) -> str | None:
        """The page kept of an address."""
        place = self._place(address)
        return zlib.decompress(place.read_bytes()).decode() if place.exists() else None

    def keep(self, address: str, page: str) -> None:
        """Keeps the page of an address, whole or not at all; one that is kept already stays."""
        place = self._place(address)
        if place.exists():
            return
        self._folder.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            part.write(zlib.compress(page.encode()))
        Path(part.name).replace(place)
        self._count += 1

    def _place(self, address: str) -> Path:
        return self._folder / blake2b(f"{self._ledger} {address}".encode(), digest_size=16).hexdigest()


def address_of(request: Request) -> str:
    """The address of a page within the desk, its parameters in their order."""
    return f"{request.url.path}?{urlencode(sorted(request.query_params.multi_items()))}"


class KeptRoute(APIRoute):
    """Answers a lasting address with what was kept of it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the page, where nothing is kept."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if "revision" in request.query_params:
                pages: KeptPages = await to_thread.run_sync(lambda: request.app.state.desk.pages)
                if kept := await to_thread.run_sync(pages.find, address_of(request)):
                    return HTMLResponse(kept)
            return await handle(request)

        return answer
