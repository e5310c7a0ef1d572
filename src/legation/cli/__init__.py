"""The command line: one thin command per stage. Results go to standard output, progress and problems to standard error.

Exit status 0: all done; 3: done, but some documents were set aside; 2: wrong usage; 1: failed.
"""

import io
import os
import sys

import typer

from legation.cli import analysing, asking, coding, reviewing, serving, telling, watching
from legation.cli.output import WRONG_USAGE, fail
from legation.errors import ConfigurationError, LegationError

app = typer.Typer(
    help="Reads the news and keeps an evidence-linked ledger of who does what to whom in international security.\n\n"
    "A first look: `legation add articles/ --ledger my.duckdb`, then `legation brief NER --ledger my.duckdb`.\n\n"
    "Exit status 0: all done; 3: done, but some inputs were set aside (`legation problems` lists them); "
    "2: wrong usage; 1: failed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
for _command in (
    coding.code,
    coding.add,
    coding.rederive,
    asking.relationships,
    asking.events,
    asking.history,
    asking.diff,
    asking.calendar,
    analysing.momentum,
    analysing.shifts,
    telling.brief,
    asking.text,
    asking.actor,
    asking.problems,
    telling.export,
    watching.watch,
    serving.serve,
    serving.user,
    coding.scale,
    asking.doctor,
):
    app.command()(_command)
app.add_typer(reviewing.app, name="review")


def main() -> None:
    """Runs the command line; a failure is told in a line and ends with status 1, a wrong setting with 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names and quotations fit into nothing less, whatever the locale
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except ConfigurationError as error:
        fail(str(error), WRONG_USAGE)
    except LegationError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
