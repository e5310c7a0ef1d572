"""The public JSON form of an event mention, as `legation code` prints it."""

from typing import Any

from legation.records.actor import ActorLink
from legation.records.event import Cooperation, EventMention, Side


def mention_json(mention: EventMention) -> dict[str, Any]:
    """One mention as the documented JSON object; absent values are null or an empty list."""
    said = mention.attribution
    return {
        "mention_id": mention.mention_id,
        "document_id": mention.document_id,
        "url": mention.url,
        "title": mention.title,
        "byline": mention.byline,
        "outlet": mention.outlet,
        "published": _iso(mention.published),
        "field": mention.field,
        "sentence": {"text": mention.sentence.text, "start": mention.sentence.start, "end": mention.sentence.end},
        "event_type": mention.event_type,
        "mode": list(mention.mode),
        "contexts": list(mention.contexts),
        "score": mention.score,
        "plover": {"event_type": mention.plover.event_type, "score": mention.plover.score},
        "trigger": {"text": mention.trigger.text, "start": mention.trigger.start, "end": mention.trigger.end},
        "source": [_side(side) for side in mention.source],
        "target": [_side(side) for side in mention.target],
        "mutual": mention.mutual,
        "factuality": mention.factuality.value,
        "alleged": mention.alleged,
        "content_of": mention.content_of,
        "attribution": {**_side(said.speaker), "verb": said.verb, "quoted": said.quoted} if said else None,
        "cooperation": _cooperation(mention.cooperation),
        "time": _fields(mention.time, "text start end start_date end_date precision"),
        "place": _fields(mention.place, "text start end name geonameid lat lon country"),
        "numbers": [_fields(number, "what value unit text start end") for number in mention.numbers],
        "confidence": round(mention.confidence, 3),
        "coder": mention.coder,
    }


def link_json(link: ActorLink) -> dict[str, Any]:
    """An actor link with its reason, as `legation actor` prints it."""
    return {
        "text": link.text,
        "actor_id": link.actor_id,
        "own_id": link.own_id,
        "name": link.name,
        "country": link.country,
        "sector": list(link.sector),
        "score": round(link.score, 3),
        "reason": link.reason,
        "alternatives": [_fields(other, "actor_id name score reason") for other in link.alternatives],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "text": side.text,
        "start": side.start,
        "end": side.end,
        "actor_id": side.actor_id,
        "name": side.name,
        "country": side.country,
        "sector": list(side.sector),
    }


def _cooperation(cooperation: Cooperation | None) -> dict[str, Any] | None:
    if cooperation is None:
        return None
    return {
        "type": cooperation.type,
        "provider": _ids(cooperation.provider),
        "recipient": _ids(cooperation.recipient),
        "direction": cooperation.direction,
    }


def _ids(sides: tuple[Side, ...]) -> list[str]:
    return list(dict.fromkeys(side.actor_id for side in sides if side.actor_id))


def _fields(record: object | None, names: str) -> dict[str, Any] | None:
    if record is None:
        return None
    return {name: _iso(getattr(record, name)) for name in names.split()}


def _iso(value: Any) -> Any:  # noqa: ANN401 - dates become text, all else stays
    return value.isoformat() if hasattr(value, "isoformat") else value
