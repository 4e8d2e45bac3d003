"""Read the layers of the encoder back from the exported graph, so that others can begin as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

#: The products of a layer in the order in which it makes them, after attention.
_PRODUCTS = ("attention.out", "up", "down")


def layers(model: Path) -> list[dict[str, Tensor]]:
    """Return the weights of each layer in 32 bits, as `training.network.Layer` names them."""
    graph = onnx.load(model).graph
    arrays = {array.name: numpy_helper.to_array(array) for array in graph.initializer}
    made_by = {node.output[0]: node for node in graph.node}
    kinds = ("QAttention", "MatMulIntegerToFloat", "LayerNormalization")
    attentions, products, norms = ([n for n in graph.node if n.op_type == kind] for kind in kinds)
    out = []
    for i, attention in enumerate(attentions):
        found: dict[str, Any] = {
            "attention.qkv.weight": (arrays[attention.input[1]] * arrays[attention.input[4]]).T,
            "attention.qkv.bias": arrays[attention.input[2]],
        }
        for name, product in zip(_PRODUCTS, products[3 * i :], strict=False):
            weight = arrays[product.input[1]] * arrays[product.input[3]]
            divided = made_by[made_by[product.input[0]].input[0]]
            if name == "up" and divided.op_type == "Mul":  # its channels are divided beforehand (see `ranges`)
                weight = weight * arrays[divided.input[1]][:, None]
            found |= {f"{name}.weight": weight.T, f"{name}.bias": arrays[product.input[6]]}
        for name, norm in zip(("norm1", "norm2"), norms[2 * i + 1 :], strict=False):  # the first is of the embeddings
            found |= {f"{name}.weight": arrays[norm.input[1]], f"{name}.bias": arrays[norm.input[2]]}
        out.append({k: torch.tensor(np.array(v, dtype=np.float32, order="C")) for k, v in found.items()})
    return out
