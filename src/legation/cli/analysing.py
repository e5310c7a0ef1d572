"""Commands that print figures computed from the ledger."""

from dataclasses import asdict
from typing import Annotated

import typer

from legation.cli.options import DEFAULT_LEDGER, AsOf, Format, KnownOn, LedgerFile, Printed
from legation.cli.output import print_frame, reading


def momentum(
    first: Annotated[str, typer.Argument(help="One actor: id or name, for example USA.")],
    second: Annotated[str, typer.Argument(help="The other actor, for example NER.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints how much has gone on between two actors in the last 90 days, beside their own past.

    Example: `legation momentum USA NER --as-of 2024-06-01`
    """
    import polars as pl

    from legation.briefs.subject import find_subject
    from legation.briefs.view import Scope, View

    with reading(ledger) as book:
        found = View(book, Scope(find_subject((first, second)), as_of=as_of, known_on=known_on)).momentum
    rows = [asdict(found) | {"evidence": list(found.evidence)}] if found else []
    columns = ("first", "second", "day", "recent", "usual", "ratio", "p", "trend", "tone", "usual_tone")
    print_frame(pl.DataFrame(rows), format, columns)


def shifts(
    country: Annotated[str, typer.Argument(help="A country: id or name, for example NER.")],
    ledger: LedgerFile = DEFAULT_LEDGER,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: Printed = Format.TABLE,
) -> None:
    """Prints the lasting changes of a country's alignment, with the relationships and events that made them.

    Example: `legation shifts NER`
    """
    import polars as pl

    from legation.briefs.subject import find_subject
    from legation.briefs.view import Scope, View

    with reading(ledger) as book:
        found = View(book, Scope(find_subject(country), as_of=as_of, known_on=known_on)).shifts
    rows = [
        {
            "month": shift.month.isoformat()[:7],
            "pole": shift.pole,
            "before": shift.before,
            "after": shift.after,
            "behind": [
                *(f"{step.type} {step.provider}-{step.recipient} {step.state}" for step in shift.steps),
                *(f"{event.event_type} {'+'.join(event.source)}-{'+'.join(event.target)}" for event in shift.events),
            ],
            "evidence": list(shift.evidence),
        }
        for shift in found
    ]
    print_frame(pl.DataFrame(rows), format, ("month", "pole", "before", "after", "behind"))
