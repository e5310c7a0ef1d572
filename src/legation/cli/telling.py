"""Commands that hand the ledger on: briefs, files for others, the browser."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.options import DEFAULT_LEDGER, AsOf, BriefFormat, ExportFormat, KnownOn, LedgerFile, check_period, day
from legation.cli.output import errors, reading


def brief(
    country: Annotated[str, typer.Argument(help="Alpha-3 code or name, for example NER.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    start: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="First day of the period.")] = None,
    end: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="Last day of the period.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: Annotated[BriefFormat, typer.Option("--format", "-f", help="How it is written.")] = BriefFormat.MD,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Writes a brief on a country, every sentence cited.

    Example: `legation brief NER --format pdf --out niger.pdf`
    """
    from legation.briefs.composition import compose_brief
    from legation.briefs.illustration import illustrations
    from legation.briefs.public_json import brief_json
    from legation.briefs.render import render_html, render_markdown, render_pdf

    check_period(start, end)
    with reading(ledger) as book:
        made = compose_brief(book, country, start=start, end=end, as_of=as_of, known_on=known_on)
        pictures = illustrations(book, made) if format in (BriefFormat.HTML, BriefFormat.PDF) else ()
    match format:
        case BriefFormat.PDF:
            written = render_pdf(made, pictures=pictures)
        case BriefFormat.HTML:
            written = render_html(made, pictures=pictures).encode()
        case BriefFormat.JSON:
            written = (json.dumps(brief_json(made), ensure_ascii=False, indent=2) + "\n").encode()
        case BriefFormat.MD:
            written = render_markdown(made).encode()
    if out is None:
        sys.stdout.buffer.write(written)
    else:
        out.write_bytes(written)
        errors.print(f"written: {out}")


def export(
    folder: Annotated[Path, typer.Argument(help="Folder for the files; made if it is not there.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    known_on: KnownOn = None,
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="Which layout.")] = ExportFormat.PARQUET,
) -> None:
    """Writes the ledger's tables, or its events in the PLOVER or CAMEO layout, to files.

    Example: `legation export tables/ --format csv`
    """
    from legation.export.cameo import write_cameo
    from legation.export.plover import write_plover
    from legation.export.tables import Clocks, write_tables

    folder.mkdir(parents=True, exist_ok=True)
    with reading(ledger) as book:
        if format is ExportFormat.PLOVER:
            write_plover(book, folder / "events.plover.jsonl", known_on)
        elif format is ExportFormat.CAMEO:
            write_cameo(book, folder / "events.cameo.tsv", known_on)
        else:
            write_tables(book, folder, format.value, Clocks(known_on=known_on))
    errors.print(f"written to {folder}: " + ", ".join(sorted(path.name for path in folder.iterdir())))
