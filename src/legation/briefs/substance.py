"""What a cooperation is about: the subjects that the reports of it name, in their own later sentences.

A sentence counts where it speaks of the very cooperation: with the provider before the noun ("Russian training"), or
with a definite noun ("the training") when the last mention of that type before it is one of the relationship's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from legation.analysis.lives import Key
from legation.briefs.names import adjective, bare_name
from legation.briefs.phrases import phrases
from legation.ontology.data import cells, read_tsv
from legation.records.article import Article
from legation.records.event import EventMention

_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?][\"”’']*(?=\s|$)|(?=\n|$))")
MOST_SUBJECTS = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article that holds no mention of its own; `marks` are the telling spans, from its start."""

    document_id: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Substance:
    """The subjects of a cooperation in our words, the passages that name them, and the mentions that those follow."""

    subjects: tuple[str, ...]
    passages: tuple[Passage, ...]
    evidence: tuple[str, ...]


def substance(
    key: Key, own: Sequence[EventMention], article: Article, all_mentions: Sequence[EventMention]
) -> Substance | None:
    """What one article says that a relationship is about; None where it says nothing of the kind.

    `own` are the relationship's mentions in the article, `all_mentions` those of whichever relationship.
    """
    found: dict[str, Passage] = {}
    for start, end in _about(key, own, article, all_mentions):
        marks = dict(_subjects(article.text[start:end]))
        for told in marks:
            found.setdefault(told, Passage(article.document_id, start, end, tuple(sorted(marks.values()))))
    subjects = tuple(found)[:MOST_SUBJECTS]
    passages = tuple(dict.fromkeys(found[one] for one in subjects))
    return Substance(subjects, passages, tuple(one.mention_id for one in own)) if subjects else None


def _about(
    key: Key, own: Sequence[EventMention], article: Article, all_mentions: Sequence[EventMention]
) -> Iterator[tuple[int, int]]:
    """The sentences that speak of the relationship."""
    nouns = "|".join(phrases()["substance_nouns"].get(key[3], ()))
    if not nouns:
        return
    named = re.compile(rf"\b(?:{re.escape(adjective(key[0]))}|{re.escape(bare_name(key[0]))}(?:'s|’s))\s+(?:{nouns})\b")
    definite = re.compile(rf"\b(?:the|this|that|such)\s+(?:{nouns})\b", re.IGNORECASE)
    of_type = sorted(
        (one.trigger.start, one in own)
        for one in all_mentions
        if one.field == "text" and one.cooperation and one.cooperation.type == key[3]
    )
    for sentence in _SENTENCE.finditer(article.text):
        before = [ours for at, ours in of_type if at < sentence.start()]
        if named.search(sentence[0]) or (before and before[-1] and definite.search(sentence[0])):
            yield sentence.span()


def _subjects(sentence: str) -> Iterator[tuple[str, tuple[int, int]]]:
    seen: set[str] = set()
    for match in _pattern().finditer(sentence):
        told = _told()[match[0].casefold()]
        if told not in seen:
            seen.add(told)
            yield told, match.span()


@cache
def _told() -> dict[str, str]:
    return {word: row["told"] for row in read_tsv("briefs/subjects.tsv") for word in cells(row["words"])}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_told(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
