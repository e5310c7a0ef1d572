"""Figures as Markdown tables, their place in a document, and the machine that they were measured on."""

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def put(document: str, mark: str, tables: str) -> str:
    """The document with the tables between its marks. Raises ValueError where it does not have both marks."""
    opens, closes = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, opened, rest = document.partition(opens)
    _, closed, after = rest.partition(closes)
    if not opened or not closed:
        raise ValueError(f"the document has no {opens} … {closes}")
    return f"{before}{opens}\n\n{tables.strip()}\n\n{closes}{after}"


def machine() -> str:
    """The processor by its name, and the number of cores that may be used."""
    names = Path("/proc/cpuinfo")
    lines = names.read_text(encoding="utf-8").splitlines() if names.is_file() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), None)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model or platform.processor() or platform.machine()}, {cores} cores"
