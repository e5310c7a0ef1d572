"""Commands that ask the ledger, and what is known."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.options import (
    DEFAULT_LEDGER,
    Actors,
    AsOf,
    CountryOption,
    FactsFormat,
    FactsPrinted,
    Format,
    KnownOn,
    LedgerFile,
    Printed,
    WithParts,
    actor_id,
    check_period,
    cooperation_type,
    day,
)
from legation.cli.output import print_facts, print_frame, print_link, reading
from legation.errors import LegationError


def relationships(
    ledger: LedgerFile = DEFAULT_LEDGER,
    country: CountryOption = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    type: Annotated[
        str | None, typer.Option(callback=cooperation_type, help="Only this cooperation type, for example training.")
    ] = None,
    with_parts: WithParts = False,
    format: Printed = Format.TABLE,
) -> None:
    """Prints where every relationship stands.

    Example: `legation relationships --country NER --as-of 2024-06-01 --known-on 2024-06-01`
    """
    with reading(ledger) as book:
        frame = book.relationships(actor_id(country), as_of=as_of, known_on=known_on, type=type, parts=with_parts)
        print_frame(frame, format, ("provider", "recipient", "type", "state", "since", "reported", "disputed"))


def events(
    ledger: LedgerFile = DEFAULT_LEDGER,
    country: CountryOption = None,
    known_on: KnownOn = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints the merged events: one event once, however many articles tell of it.

    Example: `legation events --country NER --format csv`
    """
    with reading(ledger) as book:
        frame = book.events(actor_id(country), known_on=known_on)
        if format is Format.TABLE:
            frame = frame.with_columns(start_date=frame["time"].struct.field("start_date"))
        print_frame(
            frame, format, ("start_date", "event_type", "source", "target", "factuality", "cooperation", "outlets")
        )


def history(
    provider: Annotated[str, typer.Argument(help="Who provides: an actor's id or name, for example USA.")],
    recipient: Annotated[str, typer.Argument(help="Who receives: an actor's id or name, for example NER.")],
    type: Annotated[
        str | None, typer.Argument(callback=cooperation_type, help="Cooperation type, for example presence.")
    ] = None,
    ledger: LedgerFile = DEFAULT_LEDGER,
    known_on: KnownOn = None,
    figures: Annotated[bool, typer.Option("--figures", help="Instead: the numbers told of it over time.")] = False,
    with_parts: WithParts = False,
    format: Printed = Format.TABLE,
) -> None:
    """Prints the life of a relationship, with the sentence behind each step.

    Example: `legation history USA NER presence`
    """
    with reading(ledger) as book:
        if figures:
            sides = {"provider": actor_id(provider), "recipient": actor_id(recipient)}
            frame = book.figures(**sides, type=type, known_on=known_on, parts=with_parts)
            print_frame(frame, format, ("provider", "recipient", "type", "day", "text", "what", "outlet"))
            return
        frame = book.history(actor_id(provider), actor_id(recipient), type, known_on=known_on, parts=with_parts)
        print_frame(frame, format, ("type", "state", "valid_from", "known_from", "reported", "sentence"))


def diff(
    from_: Annotated[Any, typer.Option("--from", parser=day, metavar="DATE", help="The earlier day.")],
    to: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="The later day.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    country: CountryOption = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints which relationships changed between two days, each as it stood and was known then.

    Example: `legation diff --from 2024-01-01 --to 2024-12-31 --country NER`
    """
    check_period(from_, to)
    with reading(ledger) as book:
        frame = book.diff(from_, to, actor_id(country))
        print_frame(
            frame, format, ("provider", "recipient", "type", "before", "state", "since", "reported", "disputed")
        )


def calendar(
    ledger: LedgerFile = DEFAULT_LEDGER,
    country: CountryOption = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what was promised for a day now past.")] = False,
    format: Printed = Format.TABLE,
) -> None:
    """Prints what is planned: when it is due, and whether that day has passed with nothing told since.

    Example: `legation calendar --country NER --as-of 2024-09-10`
    """
    from legation.analysis.agenda import agenda, agenda_frame

    with reading(ledger) as book:
        items = agenda(book, actor_id(country), as_of=as_of, known_on=known_on, late_only=overdue)
        print_frame(agenda_frame(items), format, ("due", "overdue", "sides", "what", "stands", "sentence"))


def text(
    document_id: Annotated[str, typer.Argument(help="As `legation code` prints it with every mention.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
) -> None:
    """Prints the stored text of an article, unchanged: every offset points into it.

    Example: `legation text 0123456789abcdef --ledger my.duckdb`
    """
    with reading(ledger) as book:
        article = book.article(document_id)
    if article is None:
        raise LegationError(f"no article {document_id} in {ledger}")
    sys.stdout.write(article.text)


def problems(ledger: LedgerFile = DEFAULT_LEDGER, format: Printed = Format.TABLE) -> None:
    """Prints the inputs that were set aside, each with what is wrong and why.

    Example: `legation problems --ledger my.duckdb --format json`
    """
    with reading(ledger) as book:
        print_frame(book.problems(), format, ("origin", "what", "why"))


def actor(
    name: Annotated[str, typer.Argument(help='A noun phrase, for example "the French defence minister".')],
    on: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="On which day (today if not given).")] = None,
    context: Annotated[str | None, typer.Option(help="Surrounding text that may decide between namesakes.")] = None,
    actors: Actors = None,
    format: FactsPrinted = FactsFormat.TEXT,
) -> None:
    """Says who a phrase refers to, why, and what else it could have been.

    Example: `legation actor "Toumba" --on 2024-04-22`
    """
    from legation.api import resolve_actor
    from legation.export.public_json import link_json

    print_link(link_json(resolve_actor(name, on=on, context=context)), format)


def doctor(
    ledger: LedgerFile = DEFAULT_LEDGER,
    knowledge: Annotated[
        bool, typer.Option("--knowledge", help="Instead: how old the known offices are, and which states lack one.")
    ] = False,
    format: FactsPrinted = FactsFormat.TEXT,
) -> None:
    """Says what is installed, in which versions, and what the ledger holds.

    Example: `legation doctor --ledger my.duckdb`
    """
    print_facts(_knowledge_facts() if knowledge else _installed_facts(ledger), format)


def _installed_facts(ledger: Path) -> dict[str, Any]:
    import platform
    from importlib.metadata import version

    from legation import __version__
    from legation.ontology.knowledge import load_knowledge

    known = load_knowledge()
    facts = {"legation": __version__, "python": platform.python_version()}
    facts |= {name: version(name) for name in ("duckdb", "polars", "onnxruntime", "tokenizers", "trafilatura")}
    facts["known actors"] = f"{len(known.actors)}, office holders {len(known.offices)}"
    if ledger.exists():
        with reading(ledger) as book:
            held = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in book.counts().items())
        facts["ledger"] = f"{ledger.resolve()} ({ledger.stat().st_size / 1e6:.1f} MB): {held}"
    else:
        facts["ledger"] = f"{ledger.resolve()}: not there yet; `legation add` makes it"
    return facts


def _knowledge_facts() -> dict[str, Any]:
    """How current the offices are today; a state without a known holder of a leading office is named."""
    from legation.ontology.knowledge import load_knowledge
    from legation.ontology.offices import LONG_YEARS, currency

    found = currency(load_knowledge(), date.today())
    return {
        "terms of office": found.terms,
        "newest change": found.newest_change and found.newest_change.isoformat(),
        "without an end": found.open_terms,
        f"begun over {LONG_YEARS} years ago": found.long_open_terms,
        **{f"no {office}": list(states) for office, states in found.lacking.items()},
    }
