"""Batches of examples as tensors: sentences of like length together, and all looks of their sentences beside them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from training.examples import UNKNOWN, Example
from training.labels import HEADS, ROLES
from training.network import SOURCE, TARGET, TRIGGER


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks of one kind: which sentence of the batch each is at, and the marks of its tokens."""

    sentence: Tensor
    marks: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences with their tags; looks at triggers and at relations with what they should answer."""

    ids: Tensor
    mask: Tensor
    tags: Tensor
    events: Looks
    labels: dict[str, Tensor]
    roles: Tensor
    relations: Looks
    types: Tensor


def batches(examples: Sequence[Example], tokens: int, chance: random.Random | None) -> Iterator[Batch]:
    """Batches of about so many tokens, looks counted: in order of length with every look, or, where a chance is given,

    shuffled and with some looks drawn from each sentence, so that an epoch costs less and each differs.
    """
    noise = chance or random.Random(0)
    if chance:
        examples = [_drawn(example, chance) for example in examples]
    order = sorted(examples, key=lambda each: len(each.ids) + (noise.uniform(-3, 3) if chance else 0))
    packs: list[list[Example]] = [[]]
    for example in order:
        size = len(example.ids) * sum(2 + len(each.events) + len(each.relations) for each in (*packs[-1], example))
        if packs[-1] and size > tokens:
            packs.append([])
        packs[-1].append(example)
    if chance:
        chance.shuffle(packs)
    return map(_batch, packs)


def _drawn(example: Example, chance: random.Random) -> Example:
    """The example with at most two looks at triggers and one at a relation."""
    events = chance.sample(example.events, min(2, len(example.events)))
    relations = chance.sample(example.relations, min(1, len(example.relations)))
    return replace(example, events=tuple(events), relations=tuple(relations))


def _batch(pack: Sequence[Example]) -> Batch:
    longest = max(len(example.ids) for example in pack)
    events = [(index, view) for index, example in enumerate(pack) for view in example.events]
    pairs = [(index, view) for index, example in enumerate(pack) for view in example.relations]
    marks = torch.zeros(len(events), longest, dtype=torch.long)
    roles = torch.full((len(events), longest, len(ROLES)), UNKNOWN)
    for row, (index, view) in enumerate(events):
        marks[row, list(view.trigger)] = TRIGGER
        if view.roles is not None:
            roles[row, : len(pack[index].ids)] = torch.tensor(view.roles).T
    sides = torch.zeros(len(pairs), longest, dtype=torch.long)
    for row, (_, pair) in enumerate(pairs):
        sides[row, list(pair.source)] = SOURCE
        sides[row, list(pair.target)] = TARGET
    lengths = [len(example.ids) for example in pack]
    return Batch(
        ids=_padded([example.ids for example in pack], longest, 0),
        mask=_padded([[1] * length for length in lengths], longest, 0),
        tags=_padded([example.tags for example in pack], longest, UNKNOWN),
        events=Looks(torch.tensor([index for index, _ in events], dtype=torch.long), marks),
        labels={
            head: torch.tensor([view.labels.get(head, UNKNOWN) for _, view in events], dtype=torch.long)
            for head in HEADS
        },
        roles=roles,
        relations=Looks(torch.tensor([index for index, _ in pairs], dtype=torch.long), sides),
        types=torch.tensor([pair.label for _, pair in pairs], dtype=torch.long),
    )


def _padded(rows: Sequence[Sequence[int]], longest: int, filler: int) -> Tensor:
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])
