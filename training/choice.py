"""Fit the choices of `annotate/analyse/decisions/choice.py`: which candidate, or none.

The loss is that of all right candidates together, since a day may be named more than once. Weights are regularised
(L2); the problem is nearly convex, so the same data gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotate.analyse.decisions.choice import Choice, load
from training.decide import FOLDS, fold_of, to_bytes

Matrix = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Task:
    """One article: its candidates with their values, which of them are right, and the article's own features."""

    id: str
    publisher: str
    candidates: tuple[Mapping[str, float], ...]
    values: tuple[Hashable, ...]
    right: tuple[bool, ...]
    article: Mapping[str, float]
    #: Whether the gold has a value, among the candidates or not.
    told: bool
    weight: float = 1.0


@dataclass(frozen=True)
class ChoicePlan:
    """How one choice is learnt."""

    l2: float = 1.0
    none_l2: float = 0.5
    rounds: int = 300
    #: The share of articles without a value in which one may be invented.
    invented: float = 0.08


@dataclass(frozen=True)
class _Table:
    own: Matrix
    article: Matrix
    #: The article of each candidate.
    owner: Matrix
    right: Matrix
    columns: list[str]
    none_columns: list[str]


def _table(tasks: Sequence[Task]) -> _Table:
    columns = sorted({name for t in tasks for features in t.candidates for name in features})
    none_columns = sorted({name for t in tasks for name in t.article})
    rows = [(n, f, r) for n, t in enumerate(tasks) for f, r in zip(t.candidates, t.right, strict=True)]
    return _Table(
        _matrix([f for _, f, _ in rows], columns),
        _matrix([t.article for t in tasks], none_columns),
        np.array([n for n, _, _ in rows], dtype=np.int64),
        np.array([r for _, _, r in rows], dtype=bool),
        columns,
        none_columns,
    )


def _matrix(rows: Sequence[Mapping[str, float]], columns: list[str]) -> Matrix:
    at = {name: i for i, name in enumerate(columns)}
    out = np.zeros((len(rows), len(columns)))
    for row, features in enumerate(rows):
        for name, value in features.items():
            out[row, at[name]] = value
    return out


def fit(tasks: Sequence[Task], plan: ChoicePlan, temperature: float = 1.0, at_least: float = 0.5) -> dict[str, Any]:
    """Return the arrays of a choice fitted to the tasks."""
    from scipy.optimize import minimize

    # An article whose value is not among the candidates cannot be learnt from.
    table = _table([t for t in tasks if any(t.right) or not t.told])
    weights = np.array([t.weight for t in tasks if any(t.right) or not t.told])
    scale = np.sqrt((table.own**2).mean(0)) + 0.03
    none_scale = np.sqrt((table.article**2).mean(0)) + 0.03
    loss = _loss(table, table.own / scale, table.article / none_scale, weights, plan)
    width = len(table.columns)
    found = minimize(
        loss,
        np.zeros(width + len(table.none_columns) + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": plan.rounds},
    ).x
    found = found / temperature
    return {
        "columns": np.array(table.columns),
        "weights": (found[:width] / scale).astype(np.float32),
        "none_columns": np.array(table.none_columns),
        "none_weights": (found[width:-1] / none_scale).astype(np.float32),
        "bias": np.float64(found[-1]),
        "at_least": np.float64(at_least),
    }


def _loss(
    table: _Table, own: Matrix, article: Matrix, weights: Matrix, plan: ChoicePlan
) -> Callable[[Matrix], tuple[float, Matrix]]:
    """Return the penalised log loss and its gradient as a function of the weights."""
    owner, right = table.owner, table.right
    has = np.zeros(len(article), dtype=bool)
    has[owner[right]] = True
    width = own.shape[1]

    def loss(w: Matrix) -> tuple[float, Matrix]:
        u, v, bias = w[:width], w[width:-1], w[-1]
        scores, nothing = own @ u, article @ v + bias
        top = nothing.copy()
        np.maximum.at(top, owner, scores)
        raised, none = np.exp(scores - top[owner]), np.exp(nothing - top)
        whole, good = none.copy(), np.where(has, 0.0, none)
        np.add.at(whole, owner, raised)
        np.add.at(good, owner[right], raised[right])
        value = -(weights * np.log(good / whole + 1e-12)).sum() + plan.l2 * (u @ u) + plan.none_l2 * (v @ v)
        miss = (raised / whole[owner] - np.where(right, raised / (good[owner] + 1e-12), 0.0)) * weights[owner]
        none_miss = (none / whole - np.where(has, 0.0, none / (good + 1e-12))) * weights
        gradient = (own.T @ miss + 2 * plan.l2 * u, article.T @ none_miss + 2 * plan.none_l2 * v, [none_miss.sum()])
        return float(value), np.concatenate(gradient)

    return loss


Shares = list[list[float]]


def cross_validated(tasks: Sequence[Task], plan: ChoicePlan) -> Shares:
    """Return the probabilities of each task's candidates, from a model that has not seen its publisher."""
    fold = fold_of([t.publisher for t in tasks])
    out: Shares = [[] for _ in tasks]
    for f in range(FOLDS):
        inside = [t for t, g in zip(tasks, fold, strict=True) if g != f]
        if len(inside) == len(tasks):
            continue
        found = load(to_bytes(fit(inside, plan)))
        for i in map(int, np.flatnonzero(fold == f)):
            out[i] = found.shares(tasks[i].candidates, tasks[i].article)
    return out


def temperature(tasks: Sequence[Task], shares: Shares) -> float:
    """Return the temperature that maximises the likelihood of the right answers, by grid search."""

    def loss(t: float) -> float:
        total = 0.0
        for task, found in zip(tasks, shares, strict=True):
            if task.told and not any(task.right):
                continue
            scores = np.log(np.maximum([1 - sum(found), *found], 1e-4)) / t
            good = np.array([not any(task.right), *task.right])
            total += np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[good])
        return float(total)

    return min((float(t) for t in np.arange(0.5, 3.01, 0.05)), key=loss)


