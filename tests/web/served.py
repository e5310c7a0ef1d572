"""A desk as a process of its own."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from command_line import COMMAND


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(ledger: Path, *options: str, **environment: str) -> Iterator[httpx.Client]:
    """`legation serve` on a ledger, and a client that speaks to it; ended in order, which is asserted."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--ledger", str(ledger), "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | environment,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            _wait(client, process)
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 0, told.decode()
    assert b"Traceback" not in told, told.decode()
    assert not note(ledger).exists()


def note(ledger: Path) -> Path:
    """Where the desk notes that it has the ledger open."""
    return ledger.with_name(ledger.name + ".desk")


def keeper(ledger: Path) -> dict[str, str]:
    """The header by which a process of this machine is known."""
    return {"authorization": "Bearer " + json.loads(note(ledger).read_text())["token"]}


def _wait(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, process.stdout and process.stdout.read().decode()
        try:
            client.get("/api/about")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the desk does not answer")
