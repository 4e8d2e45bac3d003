"""Make the weights from prepared data: teachers, the network that learns from them, the scorer that ships with it.

    python -m training.train [--prepared DIR] [--out DIR] [--weights DIR]

Each teacher learns from all articles except one part. The network that ships learns from the labels and from the
predictions of the teachers for the part that they have not seen: these reflect what annotators have in common.

The same command, given again, resumes a stopped run from its last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from random import Random
from typing import Any

import onnx
import torch
from torch import Tensor

from training import decisions, pairs
from training.average import averaged
from training.calibrate import calibrate
from training.evaluate import scorer
from training.examples import Chunk
from training.export import export, export_pairs, heads_of
from training.feed import Ahead, Feed, fold_of
from training.losses import WEIGHTS, losses
from training.network import Network, Size, keep, load, load_base, save
from training.ranges import ranges
from training.taught import corpus

#: The files that a run leaves in its folder.
WEIGHTS_FILE = "weights.pt"


@dataclass(frozen=True)
class Plan:
    """Determines a run; a run cannot be resumed with another plan."""

    layers: int = 5
    role_layers: int = 2
    epochs: int = 12
    #: Parts of the articles, and the number of teachers that have not seen each part.
    folds: int = 4
    teachers: int = 2
    teacher_epochs: int = 10
    #: Weight of the teachers, instead of the labels, in every loss.
    trust: float = 0.5
    #: Most pieces in a batch.
    tokens: int = 7680
    rate: float = 3e-4
    head_rate: float = 1.2e-3
    #: Share of the steps in which the learning rates rise.
    warm: float = 0.06
    dropout: float = 0.1
    #: Share of the articles that are damaged in an epoch.
    damage: float = 0.5
    #: Decay of the moving average that ships.
    average: float = 0.997
    seed: int = 11

    def scale(self, done: float) -> float:
        """Return the factor of the learning rates at this point of the run: a short rise, then a linear fall."""
        return min(1.0, done / self.warm + 1e-3) * max(0.02, min(1.0, (1.0 - done) / (1.0 - self.warm)))

    def teacher(self, number: int) -> Plan:
        """Return the plan of a teacher: labels only, and another seed."""
        size, seed, epochs = Size(), self.seed + 1 + number, self.teacher_epochs
        return replace(self, layers=size.layers, role_layers=size.role_layers, epochs=epochs, trust=0.0, seed=seed)


def parameter_groups(network: Network, encoder_rate: float, head_rate: float) -> list[dict[str, Any]]:
    """Return groups of parameters: pretrained weights learn slowly, new ones fast; norms and biases do not decay."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if name == "encoder.words.weight":
            parameter.requires_grad_(False)
            continue
        new = name.startswith(
            ("roles.", "encoder.features", "encoder.labels", "encoder.shapes", "encoder.gaps", "encoder.quoted")
        )
        rate = head_rate if new else encoder_rate
        decay = 0.01 if parameter.ndim > 1 and "norm" not in name else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": rate, "weight_decay": decay, "base": rate} for (rate, decay), p in groups.items()]


