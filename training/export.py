"""Write the network as trained as two graphs, quantised to 8 bits, and then those that the tool runs.

The graphs are written node by node: so no version of an exporter can change them, and the nodes can be the fused ones
of onnxruntime. Weights are quantised per channel to 7 bits, because processors without VNNI saturate when they add two
products of 8 bits. Activations are quantised with fixed scales, so that no result depends on other texts in the batch.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from annotate.analyse.model.cues import LEFT, RIGHT
from training.network import CUES, NAMES, ROLES, SPANS, STARTS, Size, load
from training.network import LEFT as TRAINED_LEFT
from training.ranges import Scale

Array = NDArray[Any]
Ranges = dict[str, Scale]
FUSED = "com.microsoft"
WIDEST = 63  # 7 bits
#: The branch for events stands on so many layers of the encoder, and has so many of its own.
LOWER_LAYERS, BRANCH_LAYERS = 3, 2


class Graph:
    """A growing list of nodes and initialisers; every method adds some and returns the name of the result."""

    def __init__(self, quantised: bool, ranges: Ranges | None = None, prefix: str = "t") -> None:
        self.quantised, self.prefix = quantised, prefix
        self.ranges = ranges or {}
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._count = 0

    def name(self) -> str:
        self._count += 1
        return f"{self.prefix}{self._count}"

    def constant(self, value: Array) -> str:
        name = self.name()
        self.weights.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def half(self, value: Array) -> str:
        """Return a constant that is stored in 16 bits."""
        return str(self.node("Cast", self.constant(value.astype(np.float16)), to=TensorProto.FLOAT))

    def node(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> Any:
        names = [self.name() for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def table(self, weight: Array, index: str) -> str:
        """Look up rows of an embedding; a large one is stored in 8 bits with a scale per row."""
        if not self.quantised or weight.shape[0] < 1000:
            return str(self.node("Gather", self.constant(weight.astype(np.float32)), index))
        scale = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-8) / 127
        small = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
        rows = self.node("Cast", self.node("Gather", self.constant(small), index), to=TensorProto.FLOAT)
        return str(self.node("Mul", rows, self.node("Gather", self.constant(scale.astype(np.float32)), index)))

    def linear(self, x: str, weight: Array, bias: Array, quantise: bool = True, name: str = "") -> str:
        """Multiply x by the weight (torch layout, [out, in]) and add the bias; static scales if the range is known."""
        matrix, bias = weight.T.astype(np.float32), bias.astype(np.float32)
        if not (self.quantised and quantise):
            return str(self.node("Add", self.node("MatMul", x, self.constant(matrix)), self.constant(bias)))
        scale = self.ranges.get(name)
        if scale is None:
            parts = (x, *self.small(matrix), self.constant(bias))
            return str(self.node("DynamicQuantizeMatMul", *parts, domain=FUSED))
        excess = self.excess(x, matrix, scale)
        if scale.smooth is not None:
            x, matrix = self.node("Mul", x, self.constant(1 / scale.smooth)), matrix * scale.smooth[:, None]
        small, steps, zero = self.small(matrix)
        a, a_step, a_zero = self.static(x, scale)
        parts = (a, small, a_step, steps, a_zero, zero, self.constant(bias))
        y = str(self.node("MatMulIntegerToFloat", *parts, domain=FUSED))
        return str(self.node("Add", y, excess)) if excess else y

    def excess(self, x: str, matrix: Array, scale: Scale) -> str:
        """Compute what the clipped channels would have added; nothing if there are none."""
        if scale.apart is None:
            return ""
        few = self.node("Gather", x, self.constant(scale.apart), axis=-1)
        over = self.node("Relu", self.node("Sub", few, self.constant(np.array(scale.high, dtype=np.float32))))
        return str(self.node("MatMul", over, self.constant(matrix[scale.apart])))

    def attention(self, x: str, weight: Array, bias: Array, heads: int, mask: str = "", name: str = "") -> str:
        """Multi-head attention over [batch, pieces, width], output projection not included.

        With static scales it is one node, which never writes queries, keys and values out in between: a tenth less
        time for the role tagger.
        """
        if self.quantised and name in self.ranges:
            small, steps, zero = self.small(weight.T.astype(np.float32))
            a, a_step, a_zero = self.static(x, self.ranges[name])
            parts = (a, small, self.constant(bias.astype(np.float32)), a_step, steps, mask, a_zero, zero)
            return str(self.node("QAttention", *parts, domain=FUSED, num_heads=heads))
        width = self.constant(np.array([len(weight) // 3] * 3))
        parts = self.node("Split", self.linear(x, weight, bias, name=name), width, axis=-1, outputs=3)
        return str(self.node("MultiHeadAttention", *parts, "", mask, domain=FUSED, num_heads=heads))

    def small(self, matrix: Array) -> tuple[str, str, str]:
        """Return a matrix in 7 bits, the scale of each column, and the zero points."""
        scale = (np.maximum(np.abs(matrix).max(0), 1e-8) / WIDEST).astype(np.float32)
        small = np.clip(np.rint(matrix / scale), -WIDEST, WIDEST).astype(np.int8)
        return self.constant(small), self.constant(scale), self.constant(np.zeros(len(scale), dtype=np.int8))

    def static(self, x: str, scale: Scale) -> tuple[str, str, str]:
        """Return x in 8 bits for its known range, with step and zero point."""
        low, high = min(scale.low, 0.0), max(scale.high, 0.0)
        size = np.array((high - low) / 255, dtype=np.float32)
        step, zero = self.constant(size), self.constant(np.array(np.rint(-low / size), dtype=np.uint8))
        return self.node("QuantizeLinear", x, step, zero), step, zero

    def norm(self, x: str, weight: Array, bias: Array, epsilon: float) -> str:
        parts = (self.constant(weight.astype(np.float32)), self.constant(bias.astype(np.float32)))
        return str(self.node("LayerNormalization", x, *parts, axis=-1, epsilon=epsilon))

    def model(self, inputs: list[Any], outputs: dict[str, str]) -> Any:
        for public, private in outputs.items():
            self.nodes.append(helper.make_node("Identity", [private], [public]))
        result = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs]
        graph = helper.make_graph(self.nodes, "annotate", inputs, result, self.weights)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="annotate")


def integers(name: str, shape: list[Any]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def encoder(state: dict[str, Array], size: Size, quantised: bool, ranges: Ranges) -> Any:
    """Build the encoder: from one window to [pieces, role_width] features and [pieces, labels] logits."""
    g = Graph(quantised, ranges)
    w = {k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")}
    x = g.table(w["words.weight"], "ids")
    length = g.node("Slice", g.node("Shape", "ids"), *(g.constant(np.array([n])) for n in (1, 2)))
    zero, axis = g.constant(np.array([0])), g.constant(np.array([0]))
    x = g.node("Add", x, g.node("Slice", g.constant(w["places.weight"].astype(np.float32)), zero, length, axis))
    for part in ("shapes", "gaps", "quoted"):
        x = g.node("Add", x, g.table(w[f"{part}.weight"], part))
    x = g.norm(x, w["norm.weight"], w["norm.bias"], 1e-12)
    lower = ""
    for i in range(size.layers):
        x = layer(g, x, w, f"layers.{i}.", size.heads, "encoder.")
        lower = x if i + 1 == LOWER_LAYERS else lower
    both = [np.concatenate((w[f"features.{k}"], w[f"labels.{k}"])) for k in ("weight", "bias")]
    x = g.node("Squeeze", g.linear(x, both[0], both[1], quantise=False), g.constant(np.array([0])))
    labels = len(w["labels.bias"])
    features, logits = g.node("Split", x, g.constant(np.array([size.role_width, labels])), axis=-1, outputs=2)
    inputs = [integers(n, [1, "pieces"]) for n in ("ids", "shapes", "gaps", "quoted")]
    below = g.node("Squeeze", lower, g.constant(np.array([0])))
    return g.model(inputs, {"features": features, "logits": logits, "lower": below})


def layer(g: Graph, x: str, w: dict[str, Array], p: str, heads: int, home: str) -> str:
    """Build a layer of the encoder, whose weights begin with `p`; ranges are looked up with `home` before that."""

    def lin(x: str, name: str) -> str:
        return g.linear(x, w[f"{p}{name}.weight"], w[f"{p}{name}.bias"], name=f"{home}{p}{name}")

    def skip(x: str, y: str, name: str) -> str:
        return g.norm(str(g.node("Add", x, y)), w[f"{p}{name}.weight"], w[f"{p}{name}.bias"], 1e-12)

    qkv = f"{p}attention.qkv"
    seen = g.attention(x, w[f"{qkv}.weight"], w[f"{qkv}.bias"], heads, name=f"{home}{qkv}")
    x = skip(x, lin(seen, "attention.out"), "norm1")
    return skip(x, lin(g.node("Gelu", lin(x, "up"), domain=FUSED), "down"), "norm2")


def branch(w: dict[str, Array], size: Size, ranges: Ranges) -> Any:
    """Build the branch for events: from the lower states of a beginning to logits (see `training/branch.py`)."""
    g = Graph(True, ranges)
    one = g.constant(np.array([1]))
    length = g.node("Slice", g.node("Shape", "kinds"), one, g.constant(np.array([2])))
    zero, axis = g.constant(np.array([0])), g.constant(np.array([0]))
    x = g.node("Add", "lower", g.table(w["kinds.weight"], "kinds"))
    x = g.node("Add", x, g.node("Slice", g.half(w["places.weight"]), zero, length, axis))
    for i in range(BRANCH_LAYERS):
        x = layer(g, x, w, f"layers.{i}.", size.heads, "branch.")

    def lin(x: str, name: str) -> str:
        return str(g.node("Add", g.node("MatMul", x, g.half(w[f"{name}.weight"].T)), g.half(w[f"{name}.bias"])))

    def over(weights: str) -> str:
        """Sum the pieces by weights [1, vectors, pieces], one vector after the other: [1, vectors * width]."""
        return str(g.node("Reshape", g.node("MatMul", weights, x), g.constant(np.array([1, -1]))))

    pooled = over(g.node("Transpose", g.node("Softmax", lin(x, "query"), axis=1), perm=[0, 2, 1]))
    ahead = g.node("Cast", g.node("Less", "kinds", g.constant(np.array(2))), to=TensorProto.FLOAT)
    count = g.node("ReduceSum", ahead, one, keepdims=1)
    share = g.node("Div", ahead, g.node("Max", count, g.constant(np.array(1.0, dtype=np.float32))))
    means = over(g.node("Unsqueeze", share, one)), g.node("ReduceMean", x, axes=[1], keepdims=0)
    narrow = g.node("Tanh", lin(g.node("Concat", pooled, *means, axis=1), "narrow"))
    first = g.constant(np.array([0]))
    outputs = {name: g.node("Squeeze", lin(narrow, name), first) for name in ("types", "told")}
    states = helper.make_tensor_value_info("lower", TensorProto.FLOAT, [1, "pieces", size.width])
    inputs = [states, integers("kinds", [1, "pieces"])]
    return g.model(inputs, {**outputs, "spans": g.node("Squeeze", lin(x, "spans"), first)})


def roles(state: dict[str, Array], size: Size, quantised: bool, ranges: Ranges) -> Any:
    """Build the role tagger: from the pieces around cues to [cues, LEFT + RIGHT, ROLES] logits and [cues] vetoes."""
    g = Graph(quantised, ranges)
    w = {k.removeprefix("roles."): v for k, v in state.items() if k.startswith("roles.")}

    def lin(x: str, name: str) -> str:
        full = f"roles.{name}"
        return g.linear(
            x, w[f"{name}.weight"], w[f"{name}.bias"], quantise=full in ranges and "layers" in name, name=full
        )

    def norm(x: str, name: str) -> str:
        return g.norm(x, w[f"{name}.weight"], w[f"{name}.bias"], 1e-5)

    one, last = g.constant(np.array([1])), g.constant(np.array([-1]))
    floats = g.node("Cast", "in_cue", to=TensorProto.FLOAT)
    weights = g.node("Unsqueeze", floats, last)
    total = g.node("ReduceSum", g.node("Mul", "around", weights), one, keepdims=1)
    count = g.node("Max", g.node("ReduceSum", weights, one, keepdims=1), g.constant(np.array(1.0, dtype=np.float32)))
    cue = g.node("Div", total, count)
    scale = g.node("Add", lin(cue, "scale"), g.constant(np.array(1.0, dtype=np.float32)))
    x = g.node("Add", g.node("Mul", "around", scale), lin(cue, "add"))
    near = w["distance"][TRAINED_LEFT - LEFT : TRAINED_LEFT + RIGHT]  # the tool may look less far than training did
    x = g.node("Add", x, g.constant(near.astype(np.float32)))
    x = norm(g.node("Add", x, g.table(w["part.weight"], "in_cue")), "norm")
    mask = g.node("Cast", "exists", to=TensorProto.INT32)
    for i in range(size.role_layers):
        p = f"layers.{i}."
        qkv, normal = f"{p}attention.qkv", norm(x, f"{p}norm1")
        seen = g.attention(normal, w[f"{qkv}.weight"], w[f"{qkv}.bias"], size.role_heads, mask, f"roles.{qkv}")
        x = g.node("Add", x, lin(seen, f"{p}attention.out"))
        up = g.node("Gelu", lin(norm(x, f"{p}norm2"), f"{p}up"), domain=FUSED)
        x = g.node("Add", x, lin(up, f"{p}down"))
    x = norm(x, "last")
    at = g.node("Gather", x, g.constant(np.array(LEFT)), axis=1)
    veto = g.node("Squeeze", lin(at, "veto"), last)
    around = helper.make_tensor_value_info("around", TensorProto.FLOAT, ["cues", LEFT + RIGHT, size.role_width])
    inputs = [around, *(integers(name, ["cues", LEFT + RIGHT]) for name in ("in_cue", "exists"))]
    assert w["roles.weight"].shape[0] == len(ROLES)
    return g.model(inputs, {"roles": lin(x, "roles"), "veto": veto})


def export(checkpoint: Path, prepared: Path, out: Path, ranges: Ranges | None) -> None:
    """Write model.onnx, roles.onnx and the tokenizer; without ranges, in 32 bits, to measure the loss at 8 bits."""
    network = load(checkpoint)
    state = {k: v.float().numpy() for k, v in network.state_dict().items()}
    out.mkdir(parents=True, exist_ok=True)
    for name, build in (("model", encoder), ("roles", roles)):
        onnx.save(build(state, network.size, ranges is not None, ranges or {}), out / f"{name}.onnx")
    shutil.copy(prepared / "tokenizer.json", out / "tokenizer.json")


@dataclass(frozen=True)
class Heads:
    """The linear taggers of cues and of what is said at all, one behind the other: [CUES + SPANS, width]."""

    weight: Array
    bias: Array


def _last(model: Any) -> tuple[str, Any, Any]:
    """Return the name of the encoder's last states, and the weight [width, columns] and bias of what reads them."""
    weights = {i.name: i for i in model.graph.initializer}
    product = [n for n in model.graph.node if n.op_type == "MatMul" and n.input[1] in weights][-1]
    added = next(n for n in model.graph.node if n.op_type == "Add" and product.output[0] in n.input)
    return product.input[0], weights[product.input[1]], weights[next(i for i in added.input if i in weights)]


