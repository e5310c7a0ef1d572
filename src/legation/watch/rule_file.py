"""The file in which a user writes rules and deliveries (`docs/watching.md`), read strictly.

Every mistake is a DataError with file, line and key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from legation.briefs.names import find_actor
from legation.errors import LegationError
from legation.ontology.cooperation import load_cooperation
from legation.records.relationship import State
from legation.watch.changes import Change
from legation.watch.rules import EVERYTHING, Rule
from legation.watch.targets import Feed, File, Mail, Security, Target, Terminal, Webhook
from legation.watch.yaml_entries import Entry, read_entries

_MAIL_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MOST_OUTLETS = 1000
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_KEYS = {
    "terminal": ((), ()),
    "file": (("path",), ()),
    "webhook": (("url",), ("secret_from",)),
    "mail": (("server", "sender", "recipients"), ("port", "security", "user_from", "password_from")),
    "feed": (("path",), ("title", "url")),
}
"""The keys of each kind of delivery: those that are required, and the others."""

_Table = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What is asked for, and where it is to be brought: deliveries by name."""

    rules: tuple[Rule, ...]
    targets: Mapping[str, Target]


NO_FILE = RuleFile((EVERYTHING,), {"terminal": Terminal()})
"""For those who give no file: every change, on the terminal."""


def read_rules(path: Path) -> RuleFile:
    """The rules and deliveries of a file; without deliveries, the terminal. Raises DataError with line and key."""
    table = read_entries(path).table(("rules", "deliveries"), ("rules",))
    targets = _targets(table["deliveries"]) if "deliveries" in table else NO_FILE.targets
    rules: dict[str, Rule] = {}
    for entry in table["rules"].entries():
        rule = _rule(entry, targets)
        if rule.name in rules:
            raise entry.wrong(f"two rules are called {rule.name!r}")
        rules[rule.name] = rule
    return RuleFile(tuple(rules.values()), targets)


def _rule(entry: Entry, targets: Mapping[str, Target]) -> Rule:
    table = entry.table(("name", "events", "countries", "types", "states", "outlets", "deliver"), ("name",))
    rule = Rule(
        name=table["name"].text(),
        events=frozenset(Change(one.choice(Change)) for one in _list(table, "events")),
        countries=frozenset(_actor(one) for one in _list(table, "countries")),
        types=frozenset(one.choice(load_cooperation()) for one in _list(table, "types")),
        states=frozenset(State(one.choice(State)) for one in _list(table, "states")),
        outlets=table["outlets"].number(1, _MOST_OUTLETS) if "outlets" in table else 1,
        deliver=frozenset(one.choice(targets) for one in _list(table, "deliver")),
    )
    if not rule.wanted:
        raise table["events"].wrong(
            "an alignment has neither cooperation types nor states; leave out `types`, `states`"
        )
    return rule


def _list(table: _Table, key: str) -> list[Entry]:
    return table[key].entries() if key in table else []


def _actor(entry: Entry) -> str:
    name = entry.text()
    try:
        return find_actor(name).actor_id
    except LegationError as error:
        raise entry.wrong(str(error)) from error


def _targets(entry: Entry) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for one in entry.entries():
        given = one.table({"to", "name"} | {key for keys in _KEYS.values() for some in keys for key in some}, ("to",))
        kind = given["to"].choice(_KEYS)
        required, optional = _KEYS[kind]
        table = one.table(("to", "name", *required, *optional), required)
        name = table["name"].text() if "name" in table else kind
        if name in targets:
            raise one.wrong(f"two deliveries are called {name!r}; give one a `name`")
        targets[name] = _target(kind, table)
    return targets


def _target(kind: str, table: _Table) -> Target:
    if kind == "file":
        return File(_path(table["path"]))
    if kind == "webhook":
        return Webhook(_url(table["url"]), _variable(table, "secret_from"))
    if kind == "mail":
        return _mail(table)
    if kind == "feed":
        title = table["title"].text() if "title" in table else "Legation: what changed"
        return Feed(_path(table["path"]), title, _url(table["url"]) if "url" in table else None)
    return Terminal()


def _mail(table: _Table) -> Mail:
    security = Security(table["security"].choice(Security)) if "security" in table else Security.STARTTLS
    user, password = _variable(table, "user_from"), _variable(table, "password_from")
    if (user is None) != (password is None):
        raise table["user_from" if user else "password_from"].wrong("user_from and password_from belong together")
    if user and security is Security.NONE:
        raise table["security"].wrong("a password is sent over TLS alone")
    return Mail(
        server=table["server"].text(),
        port=table["port"].number(1, 65535) if "port" in table else _PORTS[security],
        security=security,
        sender=_mail_address(table["sender"]),
        recipients=tuple(dict.fromkeys(_mail_address(one) for one in table["recipients"].entries())),
        user_from=user,
        password_from=password,
    )


def _path(entry: Entry) -> Path:
    """A path as seen from the file in which it is written."""
    path = entry.file.parent / Path(entry.text()).expanduser()
    if path.is_dir() or not path.parent.is_dir():
        raise entry.wrong("this is a folder" if path.is_dir() else f"there is no folder {path.parent}")
    return path


def _url(entry: Entry) -> str:
    url = entry.text()
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.username or any(char.isspace() for char in url):
        raise entry.wrong("an http or https address without user and password is wanted")
    return url


def _variable(table: _Table, key: str) -> str | None:
    if key not in table:
        return None
    name = table[key].text()
    if not _VARIABLE.fullmatch(name):
        # the value is not shown: it may be the secret itself
        raise table[key].wrong("the name of the environment variable that holds it is wanted, not the secret itself")
    return name


def _mail_address(entry: Entry) -> str:
    address = entry.text()
    if not _MAIL_ADDRESS.fullmatch(address) or not address.isascii():
        raise entry.wrong(f"{address!r} is no mail address")
    return address
