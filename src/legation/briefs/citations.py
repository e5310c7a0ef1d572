"""No sentence without evidence: what a sentence names is read again from the ledger and compared.

`check` refuses a sentence that cites nothing, that cites a mention its records do not rest on, or whose actor, type,
state, date or number is not that of the cited record as the ledger holds it now.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from legation.briefs.brief import Brief, Claim, Notice, RecordRef, Sentence
from legation.briefs.forms import FORMS
from legation.briefs.phrases import notices
from legation.briefs.substance import Passage, Substance
from legation.briefs.view import View, counted, evidence_of, value_of
from legation.briefs.wording import fill
from legation.errors import LedgerError, UncitedError
from legation.records.article import Article
from legation.records.event import Event, EventMention
from legation.records.relationship import Relationship, Transition

MOST_COPIED = 8
"""The longest run of words that a brief may share with an article."""
_WORD = re.compile(r"\w+")


def check_brief(brief: Brief, view: View) -> None:
    """Checks every sentence against a view of the ledger, that notices are fixed lines, and that sources are as read.

    Raises UncitedError where something is not borne out.
    """
    view.read(mention_id for sentence in brief.sentences for mention_id in sentence.mentions)
    view.read_outlets(record for ref in _counted(brief) if (record := view.record(ref)))
    for line in brief.lines:
        if isinstance(line, Sentence):
            check(line, view)
            if not brief.numbers(line):
                raise UncitedError(f"no source is listed for: {line.text}")
        elif not is_fixed(line):
            raise UncitedError(f"not a fixed line, and without a citation: {line.text}")
    for source in brief.sources:
        for mention_id in source.mentions:
            mention = view.mention(mention_id)
            if mention is None or mention.sentence.text != source.sentence:
                raise UncitedError(f"source {source.number} is not the sentence of mention {mention_id}")
        if source.passage and _passage(source.passage, view) != source.sentence:
            raise UncitedError(f"source {source.number} is not the passage that it names")


def _counted(brief: Brief) -> set[RecordRef]:
    """The records whose outlets the brief counts."""
    claims = (claim for sentence in brief.sentences for slot in sentence.slots for claim in slot.claims)
    return {counted(claim.record) for claim in claims if claim.record.kind == "outlets"}


def check(sentence: Sentence, view: View) -> None:
    """Raises UncitedError unless the cited records, read again, say what the sentence says."""
    text = _text(sentence)
    if not sentence.mentions:
        raise UncitedError(f"no citation: {text}")
    claims = [claim for slot in sentence.slots for claim in slot.claims]
    if not claims:
        raise UncitedError(f"nothing in it is bound to a record: {text}")
    records = {claim.record: _read(claim.record, view, text) for claim in claims}
    for claim in claims:
        _compare(claim, records[claim.record], text)
    cited = set(sentence.mentions)
    for ref, record in records.items():
        if not cited & set(evidence_of(record)):
            raise UncitedError(f"the evidence of {ref.kind} {ref.key} is not cited: {text}")
        if isinstance(record, Relationship | Transition | Event):
            _compare_mentions(record, cited, view, text)
    if strays := cited - {mention for record in records.values() for mention in evidence_of(record)}:
        raise UncitedError(f"{sorted(strays)} are no evidence for: {text}")
    if unread := set(sentence.passages) - {one for record in records.values() for one in _passages(record)}:
        raise UncitedError(f"{unread} are no passages for: {text}")
    for mention_id in sentence.mentions:
        try:
            view.reread(mention_id)
        except LedgerError as error:
            raise UncitedError(f"{error}, cited by: {text}") from error


def is_fixed(notice: Notice) -> bool:
    """Whether a notice is one of the fixed lines, with nothing but a name or a period put in."""
    return any(re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(line)), notice.text, re.S) for line in notices())


def copied(text: str, articles: Iterable[Article]) -> bool:
    """Whether a text shares more than MOST_COPIED words in a row with an article's text, title or dek."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + MOST_COPIED + 1]) for at in range(len(words) - MOST_COPIED)}
    if not runs:
        return False
    sources = (_flat(part) for one in articles for part in (one.text, one.title, one.dek) if part)
    return any(f" {run} " in source for source in sources for run in runs)


@lru_cache(4096)
def _flat(text: str) -> str:
    """The words of a text, with one blank around each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def bears_out(mention: EventMention, record: Relationship | Transition | Event) -> bool:
    """Whether a mention by itself names a record's type and both its sides."""
    if isinstance(record, Event):
        return mention.event_type == record.event_type
    cooperation = mention.cooperation
    if cooperation is None or cooperation.type != record.type:
        return False
    gives = {side.actor_id for side in cooperation.provider}
    gets = {side.actor_id for side in cooperation.recipient}
    straight = record.provider in gives and record.recipient in gets
    return straight or (record.mutual and record.recipient in gives and record.provider in gets)


def _passages(record: object) -> tuple[Passage, ...]:
    return record.passages if isinstance(record, Substance) else ()


def _passage(passage: Passage, view: View) -> str | None:
    article = view.article(passage.document_id)
    return article.text[passage.start : passage.end] if article else None


def _text(sentence: Sentence) -> str:
    """The sentence's words, made anew from pattern and claims."""
    try:
        words = {slot.name: FORMS[slot.form](*(claim.value for claim in slot.claims)) for slot in sentence.slots}
        return fill(sentence.pattern, sentence.variant, words)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise UncitedError(f"a sentence of pattern {sentence.pattern!r} cannot be read: {error!r}") from error


def _read(ref: RecordRef, view: View, text: str) -> Any:  # noqa: ANN401 - any record
    record = view.record(ref)
    if record is None:
        raise UncitedError(f"the ledger has no {ref.kind} {ref.key}, told in: {text}")
    return record


def _compare(claim: Claim, record: object, text: str) -> None:
    try:
        held = value_of(record, claim.field)
    except (AttributeError, IndexError, TypeError) as error:
        raise UncitedError(f"{claim.record.kind} has no {claim.field}, told in: {text}") from error
    if held != claim.value:
        raise UncitedError(f"{claim.record.kind} {claim.field} is {held!r}, not {claim.value!r}, told in: {text}")


def _compare_mentions(record: Relationship | Transition | Event, cited: set[str], view: View, text: str) -> None:
    """At least one cited mention must itself name the type and both sides."""
    mentions = (view.mention(mention_id) for mention_id in cited & set(evidence_of(record)))
    if not any(mention and bears_out(mention, record) for mention in mentions):
        raise UncitedError(f"no cited mention names the sides and the type told in: {text}")
