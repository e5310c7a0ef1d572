"""What must hold of any mentions of a text: every span slices back, ids are unique, contents point into the list."""

from collections.abc import Iterable, Iterator, Sequence

from legation.records.article import Span
from legation.records.event import EventMention, Side
from legation.records.place import PlaceMention, Quantity, TimeExpression

Stretch = Span | Side | TimeExpression | PlaceMention | Quantity


def stretches(mention: EventMention) -> Iterator[tuple[str, Stretch]]:
    """Every stretch of text that a mention points at, by name."""
    yield "sentence", mention.sentence
    yield "trigger", mention.trigger
    yield from (("source", side) for side in mention.source)
    yield from (("target", side) for side in mention.target)
    if mention.cooperation:
        yield from (("provider", side) for side in mention.cooperation.provider)
        yield from (("recipient", side) for side in mention.cooperation.recipient)
    if mention.attribution:
        yield "speaker", mention.attribution.speaker
    if mention.time:
        yield "time", mention.time
    if mention.place:
        yield "place", mention.place
    yield from (("number", number) for number in mention.numbers)


def assert_sound(mentions: Sequence[EventMention], text: str, title: str | None = None) -> None:
    """Fails unless all spans slice back, ids are unique and contents are contents of a mention of the list."""
    for mention in mentions:
        field = title if mention.field == "title" else text
        assert field is not None
        for name, stretch in stretches(mention):
            assert 0 <= stretch.start < stretch.end <= len(field), (name, stretch)
            assert field[stretch.start : stretch.end] == stretch.text, (name, stretch)
        assert mention.sentence.start <= mention.trigger.start < mention.trigger.end <= mention.sentence.end
        assert mention.source or mention.target, "an event with neither side is not coded"
        assert 0 <= mention.confidence <= 1
    by_id = {mention.mention_id: mention for mention in mentions}
    assert len(by_id) == len(mentions), "mention ids are unique"
    for mention in mentions:
        assert mention.content_of is None or mention.content_of in by_id
        assert mention.content_of != mention.mention_id


def ids(sides: Iterable[Side]) -> set[str | None]:
    """The actors of a side."""
    return {side.actor_id for side in sides}


def told(mentions: Iterable[EventMention]) -> set[tuple[str, str, str, str]]:
    """(source, type, target, factuality) of each mention, sides joined."""
    return {
        (joined(mention.source), mention.event_type, joined(mention.target), mention.factuality.value)
        for mention in mentions
    }


def layer(mentions: Iterable[EventMention]) -> set[tuple[str, str, str, str, str]]:
    """(provider, cooperation, recipient, direction, factuality) of each mention that has one."""
    return {
        (joined(coop.provider), coop.type, joined(coop.recipient), coop.direction, mention.factuality.value)
        for mention in mentions
        if (coop := mention.cooperation)
    }


def joined(sides: Iterable[Side]) -> str:
    """The actor ids of a side, sorted and joined by |."""
    return "|".join(sorted(side.actor_id or "?" for side in sides))
