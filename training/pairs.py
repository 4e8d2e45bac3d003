"""The scorer of roles: what each piece is to a cue, from the encoder's last states, without a second network.

A linear layer describes each piece as one that may have a role; the mean state of a cue scales and shifts that (as the
second network does it), a place relative to the cue is added, and a linear layer scores the roles. Three narrow
convolutions over the pieces beside it correct the scores. The encoder stays as it is, so nothing else that reads its
states changes; its linear taggers of cues and of what is said at all are learnt anew along with the scorer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from annotate.analyse.model.cues import LEFT, RIGHT, ROLES
from training.average import averaged
from training.examples import IGNORE
from training.export import Array, Heads
from training.network import CUES, SPANS, Dropout, keep
from training.taught import AROUND, WIDTH, Said

#: The weight of the taggers of cues and of what is said, beside that of the roles.
_TAGGERS = {"cue": 3.0, "span": 0.9}
#: Average loss of a cue of the gold, so that the losses are about one.
_USUAL = 25.0


@dataclass(frozen=True)
class Plan:
    """What fixes the scorer and its training."""

    #: What describes a piece, and what the convolutions see of it.
    width: int = 128
    narrow: int = 48
    #: Pieces that a convolution sees, and how far apart they are.
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 3, 9)
    #: Epochs and highest rate of each cycle; a further one goes on from the average of the one before.
    cycles: tuple[tuple[int, float], ...] = ((5, 2e-3), (2, 1.2e-3))
    #: Share of the steps in which the rate rises.
    warm: float = 0.05
    dropout: float = 0.1
    #: Share of the loss that goes by the teacher where there is gold.
    trust: float = 0.5
    #: Cues in a step, at least.
    cues: int = 160
    #: Decay of the moving average that ships.
    average: float = 0.998
    seed: int = 2

    def scale(self, done: float) -> float:
        """Return the factor of the rate at this point of the training: a short rise, and a linear fall."""
        return min(1.0, done / self.warm + 1e-3) * max(0.02, 1.0 - done)


class Pairs(nn.Module):
    """States and cues in, role logits around every cue and logits of the two taggers out."""

    def __init__(self, plan: Plan, heads: Heads) -> None:
        """Begin with the taggers `heads`, which stay teachers of the new ones."""
        super().__init__()
        width, narrow = plan.width, plan.narrow
        self.plan = plan
        self.token = nn.Linear(WIDTH, width)
        self.add = nn.Linear(WIDTH, width, bias=False)
        self.scale = nn.Linear(WIDTH, width)
        self.distance = nn.Parameter(torch.randn(AROUND, width) * 0.02)
        self.part = nn.Embedding(2, width)
        self.narrow = nn.Linear(width, narrow)
        self.convs = nn.ModuleList(nn.Linear(plan.kernel * narrow, narrow) for _ in plan.dilations)
        self.out = nn.Linear(width, len(ROLES))
        self.out2 = nn.Linear(narrow, len(ROLES))
        nn.init.zeros_(self.out2.weight)
        nn.init.zeros_(self.out2.bias)
        self.heads = nn.Linear(WIDTH, CUES + SPANS)
        self.taught = nn.Linear(WIDTH, CUES + SPANS).requires_grad_(False)
        for layer in (self.heads, self.taught):
            layer.load_state_dict({"weight": torch.tensor(heads.weight), "bias": torch.tensor(heads.bias)})
        self.dropout = Dropout(plan.dropout)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return role logits [cues, AROUND, roles] and tagger logits [pieces, CUES + SPANS]."""
        states = self.dropout(batch.states)
        own = batch.mean(states)
        around = self.token(states)[batch.places]
        scale, add = self.scale(own).unsqueeze(1), self.add(own).unsqueeze(1)
        x = torch.relu(around * (1 + scale) + add + self.distance + self.part(batch.in_cue))
        exists = batch.exists.to(x.dtype).unsqueeze(-1)
        near = self.narrow(x) * exists
        for conv, apart in zip(self.convs, self.plan.dilations, strict=True):
            reach = self.plan.kernel // 2 * apart
            wide = pad(near, (0, 0, reach, reach))
            beside = torch.cat([wide[:, j * apart : j * apart + AROUND] for j in range(self.plan.kernel)], 2)
            near = (near + self.dropout(torch.relu(conv(beside)))) * exists
        return self.out(x) + self.out2(near), self.heads(states)


