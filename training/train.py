"""Make the weights out of prepared data: train the network, quantise it, fit the confidence.

    python -m training.train [--prepared DIR] [--out DIR] [--weights DIR]

A run that was stopped goes on from its last checkpoint when the same command is given again.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from training.calibrate import calibrate
from training.evaluate import scorer
from training.examples import IGNORE, Article, Chunk, batches, epoch
from training.export import export
from training.network import AROUND, CUES, LEFT, NAMES, RIGHT, SPANS, STARTS, Network, gather, load_base
from training.ranges import ranges

CLS, SEP, PAD = 101, 102, 0
WEIGHTS = {"cue": 1.0, "roles": 1.0, "veto": 0.3, "name": 0.3, "start": 0.2, "span": 1.0}


def padded(chunks: list[Chunk]) -> dict[str, Tensor]:
    """A batch of chunks as tensors, with the special pieces put around each."""
    longest = max(map(len, chunks)) + 2
    shape = (len(chunks), longest)
    batch: dict[str, Any] = {
        "ids": np.full(shape, PAD, dtype=np.int64),
        "shapes": np.zeros(shape, dtype=np.int64),
        "gaps": np.zeros(shape, dtype=np.int64),
        "quoted": np.zeros(shape, dtype=np.int64),
        "cue": np.full(shape, IGNORE, dtype=np.int64),
        "name": np.full(shape, IGNORE, dtype=np.int64),
        "start": np.full(shape, IGNORE, dtype=np.int64),
        "span": np.full(shape, IGNORE, dtype=np.int64),
        "lengths": np.array([len(c) + 2 for c in chunks]),
    }
    for row, chunk in enumerate(chunks):
        inside = slice(1, len(chunk) + 1)
        batch["ids"][row, 0], batch["ids"][row, len(chunk) + 1] = CLS, SEP
        for key, column in (
            ("ids", chunk.pieces.ids),
            ("shapes", chunk.pieces.shapes),
            ("gaps", chunk.pieces.gaps),
            ("quoted", chunk.pieces.quoted),
            ("cue", chunk.cue),
            ("name", chunk.name),
            ("start", chunk.start),
            ("span", chunk.span),
        ):
            batch[key][row, inside] = column
    return {key: torch.from_numpy(value) for key, value in batch.items()}


def cue_examples(
    chunks: list[Chunk], cue_logits: Tensor, random: Random
) -> tuple[list[tuple[int, int, int]], Tensor, Tensor]:
    """(row, first, last) of gold cues and of false alarms, their role labels, and 1 for the true ones.

    False alarms are what the cue head itself takes for a cue at this moment, so that the veto learns to overrule it.
    They have no role labels: had they none but O, the roles of every doubtful cue would be empty, and a doubtful cue
    that is kept needs them. Some gold cues are made a piece longer or shorter, as predicted ones will be.
    """
    cues: list[tuple[int, int, int]] = []
    labels: list[Any] = []
    true: list[float] = []
    for row, chunk in enumerate(chunks):
        for attribution in chunk.attributions:
            first, last = attribution.cue
            if last - first > 1 and random.random() < 0.1:
                last -= 1
            elif last < len(chunk) and random.random() < 0.07:
                last += 1
            tags = np.zeros(len(chunk) + 2, dtype=np.int64)
            for code, places in ((1, attribution.content), (3, attribution.source)):
                for a, b in places:
                    tags[a + 1 : b + 1] = code + 1
                    tags[a + 1] = code
            cues.append((row, first + 1, last + 1))
            labels.append((tags, attribution.cue[0] + 1))
            true.append(1.0)
    probable = torch.softmax(cue_logits.float(), -1)[..., 1]
    gold_rows = {
        (row, chunk_cue) for row, c in enumerate(chunks) for a in c.attributions for chunk_cue in range(*a.cue)
    }
    alarms = []
    for row, place in (probable > 0.08).nonzero().tolist():
        if 1 <= place <= len(chunks[row]) and (row, place - 1) not in gold_rows and chunks[row].cue[place - 1] == 0:
            alarms.append((row, place))
    random.shuffle(alarms)
    for row, place in alarms[: max(2, len(cues) // 4)]:
        cues.append((row, place, place + 1))
        labels.append((np.full(len(chunks[row]) + 2, IGNORE, dtype=np.int64), place))
        true.append(0.0)
    targets = np.full((len(cues), AROUND), IGNORE, dtype=np.int64)
    for i, ((row, _, _), (tags, middle)) in enumerate(zip(cues, labels, strict=True)):
        low, high = max(1, middle - LEFT), min(len(chunks[row]) + 1, middle + RIGHT)
        targets[i, low - middle + LEFT : high - middle + LEFT] = tags[low:high]
    return cues, torch.from_numpy(targets), torch.tensor(true)


def losses(network: Network, chunks: list[Chunk], random: Random) -> dict[str, Tensor]:
    """Every head's loss over one batch, each about one unit per labelled thing."""
    device = network.encoder.words.weight.device
    batch = {key: value.to(device) for key, value in padded(chunks).items()}
    places = torch.arange(batch["ids"].shape[1], device=device)
    mask = (places >= batch["lengths"].unsqueeze(1)).float()[:, None, None, :] * -10000.0
    features, logits = network.encoder(batch["ids"], batch["shapes"], batch["gaps"], batch["quoted"], mask)
    logits = logits.float()
    cue_logits, name_logits, start_logits, span_logits = logits.split((CUES, NAMES, STARTS, SPANS), -1)
    out = {}
    for key, head in (("cue", cue_logits), ("name", name_logits), ("start", start_logits), ("span", span_logits)):
        gold = batch[key]
        things = ((gold > 0) & (gold % 2 == 1) if key == "name" else gold == 1 if key == "cue" else gold > 0).sum()
        total = cross_entropy(head.flatten(0, 1), gold.flatten(), ignore_index=IGNORE, reduction="sum")
        out[key] = total / (things + 4)
    cues, targets, true = cue_examples(chunks, cue_logits.detach(), random)
    if cues:
        where, targets, true = torch.tensor(cues).to(device), targets.to(device), true.to(device)
        around, exists = gather(features, where[:, 0], where[:, 1], batch["lengths"])
        spread = torch.arange(-LEFT, RIGHT, device=device)
        in_cue = ((spread >= 0) & (spread < (where[:, 2] - where[:, 1]).unsqueeze(1))).long()
        roles, veto = network.roles(around, in_cue, exists)
        total = cross_entropy(roles.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction="sum")
        out["roles"] = total / (25.0 * max(1.0, float(true.sum())))
        out["veto"] = binary_cross_entropy_with_logits(veto.float(), true)
    return out


