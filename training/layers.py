"""The encoder's layers as they run fastest: what a matrix is multiplied with is brought into 8 bits as well.

The range that is brought into 8 bits is fitted beforehand, channel by channel, some of a channel's width handed on to
the matrix (Xiao et al. 2023); where a few tokens are far beyond all others, each token has its own. So a sentence's
answers do not depend on those run beside it. Weights leave a quarter of their range unused: processors that add two
products in 16 bits then overflow in hardly one sum of ten million.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.autograd import Function
from torch.nn.functional import gelu, scaled_dot_product_attention

from training.network import Network

_WEIGHT, _WHOLE = 96, 255
_SHARE = 0.6  # of a channel's width that goes into the matrix
_BELOW = 64  # steps kept for what is negative where a token is scaled by its greatest value
_LEAST = 0.51  # so that they reach GELU's least value, -0.17
Widths = Mapping[nn.Module, tuple[Tensor, Tensor]]
"""The least and greatest value of each channel of what comes into a linear layer."""
Value = torch._C.Value


class _Graph(Protocol):
    """What the exporter hands over to draw on."""

    def op(self, name: str, *inputs: object, **attributes: object) -> Value: ...


class _Whole(Function):
    """x → 0 to 255."""

    @staticmethod
    def forward(_: object, x: Tensor, step: Tensor, zero: Tensor) -> Tensor:
        return (x / step + zero).round().clamp(0, _WHOLE)

    @staticmethod
    def symbolic(g: _Graph, x: Value, step: Value, zero: Value) -> Value:
        out = g.op("QuantizeLinear", x, step, zero)
        out.setType(x.type().with_dtype(torch.uint8))
        return out


class _Times(Function):
    """whole [sentences, tokens, in] · matrix [in, out], + bias."""

    @staticmethod
    def forward(_: object, whole: Tensor, matrix: Tensor, *rest: Tensor) -> Tensor:
        step, steps, zero, bias = rest
        return ((whole - zero) @ matrix.float()) * (step * steps) + bias

    @staticmethod
    def symbolic(g: _Graph, whole: Value, matrix: Value, *rest: Value) -> Value:
        step, steps, zero, bias = rest
        even = g.op("Constant", value_t=torch.zeros((), dtype=torch.int8))
        out = g.op("com.microsoft::MatMulIntegerToFloat", whole, matrix, step, steps, zero, even, bias)
        out.setType(whole.type().with_dtype(torch.float32).with_sizes([None, None, None]))
        return out


class _Attention(Function):
    """Queries, keys and values [sentences, tokens, width] → what each token takes from those of the mask."""

    @staticmethod
    def forward(_: object, query: Tensor, key: Tensor, value: Tensor, *rest: Tensor | int) -> Tensor:
        mask, heads = rest
        parts = [each.unflatten(-1, (heads, -1)).transpose(1, 2) for each in (query, key, value)]
        return scaled_dot_product_attention(*parts, attn_mask=mask[:, None, None, :] > 0).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(g: _Graph, query: Value, key: Value, value: Value, *rest: Value | int) -> Value:
        mask, heads = rest
        none = g.op("prim::Constant")
        none.setType(torch._C.OptionalType.ofTensor())
        out = g.op("com.microsoft::MultiHeadAttention", query, key, value, none, mask, num_heads_i=heads)
        out.setType(query.type())
        return out


class _Input(nn.Module):
    """Brings what comes into a matrix into 8 bits."""

    def __init__(self, share: Tensor, step: float, zero: int) -> None:
        super().__init__()
        self.register_buffer("share", share)
        self.register_buffer("factor", 1 / share)
        self.register_buffer("step", torch.tensor(step))
        self.register_buffer("zero", torch.tensor(zero, dtype=torch.uint8))

    def forward(self, x: Tensor) -> Tensor:
        return _Whole.apply(x * self.factor, self.step, self.zero)


class _Product(nn.Module):
    """A linear layer in 8 bits, over an input in 8 bits."""

    def __init__(self, layer: nn.Linear, of: _Input) -> None:
        super().__init__()
        shared = (layer.weight.detach() * of.share).T
        steps = shared.abs().amax(0).clamp(min=1e-8) / _WEIGHT
        self.register_buffer("matrix", (shared / steps).round().to(torch.int8).contiguous())
        self.register_buffer("steps", steps)
        self.register_buffer("step", of.step)
        self.register_buffer("zero", of.zero)
        self.register_buffer("bias", layer.bias.detach())

    def forward(self, whole: Tensor, bias: Tensor | None = None) -> Tensor:
        return _Times.apply(whole, self.matrix, self.step, self.steps, self.zero, self.bias if bias is None else bias)


class Layer(nn.Module):
    """A layer of a BERT encoder in 8 bits; `widths` are of its linear layers."""

    def __init__(self, layer: nn.Module, widths: Widths) -> None:
        super().__init__()
        own, out = layer.attention.self, layer.attention.output
        self.heads = own.num_attention_heads
        self.near, self.far = _input([own.query, own.key, own.value], widths), _input([out.dense], widths)
        self.query, self.key, self.value = (_Product(each, self.near) for each in (own.query, own.key, own.value))
        self.give = _Product(out.dense, self.far)
        self.wide = _input([layer.intermediate.dense], widths)
        self.up = _Product(layer.intermediate.dense, self.wide)
        self.narrow = _Input(torch.ones(()), 1 / (_WHOLE - _BELOW), _BELOW)
        self.down = _Product(layer.output.dense, self.narrow)
        self.seen, self.told = out.LayerNorm, layer.output.LayerNorm

    def forward(self, hidden: Tensor, wall: Tensor) -> Tensor:
        whole, mask = self.near(hidden), (wall[:, 0, 0] == 0).int()
        given = _Attention.apply(self.query(whole), self.key(whole), self.value(whole), mask, self.heads)
        seen = self.seen(hidden + self.give(self.far(given)))
        full = gelu(self.up(self.wide(seen)))
        most = full.amax(-1, keepdim=True).clamp(min=_LEAST)
        told = self.down(self.narrow(full / most), torch.zeros_like(self.down.bias)) * most
        return self.told(seen + self.down.bias + told)


def _input(layers: Sequence[nn.Linear], widths: Widths) -> _Input:
    """What brings into 8 bits that which comes into all of some layers."""
    low, high = widths[layers[0]]
    widest = torch.maximum(-low, high).clamp(min=1e-3)
    heaviest = torch.cat([layer.weight.detach() for layer in layers]).abs().amax(0).clamp(min=1e-3)
    share = widest**_SHARE / heaviest ** (1 - _SHARE)
    least, most = float((low / share).min()), float((high / share).max())
    step = (most - least) / _WHOLE
    return _Input(share, step, round(-least / step))


@contextmanager
def widths(network: Network) -> Iterator[Widths]:
    """Notes the widths of all that comes into the encoder's linear layers while the network runs."""
    found: dict[nn.Module, tuple[Tensor, Tensor]] = {}

    def note(layer: nn.Module, given: tuple[Tensor]) -> None:
        x = given[0].detach().flatten(0, -2)
        low, high = found.get(layer, (x[0] * 0, x[0] * 0))
        found[layer] = torch.minimum(low, x.amin(0)), torch.maximum(high, x.amax(0))

    linear = [each for each in network.stack.modules() if isinstance(each, nn.Linear)]
    hooks = [each.register_forward_pre_hook(note) for each in linear]
    yield found
    for hook in hooks:
        hook.remove()
