"""What the coder says of the corpus's sentences, in the corpus's own records, so that like is compared with like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import legation
from corpus.notation import head_of
from corpus.records import Cooperation, Event, Mark, Record, Speaker
from legation.records import event as coding
from legation.records.event import Attribution, EventMention, Side


@dataclass(frozen=True, slots=True)
class Coded:
    """A gold record, the coder's mentions of its sentence, and the same as annotation (one event for each mention)."""

    record: Record
    mentions: tuple[EventMention, ...]
    events: tuple[Event, ...]


def coded(records: Iterable[Record]) -> list[Coded]:
    """Each record with what the public coder says of its bare sentence."""
    return [given(record, legation.code_text(record.text)) for record in records]


def given(record: Record, mentions: Sequence[EventMention]) -> Coded:
    """A record with mentions of its sentence."""
    return Coded(record, tuple(mentions), as_events(record.text, mentions))


def as_events(text: str, mentions: Sequence[EventMention]) -> tuple[Event, ...]:
    """Mentions as annotation; heads are found as the notation finds them."""
    places = {mention.mention_id: index for index, mention in enumerate(mentions)}
    return tuple(_event(text, mention, places) for mention in mentions)


def _event(text: str, mention: EventMention, places: dict[str, int]) -> Event:
    place, time = mention.place, mention.time
    return Event(
        type=mention.event_type,
        trigger=((mention.trigger.start, mention.trigger.end),),
        factuality=str(mention.factuality),
        mode=mention.mode,
        alleged=mention.alleged,
        mutual=mention.mutual,
        content_of=places.get(mention.content_of) if mention.content_of else None,
        source=_marks(text, mention.source),
        target=_marks(text, mention.target),
        cooperation=_cooperation(text, mention.cooperation) if mention.cooperation else None,
        attribution=_speaker(text, mention.attribution) if mention.attribution else None,
        time=(time.start, time.end) if time else None,
        place=(place.start, place.end) if place else None,
    )


def _cooperation(text: str, told: coding.Cooperation) -> Cooperation:
    sides = _marks(text, told.provider), _marks(text, told.recipient)
    return Cooperation(told.type, told.direction, *sides, mutual=False)


def _marks(text: str, sides: Iterable[Side]) -> tuple[Mark, ...]:
    return tuple(Mark(side.start, side.end, head_of(text, side.start, side.end), place=side.place) for side in sides)


def _speaker(text: str, attribution: Attribution) -> Speaker:
    start, end = attribution.speaker.start, attribution.speaker.end
    return Speaker(start, end, head_of(text, start, end), None, attribution.quoted)
