"""Watching: feeds are read and coded into the ledger, and what changed is told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from legation.errors import DataError
from legation.ledger.store import Ledger
from legation.records.article import Article, Problem
from legation.settings import Settings
from legation.sources.fetch import FeedMemory
from legation.sources.inputs import read_inputs
from legation.watch.delivery import Sent
from legation.watch.finding import find, known_marks
from legation.watch.outbox import Outbox
from legation.watch.rules import Rule

Add = Callable[[Ledger, Iterable[Article | Problem]], object]
"""Codes articles into the ledger, as `pipeline.add` does."""
Tell = Callable[[Sent], None]
"""Is told of every attempt to deliver."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched, by which rules, and the names of the deliveries that there are."""

    feeds: tuple[str, ...]
    rules: tuple[Rule, ...]
    deliveries: tuple[str, ...]
    settings: Settings

    def routes(self) -> Mapping[str, Sequence[str]]:
        """The deliveries of each rule, by its name."""
        return {
            rule.name: [name for name in self.deliveries if not rule.deliver or name in rule.deliver]
            for rule in self.rules
        }


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to: how many alerts were queued, and what could not be read."""

    found: int
    problems: tuple[Problem, ...]


def look(watch: Watch, ledger: Ledger, add: Add, outbox: Outbox, memory: FeedMemory) -> Round:
    """Reads the feeds once, adds what they hold, and queues alerts on what changed.

    A rule that is new to the outbox, or changed, first takes everything that the ledger holds for known. What could
    not be fetched becomes a problem in the ledger. That a feed was read is noted once the ledger holds what it said.
    """
    if new := outbox.new_rules(watch.rules):
        outbox.begin(new, known_marks(ledger, new, datetime.now(UTC).date()))
    problems: list[Problem] = []
    add(ledger, _noting(read_inputs(watch.feeds, watch.settings, feed_memory=memory), problems))
    memory.save()
    found = outbox.take(find(ledger, watch.rules, outbox.seen, datetime.now(UTC)), watch.routes())
    return Round(found, tuple(problems))


def _noting(items: Iterable[Article | Problem], problems: list[Problem]) -> Iterator[Article | Problem]:
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        yield item


def read_feed_list(path: Path) -> tuple[str, ...]:
    """The addresses of a feed list, each once: OPML (every `xmlUrl`), or text with one address per line (# comments).

    Raises DataError where the file cannot be read or names no feed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        addresses = _opml(text) if text.lstrip().startswith("<") else _lines(text)
    except (OSError, ValueError, ElementTree.ParseError) as error:
        raise DataError(f"{path}: cannot be read as a list of feeds ({error})") from error
    if not addresses:
        raise DataError(f"{path}: names no feed")
    if wrong := next((each for each in addresses if not each.lower().startswith(("http://", "https://"))), None):
        raise DataError(f"{path}: {wrong[:80]!r} is no http or https address")
    return tuple(dict.fromkeys(addresses))


def _opml(text: str) -> Sequence[str]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("document types are not read")  # entities could be made to grow without bound
    found = (outline.get("xmlUrl") or "" for outline in ElementTree.fromstring(text).iter("outline"))
    return [address.strip() for address in found if address.strip()]


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
