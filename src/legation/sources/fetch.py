"""Pages and feeds from the web: fetched through `legation.net`, with the memory that conditional requests need."""

import json
from dataclasses import replace
from pathlib import Path

from legation.errors import FetchError
from legation.net import Response
from legation.records.article import Article, Problem
from legation.sources.assembly import Known
from legation.sources.content import declared_charset, read_page
from legation.sources.intake import Intake


class FeedMemory:
    """What servers said of each address (ETag, Last-Modified), kept in a small JSON file.

    `damage` says why the file could not be read, if so: then nothing is remembered, and feeds come whole.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage: str | None = None
        self._seen: dict[str, dict[str, str | None]] = {}
        try:
            data = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            if not isinstance(data, dict) or not all(isinstance(value, dict) for value in data.values()):
                raise ValueError("not a JSON object of objects")
            self._seen = data
        except (OSError, ValueError) as error:
            self.damage = str(error)

    def conditions(self, url: str) -> dict[str, str | None]:
        """The keyword arguments for a conditional request of this address."""
        seen = self._seen.get(url, {})
        return {name: seen.get(name) for name in ("etag", "last_modified")}

    def remember(self, url: str, response: Response) -> None:
        """Notes what the server said; called once its entries have been handed on."""
        if not response.not_modified and (response.etag or response.last_modified):
            self._seen[url] = {"etag": response.etag, "last_modified": response.last_modified}

    def save(self) -> None:
        """Writes the file; called once all that was handed on is kept, as what is remembered is not sent again."""
        draft = self.path.with_name(self.path.name + ".new")
        draft.write_text(json.dumps(self._seen, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(self.path)


def fetch(url: str, intake: Intake, memory: FeedMemory | None = None) -> Response | Problem:
    """What the server sent, or the Problem of not getting it."""
    conditions = memory.conditions(url) if memory else {}
    try:
        return intake.fetcher.get(url, **conditions)
    except FetchError as error:
        return Problem(url, "fetch failed", str(error))


def fetch_page(url: str, intake: Intake, known: Known) -> Article | Problem:
    """The article of the page at `url`."""
    response = fetch(url, intake)
    if isinstance(response, Problem):
        return response
    charset = declared_charset(response.content, response.content_type)
    return read_page(response.content, url, intake.settings, replace(known, url=url), charset)
