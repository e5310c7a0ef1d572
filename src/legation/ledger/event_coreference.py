"""Mentions of one event, across articles, to one Event.

Mentions are compared only within a block: same family of events, same kind of factuality (so a plan and its fulfilment
stay two), and the same actor of those that are named least often. Within a block sides, days and places decide; the
mentions that say most come first, so the order of arrival does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from legation.ledger.judgements import JUDGED
from legation.ledger.relationships import Provenance, independent
from legation.ontology.cooperation import load_lifecycle
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Event, EventMention, Factuality, Side
from legation.records.place import PlaceMention, Quantity

EACH_DAY = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Acts that recur day by day: those of different days, or of different places, are different events."""
SLACK = timedelta(days=1)
"""Outlets date the same signing or visit a day apart."""
NEWS = timedelta(days=3)
"""News without a day is of the day of publication or the three before (our choice, as the next three)."""
PRACTICE = timedelta(days=15)
"""Reports of something going on, without a day, are one when published within a month."""
PLAN = timedelta(days=7)
"""Reports of one plan without a day are one when published within two weeks; its day may move by a week."""
BACKGROUND = timedelta(days=400)
"""Background without a day is of the last such event, if it was in the year or so before."""

FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(("AID", "COOPERATE", "MOBILIZE"), "does"),
    **dict.fromkeys(("AGREE", "SUPPORT"), "agrees"),
    **dict.fromkeys(("RETREAT", "CONCEDE"), "yields"),
}
"""Types that one event is told under, by the border that a sentence draws; others are families of their own."""
_FORCES = frozenset({"presence", "peacekeeping", "policing", "combat"})
_PACTS = frozenset({"commitment", "framework"})
_LEAVES = frozenset({"exit", "reduce"})
_OFTEN_NAMED: Mapping[str, int] = {
    name: rank
    for rank, name in enumerate(
        "UN USA RUS CHN EU NATO GBR FRA DEU UKR ISR IRN TUR IND PAK JPN KOR SAU SYR IRQ AU ECOWAS".split(), start=1
    )
}
"""Whom the world's news names most often, roughly: of an event's sides the other one tells it better apart."""

_RANK = {kind: rank for rank, kind in enumerate(Factuality)}
_PENDING = frozenset({Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED})
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Fact:
    """What the comparison needs of one mention. `place` is a town or site, known by name; no country."""

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
        place=_town(place) if place else None,
        numbers=mention.numbers,
    )


def _ids(sides: Iterable[Side]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side.actor_id for side in sides if side.actor_id))


def _town(place: PlaceMention) -> str | None:
    """The name of a place that is no country."""
    country = load_knowledge().actors.get(place.country or "")
    name = place.name or place.text
    return None if country and country.name == name else name.casefold()


def _block(mention: EventMention) -> str:
    """What mentions must have in common to be compared: family, kind of factuality, and the side that tells most."""
    pending = mention.factuality if mention.factuality in _PENDING else "told"
    named = sorted(
        {*_ids(mention.source), *_ids(mention.target)}, key=lambda actor: (_OFTEN_NAMED.get(actor, 0), actor)
    )
    words = sorted(side.text.casefold().removeprefix("the ") for side in (*mention.source, *mention.target))
    sides = named[0] if named else f"{mention.document_id} {words}"
    told = mention.cooperation
    kind = family(mention.event_type, told.type if told else None, told.direction if told else None)
    key = "|".join((kind, sides, pending, "alleged" if mention.alleged else ""))
    return blake2b(key.encode(), digest_size=12).hexdigest()


def family(event_type: str, cooperation: str | None, direction: str | None) -> str:
    """The kind of event, no finer than two readers would tell it apart."""
    kind = FAMILIES.get(event_type, event_type)
    if cooperation is None:
        return kind
    about = "forces" if cooperation in _FORCES else "pact" if cooperation in _PACTS else cooperation
    if about == "pact" and kind in ("agrees", "does"):
        act = "agrees"
    else:
        act = kind if event_type in load_lifecycle().speech_acts else "does"
    return f"{act} {about} {'leaves' if direction in _LEAVES else direction}"


def merge(reported: Iterable[Reported]) -> list[tuple[str, Event]]:
    """The events that the mentions tell of, each with its block."""
    blocks: dict[str, list[Reported]] = {}
    for one in reported:
        blocks.setdefault(one[0].block, []).append(one)
    return [(block, _event(cluster)) for block in sorted(blocks) for cluster in _clusters(blocks[block])]


