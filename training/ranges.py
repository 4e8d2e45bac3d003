"""How large the activations become: the ranges that static quantisation needs, from held-out articles."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from annotate.analyse.encoder import read
from training.calibrate import records_of
from training.evaluate import Checkpoint

#: Share of the values at either end that may be cut off: a few outliers would cost everything else its resolution.
CUT = 2e-5


def ranges(checkpoint: Path, prepared: Path, articles: int = 12) -> dict[str, tuple[float, float]]:
    """(low, high) of what goes into every linear layer, by the layer's name, over some held-out articles."""
    import torch

    with (prepared / "articles.pickle").open("rb") as file:
        texts = [r["text"] for r in records_of(pickle.load(file)["calibration"][:articles])]
    tokenizer = Tokenizer.from_file(str(prepared / "tokenizer.json"))
    network = Checkpoint(checkpoint, half=False)
    samples: dict[str, list[Any]] = {}

    def watch(name: str) -> Any:
        def hook(_: Any, inputs: tuple[Any, ...]) -> None:
            values = inputs[0].detach().flatten()
            count = max(1, int(values.numel() * CUT))
            low, high = -torch.topk(-values, count).values[-1], torch.topk(values, count).values[-1]
            samples.setdefault(name, []).append((float(low), float(high)))

        return hook

    for name, module in network.network.named_modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(watch(name))
    for text in texts:
        read(text, network, tokenizer)
    return {
        name: (float(np.percentile([low for low, _ in seen], 2)), float(np.percentile([high for _, high in seen], 98)))
        for name, seen in samples.items()
    }
