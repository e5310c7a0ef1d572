"""The demo archive is what its sources give, and the reader gets every article back out of it."""

import gzip
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from legation.records.article import Article
from legation.settings import Settings
from legation.sources.inputs import read_inputs

DEMO = Path(__file__).parents[1] / "demo"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_build", DEMO / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["demo_build"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sources(build):
    return build.load_articles(DEMO / "articles")


@pytest.fixture(scope="module")
def read() -> list[object]:
    return list(read_inputs([str(DEMO / "archive")], Settings()))


def test_a_rebuild_gives_what_is_committed(build, sources):
    archive = DEMO / "archive"
    built = build.render(sources)
    kept = {path.relative_to(archive).as_posix(): path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    assert built.keys() == kept.keys()
    # compressed bytes depend on the zlib at hand, their content does not
    assert {name: _plain(content) for name, content in built.items()} == {
        name: _plain(content) for name, content in kept.items()
    }


def _plain(content: bytes) -> bytes:
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def test_two_builds_are_byte_identical(build, sources):
    assert build.render(sources) == build.render(sources)


def test_every_article_is_read_once_with_its_own_fields(sources, read):
    assert all(isinstance(each, Article) for each in read)
    found = {each.url: (each.title, _names(each.byline), each.published, each.outlet, each.not_coded) for each in read}
    assert len(read) == len(sources) == len(found) >= 60
    assert found == {each.url: (each.title, _names(each.byline), each.published, each.outlet, None) for each in sources}


def _names(byline: str | None) -> list[str]:
    return re.split(r", | and ", byline) if byline else []


def test_bodies_are_read_whole_in_order_and_without_clutter(sources, read, build):
    texts = {each.url: each.text for each in read}
    for source in sources:
        expected = [source.dek]
        for part in source.body:
            expected += ["\n".join(f"• {item}" for item in part.items)] if part.items else [part.text]
        assert texts[source.url] == "\n\n".join(expected), source.id
        assert build.NOTICE not in texts[source.url]
