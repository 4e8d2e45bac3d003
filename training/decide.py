"""Train the decisions of `annotate/analyse/decisions` from annotated articles.

Each decision has a module that makes `Labelled` candidates from an article and its gold. This module fits trees to them
(LightGBM), measures by cross-validation over publishers (no publisher is on both sides), fits temperature and threshold
on predictions for articles outside the training folds, and writes the arrays that the tool reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.decisions.scorer import Example, Scorer, load
from training import rivals

FOLDS = 5
SEED = 20261128


@dataclass(frozen=True)
class Labelled:
    """One candidate with its label: 0 or 1, or a class's number.

    `group` is the article, or what else the candidate belongs to; folds are made by `publisher`.
    """

    example: Example
    label: int
    group: str
    publisher: str
    weight: float = 1.0


@dataclass(frozen=True)
class Plan:
    """How one decision is learnt."""

    classes: tuple[str, ...] = ()
    rounds: int = 150
    leaves: int = 8
    rate: float = 0.05
    least: int = 8
    columns_share: float = 0.6
    rows_share: float = 0.8
    l2: float = 3.0
    #: L2 of the linear heads over dense vectors.
    head_l2: float = 30.0
    #: Names of features that may only raise the score (1) or lower it (-1).
    monotone: Mapping[str, int] = field(default_factory=dict)
    #: Whether the candidates of a group, which stand together, are rivals: at most one is chosen (see `rivals`).
    rivals: bool = False


def folds(examples: Sequence[Labelled]) -> np.ndarray[Any, Any]:
    """Return the fold of each example; each publisher is in one fold, and the folds are about equally large."""
    return fold_of([e.publisher for e in examples])


def fold_of(publishers: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return the fold of each item by its publisher."""
    sizes: dict[str, int] = {}
    for name in publishers:
        sizes[name] = sizes.get(name, 0) + 1
    load_of = [0] * FOLDS
    found: dict[str, int] = {}
    for publisher in sorted(sizes, key=lambda p: (-sizes[p], p)):
        found[publisher] = min(range(FOLDS), key=lambda f: (load_of[f], f))
        load_of[found[publisher]] += sizes[publisher]
    return np.array([found[name] for name in publishers])


def fit(examples: Sequence[Labelled], plan: Plan) -> Scorer:
    """Fit heads and trees to all examples."""
    return load(to_bytes(arrays(examples, plan)))


def cross_validated(examples: Sequence[Labelled], plan: Plan) -> np.ndarray[Any, Any]:
    """Return margins for each example by a model that has not seen its publisher, [examples, classes or 1]."""
    fold = folds(examples)
    margins = np.zeros((len(examples), max(1, len(plan.classes))))
    for f in range(FOLDS):
        inside = [e for e, g in zip(examples, fold, strict=True) if g != f]
        outside = np.flatnonzero(fold == f)
        if len(outside) and inside:
            margins[outside] = fit(inside, plan).margins([examples[i].example for i in outside])
    return margins


def temperature(margins: np.ndarray[Any, Any], examples: Sequence[Labelled]) -> float:
    """Return the temperature that maximises the likelihood of the labels, by grid search."""
    labels = np.array([e.label for e in examples])
    weights = np.array([e.weight for e in examples])
    best = (np.inf, 1.0)
    for t in np.arange(0.5, 4.01, 0.05):
        if margins.shape[1] == 1:
            z = margins[:, 0] / t
            loss = np.logaddexp(0.0, np.where(labels == 1, -z, z))
        else:
            z = margins / t
            loss = np.logaddexp.reduce(z, axis=1) - z[np.arange(len(labels)), labels]
        best = min(best, (float((loss * weights).sum()), float(t)))
    return best[1]


