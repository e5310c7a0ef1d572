"""End to end: which country does what to which, as the sentence tells it.

A triple is source country, root of the PLOVER reading, target country; CONCEDE and RETREAT count as one. The gold's
countries are those that `resolve_actor` gives for its side spans, or that the span names as a place ("Malian soil"), so
a side that only the context names ("it", "the minister") has none there; predicted sides of such words are left out
too. A mutual event goes both ways.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import legation
from corpus.records import Event
from evaluation.predictions import Coded
from evaluation.relations import root_of
from evaluation.scores import NOTHING, Figure, Pairs, f1, figure
from legation import pipeline
from legation.ontology.codebook import plover_reading
from legation.records.event import EventMention, Factuality

Triple = tuple[str, str, str]


def triples_f1(found: Sequence[Coded]) -> Figure:
    """The F1 of triples, counted once a sentence."""
    return figure([compare(*triples(each)) for each in found], f1)


def compare(gold: set[Triple], said: set[Triple]) -> Pairs:
    """The triples of a sentence as pairs of their roots."""
    both = Counter((root, root) for _, root, _ in gold & said)
    both.update((root, NOTHING) for _, root, _ in gold - said)
    both.update((NOTHING, root) for _, root, _ in said - gold)
    return both


def triples(found: Coded) -> tuple[set[Triple], set[Triple]]:
    """The triples of the gold, and those of the coder."""
    gold = {triple for event in found.record.events for triple in _gold(event, found.record.text)}
    return gold, {triple for mention in found.mentions for triple in _said(mention)}


def _gold(event: Event, text: str) -> Iterable[Triple]:
    root = plover_reading(event.type, Factuality(event.factuality)).event_type
    sides = ({country_of(text[mark.start : mark.end]) for mark in marks} for marks in (event.source, event.target))
    return _between(root, *sides, mutual=event.mutual)


def _said(mention: EventMention) -> Iterable[Triple]:
    sides = ({side.country for side in role if country_of(side.text)} for role in (mention.source, mention.target))
    return _between(mention.plover.event_type, *sides, mutual=mention.mutual)


def _between(root: str, sources: set[str | None], targets: set[str | None], *, mutual: bool) -> Iterable[Triple]:
    for source, target in product(sources, targets):
        if source and target:
            yield source, root_of(root), target
            if mutual:
                yield target, root_of(root), source


@functools.lru_cache(maxsize=100_000)
def country_of(phrase: str) -> str | None:
    """The country of a phrase by itself, be it an actor or a place (PLOVER's codes for international bodies)."""
    return legation.resolve_actor(phrase).country or pipeline.linker().resolve(phrase).country
