"""Quick measures while training, on records with gold triggers; the evaluation proper runs on the shipped model."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from evaluation.relations import confusion, guesses
from evaluation.scores import Pairs, accuracy, macro_f1
from training.batches import answers, batches
from training.examples import UNKNOWN, Example, RelationView, tokens_of
from training.labels import HEADS, RELATIONS, ROLES, TAGS
from training.network import Network

Spans = list[tuple[int, int]]


@torch.inference_mode()
def measure(network: Network, examples: Sequence[Example]) -> dict[str, float]:
    """Trigger + type F1; then, given the triggers: each head's accuracy, factuality macro F1, role F1; relations."""
    network.eval()
    counts: Counter[str] = Counter()
    facts: Pairs = Counter()
    for batch in batches(examples, 20_000, None):
        told = {name: (logits.argmax(-1), gold) for name, (logits, gold) in answers(network, batch).items()}
        tags, gold = told["tags"]
        begins = {which: (each > 0) & (each < TAGS.index("inside")) for which, each in (("said", tags), ("gold", gold))}
        counts["said"] += int((begins["said"] & (gold != UNKNOWN)).sum())
        counts["gold"] += int(begins["gold"].sum())
        counts["both"] += int((begins["gold"] & (tags == gold)).sum())
        for name in (*HEADS, "relation"):
            if name in told:
                said, gold = told[name]
                counts[name] += int((said == gold).sum())
                counts[f"{name} asked"] += int((gold != UNKNOWN).sum())
        if "roles" in told:
            said, gold = told["factuality"]
            labels = [[HEADS["factuality"][label] for label in each[gold != UNKNOWN].tolist()] for each in (gold, said)]
            facts.update(zip(*labels, strict=True))
            said, gold = told["roles"]
            for index, role in enumerate(ROLES):
                begun, wanted = (said[..., index] == 1) & (gold[..., index] != UNKNOWN), gold[..., index] == 1
                counts[f"{role} said"] += int(begun.sum())
                counts[f"{role} gold"] += int(wanted.sum())
                counts[f"{role} both"] += int((begun & wanted).sum())
    scores = {"trigger": _f1(counts["both"], counts["said"], counts["gold"]), "factuality F1": macro_f1(facts)}
    scores |= {name: counts[name] / counts[f"{name} asked"] for name in (*HEADS, "relation")}
    return scores | {role: _f1(*(counts[f"{role} {part}"] for part in ("both", "said", "gold"))) for role in ROLES}


@torch.inference_mode()
def public_score(network: Network, tokens: Tokenizer, path: Path) -> dict[str, float]:
    """Macro F1 and accuracy over the records of even index of a public set with given sides."""
    network.eval()

    def code(sentence: str, sources: Spans, targets: Spans) -> dict[str, float]:
        encoding = tokens.encode(sentence)
        source, target = (
            tuple(token for span in side for token in tokens_of(encoding, *span)) for side in (sources, targets)
        )
        blank = (0,) * len(encoding.ids)
        (batch,) = batches([Example(tuple(encoding.ids), blank, (), (RelationView(source, target, 0),))], 10_000, None)
        logits, _ = answers(network, batch)["relation"]
        return dict(zip(RELATIONS, logits.softmax(-1)[0].tolist(), strict=True))

    found = confusion(guesses(path, "even", code))
    return {"public macro": macro_f1(found), "public accuracy": accuracy(found)}


def _f1(both: int, said: int, gold: int) -> float:
    return 2 * both / (said + gold) if said + gold else 0.0
