"""Writes a trained network as the model that the package ships: two int8 ONNX graphs, tokenizer, labels, calibration.

    python -m training.export model.pt [--to FOLDER]

`read.onnx` holds the layers that read a sentence, `look.onnx` those that look again and all heads. Temperatures (one a
head, so that probabilities mean what they say: Guo et al. 2017) are fitted on the development set.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from corpus import records
from training.batches import batches
from training.examples import LONGEST, UNKNOWN, examples, tokenizer
from training.labels import HEADS, RELATIONS, ROLES, TAGS
from training.network import PLAIN, Network

SHIPPED = Path("src/legation/data/model")
_LOST = 0.005
OUTPUTS = ("tags", "roles", "relation", *HEADS)


class Read(nn.Module):
    """ids, mask → read, gate"""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        read = self.network.read(ids, mask)
        return read, self.network.opens(read, mask)


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


def load(path: Path) -> tuple[Network, Mapping[str, object]]:
    """A trained network, and the options that it was trained with."""
    saved = torch.load(path, weights_only=False)
    options = saved["options"]
    network = Network(options["encoder"], options["split"], options["layers"])
    network.load_state_dict(saved["network"])
    return network.eval(), options


@torch.inference_mode()
def gate(network: Network, encoder: Path) -> float:
    """The gate's logit that all but few sentences with an event of the development set reach."""
    tokens = tokenizer(str(encoder / "tokenizer.json"))
    held = examples(records.read([records.HERE / "dev.jsonl"]), tokens, 0)
    reached = []
    for batch in batches([example for example in held if any(example.tags)], 20_000, None):
        reached.append(network.opens(network.read(batch.ids, batch.mask), batch.mask))
    return float(torch.cat(reached).quantile(_LOST))


@torch.inference_mode()
def temperatures(network: Network, encoder: Path) -> dict[str, float]:
    """For each head, the temperature that makes the development set most likely."""
    tokens = tokenizer(str(encoder / "tokenizer.json"))
    held = examples(records.read([records.HERE / "dev.jsonl"]), tokens, 0)
    logits: dict[str, list[Tensor]] = {name: [] for name in OUTPUTS}
    labels: dict[str, list[Tensor]] = {name: [] for name in OUTPUTS}
    for batch in batches(held, 20_000, None):
        read = network.read(batch.ids, batch.mask)
        asked = {"tags": (network.tags(network.look(read, batch.mask, torch.full_like(batch.ids, PLAIN))), batch.tags)}
        if len(batch.events.sentence):
            at = batch.events.sentence
            told = network.event(network.look(read[at], batch.mask[at], batch.events.marks), batch.events.marks)
            asked |= {name: (told[name], batch.labels[name]) for name in HEADS} | {
                "roles": (told["roles"], batch.roles)
            }
        if len(batch.types):
            at = batch.relations.sentence
            seen = network.look(read[at], batch.mask[at], batch.relations.marks)
            asked["relation"] = network.between(seen, batch.relations.marks), batch.types
        for name, (answer, label) in asked.items():
            known = label.flatten() != UNKNOWN
            logits[name].append(answer.reshape(-1, answer.shape[-1])[known])
            labels[name].append(label.flatten()[known])
    steps = [round(0.5 + 0.05 * step, 2) for step in range(60)]
    return {name: min(steps, key=_unlikely(torch.cat(logits[name]), torch.cat(labels[name]))) for name in OUTPUTS}


def _unlikely(logits: Tensor, labels: Tensor) -> Callable[[float], float]:
    return lambda temperature: float(cross_entropy(logits / temperature, labels))


def write(network: Network, encoder: Path, to: Path) -> None:
    """The two graphs, quantized, and what is needed to run them."""
    to.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 12, dtype=torch.long)
    read = network.read(ids, ids)
    two = {0: "sentences", 1: "tokens"}
    graphs: dict[str, tuple[nn.Module, tuple[Tensor, ...], list[str], Sequence[str]]] = {
        "read": (Read(network), (ids, ids), ["ids", "mask"], ["read", "gate"]),
        "look": (Look(network), (read, ids, ids), ["read", "mask", "marks"], OUTPUTS),
    }
    for name, (module, inputs, names, outputs) in graphs.items():
        plain = to / f"{name}.plain.onnx"
        axes = dict.fromkeys([*names, *(out for out in outputs if out in ("read", "tags", "roles"))], two)
        axes |= {each: {0: "sentences"} for each in outputs if each not in axes}
        torch.onnx.export(
            module.eval(),
            inputs,
            str(plain),
            input_names=names,
            output_names=list(outputs),
            dynamic_axes=axes,
            dynamo=False,
        )
        quantize_dynamic(plain, to / f"{name}.onnx", weight_type=QuantType.QInt8, per_channel=True)
        plain.unlink()
    shutil.copy(encoder / "tokenizer.json", to / "tokenizer.json")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.export")
    parser.add_argument("model", type=Path)
    parser.add_argument("--to", type=Path, default=SHIPPED)
    options = parser.parse_args(arguments)
    network, trained = load(options.model)
    encoder = Path(str(trained["encoder"]))
    write(network, encoder, options.to)
    card = {
        "version": date.today().isoformat(),
        "longest": LONGEST,
        "tags": TAGS,
        "roles": ROLES,
        "relations": RELATIONS,
        "heads": HEADS,
        "outputs": OUTPUTS,
        "gate": gate(network, encoder),
        "temperatures": temperatures(network, encoder),
        # To be fitted by training.calibrate.
        "least": 0.2,
        "confidence": (1.0, 1.0, 1.0, 1.0, 0.0),
        "keep": 0.0,
    }
    (options.to / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    sizes = {each.name: each.stat().st_size for each in sorted(options.to.iterdir())}
    sys.stdout.write(f"{json.dumps(sizes)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
