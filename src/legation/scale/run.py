"""Archives coded on many cores: files are dealt out in batches, and each batch becomes one Parquet file."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from legation.errors import LegationError
from legation.export.public_json import mention_json
from legation.export.tables import mentions_frame, write_frame
from legation.pipeline import code_each
from legation.records.article import Problem
from legation.records.event import EventMention
from legation.settings import PREFIX, Settings
from legation.sources.inputs import read_inputs

Task = tuple[list[str], Path, dict[str, str]]
FILES_PER_BATCH = 64
"""How many files make one task: enough that loading the models once per worker does not weigh (our choice)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was coded: articles and mentions, and what was set aside."""

    articles: int
    mentions: int
    problems: tuple[Problem, ...]


def code_batch(paths: Sequence[str]) -> list[dict[str, Any]]:
    """The mentions of all articles in these inputs, in the JSON that `legation code` prints.

    What cannot be read is left out here; `code_files` gives it too.
    """
    return [mention_json(mention) for mention in code_files(paths)[0]]


def code_files(paths: Sequence[str]) -> tuple[list[EventMention], Done]:
    """The mentions of all articles in these inputs, the counts, and what was set aside."""
    mentions: list[EventMention] = []
    problems: list[Problem] = []
    articles = 0
    for item, coded in code_each(read_inputs(paths, Settings())):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            articles += 1
            mentions += coded
    return mentions, Done(articles, len(mentions), tuple(problems))


def code_archive(inputs: Sequence[str], out: Path, *, workers: int) -> Done:
    """Codes files and folders on `workers` processes into `out`, one `mentions-00000.parquet` and so on per batch.

    A batch whose file is there already is not coded again, so an interrupted run goes on where it stopped; give each
    run of other inputs a folder of its own. Raises LegationError where Ray is not installed.
    """
    try:
        import ray
    except ImportError as error:
        raise LegationError("many cores need Ray: pip install 'legation[scale]'") from error
    out.mkdir(parents=True, exist_ok=True)
    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    try:
        task = ray.remote(num_cpus=1)(code_to_file)
        return _total(_spread(task.remote, _tasks(inputs, out), ray, workers))
    finally:
        ray.shutdown()


def code_to_file(paths: Sequence[str], target: Path, environ: Mapping[str, str]) -> Done:
    """Codes one batch into its Parquet file, which appears only when it is whole.

    `environ` holds the settings of the process that deals out the batches, which this one takes over.
    """
    os.environ.update(environ)
    mentions, done = code_files(paths)
    draft = target.with_name("." + target.name)
    write_frame(mentions_frame(mentions), draft)
    draft.replace(target)
    return done


def _tasks(inputs: Sequence[str], out: Path) -> Iterator[Task]:
    files = iter(_files(inputs))
    environ = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    number = 0
    while batch := list(islice(files, FILES_PER_BATCH)):
        target = out / f"mentions-{number:05}.parquet"
        if not target.exists():
            yield batch, target, environ
        number += 1


def _files(inputs: Iterable[str]) -> Iterator[str]:
    """Every file in order; what is no folder is handed on as it is, so that its problem is told by its reader."""
    for each in inputs:
        path = Path(each)
        if path.is_dir():
            yield from (str(file) for file in sorted(path.rglob("*")) if file.is_file())
        else:
            yield each


def _spread(
    start: Callable[..., Any],
    tasks: Iterator[Task],
    ray: Any,  # noqa: ANN401 - an optional package without types
    workers: int,
) -> Iterator[Done]:
    """Keeps two tasks per worker under way, so that an archive of any size takes little memory here."""
    running = [start(*task) for task in islice(tasks, 2 * workers)]
    while running:
        ready, running = ray.wait(running, num_returns=1)
        running += [start(*task) for task in islice(tasks, 1)]
        yield from ray.get(ready)


def _total(parts: Iterable[Done]) -> Done:
    done = list(parts)
    problems = tuple(problem for part in done for problem in part.problems)
    return Done(sum(part.articles for part in done), sum(part.mentions for part in done), problems)
