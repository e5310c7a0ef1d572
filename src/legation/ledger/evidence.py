"""Every row leads back to article, sentence and offsets: spans are re-read when stored and when shown."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from legation.errors import LedgerError
from legation.records.article import Article, Span
from legation.records.event import EventMention


class _Spanned(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Evidence(NamedTuple):
    """What a claim rests on: the article, the sentence in it, and the mention read from that sentence."""

    article: Article
    sentence: Span
    mention: EventMention


def spans(mention: EventMention) -> Iterator[tuple[str, _Spanned]]:
    """Every span of a mention, with the name of its part."""
    yield "sentence", mention.sentence
    yield "trigger", mention.trigger
    for name in ("source", "target", "numbers"):
        for span in getattr(mention, name):
            yield name, span
    if mention.attribution:
        yield "attribution", mention.attribution.speaker
    if mention.cooperation:
        yield from (("provider", side) for side in mention.cooperation.provider)
        yield from (("recipient", side) for side in mention.cooperation.recipient)
    if mention.time:
        yield "time", mention.time
    if mention.place:
        yield "place", mention.place


def check_spans(article: Article, mention: EventMention) -> None:
    """Raises LedgerError, naming the span, where the article does not hold what the mention says it does."""
    if mention.document_id != article.document_id:
        raise LedgerError(
            f"mention {mention.mention_id} is of document {mention.document_id}, not {article.document_id}"
        )
    text = article.text if mention.field == "text" else article.title or ""
    for part, span in spans(mention):
        found = text[span.start : span.end]
        if span.start < 0 or found != span.text:
            raise LedgerError(
                f"mention {mention.mention_id}: {part} {span.text!r} at {span.start}-{span.end} of the "
                f"{mention.field} of {article.document_id} reads {found!r}"
            )
