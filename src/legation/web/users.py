"""The user file: who may come in, as what, and the hash of each secret. One line a user: name, role, hash (tabs)."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from legation.errors import DataError

_HASHER = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)
"""Argon2id, at what OWASP recommends for a server."""
_NAME = re.compile(r"[\w.@-]{1,40}")
SHORTEST = 10
"""Characters of a secret."""


class Role(StrEnum):
    """What somebody may do: read, or judge too. `keeper` is no user: it is what runs on the desk's own machine."""

    READER = "reader"
    REVIEWER = "reviewer"
    KEEPER = "keeper"

    def may(self, asked: "Role") -> bool:
        """Whether this role is allowed what another one is."""
        order = list(Role)
        return order.index(self) >= order.index(asked)


@dataclass(frozen=True, slots=True)
class User:
    """A line of the file."""

    name: str
    role: Role
    hash: str


def read_users(path: Path) -> dict[str, User]:
    """The users by name. Raises DataError where the file cannot be read, says something else, or names nobody."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as a user file ({error})") from error
    users = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, role, hash = [*line.split("\t"), "", ""][:3]
        if not _NAME.fullmatch(name) or role not in (Role.READER, Role.REVIEWER) or not hash.startswith("$argon2id$"):
            raise DataError(
                f"{path}, line {number}: not a name, a role (reader, reviewer) and a hash, with tabs between"
            )
        users[name] = User(name, Role(role), hash)
    if not users:
        raise DataError(f"{path}: names no user; `legation user NAME --users {path}` adds one")
    return users


def keep_user(path: Path, name: str, role: Role, secret: str) -> None:
    """Adds a user to the file, or gives one another role and secret; only its owner can read the file.

    Raises DataError for a name that is none, or a secret that is too short.
    """
    if not _NAME.fullmatch(name):
        raise DataError(f"{name!r} is no user's name: letters, digits and . @ - _, 40 at most")
    if len(secret) < SHORTEST:
        raise DataError(f"the secret is too short: {SHORTEST} characters at least")
    users = read_users(path) if path.exists() and path.stat().st_size else {}
    users[name] = User(name, role, _HASHER.hash(secret))
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("# Who may use the desk: name, role, argon2 hash of the secret.\n")
        file.writelines(f"{user.name}\t{user.role}\t{user.hash}\n" for user in users.values())
    draft.replace(path)


def recognized(users: Mapping[str, User], name: str, secret: str) -> User | None:
    """The user whose name and secret these are; it takes as long for a name that nobody has."""
    user = users.get(name)
    try:
        _HASHER.verify(user.hash if user else _nobody(), secret)
    except (Argon2Error, InvalidHashError):
        return None
    return user


@cache
def _nobody() -> str:
    return _HASHER.hash(os.urandom(16).hex())