def parameter_groups(network: Network, encoder_rate: float, head_rate: float) -> list[dict[str, Any]]:
    """The pretrained weights learn slowly, the new ones fast; word embeddings stay; norms and biases do not decay."""
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


class Average:
    """An exponential moving average of the weights; it is what gets shipped."""

    def __init__(self, network: Network, decay: float) -> None:
        self.decay = decay
        self.state = {k: v.detach().clone() for k, v in network.state_dict().items()}

    def update(self, network: Network, step: int) -> None:
        """Move towards the current weights; faster in the first steps."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for key, value in network.state_dict().items():
            if key != "encoder.words.weight":
                self.state[key].lerp_(value, 1 - decay)


@dataclass(frozen=True)
class Plan:
    """What fixes a run; one that goes on with another plan than it began with would be neither of the two."""

    #: Epochs of the first cycle, in which the rates rise and fall once, and of a second one after it.
    epochs: int = 8
    again: int = 2
    tokens: int = 3840
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    #: How far the rates rise in the second cycle, of what they were in the first.
    again_rate: float = 0.5
    #: Share of the steps of a cycle in which the rates rise.
    warm: float = 0.06
    dropout: float = 0.1
    #: Share of the articles that are damaged in an epoch.
    damage: float = 0.5
    #: Decay of the moving average that gets shipped.
    average: float = 0.998
    seed: int = 11

    def scale(self, done: float) -> float:
        """What the rates are multiplied by when so much of the first cycle is done: a short rise, then a linear fall.

        From 1.0 on it is the second cycle.
        """
        peak = 1.0
        if done >= 1.0 and self.again:
            done, peak = (done - 1.0) * self.epochs / self.again, self.again_rate
        return peak * min(1.0, done / self.warm + 1e-3) * max(0.02, min(1.0, (1.0 - done) / (1.0 - self.warm)))


class Run:
    """A training run that can be stopped at any time and goes on from its last checkpoint as if it had not been.

    Everything that is drawn depends on the seed and on the number of the epoch or step alone, not on what was drawn
    before in this process.
    """

    def __init__(self, plan: Plan, prepared: Path, device: str, half: bool) -> None:
        self.plan, self.device, self.half = plan, device, half
        self.tokenizer = Tokenizer.from_file(str(prepared / "tokenizer.json"))
        with (prepared / "articles.pickle").open("rb") as file:
            data: dict[str, list[Article]] = pickle.load(file)
        self.articles = data["train"] + data["names"] * 2
        torch.manual_seed(plan.seed)
        self.network = Network(dropout=plan.dropout)
        load_base(self.network, prepared / "base.safetensors")
        self.network.to(device).train()
        groups = parameter_groups(self.network, plan.rate, plan.head_rate)
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        self.average = Average(self.network, plan.average)
        #: Steps done, in all and in this epoch; epochs done; steps of the first cycle, known from the first epoch.
        self.step = self.in_epoch = self.epoch = self.total = 0

    def save(self, path: Path) -> None:
        """Keep all that it takes to go on; a half-written file never takes the place of a whole one."""
        state = {
            "plan": asdict(self.plan),
            "place": [self.step, self.in_epoch, self.epoch, self.total],
            "network": self.network.state_dict(),
            "average": self.average.state,
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint. SystemExit if it was made by another plan."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["plan"] != asdict(self.plan):
            raise SystemExit(f"{path} belongs to a run with other options; choose another --out, or remove it")
        self.step, self.in_epoch, self.epoch, self.total = state["place"]
        self.network.load_state_dict(state["network"])
        self.average.state = state["average"]
        self.optimizer.load_state_dict(state["optimizer"])

    def batches(self) -> list[list[Chunk]]:
        """The batches of the epoch that has begun: articles damaged and cut by its number."""
        random = Random(f"{self.plan.seed} epoch {self.epoch}")
        parts = batches(epoch(self.tokenizer, self.articles, random, self.plan.damage), self.plan.tokens, random)
        self.total = self.total or len(parts) * self.plan.epochs
        return parts

    def learn(self, part: list[Chunk]) -> dict[str, float]:
        """Take one step; return every head's loss."""
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        scale = self.plan.scale(self.step / self.total)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * scale
        with torch.autocast(self.device.split(":")[0], dtype=torch.bfloat16, enabled=self.half):
            found = losses(self.network, part, Random(f"{self.plan.seed} step {self.step}"))
        loss = torch.stack([WEIGHTS[key] * value for key, value in found.items()]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for p in self.network.parameters() if p.requires_grad], 1.0)
        self.optimizer.step()
        self.step += 1
        self.in_epoch += 1
        self.average.update(self.network, self.step)
        return {key: float(value.detach()) for key, value in found.items()}


