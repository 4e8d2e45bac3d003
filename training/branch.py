"""Train the branch of the encoder that reads what an article tells of its event (`annotate/analyse/model/told.py`).

python -m training.branch --data DIR --out FILE            cross-validated by publisher; FILE keeps what it says
python -m training.branch --data DIR --out FILE --write    the same, and annotate/weights/events.onnx

FILE holds what the branch says of each article that a decision learns from, always by networks that have not learnt
from the article's publisher. The network in the package learns from all of them, and from the older articles.
The lower layers of the encoder are as they ship; two layers above them begin as those of the encoder and are trained.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from annotate.analyse.events.choose_type import TYPES
from annotate.analyse.model.article import read_beginning
from annotate.analyse.model.encoder import LOWER
from annotate.analyse.model.told import FIELDS, TITLE, TOLD, Beginning, Told, told_of
from annotate.pipeline import title_of, view_of
from training import shipped_layers
from training.decide import FOLDS, fold_of
from training.event_gold import INVENTED, Record, article, records
from training.export import BRANCH_LAYERS, LOWER_LAYERS
from training.export import branch as branch_graph
from training.network import Layer, Size
from training.ranges import watched
from training.train import half_is_faster

WEIGHTS = Path(__file__).resolve().parent.parent / "annotate" / "weights"
#: Weight of each older article and seed in the final training.
OLD = 3.0
GENRES = (
    "politics", "opinion", "wire", "business", "press release", "feature", "explainer", "court", "interview", "digest",
    "another",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How the branch is trained."""

    epochs: int = 5
    batch: int = 8
    #: Learning rates of the two layers and of what is new.
    rate: float = 1e-4
    new_rate: float = 1e-3
    decay: float = 0.01
    dropout: float = 0.1
    last_dropout: float = 0.2
    #: Share of the articles that are read damaged, in each epoch anew.
    damaged: float = 0.3
    #: Share of the pieces that are hidden.
    hidden: float = 0.1
    #: Share of a type's probability that is spread over all types.
    smoothing: float = 0.05
    seed: int = 0


@dataclass(frozen=True)
class Sample:
    """The beginning of an article and what its gold tells."""

    id: str
    publisher: str
    split: str
    weight: float
    beginning: Beginning
    type: int
    told: Any
    #: None where it is not annotated.
    genre: int | None
    #: [pieces, fields]: whether the piece stands in the words of the field's value.
    spans: Any


