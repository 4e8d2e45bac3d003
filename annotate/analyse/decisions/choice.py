"""One decision among candidates, or none of them: a conditional logit, read from one file of arrays.

Each candidate is scored by its named features, "none" by those of the article, and the scores become probabilities
together (McFadden 1974). That is what a day, a place or a host is chosen by: at most one is right, and with few
articles to learn from one weight a feature errs less than trees.
"""

from __future__ import annotations

import io
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from annotate.analyse.decisions.scorer import Features, shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Probabilities are rounded, so that a last bit that differs between processors decides nothing.
_DECIMALS = 4


@dataclass(frozen=True)
class Choice:
    """The weights of one decision, by the names of features; the bias is that of none."""

    candidate: Mapping[str, float]
    none: Mapping[str, float]
    bias: float
    #: A candidate is taken from this probability on, given that it or none is right.
    at_least: float

    def shares(self, candidates: Sequence[Features], article: Features) -> list[float]:
        """Return the probability of each candidate; what is left to 1 is that of none."""
        scores = [_dot(self.candidate, features) for features in candidates]
        nothing = self.bias + _dot(self.none, article)
        top = max([nothing, *scores])
        raised = [math.exp(score - top) for score in scores]
        whole = math.exp(nothing - top) + sum(raised)
        return [round(value / whole, _DECIMALS) for value in raised]

    def choose(
        self, candidates: Sequence[Features], article: Features, values: Sequence[Hashable] | None = None
    ) -> tuple[int | None, float]:
        """Return the likeliest candidate and its probability, or None and the probability of none.

        Candidates of one value (two mentions of a day) are one answer: their probabilities add up, and of them the
        likeliest is returned. Ties go to the first. Whether it is given at all depends on its odds against none (Neyman
        and Pearson 1933): that others are likely too does not speak for none.
        """
        shares = self.shares(candidates, article)
        if not shares:
            return None, 1.0
        whole: dict[Hashable, float] = {}
        keys = values if values is not None else range(len(shares))
        for key, share in zip(keys, shares, strict=True):
            whole[key] = whole.get(key, 0.0) + share
        at = max(range(len(shares)), key=lambda i: (whole[keys[i]], shares[i], -i))
        sure, nothing = min(1.0, whole[keys[at]]), max(0.0, 1.0 - sum(shares))
        return (None, nothing) if sure < self.at_least * (sure + nothing) else (at, sure)


def _dot(weights: Mapping[str, float], features: Features) -> float:
    return math.fsum(value * weights[name] for name, value in features.items() if name in weights)


@cache
def choice(name: str) -> Choice:
    """Return the shipped weights of a decision; loaded once a process."""
    return load(shipped(name))


def load(data: bytes) -> Choice:
    """Return the decision that a file of arrays holds; `training/choice.py` writes such files."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Choice(
            _named(arrays["columns"], arrays["weights"]),
            _named(arrays["none_columns"], arrays["none_weights"]),
            float(arrays["bias"]),
            float(arrays["at_least"]),
        )


def _named(names: NDArray[np.str_], weights: NDArray[np.float32]) -> dict[str, float]:
    return {str(name): float(weight) for name, weight in zip(names, weights, strict=True)}
