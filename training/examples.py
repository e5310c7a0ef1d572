"""Records as the network reads them: token ids, and what each of its three looks at a sentence should answer."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

from corpus.records import Event, Mark, Record
from training.labels import COOPERATIONS, HEADS, MODES, RELATIONS, ROLES, TAGS
from training.relations import relations

LONGEST = 160
UNKNOWN = -100  # a label that counts for nothing (torch's ignore_index)


@dataclass(frozen=True, slots=True)
class EventView:
    """A look at one trigger: its tokens, a label for each head, and a tag for each token and role (None: not asked)."""

    trigger: tuple[int, ...]
    labels: dict[str, int]
    roles: tuple[tuple[int, ...], ...] | None


@dataclass(frozen=True, slots=True)
class RelationView:
    """A look at two sides: their tokens, and the event type between them."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    label: int


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence: token ids, trigger tags, and the looks at its events and relations."""

    ids: tuple[int, ...]
    tags: tuple[int, ...]
    events: tuple[EventView, ...]
    relations: tuple[RelationView, ...]


def tokenizer(path: str) -> Tokenizer:
    """The encoder's own tokenizer, cut at `LONGEST` tokens, not padded."""
    loaded = Tokenizer.from_file(path)
    loaded.no_padding()
    loaded.enable_truncation(LONGEST)
    return loaded


def examples(records: Iterable[Record], tokens: Tokenizer, seed: int) -> list[Example]:
    """An example of each record. One word a sentence that is a trigger elsewhere is looked at where it is none."""
    listed = list(records)
    triggers = {record.text[a:b].lower() for record in listed for event in record.events for a, b in event.trigger[:1]}
    chance = random.Random(seed)
    return [_example(record, tokens.encode(record.text), triggers, chance) for record in listed]


def _example(record: Record, encoding: Encoding, triggers: set[str], chance: random.Random) -> Example:
    tags = [0] * len(encoding.ids)
    for event in record.events:
        for part, span in enumerate(event.trigger):
            for index, token in enumerate(tokens_of(encoding, *span)):
                tags[token] = TAGS.index(event.type) if index == part == 0 else TAGS.index("inside")
    views = [view for event in record.events if (view := _view(record, event, encoding)).trigger]
    decoys = [
        token
        for token, (start, end) in enumerate(encoding.offsets)
        if tags[token] == 0 and record.text[start:end].lower() in triggers
    ]
    if decoys:
        views.append(EventView((chance.choice(decoys),), {"type": 0}, None))
    pairs = (
        RelationView(
            _tokens(encoding, relation.source), _tokens(encoding, relation.target), RELATIONS.index(relation.event_type)
        )
        for relation in relations(record)
    )
    return Example(tuple(encoding.ids), tuple(tags), tuple(views), tuple(pairs))


def _view(record: Record, event: Event, encoding: Encoding) -> EventView:
    cooperation = event.cooperation
    mode = f"{event.type}.{event.mode[0]}" if event.mode else "none"
    labels = {
        "type": HEADS["type"].index(event.type),
        "factuality": HEADS["factuality"].index(event.factuality),
        "alleged": int(event.alleged),
        "mutual": int(event.mutual),
        "mode": MODES.index(mode),
        "cooperation": COOPERATIONS.index(cooperation.type if cooperation else "none"),
        "direction": HEADS["direction"].index(cooperation.direction) if cooperation else UNKNOWN,
    }
    speaker = event.attribution
    act = record.events[event.content_of].trigger[0] if event.content_of is not None else None
    spans: dict[str, Sequence[tuple[int, int]]] = {
        "source": [(mark.start, mark.end) for mark in event.source],
        "target": [(mark.start, mark.end) for mark in event.target],
        "provider": [(mark.start, mark.end) for mark in cooperation.provider] if cooperation else [],
        "recipient": [(mark.start, mark.end) for mark in cooperation.recipient] if cooperation else [],
        "speaker": [(speaker.start, speaker.end)] if speaker else [],
        "verb": [speaker.verb] if speaker and speaker.verb else [],
        "act": [act] if act else [],
        "time": [event.time] if event.time else [],
        "place": [event.place] if event.place else [],
        "placed": [(mark.start, mark.end) for mark in event.target if mark.place],
    }
    roles = tuple(_tags(encoding, spans[role]) for role in ROLES)
    trigger = tuple(token for span in event.trigger for token in tokens_of(encoding, *span))
    return EventView(trigger, labels, roles)


def _tags(encoding: Encoding, spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    tags = [0] * len(encoding.ids)
    for span in spans:
        for index, token in enumerate(tokens_of(encoding, *span)):
            tags[token] = 2 if index else 1
    return tuple(tags)


def _tokens(encoding: Encoding, marks: Sequence[Mark]) -> tuple[int, ...]:
    return tuple(token for mark in marks for token in tokens_of(encoding, mark.start, mark.end))


def tokens_of(encoding: Encoding, start: int, end: int) -> list[int]:
    """The tokens that lie in a stretch of the text; none where it was cut off."""
    return [index for index, (a, b) in enumerate(encoding.offsets) if a < end and b > start and b > a]
