"""Scores how mentions are merged to events, on the stories of `lists/clusters.jsonl`.

    python -m evaluation.event_merging      what is merged or split wrongly, one line each, and the figures

Every mention is given as a careful reader annotated its sentence, so that merging alone is measured. B-cubed: Bagga and
Baldwin (1998), over all mentions; pairwise F1 over the pairs of mentions of one event.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from legation.ledger.event_coreference import EACH_DAY, fact_of, merge
from legation.ledger.relationships import Provenance
from legation.ontology.knowledge import load_knowledge
from legation.reading.places import places
from legation.records.article import Span
from legation.records.event import Cooperation, EventMention, Factuality, PloverReading, Side
from legation.records.place import PlaceMention, Quantity, TimeExpression

LIST = Path(__file__).parent / "lists" / "clusters.jsonl"
_PRECISION = {"days": "range", "interval": "range"}

Clusters = Mapping[str, str]
"""The event of each mention."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The stories' mentions with their gold events and those that were made; `days` of attacks that tell theirs."""

    gold: Clusters
    made: Clusters
    words: Mapping[str, str]
    days: Mapping[str, str]


def merged() -> Merged:
    """All stories, merged at once."""
    told = [
        mention for line in LIST.read_text(encoding="utf-8").splitlines() for mention in json.loads(line)["mentions"]
    ]
    groups = {one["id"]: one["copy_of"] or one["id"] for one in told}
    reported = [(fact_of(_mention(one)), _provenance(one, groups)) for one in told]
    made = {mention: event.event_id for _, event in merge(reported) for mention in event.mentions}
    words = {
        one["id"]: f"{one['published']} {one['event_type']} {one['factuality']}: {one['sentence']}" for one in told
    }
    dated = [one for one in told if one["event_type"] in EACH_DAY and one["time"] and one["time"]["precision"] == "day"]
    days = {one["id"]: one["time"]["start"] for one in dated}
    return Merged({one["id"]: one["event"] for one in told}, made, words, days)


def b_cubed(gold: Clusters, made: Clusters) -> float:
    """B-cubed F1."""
    both, ours, theirs = Counter(_joint(gold, made)), Counter(made.values()), Counter(gold.values())
    right = [both[gold[one], made[one]] for one in gold]
    precision = sum(r / ours[made[one]] for r, one in zip(right, gold, strict=True)) / len(gold)
    recall = sum(r / theirs[gold[one]] for r, one in zip(right, gold, strict=True)) / len(gold)
    return 2 * precision * recall / (precision + recall)


def pairwise(gold: Clusters, made: Clusters) -> float:
    """F1 over pairs of mentions."""
    right = _pairs(Counter(_joint(gold, made)).values())
    said, asked = _pairs(Counter(made.values()).values()), _pairs(Counter(gold.values()).values())
    return 2 * right / (said + asked) if said + asked else 0.0


def several(found: Merged) -> Merged:
    """The mentions of events that have several."""
    sizes = Counter(found.gold.values())
    kept = {one: event for one, event in found.gold.items() if sizes[event] > 1}
    return Merged(kept, {one: found.made[one] for one in kept}, found.words, found.days)


def alone(gold: Clusters) -> Clusters:
    """The baseline: every mention an event of its own."""
    return {one: one for one in gold}


def attacks_over_days(found: Merged) -> list[tuple[str, str]]:
    """Attacks, protests and arrests of different events that are merged although both tell their day, and another."""
    return [
        (one, other)
        for one, other in combinations(found.days, 2)
        if found.made[one] == found.made[other]
        and found.gold[one] != found.gold[other]
        and found.days[one] != found.days[other]
    ]


def _joint(gold: Clusters, made: Clusters) -> list[tuple[str, str]]:
    return [(gold[one], made[one]) for one in gold]


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _provenance(one: Mapping[str, Any], groups: Mapping[str, str]) -> Provenance:
    return Provenance(date.fromisoformat(one["published"]), True, one["outlet"], groups[one["id"]])


def _mention(one: Mapping[str, Any]) -> EventMention:
    start = one["sentence"].index(one["trigger"])
    cooperation = one["cooperation"]
    return EventMention(
        mention_id=one["id"],
        document_id=one["id"],
        sentence=Span(one["sentence"], 0, len(one["sentence"])),
        event_type=one["event_type"],
        trigger=Span(one["trigger"], start, start + len(one["trigger"])),
        source=_sides(one["source"]),
        target=_sides(one["target"]),
        factuality=Factuality(one["factuality"]),
        confidence=1.0,
        coder="gold",
        score=0.0,
        plover=PloverReading(one["event_type"], 0.0),
        mutual=one["mutual"],
        cooperation=cooperation
        and Cooperation(
            cooperation["type"],
            cooperation["direction"],
            _sides(cooperation["provider"]),
            _sides(cooperation["recipient"]),
        ),
        time=_time(one["time"]),
        place=_place(one["place"]),
        numbers=tuple(Quantity(each["what"], each["value"], each["text"], 0, 1) for each in one["numbers"]),
        published=date.fromisoformat(one["published"]),
    )


def _sides(ids: Sequence[str]) -> tuple[Side, ...]:
    known = load_knowledge().actors
    return tuple(Side(each, 0, 1, each, each, known[each].country if each in known else None) for each in ids)


def _time(told: Mapping[str, str] | None) -> TimeExpression | None:
    if told is None:
        return None
    start, end = (date.fromisoformat(told[day]) if told[day] else None for day in ("start", "end"))
    precision: Any = _PRECISION.get(told["precision"], told["precision"])
    return TimeExpression(told["text"], 0, 1, start, end, precision)


def _place(told: Mapping[str, str] | None) -> PlaceMention | None:
    """The place as reading resolves it; a description ("the capital") stays what it is."""
    found = places(told["text"]) if told else ()
    return found[0] if found and found[0].text == (told or {})["text"] else None


def figures(found: Merged) -> Mapping[str, float]:
    """All figures by name."""
    baseline, part = alone(found.gold), several(found)
    return {
        "B-cubed F1, all mentions": b_cubed(found.gold, found.made),
        "the same, every mention an event of its own": b_cubed(found.gold, baseline),
        "pairwise F1, events of several mentions": pairwise(part.gold, part.made),
        "B-cubed F1, events of several mentions": b_cubed(part.gold, part.made),
        "the same, every mention alone": b_cubed(part.gold, alone(part.gold)),
        "attacks of two told days merged": float(len(attacks_over_days(found))),
    }


def main() -> int:
    found = merged()
    events: dict[str, dict[str, list[str]]] = {}
    for one, event in found.gold.items():
        events.setdefault(event, {}).setdefault(found.made[one], []).append(one)
    for event, parts in events.items():
        if len(parts) > 1:
            print(f"split\t{event}")
            for ids in parts.values():
                print("".join(f"\t{one} {found.words[one]}\n" for one in ids))
    for one, other in combinations(found.gold, 2):
        if found.made[one] == found.made[other] and found.gold[one] != found.gold[other]:
            print(f"merged\t{one} {found.words[one]}\n\t{other} {found.words[other]}\n")
    for name, value in figures(found).items():
        print(f"{name}\t{value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
