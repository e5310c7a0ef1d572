"""Commands that hand the ledger on: briefs, files for others, the browser."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.options import DEFAULT_LEDGER, AsOf, BriefFormat, ExportFormat, KnownOn, LedgerFile, check_period, day
from legation.cli.output import errors, reading
from legation.errors import LegationError


def brief(
    country: Annotated[str, typer.Argument(help="Alpha-3 code or name, for example NER.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    start: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="First day of the period.")] = None,
    end: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="Last day of the period.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: Annotated[BriefFormat, typer.Option("--format", "-f", help="md or html.")] = BriefFormat.MD,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Writes a brief on a country, every sentence cited.

    Example: `legation brief NER --format html --out niger.html`
    """
    from legation.briefs.composition import compose_brief
    from legation.briefs.illustration import illustrations
    from legation.briefs.render import render_html, render_markdown

    check_period(start, end)
    with reading(ledger) as book:
        made = compose_brief(book, country, start=start, end=end, as_of=as_of, known_on=known_on)
        pictures = illustrations(book, made) if format is BriefFormat.HTML else ()
    text = render_html(made, pictures=pictures) if format is BriefFormat.HTML else render_markdown(made)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
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


def serve(
    ledger: LedgerFile = DEFAULT_LEDGER,
    host: Annotated[str, typer.Option(help="Address to listen at; this machine only, for now.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
) -> None:
    """Opens the ledger in the browser, at http://127.0.0.1:8000.

    Example: `legation serve --ledger my.duckdb`
    """
    from legation.web import app as web

    if not ledger.exists():
        raise LegationError(f"no ledger at {ledger}; `legation add INPUT… --ledger {ledger}` makes one")
    errors.print(f"serving {ledger} at http://{host}:{port} (Ctrl-C ends it)")
    web.serve(ledger, host=host, port=port)
