"""Polishing against a real endpoint on this machine that answers well, lies, copies, breaks, redirects or is slow."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from brief_building import LEAVES, ledger_of, seed_situation

from legation.briefs.brief import Brief, Sentence
from legation.briefs.citations import check_brief
from legation.briefs.composition import compose_brief
from legation.briefs.polishing import Polished, polish
from legation.briefs.render import render_html, render_markdown
from legation.briefs.subject import find_subject
from legation.briefs.view import Scope, View
from legation.ledger.store import Ledger
from legation.records.article import Article
from legation.settings import Settings

Answer = Callable[[dict[str, str]], dict[str, str]]
PRESENCE = "The United States' forces are to leave Niger (first stated on 22 April 2024)."


@contextmanager
def endpoint(answer: Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]) -> Iterator[Settings]:
    """A server on loopback whose answer to each request a function writes; gives settings that name it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer(self, json.loads(body))

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        yield Settings(polish_url=url, polish_model="small", polish_key="secret", polish_seconds=5.0)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, content: str, status: int = 200) -> None:
    body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def answering(change: Answer) -> Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]:
    def answer(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        assert handler.path == "/v1/chat/completions" and handler.headers["Authorization"] == "Bearer secret"
        assert request["model"] == "small"
        sentences = json.loads(request["messages"][-1]["content"])
        send(handler, f"Here you are:\n```json\n{json.dumps(change(sentences))}\n```")

    return answer


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, Brief, list[Article]]:
    ledger = ledger_of(tmp_path_factory.mktemp("polished"), seed_situation())
    article = ledger.article(ledger.mentions()[0].document_id)
    assert article
    return ledger, compose_brief(ledger, "NER"), [article]


def polished_by(told: tuple[Ledger, Brief, list[Article]], change: Answer) -> Polished:
    _, brief, articles = told
    with endpoint(answering(change)) as settings:
        return polish(brief, articles, settings)


def saying(new: str, old: str = PRESENCE) -> Answer:
    """Gives one sentence back in other words, with its citations, and the others as they are."""

    def change(sentences: dict[str, str]) -> dict[str, str]:
        assert any(one.startswith(old) for one in sentences.values())
        return {number: one.replace(old, new) for number, one in sentences.items()}

    return change


@pytest.mark.parametrize(
    "good",
    [
        "The United States' forces are to be leaving Niger, as first stated on 22 April 2024.",
        "American forces are to leave Niger, which was first stated on 22 April 2024.",
        "The United States is to have its forces leave Niger; this was first stated on 22 April 2024.",
    ],
)
def test_a_faithful_wording_stands_and_keeps_its_citations(
    told: tuple[Ledger, Brief, list[Article]], good: str
) -> None:
    ledger, brief, _ = told
    done = polished_by(told, saying(good))
    assert done.failure is None and done.kept == done.asked and not done.refused
    line = next(one for one in done.brief.sentences if one.text == good)
    assert line.plain == PRESENCE
    before = next(one for one in brief.sentences if one.text == PRESENCE)
    assert line.mentions == before.mentions and done.brief.numbers(line) == brief.numbers(before)
    check_brief(done.brief, View(ledger, Scope(find_subject("NER"))))
    assert good in render_html(done.brief).replace("&#39;", "'") and good[:30] in render_markdown(done.brief)


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ("The United States' forces are to leave Niger (first stated on 23 April 2024).", "no 23"),
        ("The United States' forces are to leave Niger (first stated on 22 March 2024).", "no March"),
        ("The United States' 650 forces are to leave Niger (first stated on 22 April 2024).", "no 650"),
        ("The United States' forces are to leave Mali (first stated on 22 April 2024).", "other actors"),
        ("Niger's forces are to leave the United States (first stated on 22 April 2024).", "another order"),
        ("The United States' forces under Joe Biden are to leave Niger (first stated on 22 April 2024).", "actors"),
        ("The United States' forces are not to leave Niger (first stated on 22 April 2024).", "no not"),
        ("The United States' forces may leave Niger (first stated on 22 April 2024).", "no may"),
        ("The United States' forces plan to leave about 1,000 of Niger (first stated on 22 April 2024).", "figures"),
        ("The United States' forces are to attack Niger (first stated on 22 April 2024).", "no attack"),
        ("The United States' forces are to leave Niger. It was first stated on 22 April 2024.", "one whole sentence"),
        (
            "The United States' forces are to leave Niger and General Langley (first stated on 22 April 2024).",
            "Langley",
        ),
        ("", "one whole sentence"),
    ],
)
def test_a_lie_is_refused_and_the_plain_sentence_stays(
    told: tuple[Ledger, Brief, list[Article]], lie: str, why: str
) -> None:
    done = polished_by(told, saying(lie))
    assert any(why in one for one in done.refused), done.refused
    assert done.brief == replace(told[1], dek=done.brief.dek, sections=done.brief.sections)
    assert PRESENCE in {line.text for line in done.brief.lines}
    assert lie not in {line.text for line in done.brief.lines}


@pytest.mark.parametrize("citations", ["", "[1][2][99]", "[77]"])
def test_changed_citations_are_refused(told: tuple[Ledger, Brief, list[Article]], citations: str) -> None:
    done = polished_by(
        told, lambda given: {number: re.sub(r"(\[\d+\])+$", citations, one) for number, one in given.items()}
    )
    assert done.kept == 0 and [line.text for line in done.brief.lines] == [line.text for line in told[1].lines]


def test_a_copy_is_refused(told: tuple[Ledger, Brief, list[Article]]) -> None:
    assert LEAVES in told[2][0].text
    done = polished_by(told, saying(LEAVES))
    assert any(one.startswith("it copies an article") for one in done.refused)
    assert LEAVES not in {line.text for line in done.brief.lines}


def broken(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')


def failing(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    send(handler, "{}", status=500)


def moved(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.send_response(307)
    handler.send_header("Location", "http://127.0.0.1:9/v1/chat/completions")
    handler.end_headers()


def chatting(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    send(handler, "I would rather not.")


def listing(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    send(handler, '{"one": "two"}')


def silent(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    time.sleep(2)


def dripping(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(20):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [broken, failing, moved, chatting, listing, silent, dripping])
def test_a_broken_or_slow_endpoint_leaves_the_brief_as_it_is(
    told: tuple[Ledger, Brief, list[Article]], answer: Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]
) -> None:
    _, brief, articles = told
    started = time.monotonic()
    with endpoint(answer) as settings:
        done = polish(brief, articles, replace(settings, polish_seconds=0.5))
        assert time.monotonic() - started < 1.9
    assert done.brief == brief and done.failure and done.kept == 0


def test_nobody_answers(told: tuple[Ledger, Brief, list[Article]]) -> None:
    with endpoint(failing) as settings:
        pass
    done = polish(told[1], told[2], settings)
    assert done.brief == told[1] and done.failure


def test_an_empty_brief_asks_nobody(tmp_path: Path) -> None:
    empty = compose_brief(ledger_of(tmp_path), "FRA")
    assert polish(empty, [], Settings(polish_url="http://127.0.0.1:9")) == Polished(empty)
    assert not [line for line in empty.lines if isinstance(line, Sentence)]
