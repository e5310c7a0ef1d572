"""Reviewed sentences as records of the training corpus, so that a coder can learn from what was corrected."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from legation.ledger.store import Ledger
from legation.records.event import Cooperation, EventMention, Side

Key = tuple[str, str, int]


def write_training(ledger: Ledger, path: Path) -> int:
    """Writes each sentence of which a mention was reviewed, with all mentions that it has now; gives how many.

    One JSON object a line, as in the corpus's own files. A sentence whose only mention was rejected holds no event.
    """
    reviewed = {one.mention_id for one in ledger.corrections()}
    sentences: dict[Key, str] = {}
    for _, mention in sorted(ledger.mentions_by_id(sorted(reviewed)).items()):
        sentences.setdefault(_place(mention), mention.sentence.text)
    documents = {document: ledger.mentions(document) for document in sorted({key[0] for key in sentences})}
    with path.open("w", encoding="utf-8") as file:
        for key, text in sorted(sentences.items()):
            held = [mention for mention in documents[key[0]] if _place(mention) == key]
            file.write(json.dumps(_record(key, text, held), ensure_ascii=False) + "\n")
    return len(sentences)


def _place(mention: EventMention) -> Key:
    return mention.document_id, mention.field, mention.sentence.start


def _record(key: Key, text: str, mentions: Sequence[EventMention]) -> dict[str, Any]:
    ids = {mention.mention_id: number for number, mention in enumerate(mentions)}
    events = [_event(mention, ids.get(mention.content_of or "")) for mention in mentions]
    return {"id": "-".join(map(str, key)), "text": text, "events": events}


def _event(mention: EventMention, content_of: int | None) -> dict[str, Any]:
    """One event; what is at its default is left out, offsets count in the sentence."""
    base, text = mention.sentence.start, mention.sentence.text
    said, time, place = mention.attribution, mention.time, mention.place
    event: dict[str, Any] = {
        "type": mention.event_type,
        "trigger": [[mention.trigger.start - base, mention.trigger.end - base]],
        "factuality": mention.factuality.value,
        "mode": list(mention.mode),
        "alleged": mention.alleged,
        "mutual": mention.mutual,
        "content_of": content_of,
        "source": list(_marks(mention.source, base, text)),
        "target": list(_marks(mention.target, base, text)),
        "cooperation": mention.cooperation and _cooperation(mention.cooperation, mention.mutual, base, text),
        "attribution": None,
        "time": _inside(time.start - base, time.end - base, text) if time else None,
        "place": _inside(place.start - base, place.end - base, text) if place else None,
    }
    for mark in _marks([said.speaker] if said else [], base, text):
        event["attribution"] = {**mark, "verb": None, "quoted": said.quoted if said else False}
    return {name: value for name, value in event.items() if value not in (None, False, [])}


def _cooperation(told: Cooperation, mutual: bool, base: int, text: str) -> dict[str, Any]:
    provider, recipient = (list(_marks(sides, base, text)) for sides in (told.provider, told.recipient))
    return {
        "type": told.type,
        "direction": told.direction,
        "provider": provider,
        "recipient": recipient,
        "mutual": mutual,
    }


def _marks(sides: Iterable[Side], base: int, text: str) -> Iterator[dict[str, int]]:
    """The sides that stand in this sentence, each with where its last word starts."""
    for side in sides:
        if span := _inside(side.start - base, side.end - base, text):
            start, end = span
            yield {"start": start, "end": end, "head": start + len(side.text) - len(side.text.split()[-1])}


def _inside(start: int, end: int, text: str) -> list[int] | None:
    return [start, end] if 0 <= start < end <= len(text) else None
