"""Fit the linear decisions of `annotate/analyse/decisions/linear.py`.

Features that belong to one class each ("evidence.summit.first") share their weights across classes; the others have a
regularised weight for every class. The problem is convex, so the same data gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.decisions.linear import Linear, load
from training.decide import FOLDS, Labelled, folds, to_bytes

Matrix = np.ndarray[Any, Any]


@dataclass(frozen=True)
class LinearPlan:
    """How one linear decision is learnt."""

    classes: tuple[str, ...]
    #: Features "PREFIX.CLASS.KEY" are shared between classes by their key.
    shared: str
    shared_l2: float = 0.1
    own_l2: float = 8.0
    bias_l2: float = 0.05
    #: What features are multiplied with, after scaling to a standard deviation of 1.
    feature_scale: float = 0.5
    rounds: int = 200


@dataclass(frozen=True)
class _Table:
    """The examples as arrays: own features [n, f] and those shared between classes [n, classes, k]."""

    own: Matrix
    shared: Matrix
    columns: list[str]
    keys: list[str]
    deviations: Matrix


def _table(examples: Sequence[Labelled], plan: LinearPlan) -> _Table:
    prefix = f"{plan.shared}."
    names = sorted({name for e in examples for name in e.example.features})
    columns = [name for name in names if not name.startswith(prefix)]
    keys = sorted({name.split(".")[2] for name in names if name.startswith(prefix)})
    own, shared = np.zeros((len(examples), len(columns))), np.zeros((len(examples), len(plan.classes), len(keys)))
    at, key_at = {c: i for i, c in enumerate(columns)}, {k: i for i, k in enumerate(keys)}
    class_at = {c: i for i, c in enumerate(plan.classes)}
    for row, e in enumerate(examples):
        for name, value in e.example.features.items():
            if name.startswith(prefix):
                _, which, key = name.split(".")
                shared[row, class_at[which], key_at[key]] = value
            else:
                own[row, at[name]] = value
    deviations = own.std(0) + 0.05
    return _Table(own / deviations * plan.feature_scale, shared, columns, keys, deviations)


def fit(examples: Sequence[Labelled], plan: LinearPlan, temperature: float = 1.0) -> dict[str, Any]:
    """Return the arrays of a model fitted to all examples."""
    from scipy.optimize import minimize

    table = _table(examples, plan)
    loss = _loss(table, examples, plan)
    count, keys, width = len(plan.classes), len(table.keys), table.own.shape[1]
    start = np.zeros(keys + count + width * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": plan.rounds}).x
    return _arrays(found / temperature, table, plan)


def _loss(table: _Table, examples: Sequence[Labelled], plan: LinearPlan) -> Callable[[Matrix], tuple[float, Matrix]]:
    """Return the penalised log loss and its gradient as a function of the weights."""
    labels = np.array([e.label for e in examples])
    weights = np.array([e.weight for e in examples])
    count, keys, width = len(plan.classes), len(table.keys), table.own.shape[1]
    wanted, rows = np.eye(count)[labels], np.arange(len(labels))

    def loss(w: Matrix) -> tuple[float, Matrix]:
        u, b, own = w[:keys], w[keys : keys + count], w[keys + count :].reshape(width, count)
        scores = table.shared @ u + b + table.own @ own
        scores -= scores.max(1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(1, keepdims=True)
        value = -(weights * np.log(shares[rows, labels] + 1e-12)).sum()
        value += plan.shared_l2 * (u @ u) + plan.bias_l2 * (b @ b) + plan.own_l2 * (own * own).sum()
        miss = (shares - wanted) * weights[:, None]
        gradient = (
            np.einsum("ntk,nt->k", table.shared, miss) + 2 * plan.shared_l2 * u,
            miss.sum(0) + 2 * plan.bias_l2 * b,
            (table.own.T @ miss + 2 * plan.own_l2 * own).ravel(),
        )
        return float(value), np.concatenate(gradient)

    return loss


def _arrays(w: Matrix, table: _Table, plan: LinearPlan) -> dict[str, Any]:
    """Return the arrays with the scaling undone and shared weights copied to each class."""
    count, keys = len(plan.classes), len(table.keys)
    u, bias, own = w[:keys], w[keys : keys + count], w[keys + count :].reshape(-1, count)
    columns, rows = list(table.columns), [own * (plan.feature_scale / table.deviations)[:, None]]
    for key, value in zip(table.keys, u, strict=True):
        columns += [f"{plan.shared}.{name}.{key}" for name in plan.classes]
        rows.append(np.eye(count) * value)
    return {
        "columns": np.array(columns),
        "classes": np.array(plan.classes),
        "weights": np.vstack(rows).astype(np.float32),
        "bias": bias,
    }


def cross_validated(examples: Sequence[Labelled], plan: LinearPlan) -> Matrix:
    """Return for each example the probabilities by a model that has not seen its publisher, [examples, classes]."""
    fold = folds(examples)
    out = np.zeros((len(examples), len(plan.classes)))
    for f in range(FOLDS):
        inside = [e for e, g in zip(examples, fold, strict=True) if g != f]
        outside = np.flatnonzero(fold == f)
        if len(outside) and inside:
            out[outside] = predicted(load(to_bytes(fit(inside, plan))), [examples[int(i)] for i in outside])
    return out


def predicted(model: Linear, examples: Sequence[Labelled]) -> Matrix:
    """Return the probabilities of each example, [examples, classes]."""
    rows = [model.probabilities(e.example) for e in examples]
    return np.array([[row[name] for name in model.classes] for row in rows])


def temperature(shares: Matrix, examples: Sequence[Labelled]) -> float:
    """Return the temperature that maximises the likelihood of the labels, by grid search."""
    logs = np.log(np.maximum(shares, 1e-4))
    labels, rows = np.array([e.label for e in examples]), np.arange(len(examples))

    def loss(t: float) -> float:
        scores = logs / t
        return float((np.logaddexp.reduce(scores, axis=1) - scores[rows, labels]).sum())

    return min((float(t) for t in np.arange(0.5, 4.01, 0.05)), key=loss)


def write(arrays: dict[str, Any], path: Path) -> None:
    """Write a model's arrays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(arrays))
