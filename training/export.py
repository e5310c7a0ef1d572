"""Writes a trained network as the model that the package ships: ONNX graphs in 8 bits, tokenizer, labels, calibration.

    python -m training.export model.pt gate.pt [--to FOLDER]

`gate.onnx` is the gate, `read.onnx` holds the layers that read a sentence, `look.onnx` those that look again and all
heads. Temperatures (one a head, so that probabilities mean what they say: Guo et al. 2017) are fitted on the
development set.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from corpus import records
from training.batches import answers, batches
from training.examples import LONGEST, UNKNOWN, examples, tokenizer
from training.gate import Gate, principal_words
from training.labels import HEADS, RELATIONS, ROLES, TAGS
from training.layers import Layer, widths
from training.network import Network, load

SHIPPED = Path("src/legation/data/model")
# Of what it has learned, each of so many sentences is enough to fit ranges on.
_EVERY = 20
Names = tuple[str, ...]
OUTPUTS = ("tags", "roles", "relation", *HEADS)


class Rows(nn.Module):
    """Embeddings as int8 rows, each with a scale of its own: ids → [sentences, tokens, width]."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        scale = words.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (words.weight.detach() / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].float() * self.scale[ids]  # type: ignore[operator, index]


class Read(nn.Module):
    """ids, mask → read"""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.network.read(ids, mask)


class Look(nn.Module):
    """read, mask, marks → the logits of every head, in the order of `OUTPUTS`"""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, read: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        seen = self.network.look(read, mask, marks)
        told = self.network.event(seen, marks)
        answers = {**told, "tags": self.network.tags(seen), "relation": self.network.between(seen, marks)}
        return tuple(answers[name] for name in OUTPUTS)


@torch.inference_mode()
def temperatures(network: Network, encoder: Path) -> dict[str, float]:
    """For each head, the temperature that makes the development set most likely."""
    tokens = tokenizer(str(encoder / "tokenizer.json"))
    held = examples(records.read([records.HERE / "dev.jsonl"]), tokens, 0)
    logits: dict[str, list[Tensor]] = {name: [] for name in OUTPUTS}
    labels: dict[str, list[Tensor]] = {name: [] for name in OUTPUTS}
    for batch in batches(held, 20_000, None):
        for name, (answer, label) in answers(network, batch).items():
            known = label.flatten() != UNKNOWN
            logits[name].append(answer.reshape(-1, answer.shape[-1])[known])
            labels[name].append(label.flatten()[known])
    steps = [round(0.5 + 0.05 * step, 2) for step in range(60)]
    return {name: min(steps, key=_unlikely(torch.cat(logits[name]), torch.cat(labels[name]))) for name in OUTPUTS}


def _unlikely(logits: Tensor, labels: Tensor) -> Callable[[float], float]:
    return lambda temperature: float(cross_entropy(logits / temperature, labels))


@torch.no_grad()
def in_eight_bits(network: Network, encoder: Path) -> None:
    """Gives the network layers in 8 bits, their ranges fitted on a part of what it has learned."""
    tokens = tokenizer(str(encoder / "tokenizer.json"))
    learned = list(records.read([records.HERE / "train.jsonl"]))[::_EVERY]
    with widths(network) as found:
        for batch in batches(examples(learned, tokens, 0), 20_000, None):
            answers(network, batch)
    network.stack.layer = nn.ModuleList(Layer(layer, found) for layer in network.stack.layer)


def write(network: Network, gate: Gate, encoder: Path, to: Path) -> None:
    """The three graphs, and the tokenizer that goes with them."""
    to.mkdir(parents=True, exist_ok=True)
    network.embeddings.word_embeddings = Rows(network.embeddings.word_embeddings)  # type: ignore[arg-type]
    gate.words = Rows(gate.words)  # type: ignore[assignment]
    ids = torch.ones(2, 12, dtype=torch.long)
    read = network.read(ids, ids)
    _graph(gate, (ids, ids), ("ids", "mask"), ("gate",), to / "gate.onnx")
    _graph(Read(network), (ids, ids), ("ids", "mask"), ("read",), to / "read.onnx")
    _graph(Look(network), (read, ids, ids), ("read", "mask", "marks"), OUTPUTS, to / "look.onnx")
    shutil.copy(encoder / "tokenizer.json", to / "tokenizer.json")


def _graph(module: nn.Module, inputs: tuple[Tensor, ...], names: Names, outputs: Names, path: Path) -> None:
    """The heads' matrices in 8 bits by blocks of 128; what they are multiplied with is scaled row by row as it comes.

    So a sentence's answers do not depend on those that are run beside it, as they do where a whole batch has one scale.
    """
    by_token = {"read", "tags", "roles", *names}
    axes = {name: {0: "sentences"} | ({1: "tokens"} if name in by_token else {}) for name in (*names, *outputs)}
    torch.onnx.export(
        module.eval(),
        inputs,
        str(path),
        input_names=list(names),
        output_names=list(outputs),
        dynamic_axes=axes,
        dynamo=False,
    )
    settings = DefaultWeightOnlyQuantConfig(block_size=128, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(onnx.load(path), algo_config=settings)
    quantizer.process()
    quantizer.model.save_model_to_file(str(path))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.export")
    parser.add_argument("model", type=Path)
    parser.add_argument("gate", type=Path)
    parser.add_argument("--to", type=Path, default=SHIPPED)
    options = parser.parse_args(arguments)
    network, trained = load(options.model)
    encoder = Path(str(trained["encoder"]))
    in_eight_bits(network, encoder)
    fitted = temperatures(network, encoder)
    gate = Gate(principal_words(network))
    gate.load_state_dict(torch.load(options.gate))
    write(network, gate, encoder, options.to)
    card = {
        "version": date.today().isoformat(),
        "longest": LONGEST,
        "tags": TAGS,
        "roles": ROLES,
        "relations": RELATIONS,
        "heads": HEADS,
        "outputs": OUTPUTS,
        "temperatures": fitted,
        # To be fitted by training.calibrate.
        "gate": -2.0,
        "least": 0.2,
        "confidence": (1.0, 1.0, 1.0, 1.0, 0.0),
    }
    (options.to / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    sizes = {each.name: each.stat().st_size for each in sorted(options.to.iterdir())}
    sys.stdout.write(f"{json.dumps(sizes)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
