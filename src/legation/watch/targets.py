"""Where alerts are brought, as a user's file says it. Secrets are named by the environment variable that holds them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Security(StrEnum):
    """How the connection to a mail server is kept from others."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Standard output."""


@dataclass(frozen=True, slots=True)
class File:
    """A JSON Lines file, appended to."""

    path: Path


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address to which each alert is posted as JSON, signed where `secret_from` names a secret."""

    url: str
    secret_from: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """Readers by mail, through an SMTP server."""

    server: str
    port: int
    security: Security
    sender: str
    recipients: tuple[str, ...]
    user_from: str | None = None
    password_from: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed in a file; `url` is where it will be read, if that is known."""

    path: Path
    title: str
    url: str | None = None


Target = Terminal | File | Webhook | Mail | Feed