@dataclass(frozen=True)
class Outcome:
    """Right values among those in the gold, and values invented where the gold has none."""

    right: int
    told: int
    invented: int
    untold: int

    def __str__(self) -> str:
        """Return both shares in percent, with how many they are of."""
        right, invented = 100 * self.right / max(1, self.told), 100 * self.invented / max(1, self.untold)
        return f"right {right:.1f} of {self.told}, invented {invented:.1f} of {self.untold}"


def outcome(tasks: Sequence[Task], shares: Shares, at_least: float) -> Outcome:
    """Count the outcomes of choosing candidates above a probability."""
    right = invented = 0
    for task, found in zip(tasks, shares, strict=True):
        at = chosen(task, found, at_least)
        if at is not None:
            right += task.told and task.right[at]
            invented += not task.told
    told = sum(t.told for t in tasks)
    return Outcome(right, told, invented, len(tasks) - told)


def chosen(task: Task, shares: list[float], at_least: float) -> int | None:
    """Return the chosen candidate; probabilities of the same value are added, as in the tool."""
    whole: dict[Hashable, float] = {}
    for value, share in zip(task.values, shares, strict=True):
        whole[value] = whole.get(value, 0.0) + share
    if not shares:
        return None
    at = max(range(len(shares)), key=lambda i: (whole[task.values[i]], shares[i], -i))
    sure, nothing = whole[task.values[at]], max(0.0, 1 - sum(shares))
    return at if sure >= at_least * (sure + nothing) else None


def threshold(tasks: Sequence[Task], shares: Shares, plan: ChoicePlan) -> float:
    """Return the lowest threshold, starting at 0.25, that invents no more than the plan allows."""
    for at_least in np.arange(0.25, 0.95, 0.01):
        found = outcome(tasks, shares, float(at_least))
        if found.invented <= plan.invented * found.untold:
            return round(float(at_least), 2)
    return 0.95


def predicted(model: Choice, tasks: Sequence[Task]) -> Shares:
    """Return the probabilities of each task's candidates."""
    return [model.shares(t.candidates, t.article) for t in tasks]


def write(arrays: dict[str, Any], path: Path) -> None:
    """Write a choice's arrays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_bytes(arrays))