def last_states(model: Any) -> str:
    """Return the name of the encoder's last states in its graph."""
    return _last(model)[0]


def _columns(width: int) -> Array:
    """Return which columns the two taggers are, of features, cues, names, starts and spans."""
    features = width - CUES - NAMES - STARTS - SPANS
    return np.r_[features : features + CUES, width - SPANS : width]


def heads_of(model: Any) -> Heads:
    """Return the taggers in the encoder's graph."""
    _, weight, bias = _last(model)
    matrix, added = numpy_helper.to_array(weight), numpy_helper.to_array(bias)
    columns = _columns(len(added))
    return Heads(matrix[:, columns].T.copy(), added[columns].copy())


def described(model: Any, scorer: dict[str, Array]) -> Any:
    """Return the encoder's graph with the taggers of the scorer, and with two more outputs.

    `last` are its last states, and `tokens` each piece as one that may have a role. All else that it says stays the
    same to the last bit.
    """
    last, weight, bias = _last(model)
    for tensor, name in ((weight, "weight"), (bias, "bias")):
        values = numpy_helper.to_array(tensor).copy()
        values[..., _columns(values.shape[-1])] = scorer[f"heads.{name}"].T
        tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
    g = Graph(quantised=False, prefix="described")
    tokens = g.linear(last, scorer["token.weight"], scorer["token.bias"])
    for name, found in (("tokens", tokens), ("last", last)):
        rows = g.node("Squeeze", found, g.constant(np.array([0])))
        g.nodes.append(helper.make_node("Identity", [rows], [name]))
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    model.graph.node.extend(g.nodes)
    model.graph.initializer.extend(g.weights)
    return model


