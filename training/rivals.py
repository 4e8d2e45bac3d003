"""The loss of trees that choose one of several candidates, or none: a softmax over each group (McFadden 1974).

The margin of "none" is 0. Several candidates of a group may be right, the same words at two places; the loss is the
negative logarithm of the probability that one of them is chosen, or none where no candidate is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Objective = Callable[[Any, Any], tuple[Any, Any]]
#: The margin of every candidate before the first tree: most are wrong.
BIAS = -2.0
#: The least second derivative, so that no leaf's value explodes.
_LEAST = 1e-3


def objective(groups: Sequence[str], labels: Sequence[int], weights: Sequence[float]) -> Objective:
    """Return the gradient and the second derivative of the loss as LightGBM asks for them; a group stands together.

    >>> slope, _ = objective(["a", "a"], [1, 0], [1.0, 1.0])(np.zeros(2), None)
    >>> slope.round(2).tolist()
    [-0.67, 0.33]
    """
    changes = [i == 0 or group != groups[i - 1] for i, group in enumerate(groups)]
    number = np.cumsum(changes) - 1
    right, weight = np.array(labels, dtype=float), np.array(weights)
    count = int(sum(changes))

    def slopes(margins: Any, _: Any) -> tuple[Any, Any]:
        highest = np.zeros(count)
        np.maximum.at(highest, number, margins)
        raised = np.exp(margins - highest[number])
        shares = raised / (np.exp(-highest) + np.bincount(number, raised, count))[number]
        among = np.bincount(number, raised * right, count)[number]
        wanted = np.divide(raised * right, among, out=np.zeros_like(raised), where=among > 0)
        return weight * (shares - wanted), weight * np.maximum(shares * (1 - shares), _LEAST)

    return slopes


def temperature(groups: Sequence[str], labels: Sequence[int], weights: Sequence[float], margins: Any) -> float:
    """Return what to divide margins by so that the labels are likeliest, by grid search."""
    found = {t: _loss(groups, labels, weights, margins / t) for t in np.arange(0.5, 4.01, 0.05).round(2).tolist()}
    return min(found, key=lambda t: (found[t], t))


def _loss(groups: Sequence[str], labels: Sequence[int], weights: Sequence[float], margins: Any) -> float:
    total, first = 0.0, 0
    for last in range(1, len(groups) + 1):
        if last < len(groups) and groups[last] == groups[first]:
            continue
        mine, right = margins[first:last], np.array(labels[first:last], dtype=bool)
        wanted = np.logaddexp.reduce(mine[right]) if right.any() else 0.0
        total += weights[first] * (np.logaddexp(0.0, np.logaddexp.reduce(mine)) - wanted)
        first = last
    return float(total)
