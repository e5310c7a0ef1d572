"""Commands by which a reviewer judges what the ledger holds: kept for ever, applied at once."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.handover import writing
from legation.cli.options import DEFAULT_LEDGER, Format, LedgerFile, Printed, actor_id, cooperation_type, day
from legation.cli.output import errors, print_frame, reading
from legation.errors import LegationError
from legation.ledger.corrections import Judgement
from legation.records.relationship import State

app = typer.Typer(
    help="Judges mentions, events and states: kept for ever, with name and reason, and applied at once.\n\n"
    'Example: `legation review mention 0123abcd reject --who Ada --reason "a film, not the war"`',
    no_args_is_help=True,
)
Who = Annotated[str, typer.Option(help="Who judges.", envvar="LEGATION_REVIEWER")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command()
def mention(
    mention_id: Annotated[str, typer.Argument(help="As `legation code` and `legation events` print it.")],
    judgement: Annotated[Judgement, typer.Argument(help="What is to be done with it.")],
    who: Who,
    reason: Reason,
    ledger: LedgerFile = DEFAULT_LEDGER,
    edit: Annotated[str | None, typer.Option(help="For edit: the fields to replace, as a JSON object.")] = None,
) -> None:
    """Accepts, rejects or edits one mention.

    Example: `legation review mention 0123abcd edit --edit '{"factuality": "planned"}' --who Ada --reason "will leave"`
    """
    if (judgement is Judgement.EDIT) != (edit is not None):
        raise typer.BadParameter("an edit, and nothing else, names the fields to replace (--edit)")
    with writing(ledger) as book:
        book.correct(mention_id, judgement, who=who, reason=reason, edit=_fields(edit))
    errors.print(f"{mention_id}: {judgement.value}")


@app.command()
def link(
    mention_id: Annotated[str, typer.Argument(help="The mention whose side is someone else.")],
    side: Annotated[str, typer.Argument(help="Which: source, target, provider or recipient; source.1 is the second.")],
    actor: Annotated[str, typer.Argument(help="Who it is: an actor's id or name.")],
    who: Who,
    reason: Reason,
    ledger: LedgerFile = DEFAULT_LEDGER,
) -> None:
    """Says who a side of a mention is.

    Example: `legation review link 0123abcd target NER --who Ada --reason "the country, not the river"`
    """
    with writing(ledger) as book:
        book.relink(mention_id, side, actor_id(actor) or actor, who=who, reason=reason)
    errors.print(f"{mention_id}: {side} is {actor}")


@app.command()
def event(
    mentions: Annotated[list[str], typer.Argument(help="The mentions, and no others, that tell of one event.")],
    who: Who,
    reason: Reason,
    ledger: LedgerFile = DEFAULT_LEDGER,
) -> None:
    """Merges events, or splits one: these mentions, and no others, are one event.

    Example: `legation review event 0123abcd 4567cdef --who Ada --reason "one signing, told twice"`
    """
    with writing(ledger) as book:
        book.judge_event(mentions, who=who, reason=reason)
    errors.print(f"{len(mentions)} mentions are one event")


@app.command()
def state(
    provider: Annotated[str, typer.Argument(help="Who provides: an actor's id or name.")],
    recipient: Annotated[str, typer.Argument(help="Who receives: an actor's id or name.")],
    type: Annotated[str, typer.Argument(callback=cooperation_type, help="Cooperation type.")],
    who: Who,
    reason: Reason,
    evidence: Annotated[list[str], typer.Option(help="A mention that shows it; may be given several times.")],
    became: Annotated[
        State | None, typer.Option(help="The state; without it nothing follows from the evidence.")
    ] = None,
    since: Annotated[Any, typer.Option(parser=day, metavar="DATE", help="Since when (default: today).")] = None,
    mutual: Annotated[bool, typer.Option(help="The relationship is mutual.")] = False,
    ledger: LedgerFile = DEFAULT_LEDGER,
) -> None:
    """Says in which state a relationship is, or that nothing follows for it from some mentions.

    Example: `legation review state USA NER presence --became ended --since 2024-09-15 --evidence 0123abcd --who Ada
    --reason "last troops left"`
    """
    sides = actor_id(provider) or provider, actor_id(recipient) or recipient
    first, second = sorted(sides) if mutual else sides
    with writing(ledger) as book:
        book.judge_state((first, second, mutual, type), became, since=since, evidence=evidence, who=who, reason=reason)
    errors.print(f"{first} {second} {type}: {became.value if became else 'nothing follows from the evidence'}")


@app.command("list")
def list_(ledger: LedgerFile = DEFAULT_LEDGER, format: Printed = Format.TABLE) -> None:
    """Prints every judgement that was made, in order.

    Example: `legation review list --format csv`
    """
    with reading(ledger) as book:
        print_frame(book.judgements(), format, ("made_at", "who", "kind", "subject", "judgement", "reason"))


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="JSON Lines file to write.")], ledger: LedgerFile = DEFAULT_LEDGER
) -> None:
    """Writes the reviewed sentences as records of the training corpus.

    Example: `legation review export reviewed.jsonl`
    """
    from legation.export.training import write_training

    with reading(ledger) as book:
        number = write_training(book, out)
    errors.print(f"{number} sentences written to {out}")


def _fields(edit: str | None) -> dict[str, Any]:
    """The fields of an edit. Raises LegationError where the text is no JSON object."""
    try:
        fields = json.loads(edit or "{}")
    except ValueError as error:
        raise LegationError(f"--edit is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise LegationError("--edit is no JSON object")
    return fields
