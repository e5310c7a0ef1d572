"""The network: one pretrained encoder whose lower layers read a sentence once, and whose upper layers look again.

Looking at nothing tags the triggers; looking at a trigger (a learned mark added to its tokens between the lower and the
upper layers) tells type, factuality and the spans around it; looking at two sides tells the event between them. One
reading serves all looks of a sentence.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from training.labels import HEADS, RELATIONS, ROLES, TAGS

# The marks: nothing, trigger, source, target.
PLAIN, TRIGGER, SOURCE, TARGET = range(4)


class Network(nn.Module):
    """`encoder`: folder of a BERT or MPNet model; `layers`: how many of its layers are kept; `split`: how many read."""

    def __init__(self, encoder: Path, split: int, layers: int | None = None) -> None:
        super().__init__()
        model = AutoModel.from_pretrained(encoder, local_files_only=True)
        self.embeddings, self.stack, self.split = model.embeddings, model.encoder, split
        kept = _spread(len(self.stack.layer), layers or len(self.stack.layer))
        # Words that the corpus lacks keep their pretrained places.
        self.embeddings.word_embeddings.weight.requires_grad_(False)
        self.stack.layer = nn.ModuleList(self.stack.layer[index] for index in kept)
        width = model.config.hidden_size
        self.marks = nn.Embedding(4, width)
        nn.init.normal_(self.marks.weight, std=0.05)
        self.tags = nn.Linear(width, len(TAGS))
        self.roles = nn.Linear(width, len(ROLES) * 3)
        # A module of a ModuleDict cannot be called "type".
        self.heads = nn.ModuleList(_head(2 * width, len(labels)) for labels in HEADS.values())
        self.relation = _head(3 * width, len(RELATIONS))
        self.dropout = nn.Dropout(0.1)

    def read(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The lower layers: [sentences, tokens] to [sentences, tokens, width]."""
        return self._run(self.embeddings(input_ids=ids), mask, slice(0, self.split))

    def look(self, read: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        """The upper layers, over what was read with the marks of each token added: [looks, tokens, width]."""
        marked = read + self.marks(marks) * (marks > PLAIN).unsqueeze(-1)
        return self.dropout(self._run(marked, mask, slice(self.split, None)))

    def event(self, seen: Tensor, marks: Tensor) -> Mapping[str, Tensor]:
        """The heads over looks at triggers: one row of logits a look, and `roles` [looks, tokens, roles, 3]."""
        # Of three dimensions, so that the heads too are exported as matrices in 8 bits, row by row.
        both = torch.cat([seen[:, 0], _mean(seen, marks == TRIGGER)], -1).unsqueeze(1)
        answers = {name: head(both).squeeze(1) for name, head in zip(HEADS, self.heads, strict=True)}
        return answers | {"roles": self.roles(seen).unflatten(-1, (len(ROLES), 3))}

    def between(self, seen: Tensor, marks: Tensor) -> Tensor:
        """The relation head over looks at two sides: [looks, types]."""
        sides = [_mean(seen, marks == SOURCE), _mean(seen, marks == TARGET)]
        both = torch.cat([seen[:, 0], *sides], -1).unsqueeze(1)
        return self.relation(both).squeeze(1)  # type: ignore[no-any-return]

    def _run(self, hidden: Tensor, mask: Tensor, layers: slice) -> Tensor:
        wall = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        bias = [self.stack.compute_position_bias(hidden)] if hasattr(self.stack, "compute_position_bias") else []
        for layer in self.stack.layer[layers]:
            out = layer(hidden, wall, *bias)
            hidden = out[0] if isinstance(out, tuple) else out
        return hidden


def load(path: Path) -> tuple[Network, Mapping[str, object]]:
    """A trained network, and the options that it was trained with."""
    saved = torch.load(path, weights_only=False)
    options = saved["options"]
    network = Network(options["encoder"], options["split"], options["layers"])
    network.load_state_dict(saved["network"])
    return network.eval(), options


def _head(width: int, labels: int) -> nn.Module:
    return nn.Sequential(nn.Linear(width, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, labels))


def _mean(seen: Tensor, where: Tensor) -> Tensor:
    """The mean over the tokens of a mark; zeros where nothing is marked."""
    weight = where.unsqueeze(-1).to(seen.dtype)
    return (seen * weight).sum(1) / weight.sum(1).clamp(min=1)


def _spread(have: int, want: int) -> list[int]:
    """Which layers to keep, spread evenly from the first to the last."""
    return [round(index * (have - 1) / max(want - 1, 1)) for index in range(want)]
