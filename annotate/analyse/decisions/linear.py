"""One decision among classes: a linear model over named features, read from one file of arrays.

It is multinomial logistic regression (McFadden's conditional logit where features belong to one class each); where
there are few examples of a class, a linear model that shares weights between classes errs less than trees.
`training/linear.py` fits it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from annotate.analyse.decisions.scorer import Example, shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """The weights of one decision: [columns, classes] and [classes]."""

    columns: tuple[str, ...]
    classes: tuple[str, ...]
    weights: Doubles
    bias: Doubles

    def probabilities(self, example: Example) -> dict[str, float]:
        """Return the calibrated probability of each class, summing to 1."""
        import numpy as np

        row = np.array([example.features.get(name, 0.0) for name in self.columns])
        scores = self.bias + row @ self.weights
        raised = np.exp(scores - scores.max())
        shares = raised / raised.sum()
        return {name: round(float(share), 4) for name, share in zip(self.classes, shares, strict=True)}


@cache
def linear(name: str) -> Linear:
    """Return the shipped weights of a decision; loaded once a process."""
    return load(shipped(name))


def load(data: bytes) -> Linear:
    """Return the model that a file of arrays holds; `training/linear.py` writes such files."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Linear(
            columns=tuple(str(name) for name in arrays["columns"]),
            classes=tuple(str(name) for name in arrays["classes"]),
            weights=arrays["weights"].astype(np.float64),
            bias=arrays["bias"].astype(np.float64),
        )
