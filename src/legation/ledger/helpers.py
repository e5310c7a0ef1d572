"""Other processes that share in long work: they make rows of plain values, and know nothing of the file.

They are commands of their own rather than `multiprocessing`, which would run the program that uses Legation once more
in each of them.
"""

import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from subprocess import PIPE, Popen
from types import TracebackType
from typing import Any, Self

from pydantic_core import to_json

from legation.errors import LedgerError, LegationError
from legation.ledger.database import Row, Rows
from legation.ontology.data import uncollected

Work = Callable[..., Mapping[str, Sequence[Row]]]
"""A function of a module, found by its name in another process: rows by table."""


class Helpers:
    """So many processes, one for each core at most; with fewer than two all is done here. A context manager."""

    def __init__(self, most: int) -> None:
        number = min(most, os.cpu_count() or 1)
        paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-P", "-m", "legation.ledger.helpers"]
        self._processes = [
            Popen(command, stdin=PIPE, stdout=PIPE, env=paths) for _ in range(number if number > 1 else 0)
        ]
        self._threads = ThreadPoolExecutor(max(1, len(self._processes)))
        self._idle: SimpleQueue[Popen[bytes]] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            if error:
                process.kill()
            elif process.stdin:
                process.stdin.close()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.wait()
            if process.stdout:
                process.stdout.close()

    def map(self, work: Work, tasks: Iterable[Sequence[Any]]) -> Iterator[Mapping[str, Rows]]:
        """What the work makes of the arguments of each task, in their order; a few tasks are taken ahead."""
        if not self._processes:
            yield from (work(*task) for task in tasks)
            return
        waiting = deque[Future[Mapping[str, Rows]]]()
        for task in tasks:
            waiting.append(self._threads.submit(self._ask, work, task))
            if len(waiting) > len(self._processes):
                yield waiting.popleft().result()
        yield from (one.result() for one in waiting)

    def _ask(self, work: Work, task: Sequence[Any]) -> Mapping[str, Rows]:
        process = self._idle.get()
        assert process.stdin and process.stdout
        try:
            pickle.dump((work, task), process.stdin)
            process.stdin.flush()
            answer = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise LedgerError(f"a process that helped has ended (status {process.wait()})") from error
        self._idle.put(process)
        if isinstance(answer, LegationError):
            raise answer
        made: Mapping[str, Rows] = answer
        return made


def main() -> None:
    """Does one task after another until there are no more; whoever asked also decides when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = sys.stdout.buffer
    with uncollected():
        while True:
            try:
                work, task = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            pickle.dump(_answer(work, task), answers)
            answers.flush()


def _answer(work: Work, task: Sequence[Any]) -> Mapping[str, bytes] | LegationError:
    try:
        return {table: to_json(rows) for table, rows in work(*task).items()}
    except LegationError as error:
        return error


if __name__ == "__main__":
    main()
