"""Scores the events of a sentence against its annotation: triggers, types, sides, factuality, cooperation, speakers.

Events are paired by their triggers. What hangs on a missed event is missed, and what hangs on an invented one is too
much, except for labels of paired events (factuality, direction), which are scored over pairs alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from corpus.records import Event, Mark, Record
from evaluation.alignment import Couple, align, same, settle, settle_sides
from evaluation.predictions import Coded
from evaluation.scores import (
    NOTHING,
    Figure,
    Pairs,
    Rated,
    accuracy,
    calibration,
    f1,
    f1_of,
    figure,
    kappa,
    macro_f1,
    precision,
    recall,
)

Told = tuple[str, str, str]
"""What is compared, what the gold says, what the coder says."""

FIGURES: tuple[tuple[str, str, Callable[[Pairs], float]], ...] = (
    ("trigger F1", "trigger", f1),
    ("trigger + type F1", "type", f1),
    ("argument F1 (heads)", "argument", f1),
    ("factuality macro F1", "factuality", macro_f1),
    ("factuality, kappa", "factuality", kappa),
    ("cooperation type F1", "cooperation", f1),
    ("provider and recipient the right way round", "way", accuracy),
    ("direction of the act", "direction", accuracy),
    ("attribution F1 (speaker's head)", "speaker", f1),
    ("content of a speech act F1", "content", f1),
    ("alleged F1", "alleged", f1),
    ("whole mentions, precision", "whole", precision),
    ("whole mentions, recall", "whole", recall),
    ("sentences without event left alone", "gate", accuracy),
)


def figures(found: Sequence[Coded]) -> dict[str, Figure]:
    """All figures over coded records, by their names."""
    scored = compared([(each.record, each.events) for each in found])
    return scored | {"calibration error of `confidence`": calibration([rated(each) for each in found])}


def compared(pairs: Sequence[tuple[Record, Sequence[Event]]]) -> dict[str, Figure]:
    """The figures of one annotation of sentences against another, be it a coder's or a second annotator's."""
    told = [tally(record, events) for record, events in pairs]
    return {name: figure([counts.get(key, Counter()) for counts in told], score) for name, key, score in FIGURES}


def by_class(found: Sequence[Coded], key: str) -> dict[str, Figure]:
    """The F1 of each class that the gold has of a key ("type", "factuality"); `number` is how many it has."""
    told = [tally(each.record, each.events).get(key, Counter()) for each in found]
    gold: Counter[str] = Counter()
    for pairs in told:
        for (name, _), count in pairs.items():
            gold[name] += count
    scored = {name: figure(told, f1_of(name)) for name in sorted(gold) if name != NOTHING}
    return {name: Figure(each.value, each.low, each.high, gold[name]) for name, each in scored.items()}


def tally(record: Record, said: Sequence[Event]) -> dict[str, Pairs]:
    """What the gold and the coder say of a sentence, counted by what is compared."""
    counts: dict[str, Pairs] = {}
    for key, gold, guess in _told(record.events, said):
        if gold != NOTHING or guess != NOTHING:
            counts.setdefault(key, Counter())[gold, guess] += 1
    return counts


def rated(found: Coded) -> list[Rated]:
    """The confidence of each mention, and whether it is right as a whole."""
    gold = {to: at for at, to in align(found.record.events, found.events)}
    ats = (gold[to] for to in range(len(found.events)))
    rights = [
        at is not None and is_whole(found.record.events[at], event) for at, event in zip(ats, found.events, strict=True)
    ]
    return [(mention.confidence, right) for mention, right in zip(found.mentions, rights, strict=True)]


def is_whole(gold: Event, said: Event) -> bool:
    """Whether type, factuality and sides are right. A place may be a side in one and `place` in the other."""
    if (gold.type, gold.factuality) != (said.type, said.factuality):
        return False
    return not any(
        [mark for mark in role.missed if not _placed(mark, said.place)]
        or [mark for mark in role.extra if not _placed(mark, gold.place)]
        for role in settle_sides(gold, said)
    )


def _placed(mark: Mark, place: tuple[int, int] | None) -> bool:
    return mark.place and place is not None and place[0] < mark.end and mark.start < place[1]


def _told(gold: Sequence[Event], said: Sequence[Event]) -> Iterator[Told]:
    if not gold:
        yield "gate", "quiet", "loud" if said else "quiet"
    couples = align(gold, said)
    for at, to in couples:
        one, other = gold[at] if at is not None else None, said[to] if to is not None else None
        yield "trigger", _if(one, "event"), _if(other, "event")
        yield "type", one.type if one else NOTHING, other.type if other else NOTHING
        yield "alleged", _if(one and one.alleged, "alleged"), _if(other and other.alleged, "alleged")
        whole = one is not None and other is not None and is_whole(one, other)
        yield "whole", _if(one, "whole"), _if(other, "whole" if whole else "wrong")
        yield from _arguments(one, other)
        yield from _cooperation(one, other)
        yield from _speaker(one, other)
        if one and other:
            yield "factuality", one.factuality, other.factuality
    yield from _contents(gold, said, couples)


def _arguments(one: Event | None, other: Event | None) -> Iterator[Told]:
    nobody = Event("", (), "")
    for role, found in zip(("source", "target"), settle_sides(one or nobody, other or nobody), strict=True):
        yield from [("argument", role, role)] * found.right
        yield from [("argument", role, NOTHING)] * len(found.missed)
        yield from [("argument", NOTHING, role)] * len(found.extra)


def _cooperation(one: Event | None, other: Event | None) -> Iterator[Told]:
    gold, said = one.cooperation if one else None, other.cooperation if other else None
    yield "cooperation", gold.type if gold else NOTHING, said.type if said else NOTHING
    if not gold or not said or gold.type != said.type:
        return
    yield "direction", gold.direction, said.direction
    if not gold.mutual and said.provider and said.recipient:
        straight = settle(gold.provider, said.provider).right + settle(gold.recipient, said.recipient).right
        crossed = settle(gold.provider, said.recipient).right + settle(gold.recipient, said.provider).right
        yield "way", "right", "right" if straight > crossed else "wrong"


def _speaker(one: Event | None, other: Event | None) -> Iterator[Told]:
    gold, said = one.attribution if one else None, other.attribution if other else None
    right = gold is not None and said is not None and same(gold, said)
    yield "speaker", _if(gold, "speaker"), _if(said, "speaker" if right else "another")


def _contents(gold: Sequence[Event], said: Sequence[Event], couples: Sequence[Couple]) -> Iterator[Told]:
    """Links from a content to its speech act; one is right if both its ends are paired with those of a gold link."""
    partner = {to: at for at, to in couples if to is not None and at is not None}
    wanted = {(at, event.content_of) for at, event in enumerate(gold) if event.content_of is not None}
    found = [
        (partner.get(to), partner.get(event.content_of))
        for to, event in enumerate(said)
        if event.content_of is not None
    ]
    right = sum(link in wanted for link in found)
    yield from [("content", "link", "link")] * right
    yield from [("content", "link", NOTHING)] * (len(wanted) - right)
    yield from [("content", NOTHING, "link")] * (len(found) - right)


def _if(given: object, name: str) -> str:
    return name if given else NOTHING
