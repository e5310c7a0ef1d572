"""Runs the model: token ids in, probabilities out. The one file that knows the model runtime.

A gate (`gate.onnx`) lets through the sentences that can hold an event. The model reads these once (`read.onnx`) and
looks again at each trigger, or at two sides, with a mark on their tokens (`look.onnx`); see docs/model-card.md.
"""

import functools
import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Floats = NDArray[np.float32]
# The marks of tokens, as in training.
_PLAIN, _TRIGGER, _SOURCE, _TARGET = range(4)
# Sentences of like length are run together, about so many tokens: what they need stays near a core.
_BATCH: Final = 384
_STEP: Final = 4  # tokens; sums over a padded length round otherwise than over another
_NO_OFFSETS: Final = np.zeros((0, 2), np.int64)
_NO_ROWS: Final = np.zeros((0, 0), np.float32)
_SHIPPED: Final = "legation.data.model"
# What the runtime puts together that takes longer than its parts.
_SLOWER: Final = ["SkipLayerNormFusion", "BiasGeluFusion"]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence once read: `offsets` [tokens, 2] into its text, `tags` [tokens, tags] probabilities, and its reading.

    A sentence that the gate holds back has no tags: its arrays have no rows.
    """

    text: str
    offsets: NDArray[np.int64]
    tags: Floats
    read: Floats


@dataclass(frozen=True, slots=True)
class Answers:
    """What the model says of one trigger: probabilities by head, and of each role's tags [tokens, roles, 3]."""

    heads: Mapping[str, Floats]
    roles: Floats


@dataclass(frozen=True, slots=True)
class Card:
    """What goes with the graphs: the labels of their outputs, and the figures fitted on annotated sentences.

    `gate`: the least logit of a sentence that is looked at; `least`: the least probability of a trigger that is;
    `temperatures` by head; `confidence`: weights of type, factuality, source and target, and the bias.
    """

    version: str
    longest: int
    tags: tuple[str, ...]
    roles: tuple[str, ...]
    relations: tuple[str, ...]
    heads: Mapping[str, tuple[str, ...]]
    outputs: tuple[str, ...]
    temperatures: Mapping[str, float]
    gate: float
    least: float
    confidence: tuple[float, ...]


