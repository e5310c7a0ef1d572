"""Batches are coded as single articles are; without Ray the many-core run says how to get it."""

import json
import pickle
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from legation import pipeline
from legation.errors import LegationError
from legation.export.public_json import mention_json
from legation.scale.run import _tasks, code_archive, code_batch, code_files
from legation.sources.inputs import article_from_text

TEXTS = [
    "Russia delivered air defence systems to Mali on Monday. The United States will withdraw its troops from Niger.",
    "Turkey signed a defence agreement with Somalia. It was a fine day.",
    "The cat slept on the mat.",
]


OWN = Path(__file__).parents[2] / "docs" / "actors-example.tsv"


@pytest.fixture
def folder(tmp_path):
    for number, text in enumerate(TEXTS):
        record = {"id": str(number), "text": text, "published": "2024-04-22"}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text('{"text": ', encoding="utf-8")
    return tmp_path


def test_a_batch_gives_the_mentions_of_each_article(folder):
    rows = code_batch([str(folder / f"{number}.jsonl") for number in range(3)])
    alone = [pipeline.code_article(article_from_text(text, clean=False)) for text in TEXTS]
    assert [(row["event_type"], row["trigger"]["text"]) for row in rows] == [
        (mention.event_type, mention.trigger.text) for mentions in alone for mention in mentions
    ]
    assert len({row["document_id"] for row in rows}) == 2


def test_what_cannot_be_read_is_counted(folder):
    mentions, done = code_files([str(folder)])
    assert (done.articles, done.mentions) == (3, len(mentions))
    assert [problem.origin.rpartition("/")[2] for problem in done.problems] == ["broken.jsonl:1"]


def test_without_ray_the_message_says_how_to_install_it(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(LegationError, match=r"pip install 'legation\[scale\]'"):
        code_archive([str(folder)], tmp_path / "out", workers=2)
    assert not (tmp_path / "out").exists()


class InProcess(ModuleType):
    """Ray's few functions that the run uses, done at once in this process."""

    init = staticmethod(lambda **_: None)
    shutdown = staticmethod(lambda: None)
    wait = staticmethod(lambda running, num_returns: (running[:num_returns], running[num_returns:]))
    get = staticmethod(lambda ready: ready)

    @staticmethod
    def remote(**_):
        def decorate(function):
            function.remote = function
            return function

        return decorate


def test_the_archive_has_the_mentions_of_all_batches_and_goes_on_after_an_interruption(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", InProcess("ray"))
    monkeypatch.setattr("legation.scale.run.FILES_PER_BATCH", 1)
    out = tmp_path / "coded"
    inputs = [str(folder / f"{number}.jsonl") for number in range(3)]
    done = code_archive(inputs, out, workers=1)
    frame = pl.concat([pl.read_parquet(file) for file in sorted(out.glob("*.parquet"))])
    expected = [mention_json(mention) for mention in code_files(inputs)[0]]
    assert done.mentions == frame.height == len(expected) > 0
    assert frame["mention_id"].to_list() == [mention["mention_id"] for mention in expected]
    (out / "mentions-00001.parquet").unlink()
    assert code_archive(inputs, out, workers=1).articles == 1


def test_worker_processes_know_the_actors_of_the_user(tmp_path, monkeypatch):
    """The task is run as Ray runs it: in a process that was started without the settings, with what it was sent."""
    article = tmp_path / "one.jsonl"
    text = "The North River Brigade attacked an army post in Mali on Monday."
    article.write_text(json.dumps({"text": text, "published": "2026-10-05"}), encoding="utf-8")
    monkeypatch.setenv("LEGATION_ACTORS", str(OWN))
    (task,) = _tasks([str(article)], tmp_path)
    monkeypatch.delenv("LEGATION_ACTORS")
    program = "import pickle, sys; from legation.scale import run; run.code_to_file(*pickle.load(sys.stdin.buffer))"
    subprocess.run([sys.executable, "-c", program], input=pickle.dumps(task), check=True)
    assert "north-river-brigade" in str(pl.read_parquet(tmp_path / "mentions-00000.parquet")["source"].to_list())
