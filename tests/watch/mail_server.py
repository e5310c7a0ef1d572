"""A mail server on loopback that wants STARTTLS and a login, as its clients would find one."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from legation.watch.mail import Credentials

LOGIN = Credentials("desk", "pass word & more")


@dataclass
class Post:
    """A mail server that keeps what it took; `answers` are given to the next messages before it takes one."""

    port: int
    answers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such reader"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def authenticated(_server, _session, _envelope, _mechanism, given) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        LOGIN.user.encode(),
        LOGIN.password.encode(),
    )
    return AuthResult(success=right, handled=False, message=None if right else f"535 not with {given.password!r}")


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return one.getsockname()[1]


@pytest.fixture
def authority(tmp_path, monkeypatch) -> trustme.CA:
    """A certificate authority that this process trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


@pytest.fixture
def post(authority) -> Iterator[Post]:
    """A server that wants STARTTLS and a login."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    kept = Post(free_port())
    controller = Controller(
        kept,
        hostname="localhost",
        port=kept.port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticated,
    )
    controller.start()
    yield kept
    controller.stop()
