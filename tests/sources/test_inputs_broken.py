"""Broken inputs: each gives a problem that says what is wrong, and the rest of the run goes on."""

import gzip
import io
import json
import os
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from legation.records.article import Article, Problem
from legation.settings import Settings
from legation.sources.inputs import read_inputs

SENTENCE = "Niger's interior minister asked Russia on Monday to send instructors, officials in Niamey said."
BODY = "\n\n".join(f"{SENTENCE} It was statement number {number} of the day." for number in range(6))


def page(text: str = BODY) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<html><head><title>A page</title></head><body><article>{paragraphs}</article></body></html>".encode()


def warc(pages: dict[str, bytes], packed: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, content in pages.items():
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(content), http_headers=headers)
        )
    return out.getvalue()


def read(path, **changes) -> tuple[list[Article], list[Problem]]:
    records = list(read_inputs([str(path)], Settings(**changes)))
    return [r for r in records if isinstance(r, Article)], [r for r in records if isinstance(r, Problem)]


def whats(problems: list[Problem]) -> list[str]:
    return [problem.what for problem in problems]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.html", b" \n\n ", "empty"),
        ("empty.jsonl", b"", "empty"),
        ("noise.txt", bytes(range(256)) * 40, "binary"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + os.urandom(400), "binary"),
        ("paper.html", b"%PDF-1.7\n" + b"text " * 400, "binary"),
        ("navigation.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no text"),
        ("debris.txt", b"Advertisement\n\nSubscribe to our newsletter", "no text"),
        ("feed.xml", b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>x", "no text"),
        ("none.rss", b"<rss version='2.0'><channel><title>none</title></channel></rss>", "empty"),
        ("table.csv", b"name,body\nx,y\n", "bad record"),
        ("list.json", b'[{"text": "', "bad record"),
        ("twice.gz", gzip.compress(gzip.compress(b"text")), "binary"),
        ("bad.gz", b"\x1f\x8b\xff\xff\xff\xff" * 10, "damaged"),
        ("header.csv", b"id,text\n", "empty"),
        ("bad.warc", b"WARC/1.0\r\nnonsense", "truncated"),
    ],
)
def test_one_clear_problem_each(tmp_path, name, content, what):
    (tmp_path / name).write_bytes(content)
    articles, problems = read(tmp_path / name)
    assert articles == []
    assert what in whats(problems)
    assert all(name in problem.origin for problem in problems)
    assert all(problem.why and "\n" not in problem.why for problem in problems)


def test_missing_unreadable_and_odd_names():
    for name in ("/no/such/file", "a\0b", "", "x" * 5000):
        [problem] = read_inputs([name], Settings())
        assert isinstance(problem, Problem) and problem.what in {"missing", "unreadable"}


def test_bad_files_do_not_stop_the_folder(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "good.txt").write_text(BODY)
    (tmp_path / "d.html").write_bytes(os.urandom(100))
    (tmp_path / ".hidden").write_text(BODY)
    (tmp_path / "loop").symlink_to(tmp_path)
    articles, problems = read(tmp_path)
    assert [article.text for article in articles] == [BODY]
    assert sorted(whats(problems)) == ["binary", "empty"]


def test_fifty_megabytes_of_html_are_refused_at_once(tmp_path):
    path = tmp_path / "big.html"
    path.write_bytes(b"<html><body>" + b"<p>Repeated paragraph of a page.</p>" * 1_500_000)
    started = time.monotonic()
    articles, problems = read(path)
    assert (articles, whats(problems)) == ([], ["too large"])
    assert time.monotonic() - started < 2


def test_a_page_that_parses_too_slowly_is_stopped(tmp_path):
    path = tmp_path / "slow.html"
    path.write_bytes(b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">text</p></body></html>")
    started = time.monotonic()
    articles, problems = read(path, parse_seconds=1.5)
    assert (articles, whats(problems)) == ([], ["too slow"])
    assert time.monotonic() - started < 6


def test_a_large_page_is_read_in_its_own_process_like_a_small_one(tmp_path):
    text = "\n\n".join(f"{SENTENCE} It was statement number {number}." for number in range(5500))
    (tmp_path / "large.html").write_bytes(page(text))
    articles, problems = read(tmp_path / "large.html")
    assert problems == [] and articles[0].text == text


