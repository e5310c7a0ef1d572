"""Alerts by mail. `Message-ID` is made of the alert's id, the same with every try."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime

from legation.errors import DataError, DeliveryError, RefusedError
from legation.settings import Settings
from legation.watch.alert import Alert
from legation.watch.targets import Mail, Security
from legation.watch.wording import in_words

_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who logs in at a mail server; shown nowhere."""

    user: str = field(repr=False)
    password: str = field(repr=False)


def credentials(target: Mail, environ: Mapping[str, str]) -> Credentials | None:
    """What the environment holds; None where the mail target names none. Raises DataError where a variable is empty."""
    if target.user_from is None or target.password_from is None:
        return None
    for name in (target.user_from, target.password_from):
        if not environ.get(name):
            raise DataError(f"{name}: the environment is to hold what logs in at {target.server}")
    return Credentials(environ[target.user_from], environ[target.password_from])


def message(target: Mail, alert: Alert) -> EmailMessage:
    """An alert as a mail of plain text."""
    mail = EmailMessage()
    mail["From"] = target.sender
    mail["To"] = ", ".join(target.recipients)
    subject = "".join(char for char in alert.headline if char.isprintable())
    mail["Subject"] = subject[:_LONGEST_SUBJECT]
    mail["Date"] = format_datetime(alert.found)
    mail["Message-ID"] = f"<{alert.alert_id}.legation@{target.sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(in_words(alert))
    return mail


def send_mail(target: Mail, login: Credentials | None, settings: Settings, alert: Alert) -> None:
    """Sends an alert to all readers of a mail target in one message, and waits for the server's receipt."""
    try:
        with _connection(target, settings) as server:
            if login is not None:
                server.login(login.user, login.password)
            refused = server.send_message(message(target, alert))
    except smtplib.SMTPAuthenticationError as error:
        # what the server answers may repeat what was sent
        raise DeliveryError(f"{target.server}: the login was refused ({error.smtp_code})") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise RefusedError(f"{target.server}: no recipient was taken ({_codes(error.recipients)})") from error
    except smtplib.SMTPResponseException as error:
        kind = RefusedError if 550 <= error.smtp_code < 560 else DeliveryError
        raise kind(f"{target.server}: {error.smtp_code} {error.smtp_error!r}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(f"{target.server}: {error or type(error).__name__}") from error
    if refused:
        raise RefusedError(f"{target.server}: not every recipient was taken ({_codes(refused)})")


def _connection(target: Mail, settings: Settings) -> smtplib.SMTP:
    context, timeout = ssl.create_default_context(), settings.timeout_seconds
    if target.security is Security.TLS:
        return smtplib.SMTP_SSL(target.server, target.port, timeout=timeout, context=context)
    server = smtplib.SMTP(target.server, target.port, timeout=timeout)
    if target.security is Security.STARTTLS:
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _codes(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return ", ".join(f"{address}: {code}" for address, (code, _) in refused.items())
