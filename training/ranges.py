"""How large the activations become: the ranges that static quantisation needs, from held-out articles."""

from __future__ import annotations

import argparse
import json
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


def ranges(checkpoint: Path, tokenizer: Any, texts: list[str]) -> dict[str, tuple[float, float]]:
    """(low, high) of what goes into every linear layer, by the layer's name."""
    import torch

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


def main() -> None:
    """Write the ranges of a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--prepared", type=Path, default=Path("training/prepared"))
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with (options.prepared / "articles.pickle").open("rb") as file:
        articles = pickle.load(file)["calibration"][: options.articles]
    tokenizer = Tokenizer.from_file(str(options.prepared / "tokenizer.json"))
    found = ranges(options.checkpoint, tokenizer, [r["text"] for r in records_of(articles)])
    options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
