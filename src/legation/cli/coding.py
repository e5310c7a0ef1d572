"""Commands that read articles and code them."""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from legation.cli.options import DEFAULT_LEDGER, Inputs, LedgerFile, Published
from legation.cli.output import Progressing, end, errors, read, tell_problem
from legation.errors import LedgerError


def code(inputs: Inputs, published: Published = None) -> None:
    """Codes articles and prints one JSON object per event mention.

    Example: `legation code article.txt --published 2024-04-22`
    """
    from legation import pipeline
    from legation.export.public_json import mention_json
    from legation.records.article import Problem

    set_aside = 0
    for item, mentions in pipeline.code_each(read(inputs, published)):
        if isinstance(item, Problem):
            set_aside += 1
            continue
        if item.not_coded:
            errors.print(f"not coded: {item.url or item.title or item.document_id}: {item.not_coded}")
        for mention in mentions:
            sys.stdout.write(json.dumps(mention_json(mention), ensure_ascii=False) + "\n")
    end(set_aside)


def add(inputs: Inputs, ledger: LedgerFile = DEFAULT_LEDGER, published: Published = None) -> None:
    """Codes articles into a ledger; what is already there changes nothing.

    Example: `legation add articles/ feed.xml --ledger my.duckdb`
    """
    from legation import pipeline
    from legation.ledger.store import open_ledger

    with open_ledger(ledger) as book, Progressing("reading") as tell:
        run = book.start_run(inputs)
        counts = pipeline.Counts()
        for _, counts in pipeline.add_each(book, read(inputs, published)):
            tell(f"{counts.added} added, {counts.known} known, {counts.mentions} mentions")
        book.finish_run(run, asdict(counts))
    errors.print(
        f"{ledger}: {counts.added} articles added ({counts.mentions} mentions), {counts.known} known already, "
        f"{counts.not_coded} in other languages, {counts.problems} set aside"
    )
    end(counts.problems)


def watch(
    feeds: Annotated[Path, typer.Argument(help="Feed list: OPML, or a text file with one address per line.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    rules: Annotated[
        Path | None,
        typer.Option(help="YAML file of alert rules and deliveries; without it every change is told on the terminal."),
    ] = None,
    every: Annotated[int, typer.Option(min=10, help="Seconds between two rounds.")] = 900,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
) -> None:
    """Polls feeds into the ledger and tells what changed, each alert once, with its evidence.

    Example: `legation watch feeds.opml --rules rules.yaml --ledger my.duckdb --once`
    """
    from legation import pipeline
    from legation.ledger.store import open_ledger
    from legation.settings import load_settings
    from legation.sources.fetch import FeedMemory
    from legation.watch.delivery import Sent, send, senders
    from legation.watch.outbox import Outbox
    from legation.watch.poll import Watch, deliver_until, look, read_feed_list
    from legation.watch.rule_file import NO_FILE, read_rules

    given, settings = read_rules(rules) if rules else NO_FILE, load_settings(os.environ)
    watched = Watch(read_feed_list(feeds), given.rules, tuple(given.targets), settings)
    memory = FeedMemory(ledger.with_suffix(".feeds.json"))
    with Outbox(ledger.with_suffix(".alerts.sqlite")) as outbox:
        out = senders(given.targets, outbox, settings, os.environ, sys.stdout)
        outbox.hurry()  # whoever starts it anew has mended something, or wants to see it fail

        def tell(sent: Sent) -> None:
            waiting = ", ".join(f"{count} for {name}" for name, count in outbox.waiting().items())
            errors.print(f"{sent.count} alerts delivered" + (f"; waiting: {waiting}" if waiting else ""))
            for failure in sent.failures:
                errors.print(f"not delivered: {failure}")

        while True:
            next_round, problems = time.time() + every, 0
            try:
                with open_ledger(ledger) as book:
                    done = look(watched, book, pipeline.add, outbox, memory)
                problems = len(done.problems)
                for problem in done.problems:
                    tell_problem(problem)
                errors.print(f"{done.found} alerts found")
            except LedgerError as error:  # another process may have it for a while
                if once:
                    raise
                errors.print(f"no round now: {error}")
            tell(send(outbox, out, settings, time.time))
            if once:
                end(problems)
                return
            deliver_until(next_round, outbox, out, settings, tell)


def scale(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the Parquet files.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes to code on.")] = 2,
) -> None:
    """Codes large archives on many cores into Parquet files (needs the extra `legation[scale]`).

    Example: `legation scale archives/ --out coded/ --workers 8`
    """
    from legation.scale.run import code_archive

    done = code_archive(inputs, out, workers=workers)
    errors.print(f"written to {out}: {done}")
