"""Run a checkpoint or the shipped weights over gold articles and score them.

python -m training.evaluate --data DIR [--checkpoint FILE --prepared DIR] [--calibrate]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.model.cues import LEFT, RIGHT, Encoded, Network
from annotate.analyse.model.encoder import Onnx, Reading, read
from annotate.analyse.quotations.decoding import Calibration, Found, attributions


class Checkpoint:
    """A torch checkpoint with the interface that the tool uses."""

    workers = 1

    def __init__(self, path: Path, threads: int = 2, half: bool = True) -> None:
        import torch

        from training.export import LOWER_LAYERS
        from training.network import LEFT as TRAINED_LEFT
        from training.network import RIGHT as TRAINED_RIGHT
        from training.network import load

        torch.set_num_threads(threads)
        self.torch, self.half = torch, half
        self.wider = (TRAINED_LEFT - LEFT, TRAINED_RIGHT - RIGHT)  # the tool may look less far than training did
        self.network = load(path)
        self.lower: list[Any] = []
        below = self.network.encoder.layers[LOWER_LAYERS - 1]
        below.register_forward_hook(lambda _, __, out: self.lower.append(out))

    def encode(self, ids: Any, shapes: Any, gaps: Any, quoted: Any) -> Encoded:
        torch = self.torch
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            columns = [torch.from_numpy(x) for x in (ids, shapes, gaps, quoted)]
            features, logits = self.network.encoder(*columns, torch.zeros(1, 1, 1, ids.shape[1]))
        found = features[0].float().numpy()
        return Encoded(found, logits[0].float().numpy(), self.lower.pop()[0].float().numpy(), found, found[:, :1])

    def roles(self, around: Any, cues: Any, in_cue: Any, exists: Any) -> Any:
        torch = self.torch
        wider = self.wider
        inputs = [np.pad(x, [(0, 0), wider, (0, 0)][: x.ndim]) for x in (around, in_cue, exists)]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            roles, _ = self.network.roles(*(torch.from_numpy(x) for x in inputs))
        return roles[:, wider[0] : wider[0] + LEFT + RIGHT].float().numpy()


def exported(weights: Path, workers: int = 2) -> Onnx:
    """Return the two graphs in a folder."""
    return Onnx((weights / "model.onnx").read_bytes(), (weights / "roles.onnx").read_bytes(), workers)


def scorer(path: Path) -> Any:
    """Return the scorer, a module loaded from its file."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_prediction(id_: str, found: list[Found]) -> dict[str, Any]:
    """Return an annotation with quotations only, in the format of the scorer."""
    quotations = [{"content": list(f.content), "source": [f.source] if f.source else [], "cue": [f.cue]} for f in found]
    return {"article": {"id": id_}, "quotations": quotations}


def gold(path: Path) -> list[dict[str, Any]]:
    """Return the records of a gold file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def readings(records: list[dict[str, Any]], network: Network | None, tokenizer: Any) -> list[Reading]:
    """Return the model's reading of the text of every record."""
    return [read(r["text"], network, tokenizer) for r in records]


def rows(module: Any, records: list[dict[str, Any]], found: list[list[Found]]) -> dict[str, Any]:
    """Return the scorer's rows for quotations."""
    predicted = {r["id"]: as_prediction(r["id"], f) for r, f in zip(records, found, strict=True)}
    result: dict[str, Any] = module.score_quotations({r["id"]: r for r in records}, predicted)
    return result


def shown(result: dict[str, Any]) -> str:
    """Return P, R and F1 of each row on one line."""
    return "  ".join(f"{k} {v['P']:.1f}/{v['R']:.1f}/{v['F1']:.1f}" for k, v in result.items())


def main() -> None:
    """Score dev and damaged dev."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--weights", type=Path, help="a folder of exported graphs; the shipped ones if not given")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--prepared", type=Path, default=Path("training/prepared"))
    parser.add_argument("--calibration", type=Path)
    parser.add_argument("--threshold", type=float)
    options = parser.parse_args()
    network: Network | None = None
    tokenizer = calibration = None
    if options.weights:
        from tokenizers import Tokenizer

        network = exported(options.weights, options.threads)
        tokenizer = Tokenizer.from_file(str(options.weights / "tokenizer.json"))
    elif options.checkpoint:
        from tokenizers import Tokenizer

        network = Checkpoint(options.checkpoint)
        tokenizer = Tokenizer.from_file(str(options.prepared / "tokenizer.json"))
    if options.calibration:
        values = json.loads(options.calibration.read_text(encoding="utf-8"))
        calibration = Calibration(tuple(values["weights"]), values["bias"], values["threshold"], values["floor"])
    elif options.threshold is not None:
        calibration = Calibration((1.0, 0, 0, 0, 0, 0, 0, 0, 0), 0.0, options.threshold, 1.0)
    module = scorer(options.score or options.data.parent / "score" / "score.py")
    for name in ("dev", "dev_damaged"):
        records = gold(options.data / "polnear" / f"{name}.jsonl")
        begun = time.monotonic()
        found = readings(records, network, tokenizer)
        spent = time.monotonic() - begun
        decoded = [attributions(r["text"], f, calibration) for r, f in zip(records, found, strict=True)]
        words = sum(len(r["text"].split()) for r in records)
        print(f"{name}: {shown(rows(module, records, decoded))}  {words / spent:.0f} words/s")


if __name__ == "__main__":
    main()