class _Cluster:
    """An event in the making: its mentions, and what they say together of sides, days and place."""

    def __init__(self, one: Reported, span: Days | None) -> None:
        self.mentions = [one]
        self.span = span
        self.sources, self.targets = set(one[0].source), set(one[0].target)
        self.sides = self.sources | self.targets
        self.types = {one[0].event_type}
        self.mutual = one[0].mutual
        self.place = one[0].place

    def fits(self, fact: Fact, span: Days | None) -> bool:
        """Whether nothing that a mention says speaks against its being of this event."""
        return self._same_sides(fact) and self._same_days(fact, span) and self._same_place(fact)

    def _same_sides(self, fact: Fact) -> bool:
        """Sides may be left out, not exchanged; who does it to whom is asked of the same type of event.

        That a host expels and that a force leaves is one event told from either side.
        """
        theirs = {*fact.source, *fact.target}
        if not (self.sides <= theirs or theirs <= self.sides):
            return False
        if fact.mutual or self.mutual or fact.event_type not in self.types:
            return True
        return not (self.targets & set(fact.source) - self.sources or self.sources & set(fact.target) - self.targets)

    def _same_days(self, fact: Fact, span: Days | None) -> bool:
        if span is None or self.span is None:
            return span is None and self.span is None and fact.event_type not in EACH_DAY
        planned = fact.factuality in _PENDING
        slack = PLAN if planned else timedelta(0) if fact.event_type in EACH_DAY else SLACK
        return self.span[0] - slack <= span[1] and span[0] - slack <= self.span[1]

    def _same_place(self, fact: Fact) -> bool:
        """Asked only of what recurs day by day."""
        return fact.event_type not in EACH_DAY or None in (fact.place, self.place) or fact.place == self.place

    def take(self, one: Reported, span: Days | None) -> None:
        """Takes a mention in; the days become those on which all its mentions agree, where they do."""
        self.mentions.append(one)
        self.sources |= set(one[0].source)
        self.targets |= set(one[0].target)
        self.sides |= self.sources | self.targets
        self.types.add(one[0].event_type)
        self.mutual = self.mutual or one[0].mutual
        self.place = self.place or one[0].place
        if span and self.span:
            first, last = max(span[0], self.span[0]), min(span[1], self.span[1])
            self.span = (first, last) if first <= last else self.span

    def apart(self, span: Days) -> timedelta:
        """How far a mention's days lie from the event's."""
        return abs(span[1] - self.span[1]) if self.span else timedelta.max


def _clusters(block: Sequence[Reported]) -> list[list[Reported]]:
    """A block's mentions by event: those that say most come first, each other one goes to the nearest that fits."""
    if block[0][0].block.startswith(JUDGED):
        return [list(block)]
    spans = {one[0].mention_id: _span(*one) for one in block}
    clusters: list[_Cluster] = []
    by_month: dict[int, list[_Cluster]] = {}
    for one in sorted(block, key=lambda one: _order(one, spans[one[0].mention_id])):
        span = spans[one[0].mention_id]
        near = _near(by_month, span) if span else clusters
        fitting = [cluster for cluster in near if cluster.fits(one[0], span)]
        if not fitting and span is None:
            fitting = _before(clusters, one)
        undated_attack = one[0].event_type in EACH_DAY and one[0].precision == "unknown"
        if undated_attack and len({cluster.span for cluster in fitting}) > 1:
            fitting = []  # it may be either of two attacks: better told apart than merged wrongly
        if not fitting:
            made = _Cluster(one, span)
            clusters.append(made)
            for month in _months(span):
                by_month.setdefault(month, []).append(made)
            continue
        nearest = min(fitting, key=lambda cluster: cluster.apart(span)) if span else fitting[0]
        nearest.take(one, span)
    return [cluster.mentions for cluster in clusters]


def _order(one: Reported, span: Days | None) -> tuple[bool, int, int, date, str]:
    fact, provenance = one
    width = (span[1] - span[0]).days if span else 0
    complete = bool(fact.source) + bool(fact.target)
    return span is None, width, -complete, span[0] if span else provenance.known_from, fact.mention_id


def _months(span: Days | None) -> range:
    """The months, counted from year 0, that an event's days touch; of a longer one the first year of them."""
    if span is None:
        return range(0)
    first, last = (day.year * 12 + day.month for day in span)
    return range(first, min(last, first + 12) + 1)


def _near(by_month: Mapping[int, list[_Cluster]], span: Days) -> list[_Cluster]:
    """The events whose days may meet a mention's, each once, in the order in which they were made."""
    months = _months(span)
    found = (cluster for month in range(months.start - 1, months.stop + 1) for cluster in by_month.get(month, ()))
    return list(dict.fromkeys(found))


def _before(clusters: Sequence[_Cluster], one: Reported) -> list[_Cluster]:
    """For background without a day: the last such event before it was published."""
    fact, provenance = one
    if fact.factuality is not Factuality.HISTORICAL or fact.event_type in EACH_DAY:
        return []
    known = provenance.known_from
    told = [
        cluster
        for cluster in clusters
        if cluster.span and known - BACKGROUND <= cluster.span[1] <= known and cluster.fits(fact, cluster.span)
    ]
    return [max(told, key=lambda cluster: cluster.span or (date.min, date.min))] if told else []


def _span(fact: Fact, provenance: Provenance) -> Days | None:
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
