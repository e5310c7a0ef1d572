"""Commands that open the ledger to others: the desk, and who may come to it."""

import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from legation.cli.options import DEFAULT_LEDGER, LedgerFile
from legation.cli.output import errors
from legation.cli.watching import Plan, RulesFile, plan, watching
from legation.errors import LegationError

if TYPE_CHECKING:
    from threading import Event

    from legation.ledger.store import Ledger
    from legation.web.app import Beside

USERS = Path("legation.users")


class As(StrEnum):
    """What a user of the desk may do."""

    READER = "reader"
    REVIEWER = "reviewer"


def serve(
    ledger: LedgerFile = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option(help="Address to listen at; other than this machine's own: with --users.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
    users: Annotated[Path | None, typer.Option(help="User file: who may come in (`legation user` makes it).")] = None,
    watch: Annotated[Path | None, typer.Option(help="Feed list to watch meanwhile, as `legation watch` does.")] = None,
    rules: RulesFile = None,
    every: Annotated[int, typer.Option(min=10, help="With --watch: seconds between two rounds.")] = 900,
) -> None:
    """Opens the ledger in the browser, at http://127.0.0.1:8000; other commands hand it their work meanwhile.

    Example: `legation serve --ledger my.duckdb --watch feeds.opml`
    """
    from legation.web import app as web

    if not ledger.exists():
        raise LegationError(f"no ledger at {ledger}; `legation add INPUT… --ledger {ledger}` makes one")
    beside = _rounds(plan(watch, ledger, rules), every) if watch else None
    errors.print(f"serving {ledger} at http://{host}:{port} (Ctrl-C ends it)")
    web.serve(ledger, web.Serving(host, port, users), beside)


def _rounds(plan: Plan, every: int) -> "Beside":
    """Round after round of watching until the desk is closed; one that fails is told, and the next one tried."""

    def beside(book: "Ledger", ended: "Event") -> None:
        with watching(plan) as rounds:
            while not ended.is_set():
                last = time.time() + every
                try:
                    rounds.look(book)
                except (LegationError, OSError) as error:
                    errors.print(f"watching failed: {error}")
                rounds.send()
                rounds.send_until(last, ended)

    return beside


def user(
    name: Annotated[str, typer.Argument(help="Name to sign in with.")],
    users: Annotated[Path, typer.Option(help="User file; made if it is not there.")] = USERS,
    role: Annotated[As, typer.Option(help="A reader reads; a reviewer judges too.")] = As.READER,
) -> None:
    """Adds a user of the desk to a file, or gives one another secret, which is asked for (or read from a pipe).

    Example: `legation user ada --role reviewer --users legation.users`
    """
    from legation.web.users import Role, keep_user

    if sys.stdin.isatty():
        secret = str(typer.prompt("Secret", hide_input=True, confirmation_prompt=True, err=True))
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    keep_user(users, name, Role(role.value), secret)
    errors.print(f"{users}: {name} is a {role.value}")