class Branch(nn.Module):
    """Two layers over the states of the lower layers, and what is read from them."""

    #: Vectors that are pooled from the pieces by attention.
    POOLED = 4
    NARROW = 192

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        size = Size()
        self.kinds = nn.Embedding(3, size.width)
        self.places = nn.Embedding(LOWER, size.width)
        for added in (self.kinds, self.places):
            nn.init.zeros_(added.weight)
        self.layers = nn.ModuleList(Layer(size, plan.dropout) for _ in range(2))
        self.dropout = nn.Dropout(plan.last_dropout)
        self.query = nn.Linear(size.width, self.POOLED)
        self.narrow = nn.Linear(size.width * (self.POOLED + 2), self.NARROW)
        self.types = nn.Linear(self.NARROW, len(TYPES))
        self.told = nn.Linear(self.NARROW, len(TOLD))
        self.genres = nn.Linear(self.NARROW, len(GENRES))
        self.spans = nn.Linear(size.width, len(FIELDS))

    def forward(self, lower: Tensor, kinds: Tensor, exists: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Map lower [b, n, width], kinds and exists [b, n] to types, told, genres [b, ...] and spans [b, n, fields]."""
        x = lower + self.kinds(kinds) + self.places.weight[: lower.shape[1]]
        hidden = (1.0 - exists) * -10000.0
        for layer in self.layers:
            x = layer(x, hidden[:, None, None, :])
        x = x.float()
        weights = (self.query(x) + hidden[..., None]).softmax(1)
        pooled = torch.einsum("bnk,bnd->bkd", weights, x).flatten(1)
        ahead = exists * (kinds < 2)
        means = [torch.einsum("bn,bnd->bd", m, x) / m.sum(1, keepdim=True).clamp(min=1.0) for m in (ahead, exists)]
        narrow = torch.tanh(self.narrow(self.dropout(torch.cat([pooled, *means], 1))))
        narrow = self.dropout(narrow)
        return self.types(narrow), self.told(narrow), self.genres(narrow), self.spans(x)

    def run(self, lower: Any, kinds: Any) -> tuple[Any, Any, Any]:
        """See `annotate.analyse.model.told.Branch`."""
        with torch.no_grad():
            ones = torch.ones(1, len(kinds))
            types, told, _, spans = self(torch.from_numpy(lower)[None], torch.from_numpy(kinds)[None], ones)
        return types[0].numpy(), told[0].numpy(), spans[0].numpy()


# --- samples ---------------------------------------------------------------------------------------------------------


def samples(found: Sequence[tuple[str, Record]]) -> Iterator[Sample]:
    """Yield a sample of each record, which is given with the name of its split."""
    for split, record in found:
        item = article(record)
        layout, title = view_of(item).layout, title_of(item)
        beginning = read_beginning(layout, title)
        if beginning is None:
            continue
        event = record["event"]
        genre = record.get("genre")
        own = bool(event.get("date")) and not event.get("date_surface")
        yield Sample(
            record["id"],
            record.get("publisher") or record["id"],
            split,
            INVENTED if split == "cases" else 1.0,
            beginning,
            TYPES.index(event["type"]),
            np.array([*(bool(event.get(field)) for field in FIELDS), own], dtype=np.float32),
            None if not genre else GENRES.index(genre) if genre in GENRES else len(GENRES) - 1,
            _spans(event, beginning, title, layout.text),
        )


def _spans(event: Record, beginning: Beginning, title: str, text: str) -> Any:
    """Return which pieces stand in the words of each field's value, wherever these occur, [pieces, fields]."""
    marks = np.zeros((len(beginning.kinds), len(FIELDS)), dtype=np.float32)
    in_title = beginning.kinds == TITLE
    for column, field in enumerate(FIELDS):
        words = str(event.get("date_surface" if field == "date" else field) or "")
        for where, inside in ((title, in_title), (text, ~in_title)) if words else ():
            at = where.find(words)
            while at >= 0:
                marks[inside & (beginning.starts >= at) & (beginning.ends <= at + len(words)), column] = 1.0
                at = where.find(words, at + 1)
    return marks


# --- learning --------------------------------------------------------------------------------------------------------


def batches(found: Sequence[Sample], size: int) -> Iterator[list[Sample]]:
    """Yield batches in which the articles are of about one length, as those that follow one another are not."""
    for at in range(0, len(found), 8 * size):
        some = sorted(found[at : at + 8 * size], key=lambda s: len(s.beginning.kinds))
        yield from (some[i : i + size] for i in range(0, len(some), size))


def inputs(batch: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    """Return what the branch is given for a batch: lower states, kinds, and 1 where a piece is."""
    count, width = max(len(s.beginning.kinds) for s in batch), batch[0].beginning.lower.shape[1]
    lower, kinds = np.zeros((len(batch), count, width), dtype=np.float32), np.zeros((len(batch), count), dtype=np.int64)
    exists = np.zeros((len(batch), count), dtype=np.float32)
    for row, sample in enumerate(batch):
        own = len(sample.beginning.kinds)
        lower[row, :own], kinds[row, :own], exists[row, :own] = sample.beginning.lower, sample.beginning.kinds, 1.0
    return torch.from_numpy(lower), torch.from_numpy(kinds), torch.from_numpy(exists)


def loss(branch: Branch, batch: Sequence[Sample], plan: Plan) -> Tensor:
    """Return the weighted mean loss of a batch: type, what is told, genre and the words of values."""
    lower, kinds, exists = inputs(batch)
    shown = (torch.rand(exists.shape) >= plan.hidden).float()
    types, told, genres, spans = branch(lower * shown[..., None], kinds, exists)
    marks = torch.zeros(spans.shape)
    for row, sample in enumerate(batch):
        marks[row, : len(sample.spans)] = torch.from_numpy(sample.spans)
    known = torch.tensor([s.genre is not None for s in batch])
    wanted = [torch.tensor([s.type for s in batch]), torch.tensor([s.genre or 0 for s in batch])]
    truth = torch.from_numpy(np.array([s.told for s in batch]))
    parts = (
        functional.cross_entropy(types, wanted[0], reduction="none", label_smoothing=plan.smoothing),
        0.5 * functional.binary_cross_entropy_with_logits(told, truth, reduction="none").sum(1),
        0.3 * functional.cross_entropy(genres, wanted[1], reduction="none") * known,
        0.05 * (functional.binary_cross_entropy_with_logits(spans, marks, reduction="none").sum(2) * exists).sum(1),
    )
    return (torch.stack(parts).sum(0) * torch.tensor([s.weight for s in batch])).mean()


def learn(found: Sequence[Sample], twins: dict[str, Sample], start: Callable[[Branch], None], plan: Plan) -> Branch:
    """Return a branch that has learnt from the articles, a share of them damaged in each epoch."""
    torch.manual_seed(plan.seed)
    random, half = Random(plan.seed), half_is_faster()
    branch = Branch(plan)
    start(branch)
    old, new = list(branch.layers.parameters()), [p for n, p in branch.named_parameters() if not n.startswith("layers")]
    groups = [{"params": old, "lr": plan.rate}, {"params": new, "lr": plan.new_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay)
    total = plan.epochs * sum(1 for _ in batches(found, plan.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (0.1 * total)) * max(0.02, 1 - n / total)
    )
    branch.train()
    for _ in range(plan.epochs):
        order = [twins.get(s.id, s) if random.random() < plan.damaged else s for s in found]
        random.shuffle(order)
        shuffled = list(batches(order, plan.batch))
        random.shuffle(shuffled)
        for batch in shuffled:
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                value = loss(branch, batch, plan)
            optimizer.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return branch.eval()


# --- what it says of articles that it has not learnt from -------------------------------------------------------------


def said(branch: Branch, found: Sequence[Sample]) -> dict[str, Told]:
    """Return what a branch says of articles, by their ids."""
    return {sample.id: told_of(sample.beginning, branch) for sample in found}


def mean(told: Sequence[Told]) -> Told:
    """Return the mean of what several branches say of one article."""
    types, facts, spans = (np.mean([getattr(t, key) for t in told], 0) for key in ("types", "told", "spans"))
    return replace(told[0], types=types, told=facts, spans=spans)


def cross_validated(
    train: Sequence[Sample],
    twins: dict[str, Sample],
    rest: Sequence[Sample],
    start: Callable[[Branch], None],
    plan: Plan,
) -> dict[str, Told]:
    """Return what is said of each article by branches that have not learnt from its publisher.

    Of the articles of `rest`, from which none learns, it is the mean of what all say.
    """
    fold = fold_of([s.publisher for s in train])
    out: dict[str, Told] = {}
    others: list[dict[str, Told]] = []
    for f in range(FOLDS):
        inside = [s for s, g in zip(train, fold, strict=True) if g != f]
        outside = [s for s, g in zip(train, fold, strict=True) if g == f]
        branch = learn(inside, twins, start, plan)
        out |= said(branch, [*outside, *(twins[s.id] for s in outside if s.id in twins)])
        others.append(said(branch, rest))
        dev = shown([s for s in rest if s.split == "dev"], others[-1])
        print(f"fold {f}: type {shown(outside, out)}; dev and damaged dev {dev}", flush=True)
    return out | {s.id: mean([told[s.id] for told in others]) for s in rest}


def shown(found: Sequence[Sample], told: dict[str, Told]) -> str:
    """Return how often the likeliest type is right, of annotated articles."""
    real = [s for s in found if s.split != "cases"]
    hits = [int(told[s.id].types.argmax()) == s.type for s in real]
    return f"{100 * np.mean(hits):.1f} of {len(hits)}" if hits else "of none"


def main() -> None:
    """Cross-validate, and train on everything on request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="what the decisions read")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)

    def of(*splits: str, twins: bool = False) -> list[Sample]:
        pairs = [(split, r) for split in splits for r in records(split, options.data, twins=twins)]
        return list(samples(pairs))

    train, plan = of("train", "cases"), Plan()
    twins = {pair_of(s.id): s for s in of("train", twins=True)}
    old = of("old", "seeds")
    rest = [*of("dev"), *of("dev", twins=True), *old, *of("old", twins=True)]
    start = beginning_as_encoder(WEIGHTS / "model.onnx")
    told = cross_validated(train, twins, rest, start, plan)
    options.out.write_bytes(pickle.dumps(told))
    if options.write:
        everything = [*train, *(replace(s, weight=OLD) for s in old)]
        export(learn(everything, twins, start, plan), everything)


def beginning_as_encoder(model: Path) -> Callable[[Branch], None]:
    """Return what sets the layers of a branch to those of the encoder above the lower ones."""
    upper = shipped_layers.layers(model)[LOWER_LAYERS : LOWER_LAYERS + BRANCH_LAYERS]

    def start(branch: Branch) -> None:
        for own, weights in zip(branch.layers, upper, strict=True):
            own.load_state_dict(weights)

    return start


def export(trained: Branch, found: Sequence[Sample]) -> None:
    """Write the branch in 8 bits, with scales for the activations on every tenth article."""

    def run() -> None:
        for sample in found[::10]:
            told_of(sample.beginning, trained)

    scales = {name: scale for name, scale in watched(trained, run, "branch.").items() if ".layers." in name}
    weights = {name: value.numpy() for name, value in trained.state_dict().items()}
    onnx.save(branch_graph(weights, Size(), scales), WEIGHTS / "events.onnx")


def pair_of(twin: str) -> str:
    """Return the id of the article whose damaged twin has this id."""
    return twin.removesuffix("_dmg").removesuffix("_damaged")


if __name__ == "__main__":
    main()
