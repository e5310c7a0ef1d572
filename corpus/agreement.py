"""How far two annotators agree on the same sentences, and where they differ.

python -m corpus.agreement first.txt second.txt      sheets in the notation, matched by sentence
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.notation import records
from corpus.records import Event, Record

Pair = tuple[Event, Event]


def pairs(first: Record, second: Record) -> list[Pair]:
    """The events of both whose triggers overlap, each used once; those of one type first."""
    free = list(second.events)
    found: list[Pair] = []
    for same_type in (True, False):
        for event in first.events:
            if any(event is one for one, _ in found):
                continue
            for other in free:
                if _overlap(event, other) and (event.type == other.type or not same_type):
                    found.append((event, other))
                    free.remove(other)
                    break
    return found


def _overlap(one: Event, other: Event) -> bool:
    return any(a < d and c < b for a, b in one.trigger for c, d in other.trigger)


def _heads(event: Event, role: str) -> set[int]:
    return {mark.head for mark in getattr(event, role)}


def agreement(both: Iterable[tuple[Record, Record]]) -> dict[str, float]:
    """Trigger, type and argument F1, and kappa of type and factuality over the events that both marked."""
    counts: Counter[str] = Counter()
    types: list[tuple[str, str]] = []
    facts: list[tuple[str, str]] = []
    for first, second in both:
        counts["events"] += len(first.events) + len(second.events)
        for one, other in pairs(first, second):
            counts["triggers"] += 2
            types.append((one.type, other.type))
            facts.append((one.factuality, other.factuality))
            if one.type != other.type:
                continue
            counts["types"] += 2
        for record in (first, second):
            counts["arguments"] += sum(
                len(_heads(event, role)) for event in record.events for role in ("source", "target")
            )
        for one, other in pairs(first, second):
            for role in ("source", "target"):
                counts["same arguments"] += 2 * len(_heads(one, role) & _heads(other, role))
    return {
        "events of both": counts["events"],
        "trigger F1": counts["triggers"] / counts["events"],
        "type F1": counts["types"] / counts["events"],
        "argument F1": counts["same arguments"] / counts["arguments"],
        "type kappa": kappa(types),
        "factuality kappa": kappa(facts),
    }


def kappa(labels: list[tuple[str, str]]) -> float:
    """Cohen's kappa (1960) of two annotators' labels."""
    total = len(labels)
    first, second = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    by_chance = sum(first[name] * second[name] for name in first) / total**2
    same = sum(a == b for a, b in labels) / total
    return (same - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def _by_text(path: Path) -> Iterator[tuple[str, Record]]:
    for _, record in records(path.read_text(encoding="utf-8"), path.stem):
        if isinstance(record, Record):
            yield record.text, record


def main(arguments: list[str]) -> None:
    half = len(arguments) // 2
    first, second = (
        dict(each for path in part for each in _by_text(Path(path))) for part in (arguments[:half], arguments[half:])
    )
    both = [(first[text], second[text]) for text in first if text in second]
    sys.stdout.write(f"{len(both)} sentences\n")
    for name, value in agreement(both).items():
        sys.stdout.write(f"{name:20}{value:.3f}\n" if isinstance(value, float) else f"{name:20}{value}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
