"""The products of matrices that the encoder does for a wordpiece, and how fast this machine does such products at all.

The peak is the rate of products of the same shapes, one after the other on one core by onnxruntime, in 8 and in 32
bits: what the encoder would reach if it did nothing else. It is counted in multiplications with addition.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

#: So many wordpieces are multiplied at once: the median of the windows that articles are read in.
ROWS = 64
#: Each peak is the best of so many tries of so many seconds.
_TRIES, _SECONDS = 3, 0.3
_FLAGS = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8", "asimd", "i8mm")
#: A table with more rows is looked up and not multiplied with.
_MOST_ROWS = 10_000


def processor() -> str:
    """Return the name of the processor and which of the instructions that matter here it has."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    values = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    flags = values.get("flags", values.get("Features", "")).split()
    name = values.get("model name", "unknown processor")
    return f"{name} with {', '.join(flag for flag in _FLAGS if flag in flags) or 'none of ' + ', '.join(_FLAGS)}"


def shapes(model: Path) -> list[tuple[int, int]]:
    """Return the shape of each matrix of weights in 8 bits that the states of a wordpiece are multiplied with."""
    import onnx

    weights = onnx.load(model).graph.initializer
    kept = (w for w in weights if len(w.dims) == 2 and w.data_type == onnx.TensorProto.INT8)
    return [(w.dims[0], w.dims[1]) for w in kept if w.dims[1] > 1 and w.dims[0] < _MOST_ROWS]


def peak(products: list[tuple[int, int]], *, bits: int) -> float:
    """Return how many multiplications with addition a second one core does of these shapes, in 8 or in 32 bits."""
    runs = [_product(inner, columns, bits) for inner, columns in products]
    best = 0.0
    for _ in range(_TRIES):
        done, begun = 0, time.process_time()
        while time.process_time() - begun < _SECONDS:
            for session, feed in runs:
                session.run(None, feed)
            done += 1
        spent = time.process_time() - begun
        best = max(best, done * ROWS * sum(inner * columns for inner, columns in products) / spent)
    return best


def _product(inner: int, columns: int, bits: int) -> tuple[Any, dict[str, Any]]:
    """Return a session that multiplies `ROWS` rows with one matrix of weights, and what it is fed."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    draw = np.random.default_rng(0)
    rows: Any
    if bits == 8:
        weight = draw.integers(-63, 64, (inner, columns), dtype=np.int8)
        rows = draw.integers(0, 256, (ROWS, inner), dtype=np.uint8)
        kind, given, made = "MatMulInteger", TensorProto.UINT8, TensorProto.INT32
    else:
        weight = draw.standard_normal((inner, columns), dtype=np.float32)
        rows = draw.standard_normal((ROWS, inner), dtype=np.float32)
        kind, given, made = "MatMul", TensorProto.FLOAT, TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node(kind, ["rows", "weight"], ["out"])],
        "product",
        [helper.make_tensor_value_info("rows", given, [ROWS, inner])],
        [helper.make_tensor_value_info("out", made, [ROWS, columns])],
        [numpy_helper.from_array(weight, "weight")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    return session, {"rows": rows}
