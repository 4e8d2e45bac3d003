"""Measure the ranges of activations on held-out articles, for static quantisation.

A few channels reach five times as far as all others, and a scale that covers them leaves the others only a few steps.
There are two remedies. The input of a layer's `up` is divided by a factor per channel, and its weights are multiplied
by it (Xiao et al. 2023, "SmoothQuant": s = max|x|^a / max|w|^(1-a)). The input of its `down` is clipped at the range of
the other channels, and the excess of the few is multiplied separately, in 32 bits (after Dettmers et al. 2022,
"LLM.int8()").
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from annotate.analyse.model.encoder import read
from training.calibrate import records_of
from training.evaluate import Checkpoint

#: Share of the values at either end that may be clipped: a few outliers would reduce the resolution of all others.
CUT = 2e-5
#: How much of the difference between channels moves into the weights.
SMOOTH = 0.6
#: Number of channels whose excess is multiplied separately.
APART = 4
#: Share of articles that may exceed a range: one in fifty.
_RARE = 2.0


@dataclass(frozen=True)
class Scale:
    """How the input of one linear layer is quantised to 8 bits."""

    low: float
    high: float
    #: Divisor of each channel.
    smooth: NDArray[np.float32] | None = None
    #: Channels whose excess over `high` is multiplied separately.
    apart: NDArray[np.int64] | None = None


@dataclass
class _Seen:
    """Lowest and highest value per article, without a few outliers, and those of each channel."""

    ends: list[tuple[float, float]]
    lows: list[NDArray[np.float32]]
    highs: list[NDArray[np.float32]]


def ranges(checkpoint: Path, prepared: Path, articles: int = 12) -> dict[str, Scale]:
    """Return the scale of the input of every linear layer, by name of the layer, over held-out articles."""
    with (prepared / "articles.pickle").open("rb") as file:
        texts = [r["text"] for r in records_of(pickle.load(file)["calibration"][:articles])]
    tokenizer = Tokenizer.from_file(str(prepared / "tokenizer.json"))
    network = Checkpoint(checkpoint, half=False)

    def run() -> None:
        for text in texts:
            read(text, network, tokenizer)

    return watched(network.network, run)


def watched(network: Any, run: Callable[[], None], home: str = "") -> dict[str, Scale]:
    """Return the scale of the input of every linear layer, by `home` and its name, while `run` uses the network."""
    import torch

    layers = {home + n: m for n, m in network.named_modules() if isinstance(m, torch.nn.Linear)}
    seen = {name: _Seen([], [], []) for name in layers}

    def watch(name: str) -> Any:
        def hook(_: Any, inputs: tuple[Any, ...]) -> None:
            values = inputs[0].detach().flatten(0, -2)
            count = max(1, int(values.numel() * CUT))
            low, high = (end * torch.topk(end * values.flatten(), count).values[-1] for end in (-1, 1))
            seen[name].ends.append((float(low), float(high)))
            seen[name].lows.append(values.amin(0).numpy())
            seen[name].highs.append(values.amax(0).numpy())

        return hook

    hooks = [module.register_forward_pre_hook(watch(name)) for name, module in layers.items()]
    run()
    for hook in hooks:
        hook.remove()
    return {name: _scale(name, seen[name], layers[name].weight.detach().numpy()) for name in layers if seen[name].ends}


def _scale(name: str, seen: _Seen, weight: NDArray[np.float32]) -> Scale:
    low = float(np.percentile([low for low, _ in seen.ends], _RARE))
    high = float(np.percentile([high for _, high in seen.ends], 100 - _RARE))
    if not name.startswith(("encoder.layers.", "branch.layers.")) or not name.endswith((".up", ".down")):
        return Scale(low, high)
    lows, highs = np.percentile(seen.lows, _RARE, axis=0), np.percentile(seen.highs, 100 - _RARE, axis=0)
    if name.endswith(".down"):
        order = np.argsort(-highs, kind="stable")
        return Scale(low, float(highs[order[APART]]), apart=np.sort(order[:APART]))
    reach = np.maximum(np.maximum(highs, -lows), 1e-6)
    smooth = reach**SMOOTH / np.maximum(np.abs(weight).max(0), 1e-6) ** (1 - SMOOTH)
    smooth = (smooth / np.median(smooth)).astype(np.float32)
    return Scale(float((lows / smooth).min()), float((highs / smooth).max()), smooth=smooth)
