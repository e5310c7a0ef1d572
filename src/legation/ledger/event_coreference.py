"""Mentions of one event, across articles, to one Event.

Mentions are compared only within a block: same kind of event, same sides, same kind of factuality (so a plan and its
fulfilment stay two). Within a block days decide. Blocks are clustered whole and sorted, so the order of arrival
does not matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from legation.ledger.relationships import Provenance, independent
from legation.ontology.cooperation import load_lifecycle
from legation.records.event import Event, EventMention, Factuality, Side
from legation.records.place import Quantity

EACH_DAY = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Acts that recur day by day: those of different days, or of different places, are different events."""
SLACK = timedelta(days=1)
"""Outlets date the same signing or visit a day apart."""
NEWS = timedelta(days=3)
"""News without a day is of the day of publication or the three before (our choice, as the next two)."""
PRACTICE = timedelta(days=15)
"""Reports of something going on, without a day, are one when published within a month."""
PLAN = timedelta(days=7)
"""Reports of one plan without a day are one when published within two weeks."""

_RANK = {kind: rank for rank, kind in enumerate(Factuality)}
_PENDING = frozenset({Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED})


@dataclass(frozen=True, slots=True)
class Fact:
    """What the comparison needs of one mention."""

    mention_id: str
    document_id: str
    block: str
    event_type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    mutual: bool
    factuality: Factuality
    cooperation: str | None
    direction: str | None
    start_date: date | None
    end_date: date | None
    precision: str
    place: str | None
    numbers: tuple[Quantity, ...]


Reported = tuple[Fact, Provenance]


def fact_of(mention: EventMention) -> Fact:
    """The mention as the comparison sees it."""
    cooperation, time, place = mention.cooperation, mention.time, mention.place
    # A vague time ("recently") tells no more than the publication does.
    start, end, precision = time.told if time and time.precision != "unknown" else (None, None, "unknown")
    return Fact(
        mention_id=mention.mention_id,
        document_id=mention.document_id,
        block=_block(mention),
        event_type=mention.event_type,
        source=_ids(mention.source),
        target=_ids(mention.target),
        mutual=mention.mutual,
        factuality=mention.factuality,
        cooperation=cooperation.type if cooperation else None,
        direction=cooperation.direction if cooperation else None,
        start_date=start,
        end_date=end,
        precision=precision,
        place=(place.name or place.text).casefold() if place else None,
        numbers=mention.numbers,
    )


def _ids(sides: Iterable[Side]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side.actor_id for side in sides if side.actor_id))


def _block(mention: EventMention) -> str:
    """What mentions must have in common to be compared: kind, sides, kind of factuality."""
    cooperation = mention.cooperation
    kind = mention.event_type
    if cooperation:
        act = kind if kind in load_lifecycle().speech_acts else "does"
        kind = f"{act} {cooperation.type} {cooperation.direction}"
    sides = [_names(mention.source), _names(mention.target)]
    if mention.mutual:
        sides = ["+".join(sorted(filter(None, "+".join(sides).split("+"))))]
    pending = mention.factuality if mention.factuality in _PENDING else "told"
    alone = not any(side.actor_id for side in (*mention.source, *mention.target))
    key = "|".join((kind, *sides, pending, "alleged" if mention.alleged else "", mention.document_id if alone else ""))
    return blake2b(key.encode(), digest_size=12).hexdigest()


def _names(sides: Iterable[Side]) -> str:
    """The sides by actor id; one that is not linked by its words."""
    return "+".join(sorted({side.actor_id or side.text.casefold().removeprefix("the ") for side in sides}))


def merge(reported: Iterable[Reported]) -> list[tuple[str, Event]]:
    """The events that the mentions tell of, each with its block."""
    blocks: dict[str, list[Reported]] = {}
    for one in reported:
        blocks.setdefault(one[0].block, []).append(one)
    return [(block, _event(cluster)) for block in sorted(blocks) for cluster in _clusters(blocks[block])]


def _span(fact: Fact, provenance: Provenance) -> tuple[date, date] | None:
    """The first and last day on which the event can lie; None where nothing tells."""
    known, start, end = provenance.known_from, fact.start_date, fact.end_date
    if start or end:
        return (start or end or known), (end or start or known)
    if not provenance.dated or fact.factuality is Factuality.HISTORICAL:
        return None
    if fact.factuality is Factuality.ONGOING:
        return known - PRACTICE, known + PRACTICE
    if fact.factuality is Factuality.OCCURRED:
        return known - NEWS, known
    return known - PLAN, known + PLAN