class Tagger:
    """The model in memory. Built once per process by `tagger()`; loading takes a fraction of a second."""

    def __init__(self) -> None:
        folder = files(_SHIPPED)
        self.card = _card(json.loads((folder / "model.json").read_text(encoding="utf-8")))
        self._tokens = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._tokens.no_padding()
        self._tokens.enable_truncation(self.card.longest)
        self._workers = ThreadPoolExecutor(len(os.sched_getaffinity(0)))
        self._gate, self._read, self._look = map(_session, ("gate.onnx", "read.onnx", "look.onnx"))

    def tag(self, texts: Sequence[str], *, gated: bool = True) -> list[Tagged]:
        """Each sentence with the probabilities of its tokens' tags. Tokens beyond the model's longest are not seen.

        `gated`: sentences that by the gate hold no event are not read.
        """
        encodings = self._tokens.encode_batch(list(texts))
        tagged = [Tagged(text, _NO_OFFSETS, _NO_ROWS, _NO_ROWS) for text in texts]
        gates = self._gates(encodings) if gated else [self.card.gate] * len(texts)
        passed = [row for row, logit in enumerate(gates) if self.passes(logit)]
        runs: list[tuple[list[int], Future[tuple[Floats, Floats]]]] = []
        lengths = [len(encodings[row].ids) for row in passed]
        for rows in ([passed[place] for place in places] for places in _batches(lengths)):
            runs.append((rows, self._workers.submit(self._tag, [encodings[row] for row in rows])))
        for rows, run in runs:
            read, shares = run.result()
            for place, row in enumerate(rows):
                length = len(encodings[row].ids)
                offsets = np.array(encodings[row].offsets, np.int64).reshape(length, 2)
                tagged[row] = Tagged(texts[row], offsets, shares[place, :length], read[place, :length])
        return tagged

    def _tag(self, encodings: Sequence[Encoding]) -> tuple[Floats, Floats]:
        """What was read of a batch, and the probabilities of its tags."""
        ids, mask = _ids(encodings)
        (read,) = self._read.run(None, {"ids": ids, "mask": mask})
        (tags,) = self._look.run(["tags"], {"read": read, "mask": mask, "marks": np.zeros_like(mask)})
        return read, self._shares("tags", tags)

    def gate(self, texts: Sequence[str]) -> list[float]:
        """How much each sentence looks like one that holds an event: a logit."""
        return self._gates(self._tokens.encode_batch(list(texts)))

    def passes(self, logit: float) -> bool:
        """Whether a sentence of such a gate is read."""
        return logit >= self.card.gate

    def _gates(self, encodings: Sequence[Encoding]) -> list[float]:
        def run(rows: Sequence[int]) -> Iterator[tuple[int, float]]:
            ids, mask = _ids([encodings[row] for row in rows])
            (logits,) = self._gate.run(None, {"ids": ids, "mask": mask})
            return zip(rows, map(float, logits), strict=False)  # a row alone is run with an empty one

        batches = _batches([len(encoding.ids) for encoding in encodings])
        gates = dict(itertools.chain.from_iterable(self._workers.map(run, batches)))
        return [gates[row] for row in range(len(encodings))]

    def look(self, triggers: Sequence[tuple[Tagged, Sequence[int]]]) -> list[Answers]:
        """What each trigger (its sentence, its tokens) tells."""
        names = [*self.card.heads, "roles"]
        answers: dict[int, Answers] = {}
        for rows, outputs in self._looks([(tagged, {_TRIGGER: tokens}) for tagged, tokens in triggers], names):
            shares = {name: self._shares(name, logits) for name, logits in zip(names, outputs, strict=True)}
            roles = shares.pop("roles")
            for place, row in enumerate(rows):
                length = len(triggers[row][0].offsets)
                heads = {name: share[place] for name, share in shares.items()}
                answers[row] = Answers(heads, roles[place, :length])
        return [answers[row] for row in range(len(triggers))]

    def relate(self, tagged: Tagged, source: Sequence[int], target: Sequence[int]) -> Mapping[str, float]:
        """The probability of each event type between two sides, given by their tokens."""
        ((_, (logits,)),) = self._looks([(tagged, {_SOURCE: source, _TARGET: target})], ["relation"])
        shares = self._shares("relation", logits)[0]
        return {name: float(share) for name, share in zip(self.card.relations, shares, strict=True)}

    def _looks(
        self, looks: Sequence[tuple[Tagged, Mapping[int, Sequence[int]]]], names: Sequence[str]
    ) -> Iterator[tuple[Sequence[int], list[Any]]]:
        def run(rows: Sequence[int]) -> tuple[Sequence[int], list[Any]]:
            read = _padded([looks[row][0].read for row in rows])
            mask = _padded([np.ones(len(looks[row][0].read), np.int64) for row in rows])
            marks = np.full_like(mask, _PLAIN)
            for place, row in enumerate(rows):
                for mark, tokens in looks[row][1].items():
                    marks[place, list(tokens)] = mark
            return rows, self._look.run(list(names), {"read": read, "mask": mask, "marks": marks})

        yield from self._workers.map(run, _batches([len(tagged.offsets) for tagged, _ in looks]))

    def _shares(self, head: str, logits: Floats) -> Floats:
        """Softmax at the head's temperature."""
        cooled = logits / self.card.temperatures[head]
        powers = np.exp(cooled - cooled.max(-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)  # type: ignore[no-any-return]


@functools.cache
def tagger() -> Tagger:
    """The shipped model, loaded once per process."""
    return Tagger()


def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Batches run side by side, each on one core: half as fast again as one batch on two.
    options.intra_op_num_threads = 1
    with as_file(files(_SHIPPED) / name) as path:
        return onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )


def _card(fields: dict[str, Any]) -> Card:
    lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return Card(**{**lists, "heads": {name: tuple(labels) for name, labels in fields["heads"].items()}})


def _batches(lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """The rows in batches of one padded length, so that no sentence's answers depend on those run beside it."""
    order = sorted(range(len(lengths)), key=lambda row: lengths[row])
    for length, rows in itertools.groupby(order, key=lambda row: _padded_to(lengths[row])):
        together, size = list(rows), max(_BATCH // length, 2)
        for start in range(0, len(together), size):
            yield together[start : start + size]


def _padded_to(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _ids(encodings: Sequence[Encoding]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids and their mask."""
    rows = [np.array(encoding.ids, np.int64) for encoding in encodings]
    return _padded(rows), _padded([np.ones_like(row) for row in rows])


def _padded(rows: Sequence[NDArray[Any]]) -> NDArray[Any]:
    longest = _padded_to(max(map(len, rows)))
    # One row alone would be multiplied by other means than several, and round otherwise.
    padded = np.zeros((max(len(rows), 2), longest, *rows[0].shape[1:]), rows[0].dtype)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return padded
