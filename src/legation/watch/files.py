"""Alerts in files: each written once, whenever the process may die."""

import json
import os
from pathlib import Path

from legation.watch.alert import Alert, alert_json


def append_alert(path: Path, alert: Alert) -> None:
    """Appends an alert to a JSON Lines file; one that stands there already is not written again.

    A last line that was cut off (the process died while writing) is removed first.
    """
    with path.open("a+b") as file:
        file.seek(0)
        mark = f'"alert_id": "{alert.alert_id}"'.encode()
        end, there = 0, False
        for line in file:
            if not line.endswith(b"\n"):
                file.truncate(end)
                break
            end += len(line)
            there = there or mark in line
        if not there:
            file.write(json.dumps(alert_json(alert), ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Writes a whole file, so that a reader sees the old one or the new one, and never a part."""
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
