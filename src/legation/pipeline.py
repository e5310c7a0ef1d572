"""The whole flow, each stage called once, top to bottom: from an article to a brief."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from legation.actors.article import link_mentions
from legation.actors.linking import Linker
from legation.actors.settling import settle
from legation.coding.coder import Coder
from legation.coding.lexicon import load_lexicon, stems, vocabulary
from legation.coding.relation import Spans
from legation.ledger.store import Ledger
from legation.ontology.knowledge import Knowledge, load_knowledge, names_and_demonyms
from legation.reading.dates import time_expressions
from legation.reading.places import places
from legation.reading.screen import Screen
from legation.reading.sentences import sentences
from legation.records.article import Article, Problem
from legation.records.event import EventMention, RelationScores
from legation.records.reading import Reading


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did: articles new to the ledger, known already, kept but not coded; mentions; inputs set aside."""

    added: int = 0
    known: int = 0
    not_coded: int = 0
    mentions: int = 0
    problems: int = 0


def code_article(article: Article) -> list[EventMention]:
    """The event mentions of one article, in text order; none of an article in a language that is not coded."""
    if article.not_coded:
        return []
    reading = read(article)
    mentions = _coder().code(reading)
    linked = link_mentions(mentions, reading, linker())
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


def add_each(ledger: Ledger, inputs: Iterable[Article | Problem]) -> Iterator[tuple[Article | Problem, Counts]]:
    """Codes each input into the ledger as it comes; yields it with the counts so far, once it is stored."""
    counts = Counts()
    for item in inputs:
        if isinstance(item, Problem):
            ledger.add_problem(item)
            counts = replace(counts, problems=counts.problems + 1)
        elif ledger.article(item.document_id) is not None:
            counts = replace(counts, known=counts.known + 1)
        else:
            mentions = code_article(item)
            ledger.add(item, mentions)
            counts = replace(
                counts,
                added=counts.added + 1,
                not_coded=counts.not_coded + bool(item.not_coded),
                mentions=counts.mentions + len(mentions),
            )
        yield item, counts


def add(ledger: Ledger, inputs: Iterable[Article | Problem]) -> Counts:
    """Codes articles into the ledger; what is already there changes nothing."""
    return functools.reduce(lambda _, step: step[1], add_each(ledger, inputs), Counts())


def code_relation(sentence: str, sources: Spans, targets: Spans) -> RelationScores:
    """The event between two given sides of a sentence, in the PLOVER reading."""
    return _coder().relate(sentence, sources, targets)


@functools.cache
def linker() -> Linker:
    """The linker over the shipped knowledge, built once per process."""
    return Linker(load_knowledge())


@functools.cache
def _coder() -> Coder:
    resolve, known = linker().resolve, _capitalized_words(load_knowledge())
    return Coder(
        may_act=lambda phrase: resolve(phrase, on=date(2024, 1, 1)).country is not None or phrase[:1].isupper(),
        is_name=lambda word: word in known,
    )


@functools.cache
def _screen() -> Screen:
    knowledge = load_knowledge()
    roles = {word for role in knowledge.roles for word in role.pattern[-1:] if len(word) > 3 and word != "*"}
    return Screen((*names_and_demonyms(knowledge), *roles), stems(load_lexicon()))


def _capitalized_words(knowledge: Knowledge) -> frozenset[str]:
    """The words of known names, less those that are also ordinary words of the trade ("Police", "Forces")."""
    names = names_and_demonyms(knowledge)
    words = {word.strip("().,") for name in names for word in name.replace("-", " ").split() if word[:1].isupper()}
    ordinary = {word for role in knowledge.roles for word in role.pattern} | vocabulary(load_lexicon())
    return frozenset(
        word for word in words if word.lower() not in ordinary and word.lower().rstrip("s") not in ordinary
    )