def pairs(scorer: dict[str, Array], dilations: Sequence[int]) -> Any:
    """Build the scorer's graph: from the pieces around cues to [cues, LEFT + RIGHT, ROLES] logits; in 32 bits."""
    g = Graph(quantised=False)

    def ints(*values: int) -> str:
        return g.constant(np.array(values))

    def lin(x: str, name: str) -> str:
        weight = scorer[f"{name}.weight"]
        return g.linear(x, weight, scorer.get(f"{name}.bias", np.zeros(len(weight))))

    scale = g.node("Add", lin("cues", "scale"), g.constant(np.array(1.0, dtype=np.float32)))
    scale, add = (g.node("Unsqueeze", x, ints(1)) for x in (scale, lin("cues", "add")))
    x = g.node("Add", g.node("Mul", "around", scale), add)
    x = g.node("Add", x, g.constant(scorer["distance"]))
    x = g.node("Relu", g.node("Add", x, g.table(scorer["part.weight"], "in_cue")))
    exists, pieces = g.node("Unsqueeze", "exists", ints(2)), LEFT + RIGHT
    near = g.node("Mul", lin(x, "narrow"), exists)
    for number, apart in enumerate(dilations):
        kernel = scorer[f"convs.{number}.weight"].shape[1] // scorer["narrow.weight"].shape[0]
        reach = kernel // 2 * apart
        wide = g.node("Pad", near, ints(0, reach, 0, 0, reach, 0))
        beside = [g.node("Slice", wide, ints(j * apart), ints(j * apart + pieces), ints(1)) for j in range(kernel)]
        more = g.node("Relu", lin(g.node("Concat", *beside, axis=2), f"convs.{number}"))
        near = g.node("Mul", g.node("Add", near, more), exists)
    width, states = scorer["token.weight"].shape
    shapes = {"around": [pieces, width], "cues": [states], "exists": [pieces]}
    inputs = [helper.make_tensor_value_info(k, TensorProto.FLOAT, ["count", *v]) for k, v in shapes.items()]
    inputs.append(integers("in_cue", ["count", pieces]))
    return g.model(inputs, {"roles": str(g.node("Add", lin(x, "out"), lin(near, "out2")))})


def export_pairs(scorer: dict[str, Array], dilations: Sequence[int], taught: Path, out: Path) -> None:
    """Write the graphs that ship: the encoder's in `taught`, with what the scorer reads, and the scorer's."""
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(described(onnx.load(taught / "model.onnx"), scorer), out / "model.onnx")
    onnx.save(pairs(scorer, dilations), out / "roles.onnx")
    shutil.copy(taught / "tokenizer.json", out / "tokenizer.json")
