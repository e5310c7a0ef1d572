"""Trains the gate: a small convolution over word pieces that says which sentences can hold an event at all.

    python -m training.gate model.pt --out gate.pt [--real open_news.jsonl]

It learns from the annotated sentences, and, where the real articles are at hand, from what the trained network thinks
of their other sentences (distillation), so that it knows how ordinary news sounds. Gold articles are left out.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from corpus import records
from corpus.standoff import real, texts
from legation.reading.sentences import sentences
from legation.records.article import Article
from training.batches import masked, padded
from training.examples import tokenizer
from training.network import PLAIN, Network, load

_WIDTH, _FILTERS, _EPOCHS, _BATCH = 96, 128, 8, 64
Labelled = tuple[list[int], float, float]
"""Token ids, how likely an event is in them, and the weight of that."""


class Gate(nn.Module):
    """ids, mask → a logit for each sentence that it holds an event."""

    def __init__(self, words: Tensor) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(words, freeze=False)
        sizes = (3, 5)
        self.filters = nn.ModuleList(nn.Conv1d(words.shape[1], _FILTERS, size, padding=size // 2) for size in sizes)
        self.out = nn.Linear(_FILTERS * len(sizes), 1)
        self.dropout = nn.Dropout(0.3)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        told = self.dropout(self.words(ids) * mask.unsqueeze(-1)).transpose(1, 2)
        found = torch.cat([layer(told).relu() for layer in self.filters], 1)
        best = found.masked_fill(mask.unsqueeze(1) == 0, 0).amax(-1)
        return self.out(self.dropout(best)).squeeze(-1)  # type: ignore[no-any-return]


def principal_words(network: Network) -> Tensor:
    """The encoder's word embeddings on their first principal axes, at unit scale: [words, width]."""
    words = network.embeddings.word_embeddings.weight.detach()
    _, _, axes = torch.pca_lowrank(words, _WIDTH, niter=4)
    told = (words - words.mean(0)) @ axes
    return told / told.std()


@torch.inference_mode()
def opinions(network: Network, rows: Sequence[list[int]], temperature: float) -> list[float]:
    """How likely the network thinks an event in each sentence: the likeliest trigger among its tokens."""
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    found = [0.0] * len(rows)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        ids, mask = (made([rows[row] for row in batch]) for made in (padded, masked))
        tags = network.tags(network.look(network.read(ids, mask), mask, torch.full_like(ids, PLAIN))) / temperature
        triggers = (1 - tags.softmax(-1)[..., 0]) * mask
        for row, share in zip(batch, triggers.amax(-1).tolist(), strict=True):
            found[row] = share
    return found


def lessons(network: Network, tokens: Tokenizer, news: Path | None) -> Iterator[Labelled]:
    """What the gate learns from."""
    written = records.read([records.HERE / "train.jsonl", records.HERE / "documents.jsonl"])
    yield from ((tokens.encode(record.text).ids, float(bool(record.events)), 1.0) for record in written)
    if news is None:
        return
    articles = texts(news)
    annotated = {part: list(real(part, articles)) for part in ("train", "dev", "gold")}
    known = {record.text for held in annotated.values() for record in held}
    kept = {record.document for part in ("dev", "gold") for record in annotated[part]}
    for record in annotated["train"]:
        yield tokens.encode(record.text).ids, float(bool(record.events)), 2.0
    others = [
        sentence.text
        for name, text in articles.items()
        if name not in kept
        for sentence in sentences(Article(name, text))
        if sentence.text not in known
    ]
    rows = [tokens.encode(text).ids for text in others]
    yield from zip(rows, opinions(network, rows, 1.3), [1.5] * len(rows), strict=True)


def fit(gate: Gate, learned: list[Labelled], seed: int) -> None:
    """A few epochs over all lessons."""
    optimizer = torch.optim.AdamW(gate.parameters(), 1e-3, weight_decay=1e-2)
    chance = random.Random(seed)
    gate.train()
    for _ in range(_EPOCHS):
        chance.shuffle(learned)
        for start in range(0, len(learned), _BATCH):
            batch = learned[start : start + _BATCH]
            rows = [ids for ids, _, _ in batch]
            logits = gate(padded(rows), masked(rows))
            wanted, weights = (torch.tensor([lesson[place] for lesson in batch]) for place in (1, 2))
            optimizer.zero_grad()
            binary_cross_entropy_with_logits(logits, wanted, weight=weights).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    gate.eval()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.gate")
    parser.add_argument("model", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--real", type=Path, help="open_news.jsonl")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    torch.manual_seed(options.seed)
    network, trained = load(options.model)
    tokens = tokenizer(str(Path(str(trained["encoder"])) / "tokenizer.json"))
    gate = Gate(principal_words(network))
    learned = list(lessons(network, tokens, options.real))
    fit(gate, learned, options.seed)
    torch.save(gate.state_dict(), options.out)
    sys.stdout.write(f"{len(learned)} sentences\n")


if __name__ == "__main__":
    main(sys.argv[1:])
