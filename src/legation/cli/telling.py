"""Commands that hand the ledger on: briefs, files for others, the browser."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from legation.cli.options import DEFAULT_LEDGER, AsOf, BriefFormat, ExportFormat, KnownOn, LedgerFile, check_period, day
from legation.cli.output import errors, reading

if TYPE_CHECKING:
    from legation.briefs.brief import Brief
    from legation.ledger.store import Ledger


def brief(
    about: Annotated[str, typer.Argument(help="A country or body (NER), a region (Sahel), a cooperation type (arms).")],
    other: Annotated[str | None, typer.Argument(help="The second of two countries, for what is between them.")] = None,
    ledger: LedgerFile = DEFAULT_LEDGER,
    start: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="First day of the period.")] = None,
    end: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="Last day of the period.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: Annotated[
        BriefFormat | None, typer.Option("--format", "-f", help="How it is written; else by the file's name, or as md.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to this file instead of standard output.")
    ] = None,
    polish: Annotated[
        bool, typer.Option("--polish", help="Let a language model smooth the wording; each sentence is checked.")
    ] = False,
    polish_url: Annotated[
        str | None, typer.Option(help="OpenAI-compatible endpoint, for example http://127.0.0.1:11434/v1.")
    ] = None,
    polish_model: Annotated[
        str | None, typer.Option(help="Model of that endpoint; its key is LEGATION_POLISH_KEY.")
    ] = None,
) -> None:
    """Writes a brief on a country, on two (a dyad), on a region or on a cooperation type, every sentence cited.

    Example: `legation brief NER --out niger.pdf`; also `legation brief USA NER`, `legation brief Sahel`
    """
    from legation.briefs.composition import compose_brief
    from legation.briefs.illustration import illustrations
    from legation.briefs.public_json import brief_json
    from legation.briefs.render import render_html, render_markdown, render_pdf

    check_period(start, end)
    format = format or _format_of(out)
    with reading(ledger) as book:
        made = compose_brief(
            book, (about, other) if other else about, start=start, end=end, as_of=as_of, known_on=known_on
        )
        made = _polished(book, made, polish_url, polish_model) if polish else made
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


def _format_of(out: Path | None) -> BriefFormat:
    """What a file's name says of how it is written."""
    suffix = out.suffix.lower().lstrip(".") if out else ""
    return BriefFormat(suffix) if suffix in set(BriefFormat) else BriefFormat.MD


def _polished(book: "Ledger", made: "Brief", url: str | None, model: str | None) -> "Brief":
    """The brief as polished by the endpoint of options or settings, as far as it may be; says how far that is."""
    from legation.briefs.polishing import polish
    from legation.settings import load_settings

    settings = load_settings(os.environ)
    settings = replace(settings, polish_url=url or settings.polish_url, polish_model=model or settings.polish_model)
    if not settings.polish_url or not settings.polish_model:
        raise typer.BadParameter(
            "--polish needs an endpoint and a model (--polish-url, --polish-model or LEGATION_POLISH_…)"
        )
    articles = book.articles_by_id(sorted({source.document_id for source in made.sources}))
    done = polish(made, list(articles.values()), settings)
    errors.print(f"polished: {done.kept} of {done.asked} sentences" + (f"; {done.failure}" if done.failure else ""))
    for why in done.refused:
        errors.print(f"left plain: {why}")
    return done.brief


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
