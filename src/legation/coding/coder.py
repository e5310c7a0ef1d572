"""Codes an article: the model tags its sentences and looks at their triggers; drafts become event mentions."""

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import TypeVar

from legation.coding.decoding import Draft, Stretch, drafts, triggers
from legation.coding.quantities import quantities
from legation.coding.tagger import Tagged, Tagger
from legation.coding.timing import after_another, in_the_right_year, is_measure, placed_in_time
from legation.ontology import codebook
from legation.records.article import Sentence, Span
from legation.records.event import Attribution, Cooperation, EventMention, Factuality, RelationScores, Side, mention_id
from legation.records.place import PlaceMention, TimeExpression
from legation.records.reading import Reading

Spans = Sequence[tuple[int, int]]
_Placed = TypeVar("_Placed", TimeExpression, PlaceMention)
# Acts whose own factuality is that of saying: a date in them mostly belongs to what they are about.
_SPEECH_ACTS = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE", "REJECT"})

_HOLDS = re.compile(r"['’]s? (?:\w+ ){0,3}$")  # "Mali's Gao", "Niger's mining town of Arlit"


class Coder:
    """Codes articles with a model in memory."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._name = f"legation {version('legation')} / model {tagger.card.version}"

    def code(self, readings: Sequence[Reading]) -> list[list[EventMention]]:
        """The event mentions of each article in text order, the title's first; sides carry spans alone.

        Articles coded together are coded faster: sentences of like length run as one batch, whatever their article.
        """
        sentences = [(reading, sentence) for reading in readings for sentence in reading.sentences]
        tagged = self._tagger.tag([sentence.text for _, sentence in sentences])
        found = [triggers(each, self._tagger.card) for each in tagged]
        looks = [(each, trigger.tokens) for each, those in zip(tagged, found, strict=True) for trigger in those]
        answers = iter(self._tagger.look(looks))
        made: dict[str, dict[str, EventMention]] = {reading.article.document_id: {} for reading in readings}
        for (reading, sentence), each, those in zip(sentences, tagged, found, strict=True):
            events = drafts(each, those, [next(answers) for _ in those], self._tagger.card)
            for mention in _Decoder(sentence, reading, events, self._name).mentions() if events else ():
                made[reading.article.document_id].setdefault(mention.mention_id, mention)
        return [list(made[reading.article.document_id].values()) for reading in readings]

    def relate(self, sentence: str, sources: Spans, targets: Spans) -> RelationScores:
        """The event between two given sides, in the PLOVER reading; offsets are into the sentence."""
        (tagged,) = self._tagger.tag([sentence], gated=False)
        shares = self._tagger.relate(tagged, _tokens(tagged, sources), _tokens(tagged, targets))
        return RelationScores(max(shares, key=lambda name: shares[name]), dict(shares))


def _tokens(tagged: Tagged, spans: Spans) -> list[int]:
    return [
        token
        for token, (start, end) in enumerate(tagged.offsets)
        if start < end and any(start < last and first < end for first, last in spans)
    ]


class _Decoder:
    """Turns the drafts of one sentence into mentions."""

    def __init__(self, sentence: Sentence, reading: Reading, made: Sequence[Draft], coder: str) -> None:
        self._sentence = sentence
        self._article = reading.article
        self._drafts = made
        self._coder = coder
        times = reading.title_times if sentence.field == "title" else reading.times
        self._times = [time for time in times if sentence.start <= time.start and time.end <= sentence.end]
        places = () if sentence.field == "title" else reading.places
        self._places = [place for place in places if sentence.start <= place.start and place.end <= sentence.end]
        self._numbers = quantities(sentence.text, sentence.start)
        self._ids = [self._id(index) for index in range(len(made))]

    def mentions(self) -> list[EventMention]:
        """The mentions whose event has a side, in text order."""
        contexts = codebook.contexts_of(self._sentence.text)
        return [
            self._mention(index, contexts) for index, draft in enumerate(self._drafts) if draft.source or draft.target
        ]

    def _mention(self, index: int, contexts: tuple[str, ...]) -> EventMention:
        draft = self._drafts[index]
        factuality = draft.factuality
        time = self._at(draft.time, self._times)
        if time and is_measure(time, self._sentence.text[: time.start - self._sentence.start], draft.trigger[1]):
            time = None
        clause = self._sentence.text[time.end - self._sentence.start : draft.trigger[0]] if time else ""
        time = in_the_right_year(factuality, time, self._article.published, clause)
        if time is None and factuality is Factuality.HISTORICAL:
            sentence = Span(self._sentence.text, self._sentence.start, self._sentence.end)
            time = after_another(sentence, self._sentence.start + draft.trigger[1], self._times)
        if draft.event_type not in _SPEECH_ACTS:
            factuality = placed_in_time(factuality, time, self._article.published)
        return EventMention(
            mention_id=self._ids[index],
            document_id=self._article.document_id,
            sentence=Span(self._sentence.text, self._sentence.start, self._sentence.end),
            event_type=draft.event_type,
            trigger=self._span(draft.trigger),
            source=self._sides(draft.source),
            target=self._sides(draft.target, place=draft.placed),
            factuality=factuality,
            confidence=round(draft.confidence, 4),
            coder=self._coder,
            score=codebook.score(draft.event_type, draft.mode),
            plover=codebook.plover_reading(draft.event_type, factuality, draft.mode),
            mode=(draft.mode,) if draft.mode else (),
            contexts=contexts,
            mutual=draft.mutual,
            alleged=draft.alleged,
            content_of=self._ids[draft.content_of] if draft.content_of is not None else None,
            attribution=self._attribution(draft),
            cooperation=self._cooperation(draft),
            time=time,
            place=self._place(draft),
            numbers=tuple(number for number in self._numbers if self._owner(number.start) == index),
            field=self._sentence.field,
            url=self._article.url,
            title=self._article.title,
            byline=self._article.byline,
            outlet=self._article.outlet,
            published=self._article.published,
        )

    def _id(self, index: int) -> str:
        trigger = self._span(self._drafts[index].trigger)
        ordinal = [self._span(draft.trigger) for draft in self._drafts[:index]].count(trigger)
        return mention_id(self._article.document_id, self._sentence.field, trigger.start, trigger.end, ordinal)

    def _span(self, stretch: Stretch) -> Span:
        start, end = stretch
        return Span(self._sentence.text[start:end], self._sentence.start + start, self._sentence.start + end)

    def _sides(self, stretches: Iterable[Stretch], *, place: bool = False) -> tuple[Side, ...]:
        spans = [self._span(stretch) for stretch in stretches]
        return tuple(Side(span.text, span.start, span.end, place=place) for span in spans)

    def _attribution(self, draft: Draft) -> Attribution | None:
        if draft.speaker is None:
            return None
        trigger = self._span(draft.trigger)
        quoted = any(start <= trigger.start and trigger.end <= end for start, end in self._sentence.quoted)
        verb = self._span(draft.verb).text if draft.verb else ""
        return Attribution(self._sides([draft.speaker])[0], verb, quoted)

    def _cooperation(self, draft: Draft) -> Cooperation | None:
        if draft.cooperation is None or draft.direction is None:
            return None
        return Cooperation(
            draft.cooperation, draft.direction, self._sides(draft.provider), self._sides(draft.recipient)
        )

    def _place(self, draft: Draft) -> PlaceMention | None:
        """The place that the sentence gives the event, else one that a target names; never the dateline of the text."""
        sides = [side for side in (draft.place, *draft.target) if side]
        first = next(filter(None, (self._at(side, self._places) for side in sides)), None)
        if first is None:
            return None
        following = self._places.index(first) + 1
        if following < len(self._places):
            within = self._places[following]
            between = self._sentence.text[first.end - self._sentence.start : within.start - self._sentence.start]
            if _HOLDS.match(between) and within.country == first.country:
                return within
        return first

    def _at(self, stretch: Stretch | None, found: Sequence[_Placed]) -> _Placed | None:
        """The first time or place that lies in a stretch."""
        if stretch is None:
            return None
        span = self._span(stretch)
        return next((each for each in found if each.start < span.end and span.start < each.end), None)

    def _owner(self, start: int) -> int:
        """The draft whose trigger is the nearest to a place in the text."""
        starts = [self._span(draft.trigger).start for draft in self._drafts]
        return min(range(len(starts)), key=lambda index: abs(starts[index] - start))
