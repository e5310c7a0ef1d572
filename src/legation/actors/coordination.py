"""Events told together, each with a time of its own: "left Mali in August 2022 and Burkina Faso in February 2023".

One verb governs several places that were left on different days (gapping). A mention has one time, so each group of
sides that shares a time becomes a mention; the first keeps the identity.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from legation.ontology.codebook import plover_reading, score
from legation.ontology.knowledge import Knowledge
from legation.records.actor import Actor
from legation.records.article import Span
from legation.records.event import Cooperation, Direction, EventMention, Side, mention_id
from legation.records.place import TimeExpression
from legation.records.reading import Reading

_REPLACES = re.compile(
    r"(?:replac|succeed|supersed)\w+|took over from|takes? over from|takes? the place of", re.IGNORECASE
)
_CLOSE = 12
"""Characters between a side and the time that is its own ("Mali, in August 2022"); our choice."""


def apart(mention: EventMention, reading: Reading) -> list[EventMention]:
    """The mention, or one for each time that some of its recipients have to themselves."""
    cooperation, times = mention.cooperation, reading.title_times if mention.field == "title" else reading.times
    sides = sorted(cooperation.recipient, key=lambda side: side.start) if cooperation else []
    inside = [time for time in times if mention.sentence.start <= time.start and time.end <= mention.sentence.end]
    if cooperation is None or len({side.actor_id for side in sides}) < 2 or not inside:
        return [mention]
    owned = _owned(mention.sentence, sides, inside)
    groups = [(time, [side for _, side in group]) for time, group in groupby(owned, key=lambda one: one[0])]
    if len(groups) < 2:
        return [mention]
    common = None if any(time == mention.time for time, _ in groups) else mention.time
    return [
        replace(
            mention,
            mention_id=mention_id(mention.mention_id, place) if place else mention.mention_id,
            cooperation=replace(cooperation, recipient=tuple(group)),
            target=_without(mention.target, [side for side in sides if side not in group]),
            time=time or common,
        )
        for place, (time, group) in enumerate(groups)
    ]


def succession(mention: EventMention, knowledge: Knowledge) -> list[EventMention]:
    """The mention, or the exit of one mission and the entry of another that replaces it in its country."""
    new, old = mention.source[:1], mention.target[-1:]
    host = {knowledge.hosts.get(side.actor_id or "") for side in (*new, *old)}
    hosted = len(new) + len(old) == 2 and len(host) == 1 and None not in host and new[0].actor_id != old[0].actor_id
    if not hosted or not _REPLACES.fullmatch(mention.trigger.text):
        return [mention]
    country = knowledge.actors[host.pop() or ""]
    withdraw: tuple[str, ...] = ("withdraw",)
    steps: list[tuple[str, tuple[str, ...], Direction, Side]] = [
        ("RETREAT", withdraw, "exit", old[0]),
        ("AID", (), "entry", new[0]),
    ]
    return [
        replace(
            mention,
            mention_id=mention_id(mention.mention_id, place) if place else mention.mention_id,
            event_type=event_type,
            mode=mode,
            score=score(event_type, mode),
            plover=plover_reading(event_type, mention.factuality, mode),
            source=(side,),
            target=(),
            cooperation=Cooperation("peacekeeping", direction, (side,), (_place_of(side, country),)),
        )
        for place, (event_type, mode, direction, side) in enumerate(steps)
    ]


def _place_of(mission: Side, country: Actor) -> Side:
    reason = f"host of {mission.name}"
    return replace(
        mission, actor_id=country.actor_id, name=country.name, country=country.country, sector=(), reason=reason
    )


def _owned(
    sentence: Span, sides: Sequence[Side], times: Sequence[TimeExpression]
) -> list[tuple[TimeExpression | None, Side]]:
    """Each side with its time: one close behind it or before it, else that behind the next of its row."""
    found: list[tuple[TimeExpression | None, Side]] = []
    behind: TimeExpression | None = None
    for side in reversed(sides):
        before = next((time for time in times if 0 <= side.start - time.end <= len(", ")), None)
        own = next((time for time in times if _follows(time, side, sentence)), None)
        behind = own or (None if before else behind)
        found.append((before or behind, side))
    return found[::-1]


def _follows(time: TimeExpression, side: Side, sentence: Span) -> bool:
    between = sentence.text[side.end - sentence.start : time.start - sentence.start]
    return 0 <= time.start - side.end <= _CLOSE and "and" not in between


def _without(sides: Sequence[Side], others: Sequence[Side]) -> tuple[Side, ...]:
    ids = {side.actor_id for side in others}
    return tuple(side for side in sides if side.actor_id not in ids)
