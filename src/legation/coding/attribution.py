"""Per whom: the speaker of the clause or quotation in which an event stands."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from legation.coding import syntax
from legation.coding.lexicon import Lexicon
from legation.records.article import Sentence

_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The head of the speaker's phrase, the reporting verb, and whether the verb only claims."""

    head: Token
    verb: str
    claims: bool


def speaker(trigger: Token, lexicon: Lexicon) -> Speaker | None:
    """The innermost speaker of the clause of a trigger, or None where the outlet itself speaks."""
    token = trigger
    for _ in range(12):
        head = token.head
        if head == token:
            break
        if token.dep_ in ("ccomp", "parataxis") and (found := _says(head, lexicon)):
            return found
        token = head
    for child in token.children:
        if (
            child.dep_ in ("parataxis", "advcl", "ccomp")
            and not _above(child, trigger)
            and (said := _says(child, lexicon))
        ):
            return said
    return _according_to(trigger)


def _says(verb: Token, lexicon: Lexicon) -> Speaker | None:
    lemma = verb.lemma_.lower()
    if lemma not in lexicon.reporting:
        return None
    said_by = syntax.agents(verb)
    return Speaker(said_by[0], lemma, lexicon.reporting[lemma]) if said_by else None


def _above(token: Token, below: Token) -> bool:
    return token == below or token.is_ancestor(below)


def _according_to(trigger: Token) -> Speaker | None:
    match = _ACCORDING.search(trigger.doc.text)
    if match is None:
        return None
    after = [token for token in trigger.doc if token.idx >= match.end()]
    noun = next((token for token in after if token.dep_ == "pobj"), None)
    return Speaker(noun, "according to", claims=False) if noun else None


def is_quoted(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch of the sentence's field stands inside quotation marks."""
    return any(first <= start and end <= last for first, last in sentence.quoted)
