"""Alerts brought to their readers: each once, and none lost when a delivery fails.

What was found is written down before anything is sent, and struck out after. Only where the process dies between a
delivery and its note can an alert come a second time; the file writer recognizes even that.
"""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from pydantic import TypeAdapter, ValidationError

from legation.errors import DataError, LegationError
from legation.watch.alerts import Alert

Writer = Callable[[Alert], None]
"""Delivers one alert; raises OSError or a LegationError where it cannot."""

_ALERTS = TypeAdapter(list[Alert])


class Outbox:
    """Which alerts were found already, and which of them still wait to be delivered; kept in one small JSON file."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or begins a new one. Raises DataError where it is not of that form."""
        self._path = path
        self._marks: set[str] = set()
        self._waiting: list[Alert] = []
        self.new = not path.exists()
        if self.new:
            return
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            self._marks = set(raw["marks"])
            self._waiting = _ALERTS.validate_python(raw["waiting"])
        except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
            raise DataError(f"{path}: cannot be read as the memory of alerts ({error})") from error

    @property
    def seen(self) -> frozenset[str]:
        """The marks of everything that was found so far."""
        return frozenset(self._marks)

    @property
    def waiting(self) -> tuple[Alert, ...]:
        """The alerts not yet delivered, oldest first."""
        return tuple(self._waiting)

    def begin(self, marks: Iterable[str]) -> None:
        """Takes what the ledger already holds for known, so that nothing of it is told."""
        self._marks.update(marks)
        self._save()

    def take(self, found: Iterable[Alert]) -> int:
        """Puts new alerts into the queue, on disk too; gives how many were new."""
        before = len(self._waiting)
        for alert in found:
            if self._marks.isdisjoint(alert.marks):
                self._waiting.append(alert)
            self._marks.update(alert.marks)
        self._save()
        return len(self._waiting) - before

    def send(self, write: Writer) -> tuple[int, str | None]:
        """Delivers what waits, in order; gives how many went out, and why the rest did not (None if all did)."""
        sent = 0
        while self._waiting:
            try:
                write(self._waiting[0])
            except (OSError, LegationError) as error:
                return sent, str(error) or type(error).__name__
            del self._waiting[0]
            self._save()
            sent += 1
        return sent, None

    def _save(self) -> None:
        state = {"marks": sorted(self._marks), "waiting": [alert_json(alert) for alert in self._waiting]}
        draft = self._path.with_name(self._path.name + ".new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(state, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        self.new = False


def alert_json(alert: Alert) -> dict[str, Any]:
    """An alert as a JSON object."""
    return asdict(alert) | {"known_from": alert.known_from.isoformat(), "marks": list(alert.marks)}


def alert_line(alert: Alert) -> str:
    """An alert in words, with the sentence it rests on and where that stands."""
    arrow = "and" if alert.mutual else "→"
    became = alert.state.replace("_", " ")
    if alert.change == "denial":
        what = f"{became}, which is denied"
    elif alert.before is None:
        what = f"new, {became}"
    else:
        what = f"{alert.before.replace('_', ' ')} → {became}"
    doubt = " (reported)" if alert.reported else ""
    where = ", ".join(part for part in (alert.outlet, alert.known_from.isoformat(), alert.url) if part)
    quoted = " ".join(alert.sentence.split())
    return f"{alert.provider} {arrow} {alert.recipient} {alert.type}: {what}{doubt}\n    “{quoted}” ({where})\n"


def stream_writer(stream: TextIO) -> Writer:
    """Writes alerts in words to an open stream, such as the terminal; its control characters are taken out."""

    def write(alert: Alert) -> None:
        stream.write("".join(char for char in alert_line(alert) if char.isprintable() or char == "\n"))
        stream.flush()

    return write


def file_writer(path: Path) -> Writer:
    """Appends alerts to a JSON Lines file; one that stands there already is not written again.

    A last line that was cut off (the process died while writing) is removed first.
    """

    def write(alert: Alert) -> None:
        with path.open("a+b") as file:
            file.seek(0)
            lines = file.read().splitlines(keepends=True)
            if lines and not lines[-1].endswith(b"\n"):
                file.truncate(sum(map(len, lines[:-1])))
                lines.pop()
            if not any(f'"alert_id": "{alert.alert_id}"'.encode() in line for line in lines):
                file.write(json.dumps(alert_json(alert), ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    return write
