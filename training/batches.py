"""Batches of examples as tensors: sentences of like length together, and all looks of their sentences beside them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from training.examples import UNKNOWN, Example
from training.labels import HEADS, ROLES
from training.network import PLAIN, SOURCE, TARGET, TRIGGER, Network


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


def answers(network: Network, batch: Batch) -> dict[str, tuple[Tensor, Tensor]]:
    """The logits of all that a batch asks, by name, each with the labels that it should give (`UNKNOWN`: not asked)."""
    read = network.read(batch.ids, batch.mask)
    plain = network.look(read, batch.mask, torch.full_like(batch.ids, PLAIN))
    found = {"tags": (network.tags(plain), batch.tags)}
    if len(at := batch.events.sentence):
        marks = batch.events.marks
        told = network.event(network.look(read[at], batch.mask[at], marks), marks)
        found |= {name: (told[name], labels) for name, labels in {**batch.labels, "roles": batch.roles}.items()}
    if len(at := batch.relations.sentence):
        marks = batch.relations.marks
        found["relation"] = network.between(network.look(read[at], batch.mask[at], marks), marks), batch.types
    return found


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
    return Batch(
        ids=padded([example.ids for example in pack]),
        mask=masked([example.ids for example in pack]),
        tags=padded([example.tags for example in pack], UNKNOWN),
        events=Looks(torch.tensor([index for index, _ in events], dtype=torch.long), marks),
        labels={
            head: torch.tensor([view.labels.get(head, UNKNOWN) for _, view in events], dtype=torch.long)
            for head in HEADS
        },
        roles=roles,
        relations=Looks(torch.tensor([index for index, _ in pairs], dtype=torch.long), sides),
        types=torch.tensor([pair.label for _, pair in pairs], dtype=torch.long),
    )


def padded(rows: Sequence[Sequence[int]], filler: int = 0) -> Tensor:
    """Rows made as long as the longest."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def masked(rows: Sequence[Sequence[int]]) -> Tensor:
    """Where rows so padded have something of their own."""
    return padded([[1] * len(row) for row in rows])
