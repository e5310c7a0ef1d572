"""Watching feeds: round after round, by `legation watch` alone or beside the desk of `legation serve`."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from legation.cli.options import DEFAULT_LEDGER, Actors, LedgerFile
from legation.cli.output import end, errors, tell_problem
from legation.errors import LedgerHeldError, LegationError

if TYPE_CHECKING:
    from legation.ledger.store import Ledger
    from legation.settings import Settings
    from legation.sources.fetch import FeedMemory
    from legation.watch.delivery import Sender
    from legation.watch.outbox import Outbox
    from legation.watch.poll import Watch
    from legation.watch.rule_file import RuleFile

RulesFile = Annotated[
    Path | None,
    typer.Option(help="YAML file of alert rules and deliveries; without it every change is told on the terminal."),
]


def watch(
    feeds: Annotated[Path, typer.Argument(help="Feed list: OPML, or a text file with one address per line.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    rules: RulesFile = None,
    every: Annotated[int, typer.Option(min=10, help="Seconds between two rounds.")] = 900,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    actors: Actors = None,
) -> None:
    """Polls feeds into the ledger and tells what changed, each alert once, with its evidence.

    Example: `legation watch feeds.opml --rules rules.yaml --ledger my.duckdb --once`
    """
    from legation.ledger.store import open_ledger

    with watching(plan(feeds, ledger, rules)) as rounds:
        while True:
            begun, problems = time.time(), 0
            try:
                with open_ledger(ledger) as book:
                    problems = rounds.look(book)
            except LedgerHeldError as error:
                if once:
                    hint = f"a desk that holds it watches too: legation serve --watch {feeds}"
                    raise LegationError(f"{error}; {hint}") from error
                errors.print(f"no round now: {error}")
            rounds.send()
            if once:
                end(problems)
                return
            rounds.send_until(begun + every, Event())


class Plan:
    """What is watched, by which rules, and where what is told goes; nothing is open yet."""

    def __init__(self, watch: "Watch", told: "RuleFile", settings: "Settings", ledger: Path) -> None:
        self.watch = watch
        self.told = told
        self.settings = settings
        self.memory = ledger.with_suffix(".feeds.json")
        self.outbox = ledger.with_suffix(".alerts.sqlite")


def plan(feeds: Path, ledger: Path, rules: Path | None) -> Plan:
    """Reads feed list and rules. Raises LegationError where one of them cannot be read."""
    from legation.settings import load_settings
    from legation.watch.poll import Watch, read_feed_list
    from legation.watch.rule_file import NO_FILE, read_rules

    told, settings = read_rules(rules) if rules else NO_FILE, load_settings(os.environ)
    return Plan(Watch(read_feed_list(feeds), told.rules, tuple(told.targets), settings), told, settings, ledger)


class Rounds:
    """Rounds of watching, with what they remember and send; of one thread."""

    def __init__(self, plan: Plan, outbox: "Outbox", memory: "FeedMemory", out: "dict[str, Sender]") -> None:
        self._plan, self._outbox, self._memory, self._out = plan, outbox, memory, out

    def look(self, book: "Ledger") -> int:
        """Reads the feeds once into the ledger and queues alerts; how many inputs were set aside."""
        from legation import pipeline
        from legation.watch.poll import look

        done = look(self._plan.watch, book, pipeline.add, self._outbox, self._memory)
        for problem in done.problems:
            tell_problem(problem)
        errors.print(f"{done.found} alerts found")
        return len(done.problems)

    def send(self) -> None:
        """Delivers what is due, and tells what went wrong."""
        from legation.watch.delivery import send

        sent = send(self._outbox, self._out, self._plan.settings, time.time)
        waiting = ", ".join(f"{count} for {name}" for name, count in self._outbox.waiting().items())
        errors.print(f"{sent.count} alerts delivered" + (f"; waiting: {waiting}" if waiting else ""))
        for failure in sent.failures:
            errors.print(f"not delivered: {failure}")

    def send_until(self, last: float, ended: Event) -> None:
        """Delivers what waits as its time comes, until the time `last` (seconds since 1970) or the event is set."""
        while not ended.is_set() and (now := time.time()) < last:
            due = self._outbox.next_try(self._out)
            ended.wait(max(0.0, min(last, due if due is not None else last) - now))
            if due is not None and due < last and not ended.is_set():
                self.send()


@contextmanager
def watching(plan: Plan) -> Iterator[Rounds]:
    """The rounds of a plan, with its outbox open in this thread."""
    from legation.sources.fetch import FeedMemory
    from legation.watch.delivery import senders
    from legation.watch.outbox import Outbox

    with Outbox(plan.outbox) as outbox:
        out = senders(plan.told.targets, outbox, plan.settings, os.environ, sys.stdout)
        outbox.hurry()  # whoever starts it anew has mended something, or wants to see it fail
        yield Rounds(plan, outbox, FeedMemory(plan.memory), out)