def half_is_faster() -> bool:
    """Whether this processor multiplies in bfloat16 faster than in 32 bits; without instructions for it, it crawls."""
    spent = []
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.ones(1024, 384, dtype=kind), torch.ones(384, 1536, dtype=kind)
        a @ b
        begun = time.perf_counter()
        for _ in range(5):
            a @ b
        spent.append(time.perf_counter() - begun)
    return spent[1] < spent[0]


def train(plan: Plan, prepared: Path, out: Path, threads: int, every: int) -> Path:
    """Run all epochs, or those that are left, and return the file of the averaged weights."""
    torch.set_num_threads(threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    run = Run(plan, prepared, device, device == "cuda" or half_is_faster())
    out.mkdir(parents=True, exist_ok=True)
    checkpoint, weights = out / "checkpoint.pt", out / "weights.pt"
    if checkpoint.exists():
        run.load(checkpoint)
        print(f"going on from {checkpoint} at step {run.step}", flush=True)
    begun, first = time.monotonic(), run.step
    while run.epoch < plan.epochs + plan.again:
        for part in run.batches()[run.in_epoch :]:
            found = run.learn(part)
            if run.step % 20 == 0:
                pace = (time.monotonic() - begun) / (run.step - first)
                report = json.dumps({key: round(value, 3) for key, value in found.items()})
                print(f"epoch {run.epoch + 1} step {run.step} {pace:.2f} s each {report}", flush=True)
            if run.step % every == 0:
                run.save(checkpoint)
        run.epoch, run.in_epoch = run.epoch + 1, 0
        run.save(checkpoint)
    torch.save({key: value.cpu() for key, value in run.average.state.items()}, weights)
    return weights


def main() -> None:
    """Train, export and calibrate: out of prepared data into the folder of weights that the package ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, default=Path("training/prepared"))
    parser.add_argument("--out", type=Path, default=Path("training/run"), help="checkpoints; goes on where one is")
    parser.add_argument("--weights", type=Path, default=Path("annotate/weights"), help="where the result goes")
    parser.add_argument("--score", type=Path, default=Path("../shared/score/score.py"), help="for the calibration")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=100, help="steps between two checkpoints")
    for field in fields(Plan):
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=type(field.default), default=field.default)
    options = parser.parse_args()
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    if not options.score.exists():
        parser.error(f"{options.score} is no file; the scorer is needed at the end, so say now where it is")
    trained = train(plan, options.prepared, options.out, options.threads, options.every)
    found = ranges(trained, options.prepared)
    export(trained, options.prepared, options.weights, found)
    calibrate(options.prepared, options.weights, scorer(options.score), options.threads)


if __name__ == "__main__":
    main()
