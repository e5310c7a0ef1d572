"""Who asks: recognized by session, by name and secret, or as a process of this machine; and how much one may ask."""

import base64
import binascii
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from legation.web.users import Role, User, recognized

COOKIE = "legation"
LASTS = 12 * 3600.0
"""Seconds that a session lasts."""
_MOST = 10_000
"""How many sessions, or clients, are remembered."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as what, and the token that a form of theirs carries (None: no browser holds a session for them)."""

    name: str
    role: Role
    form_token: str | None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests come at once, and how many a second after that."""

    at_once: float
    a_second: float


@dataclass(frozen=True, slots=True)
class Rates:
    """How much each client may ask (our choice; a page with its pictures is about six requests)."""

    reading: Rate = Rate(400, 100)
    writing: Rate = Rate(40, 5)
    signing_in: Rate = Rate(5, 0.1)


class Limiter:
    """Counts requests by client: each has a purse that fills again with time."""

    def __init__(self) -> None:
        self._purses: OrderedDict[object, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, client: object, rate: Rate) -> float:
        """Seconds until the client may ask; 0 where it may now, which counts."""
        now = time.monotonic()
        with self._lock:
            left, then = self._purses.pop(client, (rate.at_once, now))
            left = min(rate.at_once, left + (now - then) * rate.a_second)
            spent = left >= 1
            self._purses[client] = (left - 1 if spent else left, now)
            if len(self._purses) > _MOST:
                self._purses.popitem(last=False)
        return 0.0 if spent else (1 - left) / rate.a_second

    def owed(self, client: object, rate: Rate) -> float:
        """Seconds until the client may ask again, without counting anything."""
        with self._lock:
            left, then = self._purses.get(client, (rate.at_once, 0.0))
        left += (time.monotonic() - then) * rate.a_second
        return 0.0 if left >= 1 else (1 - left) / rate.a_second


class Gate:
    """Tells who asks. Without users everybody on this machine is one reviewer."""

    def __init__(self, users: Mapping[str, User] | None = None) -> None:
        self.users = users
        self.keeper_token = secrets.token_urlsafe(32)
        """What processes of this machine show that may read the ledger's folder."""
        self._key = secrets.token_bytes(32)
        self._sessions: OrderedDict[str, tuple[User, float]] = OrderedDict()
        self._lock = Lock()

    def person(self, authorization: str | None, session: str | None) -> Person | None:
        """Who it is by these headers; None where nobody is. Takes long for a secret not seen yet."""
        kind, _, given = (authorization or "").partition(" ")
        if kind.lower() == "bearer":
            fits = hmac.compare_digest(given.strip().encode(), self.keeper_token.encode())
            return Person("this machine", Role.KEEPER, None) if fits else None
        if self.users is None:
            return Person("local", Role.REVIEWER, self._form_token("local"))
        if kind.lower() == "basic":
            user = self._by_secret(given.strip())
            return Person(user.name, user.role, None) if user else None
        user = self._by_session(session) if session else None
        return Person(user.name, user.role, self._form_token(session or "")) if user else None

    def sign_in(self, name: str, secret: str) -> str | None:
        """A new session for the user with this name and secret; None where there is none."""
        user = recognized(self.users or {}, name, secret)
        return self._remember(secrets.token_urlsafe(32), user) if user else None

    def sign_out(self, session: str) -> None:
        """Ends a session."""
        with self._lock:
            self._sessions.pop(session, None)

    def _by_secret(self, given: str) -> User | None:
        """Basic authentication; who was recognized once is so for a while, since a hash takes long on purpose."""
        seen = "basic " + blake2b(given.encode(), key=self._key, digest_size=32).hexdigest()
        if user := self._by_session(seen):
            return user
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        user = recognized(self.users or {}, name, secret)
        if user:
            self._remember(seen, user)
        return user

    def _by_session(self, session: str) -> User | None:
        with self._lock:
            user, until = self._sessions.get(session, (None, 0.0))
        return user if time.monotonic() < until else None

    def _remember(self, session: str, user: User) -> str:
        with self._lock:
            self._sessions[session] = (user, time.monotonic() + LASTS)
            if len(self._sessions) > _MOST:
                self._sessions.popitem(last=False)
        return session

    def _form_token(self, session: str) -> str:
        return blake2b(session.encode(), key=self._key, digest_size=16).hexdigest()