def test_truncated_gzip_keeps_what_was_readable(tmp_path):
    lines = "".join(
        json.dumps({"id": n, "text": f"{SENTENCE} Number {n}. {os.urandom(200).hex()}"}) + "\n" for n in range(50)
    )
    (tmp_path / "wire.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-4000])
    articles, problems = read(tmp_path / "wire.jsonl.gz")
    assert 10 < len(articles) < 50
    assert whats(problems)[-1] == "truncated"


@pytest.mark.parametrize("packed", [True, False])
def test_truncated_archive_keeps_the_records_before(tmp_path, packed):
    pages = {f"http://a.example/{n}": page(f"{BODY}\n\nRecord {n} {os.urandom(300).hex()}.") for n in range(4)}
    whole = warc(pages, packed)
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(whole)
    articles, problems = read(path)
    assert [article.url for article in articles] == list(pages) and problems == []
    ends = [len(warc(dict(list(pages.items())[:count]), packed)) for count in (2, 3)]
    for cut in (ends[1] - 200, ends[0] + 40, ends[0] + 8):
        path.write_bytes(whole[:cut])
        articles, problems = read(path)
        assert [article.url for article in articles] == list(pages)[:2], cut
        assert whats(problems) in (["truncated"], ["broken archive"]), cut


def test_archives_from_a_pipe(tmp_path):
    content = warc({"http://a.example/1": page()})
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    with os.fdopen(reading, "rb") as stdin:
        [article] = read_inputs(["-"], Settings(), stdin=stdin)
    assert article.url == "http://a.example/1" and article.text == BODY


def test_json_lines_go_on_after_bad_lines(tmp_path):
    good = {"id": 7, "headline": "A title", "text": BODY, "published": "2024-04-22T09:00:00Z", "byline": ["A B", "C D"]}
    lines = [good, {"id": 8}, {"text": 5}, {"text": BODY, "published": "soon"}, [1], "x"]
    content = "\n".join(map(json.dumps, lines)) + "\n{broken\n\n" + json.dumps({**good, "published": ""}) + "\n"
    (tmp_path / "a.jsonl").write_text(content)
    records = list(read_inputs([str(tmp_path)], Settings(), published=date(2024, 1, 2)))
    articles = [r for r in records if isinstance(r, Article)]
    problems = [r for r in records if isinstance(r, Problem)]
    assert [a.published for a in articles] == [date(2024, 4, 22), None, date(2024, 1, 2)]
    assert (articles[0].title, articles[0].byline, articles[0].text) == ("A title", "A B, C D", BODY)
    told = [(p.origin.rpartition(":")[2], p.what) for p in problems]
    assert told == [
        ("2", "no text"),
        ("3", "no text"),
        ("4", "invalid date"),
        ("5#1", "bad record"),
        ("6", "bad record"),
        ("7", "bad record"),
    ]


def test_a_line_over_the_limit_is_passed_over(tmp_path):
    lines = [json.dumps({"text": "x" * 5000}), json.dumps({"text": SENTENCE})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    articles, problems = read(tmp_path / "a.jsonl", max_bytes=1000)
    assert [a.text for a in articles] == [SENTENCE] and whats(problems) == ["too large"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_encodings(tmp_path, encoding):
    text = "Idriss Déby's son met Emmanuel Macron at the Élysée, the Côte d'Ivoire daily said."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (tmp_path / "a.csv").write_bytes(f'id;text\n1;"{text}"\n'.encode(encoding))
    (tmp_path / "a.jsonl").write_bytes(json.dumps({"text": text}, ensure_ascii=False).encode(encoding))
    articles, problems = read(tmp_path)
    guessed = 0 if encoding.startswith("utf") else 2  # the CSV reader takes what is not UTF-8 for cp1252
    assert [problem.what for problem in problems] == ["wrong encoding"] * guessed
    assert [a.text for a in articles] == [text] * 3


def test_a_page_that_declares_the_wrong_encoding(tmp_path):
    text = BODY.replace("Niamey", "the Élysée")
    for declared, real in (("iso-8859-1", "utf-8"), ("utf-8", "cp1252")):
        head = f'<html><head><meta charset="{declared}"><title>A page</title></head>'
        (tmp_path / "a.html").write_bytes(
            page(text).decode().replace("<html><head><title>A page</title></head>", head).encode(real)
        )
        articles, _ = read(tmp_path / "a.html")
        assert articles[0].text == text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.txt", page()),
        ("page.jsonl", page()),
        ("lines.txt", json.dumps({"text": BODY}).encode()),
        ("table.txt", f'id,text\n1,"{BODY}"\n'.encode()),
        ("text.html", BODY.encode()),
        ("text.xml", BODY.encode()),
        (
            "feed.txt",
            b"<rss version='2.0'><channel><item><description>"
            + BODY.replace("\n\n", "&lt;p&gt;").encode()
            + b"</description></item></channel></rss>",
        ),
        ("archive.txt", warc({"http://a.example/": page()})),
        ("page", gzip.compress(page())),
    ],
)
def test_content_decides_where_the_ending_lies(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    articles, problems = read(tmp_path / name)
    assert problems == [] and [a.text for a in articles] == [BODY]


def test_feed_that_answers_500_and_redirect_loop_leave_the_rest(server, quick, tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    server.page("/feed", b"", status=500)
    server.page("/loop", b"", status=302, Location="/loop")
    urls = [server.base + "/feed", server.base + "/loop", str(tmp_path / "a.txt")]
    feed, loop, article = read_inputs(urls, quick)
    assert (feed.what, loop.what) == ("fetch failed", "fetch failed")
    assert "500" in feed.why and "redirect loop" in loop.why and article.text == BODY


def test_private_page_is_refused(server, quick):
    [problem] = read_inputs([server.page("/a", page())], replace(quick, allow_private=False))
    assert problem.what == "fetch failed" and "private" in problem.why


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(
        [
            b"",
            b"",
            b"<html>",
            b"<rss>",
            b"{",
            b'{"text":"',
            b"WARC/1.0\r\n",
            b"\x1f\x8b\x08",
            b"text,url\n",
            b"\xff\xfe",
            b"<?xml version='1.0'?>",
            gzip.compress(b"WARC/1.0\r\n"),
        ]
    ),
    rest=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8"))),
    ending=st.sampled_from(["txt", "html", "jsonl", "json", "csv", "xml", "warc", "warc.gz", "gz", "md", ""]),
)
def test_arbitrary_bytes_never_raise_and_give_a_record(tmp_path, start, rest, ending):
    path = tmp_path / f"a.{ending}"
    path.write_bytes(start + rest)
    records = list(read_inputs([str(path)], Settings()))
    assert records
    for record in records:
        assert record.why if isinstance(record, Problem) else record.text and len(record.document_id) == 16