def _clusters(block: Sequence[Reported]) -> list[list[Reported]]:
    """A block's mentions by event: those with a day first, then the others to the nearest of these."""
    each_day = block[0][0].event_type in EACH_DAY
    ordered = sorted(block, key=lambda one: one[0].mention_id)
    dayed, floating, timeless = [], [], []
    for one in ordered:
        span = _span(*one)
        if span is None:
            timeless.append(one)
        elif span[0] == span[1] and one[0].precision == "day":
            dayed.append((span[0], one))
        else:
            floating.append((span, one))
    anchors = _by_day(dayed, each_day)
    loose: list[tuple[tuple[date, date], list[Reported]]] = []
    for span, one in sorted(floating, key=lambda item: (item[0][1], item[0][0], item[1][0].mention_id)):
        fitting = [anchor for anchor in anchors if _fits(span, one, anchor, each_day)]
        if fitting:
            min(fitting, key=lambda anchor: abs(span[1] - anchor[0]))[1].append(one)
        elif loose and loose[-1][0][1] >= span[0] and _same_place(loose[-1][1], one, each_day):
            loose[-1][1].append(one)
        else:
            loose.append((span, [one]))
    return [cluster for _, cluster in anchors] + [cluster for _, cluster in loose] + _timeless(timeless)


def _by_day(dayed: list[tuple[date, Reported]], each_day: bool) -> list[tuple[date, list[Reported]]]:
    """The mentions that name a day, by event: same day, or one apart for what does not recur day by day."""
    anchors: list[tuple[date, list[Reported]]] = []
    for day, one in sorted(dayed, key=lambda item: (item[0], item[1][0].place or "~", item[1][0].mention_id)):
        near = [
            anchor
            for anchor in anchors[-8:]
            if day - anchor[0] <= (timedelta(0) if each_day else SLACK) and _same_place(anchor[1], one, each_day)
        ]
        if near:
            near[0][1].append(one)
        else:
            anchors.append((day, [one]))
    return anchors


def _fits(span: tuple[date, date], one: Reported, anchor: tuple[date, list[Reported]], each_day: bool) -> bool:
    slack = timedelta(0) if each_day else SLACK
    return span[0] - slack <= anchor[0] <= span[1] + slack and _same_place(anchor[1], one, each_day)


def _same_place(cluster: list[Reported], one: Reported, each_day: bool) -> bool:
    """Whether nothing speaks against the same place; asked only of what recurs day by day."""
    places = {fact.place for fact, _ in cluster} - {None}
    return not each_day or one[0].place is None or not places or one[0].place in places


def _timeless(timeless: list[Reported]) -> list[list[Reported]]:
    """Mentions that no day bounds: background of one block is one event; undated news only within its article."""
    groups: dict[str, list[Reported]] = {}
    for one in timeless:
        background = one[0].factuality is Factuality.HISTORICAL and one[0].event_type not in EACH_DAY
        groups.setdefault("" if background else one[0].document_id, []).append(one)
    return [groups[name] for name in sorted(groups)]


def _event(cluster: Sequence[Reported]) -> Event:
    """The event of a cluster; it is named by its first report, and keeps all its mentions and figures."""
    ordered = sorted(cluster, key=lambda one: (one[1].known_from, one[0].mention_id))
    first = ordered[0][0]
    start, end, precision = _time(ordered)
    numbers = {(n.what, n.value, n.text, n.unit or ""): n for fact, _ in reversed(ordered) for n in fact.numbers}
    return Event(
        event_id="e" + blake2b(first.mention_id.encode(), digest_size=8).hexdigest(),
        event_type=first.event_type,
        source=first.source,
        target=first.target,
        mutual=first.mutual,
        factuality=min((fact.factuality for fact, _ in ordered), key=_RANK.__getitem__),
        cooperation=first.cooperation,
        direction=first.direction,
        start_date=start,
        end_date=end,
        precision=precision,
        first_reported=ordered[0][1].known_from,
        last_reported=ordered[-1][1].known_from,
        outlets=independent(provenance for _, provenance in ordered),
        mentions=tuple(fact.mention_id for fact, _ in ordered),
        numbers=tuple(numbers[key] for key in sorted(numbers)),
    )


def _time(ordered: Sequence[Reported]) -> tuple[date | None, date | None, str]:
    """The narrowest time that any mention gives."""
    times = [(fact.start_date, fact.end_date, fact.precision) for fact, _ in ordered if fact.precision != "unknown"]
    return min(times, key=_width, default=(None, None, "unknown"))


def _width(time: tuple[date | None, date | None, str]) -> tuple[bool, timedelta, str]:
    start, end, precision = time
    whole = start is not None and end is not None
    return not whole, (end - start if start and end else timedelta(0)), f"{start}{end}{precision}"