class Batch:
    """Some texts with their cues as tensors."""

    def __init__(self, texts: Sequence[Said], jitter: Random) -> None:
        """Join the texts; some cues end a piece too early or too late, as predicted ones do."""
        lengths, counts = [len(t.states) for t in texts], [len(t.cues) for t in texts]
        bases = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        length, base = (torch.from_numpy(np.repeat(x, counts)) for x in (lengths, bases))
        first, last = torch.from_numpy(np.concatenate([t.cues for t in texts])).unbind(1)
        ends = zip(first.tolist(), last.tolist(), length.tolist(), strict=True)
        last = torch.tensor([_end(jitter, *cue) for cue in ends])
        spread = torch.arange(-LEFT, RIGHT)
        places = first.unsqueeze(1) + spread
        self.states = torch.from_numpy(np.concatenate([t.states for t in texts])).float()
        self.exists = (places >= 0) & (places < length.unsqueeze(1))
        self.places = torch.minimum(places.clamp(min=0), length.unsqueeze(1) - 1) + base.unsqueeze(1)
        self.in_cue = ((spread >= 0) & (spread < (last - first).unsqueeze(1))).long()
        self.taught = torch.from_numpy(np.concatenate([t.taught for t in texts])).float().softmax(-1)
        self.gold = torch.from_numpy(np.concatenate([t.gold for t in texts]))
        self.labels = torch.from_numpy(np.concatenate([t.labels for t in texts]))
        self.probable = torch.from_numpy(np.concatenate([t.probable for t in texts]))
        weights = [t.weight for t in texts]
        self.of_cues, self.of_pieces = (torch.from_numpy(np.repeat(weights, n)).float() for n in (counts, lengths))

    def mean(self, rows: Tensor) -> Tensor:
        """Return the mean row of each cue's own pieces."""
        own = self.in_cue[:, LEFT:]
        weights = own[:, : int(own.sum(1).max())].to(rows.dtype).unsqueeze(-1)
        return (rows[self.places[:, LEFT : LEFT + weights.shape[1]]] * weights).sum(1) / weights.sum(1)


def _end(random: Random, first: int, last: int, length: int) -> int:
    draw = random.random()
    if draw < 0.05 and last - first > 1:
        return last - 1
    return last + 1 if draw > 0.97 and last < length else last


def loss(network: Pairs, batch: Batch) -> Tensor:
    """Return the cross-entropy against the gold and the teacher, about one unit a cue of the gold."""
    roles, tags = (logits.float() for logits in network(batch))
    labelled = (batch.gold != IGNORE).any(1)
    weight = torch.where(labelled, batch.of_cues, batch.probable)
    trust = torch.where(labelled, network.plan.trust, 1.0)
    soft = (-(batch.taught * roles.log_softmax(-1)).sum(-1) * batch.exists).sum(1)
    hard = cross_entropy(roles.flatten(0, 1), batch.gold.flatten(), ignore_index=IGNORE, reduction="none")
    hard = hard.view(batch.gold.shape).sum(1)
    total = (weight * (trust * soft + (1 - trust) * hard)).sum() / (_USUAL * weight.sum())
    with torch.no_grad():
        taught = network.taught(batch.states)
    for part, name, labels in zip((slice(0, CUES), slice(CUES, None)), _TAGGERS, batch.labels.unbind(1), strict=True):
        soft = -(taught[:, part].softmax(-1) * tags[:, part].log_softmax(-1)).sum(-1)
        hard = cross_entropy(tags[:, part], labels, ignore_index=IGNORE, reduction="none")
        mixed = torch.where(labels == IGNORE, soft, network.plan.trust * soft + (1 - network.plan.trust) * hard)
        total = total + _TAGGERS[name] * (batch.of_pieces * mixed).sum() / batch.of_pieces.sum()
    return total


def _batches(texts: list[Said], cues: int, random: Random) -> Iterator[list[Said]]:
    """Yield the texts in no particular order, so many cues or a few more at a time."""
    held: list[Said] = []
    for text in random.sample(texts, len(texts)):
        held.append(text)
        if sum(len(t.cues) for t in held) >= cues:
            yield held
            held = []
    if held:
        yield held


def learn(plan: Plan, texts: list[Said], heads: Heads, file: Path) -> None:
    """Train the scorer, and write its averaged weights."""
    torch.manual_seed(plan.seed)
    network = Pairs(plan, heads)
    for cycle in range(len(plan.cycles)):
        network.load_state_dict(_cycle(plan, cycle, texts, network))
    keep(network.state_dict(), file)


def _cycle(plan: Plan, cycle: int, texts: list[Said], network: Pairs) -> dict[str, Tensor]:
    """Train for some epochs, and return the averaged weights."""
    epochs, rate = plan.cycles[cycle]
    average = averaged(network, plan.average)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    total = epochs * sum(1 for _ in _batches(texts, plan.cues, Random(plan.seed)))
    step = 0
    for epoch in range(epochs):
        random = Random(f"{plan.seed} cycle {cycle} epoch {epoch}")
        for part in _batches(texts, plan.cues, random):
            for group in optimizer.param_groups:
                group["lr"] = rate * plan.scale(step / total)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = loss(network, Batch(part, random))
            optimizer.zero_grad()
            found.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(network)
            step += 1
            if step % 100 == 0:
                print(
                    f"roles, cycle {cycle + 1}, step {step} of about {total}: {float(found.detach()):.3f}", flush=True
                )
    return {name: values.clone() for name, values in average.module.state_dict().items()}


def weights(file: Path) -> dict[str, Array]:
    """Return the weights of a scorer, as arrays."""
    return {name: values.float().numpy() for name, values in torch.load(file, weights_only=True).items()}
