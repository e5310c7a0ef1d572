"""Reads the shipped graphs back as a network, so that training can go on from what the package ships.

    python -m training.restore --out model.pt [--of FOLDER]

Nothing but the rounding to 8 bits is lost.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.export import SHIPPED
from training.network import Network
from training.train import wheel

_PREFIX = "network."
# The parts of a layer in 8 bits (training.layers): what brings their input there, and what the encoder calls them.
_PARTS = {
    "query": ("near", "attention.self.query"),
    "key": ("near", "attention.self.key"),
    "value": ("near", "attention.self.value"),
    "give": ("far", "attention.output.dense"),
    "up": ("wide", "intermediate.dense"),
    "down": ("narrow", "output.dense"),
}
_NORMS = {"seen": "attention.output.LayerNorm", "told": "output.LayerNorm"}
_MIDDLE = 128  # of the heads' blocks in 8 bits: what stands for zero


def restored(graph: onnx.GraphProto) -> Iterator[tuple[str, Tensor]]:
    """The parameters that a graph holds, by their names in the network."""
    held = {each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in graph.initializer}
    own = {name.removeprefix(_PREFIX): value for name, value in held.items() if name.startswith(_PREFIX)}
    for name, value in own.items():
        where, _, kind = name.rpartition(".")
        layer, _, part = where.rpartition(".")
        if kind == "matrix":
            share, called = _PARTS[part]
            factor = own.get(f"{layer}.{share}.factor", torch.ones(()))
            yield f"{layer}.{called}.weight", value.float().T * own[f"{where}.steps"][:, None] * factor
        elif kind in ("weight", "bias"):
            in_layer = layer.startswith("stack.")
            yield f"{layer}.{_NORMS.get(part) or _PARTS[part][1]}.{kind}" if in_layer else name, value
    yield from _heads(graph, held)


def _heads(graph: onnx.GraphProto, held: Mapping[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    """The heads' matrices, in blocks; each is called after the bias that is added to its product."""
    sums = [tuple(node.input) for node in graph.node if node.op_type == "Add"]
    biases = {name: bias for one, other in sums for name, bias in ((one, other), (other, one))}
    for node in graph.node:
        if node.op_type == "MatMulNBits":
            _, blocks, scales = node.input[:3]
            matrix = (held[blocks].float() - _MIDDLE) * held[scales].unsqueeze(-1)
            name = biases[node.output[0]].removeprefix(_PREFIX).removesuffix("bias")
            yield f"{name}weight", matrix.flatten(1)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.restore")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--of", type=Path, default=SHIPPED, help="folder of a shipped model")
    parser.add_argument("--split", type=int, default=3, help="layers that read; those above look again")
    options = parser.parse_args(arguments)
    network = Network(wheel(), options.split)
    parts = (onnx.load(options.of / f"{name}.onnx").graph for name in ("read", "look"))
    found = dict(each for graph in parts for each in restored(graph))
    unknown = network.load_state_dict(found, strict=False)
    # The words' embeddings are the encoder's own, never trained.
    if unknown.unexpected_keys or unknown.missing_keys != ["embeddings.word_embeddings.weight"]:
        raise ValueError(f"not a network of this shape: {unknown}")
    shape = {"encoder": wheel(), "split": options.split, "layers": None}
    torch.save({"network": network.state_dict(), "options": shape}, options.out)


if __name__ == "__main__":
    main(sys.argv[1:])
