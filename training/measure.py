"""Quick measures while training, on records with gold triggers; the evaluation proper runs on the shipped model."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.batches import batches
from training.examples import UNKNOWN, Example, RelationView, tokens_of
from training.labels import RELATIONS, ROLES, TAGS
from training.network import PLAIN, Network

# Gold sets with given sides merge the two kinds of giving way.
_MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@torch.inference_mode()
def measure(network: Network, examples: Sequence[Example]) -> dict[str, float]:
    """Trigger + type F1; then, given the triggers: each head's accuracy, factuality macro F1, role F1; relations."""
    network.eval()
    counts: Counter[str] = Counter()
    facts: list[tuple[int, int]] = []
    for batch in batches(examples, 20_000, None):
        read = network.read(batch.ids, batch.mask)
        tags = network.tags(network.look(read, batch.mask, torch.full_like(batch.ids, PLAIN))).argmax(-1)
        inside = TAGS.index("inside")
        known = batch.tags != UNKNOWN
        said, gold = (tags > 0) & (tags < inside) & known, (batch.tags > 0) & (batch.tags < inside)
        counts["said"] += int(said.sum())
        counts["gold"] += int(gold.sum())
        counts["both"] += int((said & gold & (tags == batch.tags)).sum())
        if len(batch.events.sentence):
            at = batch.events.sentence
            seen = network.look(read[at], batch.mask[at], batch.events.marks)
            answers = network.event(seen, batch.events.marks)
            for head, labels in batch.labels.items():
                asked = labels != UNKNOWN
                right = (answers[head].argmax(-1) == labels) & asked
                counts[head] += int(right.sum())
                counts[f"{head} asked"] += int(asked.sum())
            asked = batch.labels["factuality"] != UNKNOWN
            facts += zip(
                batch.labels["factuality"][asked].tolist(),
                answers["factuality"].argmax(-1)[asked].tolist(),
                strict=True,
            )
            roles = answers["roles"].argmax(-1)
            for index, role in enumerate(ROLES):
                told = batch.roles[..., index]
                counts[f"{role} said"] += int(
                    ((roles[..., index] == 1) & (told != UNKNOWN) & batch.mask[at].bool()).sum()
                )
                counts[f"{role} gold"] += int((told == 1).sum())
                counts[f"{role} both"] += int(((roles[..., index] == 1) & (told == 1)).sum())
        if len(batch.types):
            at = batch.relations.sentence
            seen = network.look(read[at], batch.mask[at], batch.relations.marks)
            counts["relation"] += int((network.between(seen, batch.relations.marks).argmax(-1) == batch.types).sum())
            counts["relation asked"] += len(batch.types)
    scores = {"trigger": _f1(counts["both"], counts["said"], counts["gold"]), "factuality F1": _macro(facts)}
    scores |= {name: counts[name] / counts[f"{name} asked"] for name in [*batch.labels, "relation"]}
    return scores | {role: _f1(*(counts[f"{role} {part}"] for part in ("both", "said", "gold"))) for role in ROLES}


def public_relations(path: Path, tokens: Tokenizer) -> tuple[list[Example], list[str]]:
    """The records of even index of a public set with given sides (evaluation/relations.py), and their gold roots."""
    found, gold = [], []
    for line in path.read_text(encoding="utf-8").splitlines()[::2]:
        record = json.loads(line)
        encoding = tokens.encode(record["sentence"])
        sides = [
            tuple(token for span in record[side] for token in tokens_of(encoding, span["start"], span["end"]))
            for side in ("sources", "targets")
        ]
        view = RelationView(sides[0], sides[1], 0)
        found.append(Example(tuple(encoding.ids), (0,) * len(encoding.ids), (), (view,)))
        gold.append(record["gold_root"])
    return found, gold


@torch.inference_mode()
def public_score(network: Network, examples: Sequence[Example], gold: Sequence[str]) -> dict[str, float]:
    """Macro F1 and accuracy over the gold's roots."""
    network.eval()
    said = []
    roots = sorted({_MERGED.get(name, name) for name in RELATIONS})
    for example in examples:
        (batch,) = batches([example], 10_000, None)
        seen = network.look(network.read(batch.ids, batch.mask), batch.mask, batch.relations.marks)
        shares = network.between(seen, batch.relations.marks).softmax(-1)[0]
        votes = dict.fromkeys(roots, 0.0)
        for name, share in zip(RELATIONS, shares.tolist(), strict=True):
            votes[_MERGED.get(name, name)] += share
        said.append(max(votes, key=lambda name: votes[name]))
    codes = {name: index for index, name in enumerate(roots)}
    pairs = [(codes[a], codes[b]) for a, b in zip(gold, said, strict=True)]
    return {"public macro": _macro(pairs), "public accuracy": sum(a == b for a, b in pairs) / len(pairs)}


def _f1(both: int, said: int, gold: int) -> float:
    return 2 * both / (said + gold) if said + gold else 0.0


def _macro(pairs: Sequence[tuple[int, int]]) -> float:
    """The mean F1 over the classes of the gold."""
    gold, said = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both = Counter(a for a, b in pairs if a == b)
    return sum(_f1(both[name], said[name], gold[name]) for name in gold) / max(len(gold), 1)
