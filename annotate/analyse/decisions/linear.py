"""One decision among classes: a linear model over named features and dense vectors, read from one file of arrays.

It is multinomial logistic regression (McFadden's conditional logit where features belong to one class each); where
there are few examples of a class, a linear model that shares weights between classes errs less than trees.
`training/linear.py` fits it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
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
    """The weights of one decision: [columns, classes], [width, classes] a vector, and [classes]."""

    columns: tuple[str, ...]
    classes: tuple[str, ...]
    weights: Doubles
    bias: Doubles
    vectors: Mapping[str, Doubles]

    def probabilities(self, example: Example) -> dict[str, float]:
        """Return the calibrated probability of each class, summing to 1."""
        import numpy as np

        row = np.array([example.features.get(name, 0.0) for name in self.columns])
        scores = self.bias + row @ self.weights
        for name, weights in self.vectors.items():
            if (vector := example.vectors.get(name)) is not None:
                scores = scores + np.asarray(vector, dtype=np.float64) @ weights
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
            vectors={
                key.removeprefix("vector:"): arrays[key].astype(np.float64)
                for key in arrays.files
                if key.startswith("vector:")
            },
        )
