"""Which predicted event is which gold event, and which predicted side which gold side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from corpus.records import Event, Mark, Speaker

Couple = tuple[int | None, int | None]
"""Indexes of a gold event and of the event said to be it; None where the other has no partner."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One role of an event compared: how many sides are right, which were missed, which are too many."""

    right: int
    missed: tuple[Mark, ...]
    extra: tuple[Mark, ...]


def align(gold: Sequence[Event], said: Sequence[Event]) -> list[Couple]:
    """Pairs events whose triggers overlap, one to one, the largest overlap first; then those without a partner.

    Where overlaps are equal (two events told by one word), events of the same type are paired first.
    """
    near = [
        (-_overlap(one, other), one.type != other.type, at, to)
        for (at, one), (to, other) in product(enumerate(gold), enumerate(said))
        if _overlap(one, other)
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, at, to in sorted(near):
        if at not in found and to not in taken:
            found[at] = to
            taken.add(to)
    missed = [(at, found.get(at)) for at in range(len(gold))]
    return [*missed, *((None, to) for to in range(len(said)) if to not in taken)]


def settle(gold: Sequence[Mark], said: Sequence[Mark]) -> Settled:
    """Compares the sides of one role, one to one. An apposition is another name of one side, never a side more."""
    names, used, extra = _names(gold), set[int](), list[Mark]()
    for side in _names(said):
        hits = [at for at, name in enumerate(names) if any(same(*both) for both in product(name, side))]
        new = [at for at in hits if at not in used]
        used.update(new[:1])
        if not hits:
            extra.append(side[0])
    return Settled(len(used), tuple(name[0] for at, name in enumerate(names) if at not in used), tuple(extra))


def settle_sides(gold: Event, said: Event) -> tuple[Settled, Settled]:
    """Source and target compared; those of a mutual event as one role, since which is named first says nothing."""
    if gold.mutual:
        return settle((*gold.source, *gold.target), (*said.source, *said.target)), Settled(0, (), ())
    return settle(gold.source, said.source), settle(gold.target, said.target)


def same(gold: Mark | Speaker, said: Mark | Speaker) -> bool:
    """Whether two spans name one side: each holds the head of the other."""
    return said.start <= gold.head < said.end and gold.start <= said.head < gold.end


def _names(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The sides of a role, each with its appositions."""
    found: list[list[Mark]] = []
    for mark in marks:
        if mark.apposition and found:
            found[-1].append(mark)
        else:
            found.append([mark])
    return found


def _overlap(one: Event, other: Event) -> float:
    """The shared share of two triggers' characters."""
    first, second = ({at for span in event.trigger for at in range(*span)} for event in (one, other))
    return len(first & second) / max(len(first | second), 1)
