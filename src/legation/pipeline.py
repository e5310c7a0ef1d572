"""The whole flow, each stage called once, top to bottom: from an article to a brief."""

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Protocol

from legation.actors.alone import resolve_alone
from legation.actors.article import link_mentions
from legation.actors.implicit import imply
from legation.actors.linking import Linker
from legation.actors.pronouns import PERSONAL, PLURAL
from legation.actors.settling import settle
from legation.coding.coder import Coder, Spans
from legation.coding.tagger import tagger
from legation.ontology.knowledge import load_knowledge, names_and_demonyms
from legation.reading.dates import time_expressions
from legation.reading.places import places
from legation.reading.screen import Screen
from legation.reading.sentences import sentences
from legation.records.actor import ActorLink
from legation.records.article import Article, Problem
from legation.records.event import EventMention, RelationScores
from legation.records.reading import Reading

Item = Article | Problem
# Articles coded together: enough for full batches of sentences, few enough to keep in memory.
_WINDOW = 32
_AHEAD = 2  # so many windows are coded at a time: while the words of one are sorted out, the model reads another


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did: articles new to the ledger, known already, kept but not coded, without a date of publication;

    mentions; inputs set aside.
    """

    added: int = 0
    known: int = 0
    not_coded: int = 0
    undated: int = 0
    mentions: int = 0
    problems: int = 0


def code_article(article: Article) -> list[EventMention]:
    """The event mentions of one article, in text order; none of an article in a language that is not coded."""
    ((_, mentions),) = code_each([article])
    return mentions


def code_each(
    inputs: Iterable[Item], skip: Callable[[Article], bool] = lambda article: False
) -> Iterator[tuple[Item, list[EventMention]]]:
    """Each input in its order with its event mentions; none of problems and of articles that are skipped or not coded.

    Articles are coded some at a time: their sentences run through the model together, beside the reading of those that
    come next and the linking of those before.
    """
    items, waiting = iter(inputs), deque[tuple[list[Item], dict[str, Reading], Future[list[list[EventMention]]]]]()
    with ThreadPoolExecutor(_AHEAD) as ahead:
        while window := list(islice(items, _WINDOW)):
            articles = [item for item in window if isinstance(item, Article) and not item.not_coded and not skip(item)]
            readings = {article.document_id: read(article) for article in articles}
            waiting.append((window, readings, ahead.submit(_coder().code, list(readings.values()))))
            if len(waiting) > _AHEAD:
                yield from _coded(*waiting.popleft())
        while waiting:
            yield from _coded(*waiting.popleft())


def _coded(
    window: Sequence[Item], readings: Mapping[str, Reading], coding: Future[list[list[EventMention]]]
) -> Iterator[tuple[Item, list[EventMention]]]:
    """The items of a window with their mentions, once the model has read it."""
    coded = dict(zip(readings, coding.result(), strict=True))
    for item in window:
        reading = readings.get(item.document_id) if isinstance(item, Article) else None
        yield item, _settled(coded[reading.article.document_id], reading) if reading else []


def _settled(mentions: list[EventMention], reading: Reading) -> list[EventMention]:
    linked = imply(link_mentions(mentions, reading, linker()), load_knowledge())
    return settle(linked, reading, load_knowledge())


def read(article: Article) -> Reading:
    """The sentences of an article that can hold an event, with the times and places that its text names."""
    return Reading(
        article=article,
        sentences=_screen().keep(sentences(article)),
        times=time_expressions(article.text, article.published),
        places=places(article.text),
        title_times=time_expressions(article.title or "", article.published),
    )


class Intake(Protocol):
    """What takes in articles: a ledger, or the way to a process that has it open."""

    def holds(self, document_id: str) -> bool: ...
    def add(self, article: Article, mentions: Sequence[EventMention]) -> bool: ...
    def add_problem(self, problem: Problem) -> None: ...


def add_each(ledger: Intake, inputs: Iterable[Item]) -> Iterator[tuple[Item, Counts]]:
    """Codes each input into the ledger as it comes; yields it with the counts so far, once it is stored."""
    counts = Counts()
    for item, mentions in code_each(inputs, skip=lambda article: ledger.holds(article.document_id)):
        if isinstance(item, Problem):
            ledger.add_problem(item)
            counts = replace(counts, problems=counts.problems + 1)
        elif ledger.holds(item.document_id):
            counts = replace(counts, known=counts.known + 1)
        else:
            ledger.add(item, mentions)
            counts = replace(
                counts,
                added=counts.added + 1,
                not_coded=counts.not_coded + bool(item.not_coded),
                undated=counts.undated + (item.published is None),
                mentions=counts.mentions + len(mentions),
            )
        yield item, counts


def add(ledger: Intake, inputs: Iterable[Article | Problem]) -> Counts:
    """Codes articles into the ledger; what is already there changes nothing."""
    return functools.reduce(lambda _, step: step[1], add_each(ledger, inputs), Counts())


def code_relation(sentence: str, sources: Spans, targets: Spans) -> RelationScores:
    """The event between two given sides of a sentence, in the PLOVER reading."""
    return _coder().relate(sentence, sources, targets)


@functools.cache
def linker() -> Linker:
    """The linker over all that is known, built once per process."""
    return Linker(load_knowledge())


def resolve_actor(text: str, *, on: date | None = None, context: str | None = None) -> ActorLink:
    """Who a noun phrase refers to by itself, on a day (today without `on`), beside some text that may decide it."""
    return resolve_alone(text, linker(), places, on=on, context=context)


@functools.cache
def _coder() -> Coder:
    return Coder(tagger())


@functools.cache
def _screen() -> Screen:
    knowledge = load_knowledge()
    people = [role for role in knowledge.roles if role.kind != "kin"]
    roles = {word for role in people for word in role.pattern[-1:] if len(word) > 3 and word != "*"}
    return Screen(names_and_demonyms(knowledge), roles | {f"{word} " for word in PERSONAL | PLURAL})
