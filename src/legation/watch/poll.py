"""One round of watching: feeds are read, coded into the ledger, and what changed is told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from legation.errors import DataError
from legation.ledger.store import Ledger
from legation.records.article import Article, Problem
from legation.settings import Settings
from legation.sources.inputs import read_inputs
from legation.watch.alerts import alerts, marks
from legation.watch.delivery import Outbox, Writer
from legation.watch.rules import Rule

Add = Callable[[Ledger, Iterable[Article | Problem]], object]
"""Codes articles into the ledger, as `pipeline.add` does."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched, by which rules, and where it is remembered.

    `feed_memory` keeps what servers said of their feeds, so that unchanged ones are not sent again.
    """

    feeds: tuple[str, ...]
    rules: tuple[Rule, ...]
    settings: Settings
    feed_memory: Path | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: alerts found and sent, those still waiting, and why (None if all went out)."""

    found: int
    sent: int
    waiting: int
    failure: str | None


def poll(watch: Watch, ledger: Ledger, add: Add, outbox: Outbox, write: Writer) -> Round:
    """Reads the feeds once, adds what they hold, and delivers the alerts, those left from earlier rounds first.

    A new outbox first takes everything that the ledger holds for known. What could not be fetched becomes a problem
    in the ledger; a failed delivery is tried again in the next round.
    """
    if outbox.new:
        outbox.begin(marks(ledger, watch.rules))
    add(ledger, read_inputs(watch.feeds, watch.settings, feed_memory=watch.feed_memory))
    found = outbox.take(alerts(ledger, watch.rules, outbox.seen))
    sent, failure = outbox.send(write)
    return Round(found, sent, len(outbox.waiting), failure)


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