def write(scorer_arrays: dict[str, Any], path: Path, *, temperature: float, choice: float) -> None:
    """Write the arrays with what was fitted on unseen articles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes({**scorer_arrays, "temperature": np.float64(temperature), "choice": np.float64(choice)}))


def to_bytes(content: dict[str, Any]) -> bytes:
    """Return the arrays serialised as one file; the same arrays give the same bytes."""
    import io

    out = io.BytesIO()
    np.savez_compressed(out, **content)
    return out.getvalue()


def _heads(
    examples: Sequence[Labelled], plan: Plan, fold: np.ndarray[Any, Any]
) -> tuple[dict[str, tuple[Any, Any]], dict[str, np.ndarray[Any, Any]]]:
    """Fit a ridge regression from each dense vector to the label (one output per class).

    Return the weights and the bias by name of the vector, and for each example the output of a head that has not seen
    its fold: the trees must not rely on a head's output for its own training data.
    """
    heads: dict[str, tuple[Any, Any]] = {}
    crossed: dict[str, np.ndarray[Any, Any]] = {}
    width = max(1, len(plan.classes))
    for name in sorted({name for e in examples for name in e.example.vectors}):
        rows = np.array([i for i, e in enumerate(examples) if name in e.example.vectors])
        x = np.array([examples[i].example.vectors[name] for i in rows], dtype=np.float64)
        y = np.zeros((len(rows), width))
        for at, i in enumerate(rows):
            if plan.classes:
                y[at, examples[i].label] = 1.0
            else:
                y[at, 0] = examples[i].label
        weights = np.array([examples[i].weight for i in rows])
        sums = [_sums(x[mine], y[mine], weights[mine]) for f in range(FOLDS) for mine in (fold[rows] == f,)]
        whole = [sum(part) for part in zip(*sums, strict=True)]
        heads[name] = _ridge(whole, plan.head_l2)
        crossed[name] = np.zeros((len(examples), width))
        for f in range(FOLDS):
            mine = fold[rows] == f
            others = [total - part for total, part in zip(whole, sums[f], strict=True)]
            if mine.any() and others[0] > 0:
                slopes, bias = _ridge(others, plan.head_l2)
                crossed[name][rows[mine]] = np.round(x[mine] @ slopes + bias, 3)
    return heads, crossed


def _sums(x: Any, y: Any, weights: Any) -> list[Any]:
    """Return the weighted sums from which a ridge regression is solved: 1, x, y, x'x and x'y."""
    xw = x * weights[:, None]
    return [weights.sum(), xw.sum(0), (y * weights[:, None]).sum(0), xw.T @ x, xw.T @ y]


def _ridge(sums: Sequence[Any], l2: float) -> tuple[Any, Any]:
    """Return slopes and bias of the ridge regression with these sums."""
    n, x, y, xx, xy = sums
    slopes = np.linalg.solve(xx - np.outer(x, x) / n + l2 * np.eye(len(x)), xy - np.outer(x, y) / n)
    return slopes, y / n - x / n @ slopes


def arrays(examples: Sequence[Labelled], plan: Plan) -> dict[str, Any]:
    """Return the arrays of a model fitted to all examples."""
    import lightgbm

    heads, crossed = _heads(examples, plan, folds(examples))
    columns = sorted({name for e in examples for name in e.example.features})
    columns += [f"{name}.{i}" for name in heads for i in range(max(1, len(plan.classes)))]
    places = {name: i for i, name in enumerate(columns)}
    table = np.zeros((len(examples), len(columns)))
    for row, e in enumerate(examples):
        for feature, value in e.example.features.items():
            table[row, places[feature]] = value
    for name, made in crossed.items():
        for i in range(made.shape[1]):
            table[:, places[f"{name}.{i}"]] = made[:, i]
    labels = np.array([e.label for e in examples])
    weights = np.array([e.weight for e in examples])
    settings: dict[str, Any] = {
        "objective": _objective(examples, plan),
        "num_leaves": plan.leaves,
        "learning_rate": plan.rate,
        "min_data_in_leaf": plan.least,
        "feature_fraction": plan.columns_share,
        "bagging_fraction": plan.rows_share,
        "bagging_freq": 1,
        "lambda_l2": plan.l2,
        "seed": SEED,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
        "boost_from_average": not plan.classes,
        "max_bin": 63,
    }
    if plan.classes:
        settings["num_class"] = len(plan.classes)
    if plan.monotone:
        settings["monotone_constraints"] = [plan.monotone.get(name, 0) for name in columns]
    # an objective of our own weighs by itself, and begins at no average
    begun = np.full(len(labels), rivals.BIAS) if plan.rivals else None
    data = lightgbm.Dataset(table, labels, weight=None if plan.rivals else weights, init_score=begun)
    model = lightgbm.train(settings, data, num_boost_round=plan.rounds).dump_model()
    flat = _flat(model, columns, plan, heads)
    return {**flat, "bias": np.array([rivals.BIAS])} if plan.rivals else flat


def _objective(examples: Sequence[Labelled], plan: Plan) -> str | rivals.Objective:
    """Return LightGBM's name of the loss, or the loss of rivals."""
    if plan.rivals:
        return rivals.objective([e.group for e in examples], [e.label for e in examples], [e.weight for e in examples])
    return "multiclass" if plan.classes else "binary"


def _flat(model: dict[str, Any], columns: list[str], plan: Plan, heads: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return a dumped model as arrays [trees, nodes], without the features that no tree uses."""
    trees = [t["tree_structure"] for t in model["tree_info"]]
    per_round = max(1, len(plan.classes))
    flat = []
    for tree in trees:
        nodes: list[list[float]] = []

        def add(node: dict[str, Any], nodes: list[list[float]] = nodes) -> int:
            at = len(nodes)
            nodes.append([0, 0, at, at, 0])
            if "split_feature" in node:
                left = add(node["left_child"])
                right = add(node["right_child"])
                nodes[at] = [node["split_feature"], node["threshold"], left, right, 0]
            else:
                nodes[at][4] = node["leaf_value"]
            return at

        add(tree)
        flat.append(nodes)

    def depth(node: dict[str, Any]) -> int:
        return 1 + max(depth(node["left_child"]), depth(node["right_child"])) if "split_feature" in node else 0

    used = sorted({int(n[0]) for nodes in flat for n in nodes if n[2] != n[3]})
    new = {old: i for i, old in enumerate(used)}
    size = max((len(nodes) for nodes in flat), default=1)
    shape = (len(flat), size)
    kinds = {"feature": np.int32, "threshold": np.float64, "left": np.int16, "right": np.int16, "value": np.float64}
    out: dict[str, Any] = {key: np.zeros(shape, kind) for key, kind in kinds.items()}
    for t, nodes in enumerate(flat):
        for i, (f, threshold, left, right, value) in enumerate(nodes):
            out["feature"][t, i] = new.get(int(f), 0) if left != right else 0
            out["threshold"][t, i], out["left"][t, i], out["right"][t, i] = threshold, left, right
            out["value"][t, i] = value
    kept = [columns[i] for i in used]
    return {
        **out,
        "owner": np.array([t % per_round for t in range(len(flat))], dtype=np.int32),
        "columns": np.array(kept or ["none"]),
        "classes": np.array(list(plan.classes), dtype=np.str_),
        "depth": np.int64(max((depth(t) for t in trees), default=0)),
        "bias": np.zeros(per_round),
        "temperature": np.float64(1.0),
        "choice": np.float64(0.5),
        **{f"head:{name}": weights.astype(np.float32) for name, (weights, _) in heads.items()},
        **{f"bias:{name}": bias.astype(np.float32) for name, (_, bias) in heads.items()},
    }