class Run:
    """A training run that can be stopped at any time and resumed from its last checkpoint with the same result.

    All random numbers depend only on the seed and on the number of the epoch or step, not on earlier draws in this
    process.
    """

    def __init__(
        self,
        plan: Plan,
        prepared: Path,
        device: str,
        half: bool,
        teachers: Sequence[Sequence[Network]] = (),
        without: int | None = None,
    ) -> None:
        """Begin or resume; `teachers` are those of each part of the articles, `without` is the part to leave out."""
        self.plan, self.device, self.half, self.teachers = plan, device, half, teachers
        folds = plan.folds if teachers or without is not None else 1
        self.feed = Feed(prepared, plan.seed, plan.damage, plan.tokens, folds, without)
        torch.manual_seed(plan.seed)
        self.network = Network(Size(layers=plan.layers, role_layers=plan.role_layers), plan.dropout)
        load_base(self.network, prepared / "base.safetensors")
        self.network.to(device).train()
        groups = parameter_groups(self.network, plan.rate, plan.head_rate)
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=device != "cpu")
        self.learning = [p for p in self.network.parameters() if p.requires_grad]
        self.average = averaged(self.network, plan.average)
        #: Steps done, in all and in this epoch; epochs done; steps of the whole run, known from the first epoch.
        self.step = self.in_epoch = self.epoch = self.total = 0

    def save(self, path: Path) -> None:
        """Write a checkpoint with everything that is needed to resume."""
        state = {
            "plan": asdict(self.plan),
            "place": [self.step, self.in_epoch, self.epoch, self.total],
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        keep(state, path)

    def load(self, path: Path) -> None:
        """Resume from a checkpoint; raises SystemExit if it belongs to another plan."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["plan"] != asdict(self.plan):
            raise SystemExit(f"{path} belongs to a run with other options; choose another --out, or remove it")
        self.step, self.in_epoch, self.epoch, self.total = state["place"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])

    def learn(self, part: list[Chunk]) -> dict[str, Tensor]:
        """Take one step; return every head's loss."""
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        scale = self.plan.scale(self.step / self.total)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * scale
        teachers = self.teachers[fold_of(part[0].article, self.feed.folds)] if self.teachers else ()
        with torch.autocast(self.device.split(":")[0], dtype=torch.bfloat16, enabled=self.half):
            random = Random(f"{self.plan.seed} step {self.step}")
            found = losses(self.network, part, random, teachers, self.plan.trust)
        loss = torch.stack([WEIGHTS[key] * value for key, value in found.items()]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.learning, 1.0)
        self.optimizer.step()
        self.step += 1
        self.in_epoch += 1
        self.average.update_parameters(self.network)
        return {key: value.detach() for key, value in found.items()}

    def finish(self, out: Path, every: int) -> None:
        """Run the remaining epochs; at the end, `WEIGHTS_FILE` in `out` holds the averaged weights."""
        out.mkdir(parents=True, exist_ok=True)
        checkpoint = out / "checkpoint.pt"
        if checkpoint.exists():
            self.load(checkpoint)
            print(f"going on from {checkpoint} at step {self.step}", flush=True)
        begun, first = time.monotonic(), self.step
        ahead = Ahead(self.feed, self.epoch, self.plan.epochs)
        while self.epoch < self.plan.epochs:
            parts = ahead.epoch(self.epoch)
            self.total = self.total or len(parts) * self.plan.epochs
            for part in parts[self.in_epoch :]:
                found = self.learn(part)
                if self.step % 20 == 0:
                    pace = (time.monotonic() - begun) / (self.step - first)
                    report = json.dumps({key: round(float(value), 3) for key, value in found.items()})
                    print(f"{out} epoch {self.epoch + 1} step {self.step} {pace:.2f} s each {report}", flush=True)
                if self.step % every == 0:
                    self.save(checkpoint)
            self.epoch, self.in_epoch = self.epoch + 1, 0
            self.save(checkpoint)
        ahead.close()
        save(self.network.size, self.average.module.state_dict(), out / WEIGHTS_FILE)


def half_is_faster() -> bool:
    """Return whether this processor multiplies faster in bfloat16 than in 32 bits; without support it is very slow."""
    spent = []
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.ones(1024, 384, dtype=kind), torch.ones(384, 1536, dtype=kind)
        a @ b
        begun = time.perf_counter()
        for _ in range(5):
            a @ b
        spent.append(time.perf_counter() - begun)
    return spent[1] < spent[0]


def train(plan: Plan, prepared: Path, out: Path, threads: int, every: int, only: int | None = None) -> Path:
    """Train the teachers and the network that learns from them, or the rest of a run; return its file of weights.

    `only` is the number of a single teacher to train.
    """
    weights = out / WEIGHTS_FILE
    if weights.exists():
        return weights
    torch.set_num_threads(threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    half = device == "cuda" or half_is_faster()
    taught: list[list[Path]] = [[] for _ in range(plan.folds)]
    for number in range(plan.teachers * plan.folds):
        home, fold = out / f"teacher-{number}", number % plan.folds
        taught[fold].append(home / WEIGHTS_FILE)
        if (only is None or only == number) and not taught[fold][-1].exists():
            Run(plan.teacher(number), prepared, device, half, without=fold).finish(home, every)
    if only is None:
        teachers = [[load(path, device) for path in paths] for paths in taught] if plan.teachers else ()
        Run(plan, prepared, device, half, teachers).finish(out, every)
    return weights


def teach(plan: pairs.Plan, prepared: Path, taught: Path, scorer: Path, weights: Path) -> None:
    """Train the scorer of roles on what the graphs in `taught` say, unless it is there, and write those that ship."""
    if not scorer.exists():
        with (prepared / "articles.pickle").open("rb") as file:
            texts = corpus(taught, pickle.load(file))
        pairs.learn(plan, texts, heads_of(onnx.load(taught / "model.onnx")), scorer)
    export_pairs(pairs.weights(scorer), plan.dilations, taught, weights)


def main() -> None:
    """Train, export and calibrate: from prepared data to the folder of weights that the package ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, default=Path("training/prepared"))
    parser.add_argument("--out", type=Path, default=Path("training/run"), help="checkpoints; goes on where one is")
    parser.add_argument("--weights", type=Path, default=Path("annotate/weights"), help="where the result goes")
    parser.add_argument("--score", type=Path, default=Path("../shared/score/score.py"), help="for the calibration")
    parser.add_argument("--data", type=Path, help="fit the decisions at the end, on the data of this folder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=100, help="steps between two checkpoints")
    parser.add_argument("--only", type=int, metavar="N", help="train teacher N and stop, to train several at once")
    for field in fields(Plan):
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=type(field.default), default=field.default)
    options = parser.parse_args()
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    if options.only is None and not options.score.exists():
        parser.error(f"{options.score} is no file; the scorer is needed at the end, so say now where it is")
    trained = train(plan, options.prepared, options.out, options.threads, options.every, options.only)
    if options.only is not None:
        return
    taught = options.out / "taught"
    export(trained, options.prepared, taught, ranges(trained, options.prepared))
    teach(pairs.Plan(), options.prepared, taught, options.out / "pairs.pt", options.weights)
    calibrate(options.prepared, options.weights, scorer(options.score), options.threads)
    if options.data:
        decisions.fit(options.data, options.prepared / "gold")


if __name__ == "__main__":
    main()
