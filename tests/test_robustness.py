"""Broken inputs of every kind in one run: each is told in one clear line, and every good article is there."""

import gzip
import io
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from command_line import Ended, run, wire, write_lines
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from legation.ledger.store import open_ledger

QUICK = {
    "LEGATION_ALLOW_PRIVATE": "true",
    "LEGATION_HOST_DELAY_SECONDS": "0",
    "LEGATION_BACKOFF_SECONDS": "0",
    "LEGATION_RETRIES": "1",
}
GOOD = [record["text"] for record in wire(12, seed=2)]


def page(text: str, charset: str = "utf-8") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    head = f'<meta charset="{charset}"><title>A page of the archive</title>'
    return f"<!doctype html><html><head>{head}</head><body><article>{paragraphs}</article></body></html>"


def archive(*texts: str) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number, text in enumerate(texts):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"http://archive.example/{number}", "response", io.BytesIO(page(text).encode()), http_headers=headers
        )
        writer.write_record(record)
    return out.getvalue()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server with a good page, a feed that answers 500, and two addresses that redirect to each other."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, to = {
                "/good": (200, None),
                "/feed.xml": (500, None),
                "/loop": (302, "/pool"),
                "/pool": (301, "/loop"),
            }.get(self.path, (404, None))
            body = page(GOOD[0]).encode() if status == 200 else b""
            self.send_response(status)
            if to:
                self.send_header("Location", to)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_address[1]}"
    http.shutdown()
    http.server_close()
    thread.join()


def fill(folder: Path) -> None:
    """Good articles (1 to 11 of GOOD) among broken files."""
    (folder / "a-good.txt").write_text(GOOD[1], encoding="utf-8")
    (folder / "b-empty.txt").touch()
    (folder / "c-binary.dat").write_bytes(b"\x7fELF" + os.urandom(4000))
    lines = [{"text": GOOD[2]}, *({"text": f"{GOOD[3]}\n\n{os.urandom(900).hex()}"} for _ in range(8))]
    packed = gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode())
    (folder / "d-cut.jsonl.gz").write_bytes(packed[:-3000])
    first = len(archive(GOOD[4]))
    (folder / "e-cut.warc.gz").write_bytes(archive(GOOD[4], GOOD[3])[: first + 200])
    with (folder / "f-huge.html").open("wb") as huge:
        huge.write(b"<html><body>")
        for _ in range(50):
            huge.write(b"<p>Russia sent troops to Mali on Monday.</p>".ljust(1000) * 1000)
    (folder / "g-encoding.txt").write_bytes(GOOD[3].encode("utf-16-le"))
    (folder / "h-declared.html").write_bytes(page(f"{GOOD[5]} “Élysée”", "iso-8859-1").encode("utf-8"))
    write_lines(folder / "i-lines.jsonl", [{"text": GOOD[6]}, {"id": 7, "title": "No text"}, {"text": GOOD[7]}])
    write_lines(folder / "j-dates.jsonl", [{"text": GOOD[8], "published": "2024-02-31"}])
    (folder / "k-page.html").write_text(page(GOOD[9]), encoding="utf-8")
    (folder / "z-last.txt").write_text(GOOD[10], encoding="utf-8")


@pytest.fixture(scope="module")
def ran(server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("inputs")
    fill(folder)
    ledger = tmp_path_factory.mktemp("ledger") / "my.duckdb"
    urls = [f"{server}/feed.xml", f"{server}/loop", f"{server}/good"]
    done = run("add", *urls, folder, folder / "missing.txt", "-", "-l", ledger, given=GOOD[11], expect=3, **QUICK)
    return ledger, done, run("problems", "-l", ledger, "-f", "json").json


EXPECTED = {
    "feed.xml": ("fetch failed", "500"),
    "loop": ("fetch failed", "redirect loop"),
    "b-empty.txt": ("empty", "nothing in it"),
    "c-binary.dat": ("binary", "no text in any encoding"),
    "d-cut.jsonl.gz": ("truncated", "what came before was read"),
    "e-cut.warc.gz": ("truncated", "cut off"),
    "f-huge.html": ("too large", "20,000,000 bytes"),
    "g-encoding.txt": ("binary", "no text in any encoding"),
    "i-lines.jsonl:2": ("no text", "the record has no text"),
    "j-dates.jsonl:1": ("invalid date", "2024-02-31"),
    "missing.txt": ("missing", "no such file"),
}


def name_of(origin: str) -> str:
    return origin.rsplit("/", 1)[-1]


@pytest.mark.parametrize("name", list(EXPECTED))
def test_one_clear_line_each(ran, name):
    _, done, problems = ran
    what, why = EXPECTED[name]
    [problem] = [one for one in problems if name_of(one["origin"]) == name]
    assert problem["what"] == what and why in problem["why"]
    assert problem["why"].isprintable() and len(problem["why"]) < 200
    line = f"set aside: {problem['origin']}: {problem['what']}: {problem['why']}"
    assert done.err.splitlines().count(line) == 1


def test_nothing_else_is_told(ran):
    _, done, problems = ran
    others = [one for one in problems if name_of(one["origin"]) not in EXPECTED]
    assert all(name_of(one["origin"]).startswith("d-cut.jsonl.gz:") for one in others), others
    *told, summary = done.err.splitlines()
    assert len(told) == len(problems) and done.out == ""
    assert f"{len(problems)} set aside" in summary


def test_every_good_article_is_there(ran):
    ledger, done, _ = ran
    with open_ledger(ledger, read_only=True) as book:
        told = {mention.document_id for mention in book.mentions()}
        stored = [article.text for document in told if (article := book.article(document))]
        counts = book.counts()
    assert f"{counts['documents']} articles added" in done.err
    for number, text in enumerate(GOOD):
        if number != 3:  # the text of the broken ones
            assert any(text in each for each in stored), (number, text)
    assert any(each.endswith("“Élysée”") for each in stored), "a wrongly declared charset is seen through"
    assert not any("Russia sent troops to Mali" in each for each in stored)


def test_a_second_run_tells_the_same_and_adds_nothing(ran, tmp_path):
    ledger, _, problems = ran
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(ledger.read_bytes())
    origins = [one["origin"] for one in problems if name_of(one["origin"])[0] in "bcg"]
    done = run("add", *origins, "-l", copy, expect=3)
    assert f"{len(origins)} set aside" in done.err and " 0 articles added" in done.err
    with open_ledger(copy, read_only=True) as book:
        assert book.counts()["problems"] == len(problems)
