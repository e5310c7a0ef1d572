"""Alerts brought to their readers: none lost when a delivery fails, none sent twice while its receipt is known.

What was found is written down before anything is sent, and struck out after. Where the process dies, or the answer is
lost, between a delivery and its note, the alert is sent once more, under the same id. Files and feeds recognize that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from legation.errors import LegationError, RefusedError
from legation.settings import Settings
from legation.watch.alert import Alert
from legation.watch.atom import write_feed
from legation.watch.files import append_alert
from legation.watch.mail import credentials, send_mail
from legation.watch.outbox import Outbox
from legation.watch.targets import Feed, File, Mail, Target, Webhook
from legation.watch.webhook import post_alert, signing_key
from legation.watch.wording import in_words

Sender = Callable[[Alert], None]
"""Delivers one alert. Raises RefusedError where this alert is not taken, OSError or DeliveryError where none can be."""
_MOST_DOUBLINGS = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """How many alerts went out, and what went wrong, one line for each delivery that failed."""

    count: int
    failures: tuple[str, ...]


def senders(
    targets: Mapping[str, Target], outbox: Outbox, settings: Settings, environ: Mapping[str, str], terminal: TextIO
) -> dict[str, Sender]:
    """What delivers to each target. Raises DataError where the environment lacks a secret that one of them names."""
    return {name: _sender(name, target, outbox, settings, environ, terminal) for name, target in targets.items()}


def _sender(
    name: str, target: Target, outbox: Outbox, settings: Settings, environ: Mapping[str, str], terminal: TextIO
) -> Sender:
    if isinstance(target, File):
        return partial(append_alert, target.path)
    if isinstance(target, Webhook):
        return partial(post_alert, target.url, signing_key(target, environ), settings)
    if isinstance(target, Mail):
        return partial(send_mail, target, credentials(target, environ), settings)
    if isinstance(target, Feed):
        write_feed(target, name, outbox)  # readers may ask for it before anything has happened
        return lambda _: write_feed(target, name, outbox)
    return partial(_show, terminal)


def _show(terminal: TextIO, alert: Alert) -> None:
    terminal.write(in_words(alert))
    terminal.flush()


def send(outbox: Outbox, out: Mapping[str, Sender], settings: Settings, clock: Callable[[], float]) -> Sent:
    """Delivers what is due, the oldest first. `clock` gives seconds since 1970.

    Where a receiver is out of reach, all that waits for it waits on, longer with every try; where it refuses one
    alert, that one waits, and the others go out.
    """
    count, failures = 0, []
    for name, sender in out.items():
        start = clock()
        while waiting := outbox.next_due(name, start):
            alert = waiting.alert
            try:
                sender(alert)
            except (OSError, LegationError) as error:
                refused = isinstance(error, RefusedError)
                outbox.failed(
                    alert.alert_id, name, str(error), clock() + _wait(waiting.attempts, settings), all_wait=not refused
                )
                failures.append(f"{name}: {error or type(error).__name__}")
                if not refused:
                    break
            else:
                outbox.delivered(alert.alert_id, name, clock())
                count += 1
    return Sent(count, tuple(dict.fromkeys(failures)))


def _wait(attempts: int, settings: Settings) -> float:
    """Seconds until the next try, after so many failures before this one."""
    wait = settings.delivery_wait_seconds * 2.0 ** min(attempts, _MOST_DOUBLINGS)
    return min(wait, settings.delivery_max_wait_seconds)
