"""Train the decision which mention a pronoun or a description goes back to, on GUM.

    python -m training.coreference GUM [--write]

GUM is the folder with `train.jsonl`. Cross-validates by document, damaged twins on the side of theirs, and prints how
many mentions are decided right; with --write fits all and writes the weights. `benchmarks/coreference.py` scores them.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.cast import find_cast
from annotate.analyse.cast.antecedents import ANTECEDENT, Network
from annotate.analyse.cast.mention_facts import Facts, facts
from annotate.analyse.cast.mentions import CLASSES, propose
from annotate.analyse.cast.pairs import Pairs, alone, pairs
from annotate.analyse.cast.voices import Voices
from annotate.analyse.lists import find_lists
from annotate.analyse.names import names_of
from annotate.analyse.page import read_page
from annotate.analyse.quotations import find_attributions
from annotate.pipeline import view_of
from annotate.read.compose import article_of
from training.gum import GENRES, Document, damaged, documents, head

WEIGHTS = Path(__file__).resolve().parent.parent / "annotate" / "weights" / "decisions"
FOLDS, SEED = 5, 20261128
HIDDEN, ROUNDS, RATE, DECAY, DROPOUT, NETWORKS = 32, 15, 3e-3, 1e-2, 0.3, 3
#: Taken off the score of none, since a missing link costs the clusters more than a false one: best across documents.
LEAN = 0.5

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Example:
    """One text: its mentions and pairs, and which pairs the gold holds for the same."""

    document: Document
    known: Facts
    found: Pairs
    same: Array
    #: The mentions in characters of the text.
    where: list[tuple[int, int]]


def example(document: Document) -> Example:
    """Read one text with the tool, and label its pairs by the gold."""
    view = view_of(article_of(document.text))
    page, layout = read_page(view.layout), view.layout
    names = names_of(page)
    attributions = find_attributions(page, names)
    cast = find_cast(page, names, attributions, find_lists(page.outline, attributions).proposals)
    voices = Voices(layout, cast, attributions)
    mentions = propose(layout.text, cast, voices)
    known = facts(layout, cast, voices, mentions)
    found = pairs(layout.text, cast, known)
    where = [view.offsets.span_to_text(*m.range) for m in mentions]
    cluster: dict[int, int] = {}
    for _, _, at, number in document.mentions:
        cluster.setdefault(at, number)
    mine = np.array([cluster.get(head(document.text, *place), -1) for place in where] or [0])
    same = (mine[found.later] >= 0) & (mine[found.later] == mine[found.earlier])
    return Example(document, known, found, same, where)


def fit(examples: Sequence[Example], seed: int = SEED) -> dict[str, Array]:
    """Return the arrays of a network fitted to all examples: several of them side by side, their scores averaged."""
    nets = [_fit(examples, seed + n) for n in range(NETWORKS)]
    joined = {k: np.concatenate([n[k] for n in nets], axis=-1) for k in ("facts", "later", "earlier", "bias", "out")}
    joined["out"] = joined["out"] / NETWORKS
    means = {k: np.mean([n[k] for n in nets], axis=0) for k in ("classes", "none_facts", "none_classes")}
    means["none_classes"] = means["none_classes"] - LEAN
    return {k: v.astype(np.float32) for k, v in (joined | means).items()}


def _fit(examples: Sequence[Example], seed: int) -> dict[str, Array]:
    import torch

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    width, count = examples[0].found.table.shape[1], len(CLASSES)
    weights = {
        "facts": torch.randn(width, HIDDEN) * 0.1,
        "later": torch.randn(count, HIDDEN) * 0.1,
        "earlier": torch.randn(count, HIDDEN) * 0.1,
        "bias": torch.zeros(HIDDEN),
        "out": torch.randn(HIDDEN) * 0.1,
        "classes": torch.zeros(3, count, count),
        "none_facts": torch.zeros(alone(examples[0].known).shape[1]),
        "none_classes": torch.zeros(count),
    }
    for value in weights.values():
        value.requires_grad_(True)
    optimizer = torch.optim.AdamW(list(weights.values()), lr=RATE, weight_decay=DECAY)
    batches = [_tensors(e) for e in examples if len(e.same)]
    steps = ROUNDS * len(batches)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, steps)
    for _ in range(ROUNDS):
        for at in torch.randperm(len(batches)).tolist():
            optimizer.zero_grad()
            _loss(weights, *batches[at]).backward()
            torch.nn.utils.clip_grad_norm_(list(weights.values()), 5.0)
            optimizer.step()
            schedule.step()
    return {k: v.detach().numpy() for k, v in weights.items()}


def _tensors(e: Example) -> tuple[Any, ...]:
    import torch

    deciding = np.flatnonzero(e.known.key < 0)
    row = {m: i for i, m in enumerate(deciding.tolist())}
    return (
        torch.tensor(e.found.table, dtype=torch.float32),
        torch.tensor(e.known.kind[e.found.later]),
        torch.tensor(e.known.kind[e.found.earlier]),
        torch.tensor(e.found.case),
        torch.tensor([row[m] for m in e.found.later.tolist()]),
        torch.tensor(e.same),
        torch.tensor(alone(e.known)[deciding], dtype=torch.float32),
        torch.tensor(e.known.kind[deciding]),
    )


def _loss(
    w: dict[str, Any], table: Any, one: Any, two: Any, case: Any, row: Any, same: Any, own: Any, kind: Any
) -> Any:
    """Return the mean negative logarithm of what all right antecedents of a mention have of the probability."""
    import torch

    hidden = torch.relu(table @ w["facts"] + w["later"][one] + w["earlier"][two] + w["bias"])
    hidden = torch.nn.functional.dropout(hidden, DROPOUT)
    scores = hidden @ w["out"] + w["classes"][case, one, two]
    none = own @ w["none_facts"] + w["none_classes"][kind]
    raised = torch.exp(scores.clamp(-15, 15))
    nothing = torch.exp(none.clamp(-15, 15))
    whole = nothing.index_add(0, row, raised)
    right = torch.zeros_like(nothing).index_add(0, row, raised * same)
    has = torch.zeros_like(nothing).index_add(0, row, same.float()) > 0
    return -(torch.log(torch.where(has, right, nothing)) - torch.log(whole)).mean()


def network(arrays: dict[str, Array]) -> Network:
    """Return the network of arrays."""
    return Network(**{k: v.astype(np.float64) for k, v in arrays.items()})


def cross_validated(examples: Sequence[Example], also: Sequence[Example] = ()) -> list[Network]:
    """Return for each text the network that has not seen it."""
    order = np.random.default_rng(SEED).permutation(len(examples))
    fold = np.empty(len(examples), dtype=int)
    fold[order] = np.arange(len(examples)) % FOLDS
    nets = {}
    for f in range(FOLDS):
        held = {e.document.id for e, g in zip(examples, fold, strict=True) if g == f}
        inside = [e for e in examples if e.document.id not in held]
        inside += [e for e in also if e.document.id.removesuffix("_dmg") not in held]
        nets[f] = network(fit(inside))
    return [nets[f] for f in fold]


def main() -> None:
    """Cross-validate, or fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gum", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    read = list(documents(options.gum / "train.jsonl", (*GENRES, "bio")))
    examples, twins = [example(d) for d in read], [example(damaged(d)) for d in read]
    for name, side in (("clean", examples), ("damaged", twins)):
        right, of, linked = counts(side, cross_validated(examples, twins))
        print(f"{name}: {right} of {of} mentions that go back to one go to a right one, {linked} others to any")
    if options.write:
        path = WEIGHTS / f"{ANTECEDENT}.npz"
        path.write_bytes(to_bytes(fit([*examples, *twins])))


def counts(examples: Sequence[Example], nets: Sequence[Network]) -> tuple[int, int, int]:
    """Return how many mentions go to a right antecedent, how many have one, and how many of the others are linked."""
    right = of = linked = 0
    for e, net in zip(examples, nets, strict=True):
        scores, none = net.pairs(e.known, e.found), net.none(e.known)
        for at in np.flatnonzero(e.known.key < 0).tolist():
            mine = np.flatnonzero(e.found.later == at)
            has = bool(e.same[mine].any())
            best = mine[scores[mine].argmax()] if len(mine) and scores[mine].max() > none[at] else None
            of += has
            right += has and best is not None and bool(e.same[best])
            linked += not has and best is not None
    return right, of, linked


def to_bytes(arrays: dict[str, Array]) -> bytes:
    """Return the file of arrays."""
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


if __name__ == "__main__":
    main()
