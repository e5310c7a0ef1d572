"""Runs a command in a fresh process and measures it from without: time, processor time, memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, KiB on Linux
# Limits that would keep one side from a core.
_THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: seconds from start to end, seconds of processor time on all cores, peak memory in MiB.

    The memory is that of the largest among the process and its children. `printed` is its standard output.
    """

    seconds: float
    processor: float
    memory: float
    printed: str = ""


def run(command: Sequence[str | Path], *, keep: bool = False) -> Run:
    """Runs a command to its end; its output goes to the null device, or with `keep` into the result.

    The environment's limits on threads are lifted. Raises RuntimeError, with what the command said, where it fails.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _THREAD_LIMITS}
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as errors:
        out = printed if keep else subprocess.DEVNULL
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip()
            raise RuntimeError(f"{' '.join(map(str, command))} ended with status {process.returncode}: {said}")
        printed.seek(0)
        text = printed.read().decode("utf-8")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT / 2**20, text)
