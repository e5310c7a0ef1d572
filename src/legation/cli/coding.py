"""Commands that read articles and code them."""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legation.cli.options import DEFAULT_LEDGER, Inputs, LedgerFile, Published
from legation.cli.output import Progressing, end, errors, read
from legation.errors import LedgerHeldError, LegationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from legation.ledger.store import Ledger


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
    from legation.cli.handover import writing

    with writing(ledger) as book, Progressing("reading") as tell:
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
        Path | None, typer.Option(help="YAML file of alert rules; without it every change is told.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Append alerts to this JSON Lines file.")] = None,
    every: Annotated[int, typer.Option(min=10, help="Seconds between two rounds.")] = 900,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
) -> None:
    """Polls feeds into the ledger and tells what changed, each alert once, with its evidence.

    Example: `legation watch feeds.opml --ledger my.duckdb --once`
    """
    from legation.ledger.store import open_ledger

    play = watching(feeds, ledger, rules, out)
    while True:
        try:
            with open_ledger(ledger) as book:
                play(book)
        except LedgerHeldError as error:
            raise LegationError(f"{error}; a desk that holds it watches too: legation serve --watch {feeds}") from error
        if once:
            return
        time.sleep(every)


def watching(feeds: Path, ledger: Path, rules: Path | None, out: Path | None) -> "Callable[[Ledger], None]":
    """One round of watching, to be played again and again on the open ledger.

    Raises LegationError where the feed list or the rules cannot be read.
    """
    from legation import pipeline
    from legation.settings import load_settings
    from legation.watch import delivery, poll
    from legation.watch import rules as alert_rules

    memory = ledger.with_suffix(".feeds.json")
    told = alert_rules.read_rules(rules) if rules else (alert_rules.EVERYTHING,)
    watched = poll.Watch(poll.read_feed_list(feeds), told, load_settings(os.environ), memory)
    outbox = delivery.Outbox(ledger.with_suffix(".alerts.json"))
    write = delivery.file_writer(out) if out else delivery.stream_writer(sys.stdout)

    def play(book: "Ledger") -> None:
        done = poll.poll(watched, book, pipeline.add, outbox, write)
        errors.print(f"{done.found} alerts found, {done.sent} sent, {done.waiting} waiting {done.failure or ''}")

    return play


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
