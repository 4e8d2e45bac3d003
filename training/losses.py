"""The loss of a batch of labelled chunks: of every head, against the labels and against the teachers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from training.examples import IGNORE, Chunk
from training.network import AROUND, CUES, LEFT, NAMES, RIGHT, SPANS, STARTS, Network, gather

CLS, SEP, PAD = 101, 102, 0
#: The weight of each head.
WEIGHTS = {"cue": 1.0, "roles": 1.0, "veto": 0.3, "name": 0.3, "start": 0.2, "span": 1.0}


def padded(chunks: list[Chunk]) -> dict[str, Tensor]:
    """Return a batch of chunks as tensors, with the special pieces around each."""
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

    False alarms are what the cue head currently predicts as cues, so that the veto learns to overrule it. They have no
    role labels: if all their labels were O, the roles of every doubtful cue would be empty, but a doubtful cue that is
    kept needs roles. Some gold cues are made one piece longer or shorter, as predicted ones will be.
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


#: The heads that label pieces, with how many labels each has and which of them begin a thing.
HEADS = (
    ("cue", CUES, (1,)),
    ("name", NAMES, (1, 3, 5, 7)),
    ("start", STARTS, (1, 2)),
    ("span", SPANS, (1, 2, 3, 4)),
)
#: A cue's roles cover about this many pieces, so that this loss is also about one unit per cue.
_PIECES = 25.0


def soft(logits: Tensor, wanted: Tensor) -> Tensor:
    """Return the cross-entropy of every row of logits [..., labels] against probabilities of the same shape."""
    return -(wanted * torch.log_softmax(logits, -1)).sum(-1)


def losses(
    network: Network, chunks: list[Chunk], random: Random, teachers: Sequence[Network] = (), trust: float = 0.0
) -> dict[str, Tensor]:
    """Every head's loss over one batch, each about one unit per labelled thing.

    With teachers, `trust` is the weight of the loss against the mean of their probabilities, instead of the labels
    (Hinton et al. 2015, "Distilling the Knowledge in a Neural Network", at temperature 1). Teachers also supply roles
    for false alarms, which have no labels, in proportion to the probability that they give the cue.
    """
    device = network.encoder.words.weight.device
    batch = {key: value.to(device) for key, value in padded(chunks).items()}
    places = torch.arange(batch["ids"].shape[1], device=device)
    mask = (places >= batch["lengths"].unsqueeze(1)).float()[:, None, None, :] * -10000.0
    columns = tuple(batch[key] for key in ("ids", "shapes", "gaps", "quoted"))
    features, logits = network.encoder(*columns, mask)
    with torch.no_grad():
        taught = [teacher.encoder(*columns, mask) for teacher in teachers]
    sizes = [size for _, size, _ in HEADS]
    heads = logits.float().split(sizes, -1)
    views = [[x.softmax(-1) for x in theirs.float().split(sizes, -1)] for _, theirs in taught]
    said = [torch.stack(views_of_head).mean(0) for views_of_head in zip(*views, strict=True)]
    inside = (places >= 1) & (places < (batch["lengths"] - 1).unsqueeze(1))
    out = {}
    for i, ((key, _, begins), head) in enumerate(zip(HEADS, heads, strict=True)):
        gold = batch[key]
        things = torch.stack([gold == label for label in begins]).sum()
        total = cross_entropy(head.flatten(0, 1), gold.flatten(), ignore_index=IGNORE, reduction="sum")
        out[key] = total / (things + 4)
        if said:
            things = (said[i][..., list(begins)].sum(-1) * inside).sum()
            out[key] = out[key] * (1 - trust) + trust * (soft(head, said[i]) * inside).sum() / (things + 4)
    cues, targets, true = cue_examples(chunks, heads[0].detach(), random)
    if cues:
        where, targets, true = torch.tensor(cues).to(device), targets.to(device), true.to(device)
        around, exists = gather(features, where[:, 0], where[:, 1], batch["lengths"])
        spread = torch.arange(-LEFT, RIGHT, device=device)
        in_cue = ((spread >= 0) & (spread < (where[:, 2] - where[:, 1]).unsqueeze(1))).long()
        roles, veto = network.roles(around, in_cue, exists)
        scale = _PIECES * true.sum().clamp(min=1.0)
        total = cross_entropy(roles.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction="sum")
        out["roles"] = total / scale
        if said:
            with torch.no_grad():
                parts = [gather(theirs, where[:, 0], where[:, 1], batch["lengths"])[0] for theirs, _ in taught]
                answers = [t.roles(x, in_cue, exists)[0] for t, x in zip(teachers, parts, strict=True)]
                wanted = torch.stack([x.float().softmax(-1) for x in answers]).mean(0)
                sure = torch.maximum(true, said[0][where[:, 0], where[:, 1], 1])
            total = (soft(roles.float(), wanted) * exists * sure.unsqueeze(1)).sum()
            out["roles"] = out["roles"] * (1 - trust) + trust * total / scale
        out["veto"] = binary_cross_entropy_with_logits(veto.float(), true)
    return out
