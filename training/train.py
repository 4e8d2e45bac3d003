"""Train the network on prepared data.

python -m training.train --prepared DIR --out DIR [--from CHECKPOINT] [--epochs 4] ...
"""

from __future__ import annotations

import argparse
import json
import pickle
import random as random_module
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from training.examples import IGNORE, Article, Chunk, batches, epoch
from training.network import AROUND, CUES, LEFT, NAMES, RIGHT, SPANS, STARTS, Network, gather, load_base

CLS, SEP, PAD = 101, 102, 0
WEIGHTS = {"cue": 1.0, "roles": 1.0, "veto": 0.3, "name": 0.3, "start": 0.2, "span": 0.4}


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
    chunks: list[Chunk], cue_logits: Tensor, random: random_module.Random
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
            for code, ranges in ((1, attribution.content), (3, attribution.source)):
                for a, b in ranges:
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


def losses(network: Network, chunks: list[Chunk], random: random_module.Random) -> dict[str, Tensor]:
    """Every head's loss over one batch, each about one unit per labelled thing."""
    batch = padded(chunks)
    mask = (torch.arange(batch["ids"].shape[1]) >= batch["lengths"].unsqueeze(1)).float()[:, None, None, :] * -10000.0
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
        where = torch.tensor(cues)
        around, exists = gather(features, where[:, 0], where[:, 1], batch["lengths"])
        spread = torch.arange(-LEFT, RIGHT)
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


def continued(network: Network, state: dict[str, Tensor]) -> None:
    """Go on from a checkpoint; one from before the last head was added fills the heads that it knows."""
    for name in ("encoder.labels.weight", "encoder.labels.bias"):
        fresh = network.state_dict()[name].clone()
        fresh[: len(state[name])] = state[name]
        state[name] = fresh
    network.load_state_dict(state)


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


def train(options: argparse.Namespace) -> None:
    """Run the epochs; leave a checkpoint of the averaged weights after each."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    random = random_module.Random(options.seed)
    tokenizer = Tokenizer.from_file(str(options.prepared / "tokenizer.json"))
    with (options.prepared / "articles.pickle").open("rb") as file:
        data: dict[str, list[Article]] = pickle.load(file)
    articles = data["train"] + data["calibration"] if options.all else data["train"]
    articles = articles + data["names"] * 2
    network = Network(dropout=options.dropout)
    load_base(network, options.prepared / "base.safetensors")
    if options.start:
        continued(network, torch.load(options.start, weights_only=True))
    optimizer = torch.optim.AdamW(parameter_groups(network, options.rate, options.head_rate), betas=(0.9, 0.98))
    average = Average(network, options.average)
    trained = [p for p in network.parameters() if p.requires_grad]
    options.out.mkdir(parents=True, exist_ok=True)
    step, begun, total = 0, time.monotonic(), 0
    for number in range(options.epochs):
        chunks = epoch(tokenizer, articles, random, options.damage)
        parts = batches(chunks, options.tokens, random)
        total = total or len(parts) * options.epochs
        network.train()
        seen: dict[str, float] = {}
        for i, part in enumerate(parts):
            done = step / total
            scale = min(1.0, done / options.warm + 1e-3) * max(0.02, min(1.0, (1.0 - done) / (1.0 - options.warm)))
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = losses(network, part, random)
            loss = torch.stack([WEIGHTS[key] * value for key, value in found.items()]).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            step += 1
            average.update(network, step)
            for key, value in found.items():
                seen[key] = seen.get(key, 0.0) * 0.98 + 0.02 * float(value.detach())
            if step % 20 == 0:
                norm = 1 - 0.98 ** min(i + 1, 10_000)
                report = {k: round(v / norm, 3) for k, v in seen.items()}
                print(f"{number + 1} {step}/{total} {time.monotonic() - begun:.0f}s {json.dumps(report)}", flush=True)
        torch.save(average.state, options.out / f"epoch{number + 1}.pt")
        torch.save(network.state_dict(), options.out / "raw.pt")


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=3840)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--warm", type=float, default=0.06, help="share of the steps in which the rates rise")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--damage", type=float, default=0.45)
    parser.add_argument("--average", type=float, default=0.995)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--all", action="store_true", help="train on the calibration articles too")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
