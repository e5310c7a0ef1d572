"""Commands that read articles and code them."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legation.cli.options import DEFAULT_LEDGER, Actors, Inputs, LedgerFile, Published
from legation.cli.output import Progressing, end, errors, read

if TYPE_CHECKING:
    pass


def code(inputs: Inputs, published: Published = None, actors: Actors = None) -> None:
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


def add(
    inputs: Inputs, ledger: LedgerFile = DEFAULT_LEDGER, published: Published = None, actors: Actors = None
) -> None:
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
    undated = f"; {counts.undated} without a date count as of today (--published DATE dates them)"
    errors.print(
        f"{ledger}: {counts.added} articles added ({counts.mentions} mentions), {counts.known} known already, "
        f"{counts.not_coded} in other languages, {counts.problems} set aside{undated if counts.undated else ''}"
    )
    end(counts.problems)


def rederive(ledger: LedgerFile = DEFAULT_LEDGER) -> None:
    """Makes events and relationships anew from all mentions, by the rules of this version; gives unused space back.

    Example: `legation rederive --ledger my.duckdb`
    """
    from legation.ledger.store import compact, open_ledger

    with open_ledger(ledger) as book:
        book.rederive()
        counts = book.counts()
    compact(ledger)
    errors.print(
        f"{ledger}: {counts['events']} events and {counts['relationships']} relationships "
        f"from {counts['mentions']} mentions"
    )


def scale(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the Parquet files.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes to code on.")] = 2,
    actors: Actors = None,
) -> None:
    """Codes large archives on many cores into Parquet files (needs the extra `legation[scale]`).

    Example: `legation scale archives/ --out coded/ --workers 8`
    """
    from legation.scale.run import code_archive

    done = code_archive(inputs, out, workers=workers)
    errors.print(f"written to {out}: {done}")
