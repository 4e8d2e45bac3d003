"""One decision: features of candidates in, calibrated probabilities out.

A decision is gradient-boosted regression trees (Friedman 2001) over named features, read from one file of arrays. Trees
are walked in numpy, all candidates and all trees at once; sums are in 64 bits and in a fixed order, so that the result
depends on nothing but the candidate.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

#: Features of one candidate by name; a feature that is absent is 0.
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: its named features, and dense vectors by name (for example pooled states of the encoder).

    A vector is not read by the trees itself: a linear head that is trained before them makes a few features of it.
    """

    features: Features
    vectors: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scorer:
    """The weights of one decision.

    `classes` is empty for a yes-or-no decision. Tree arrays have the shape [trees, nodes]; a leaf points to itself.
    """

    columns: tuple[str, ...]
    classes: tuple[str, ...]
    #: For each tree the class that it adds to; 0 for yes or no.
    owner: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: Doubles
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Doubles
    depth: int
    bias: Doubles
    #: Divides the margin before it becomes a probability.
    temperature: float
    #: For each dense vector: name -> (weights [width, outputs], bias [outputs]); they make features "name.0", ...
    heads: Mapping[str, tuple[Doubles, Doubles]]
    #: A candidate is taken from this probability on.
    threshold_of_choice: float

    def margins(self, examples: Sequence[Example]) -> Doubles:
        """Return the summed trees, [examples, classes] (one column for yes or no)."""
        import numpy as np

        width = max(1, len(self.classes))
        table = np.zeros((len(examples), len(self.columns)))
        places = {name: i for i, name in enumerate(self.columns)}
        for row, example in enumerate(examples):
            for name, value in example.features.items():
                if (at := places.get(name)) is not None:
                    table[row, at] = value
            for name, (weights, bias) in self.heads.items():
                if (vector := example.vectors.get(name)) is None:
                    continue
                made = np.asarray(vector, dtype=np.float64) @ weights + bias
                for i, value in enumerate(made):
                    if (at := places.get(f"{name}.{i}")) is not None:
                        # rounded, so that a last bit that differs between processors does not choose a branch
                        table[row, at] = round(float(value), 3)
        margins = np.tile(self.bias, (len(examples), 1)).astype(np.float64)
        if not len(examples) or not len(self.feature):
            return margins
        trees = np.arange(len(self.feature))
        node = np.zeros((len(examples), len(trees)), dtype=np.int64)
        rows = np.arange(len(examples))[:, None]
        for _ in range(self.depth):
            below = table[rows, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(below, self.left[trees, node], self.right[trees, node])
        leaves = self.value[trees, node]
        for column in range(width):
            margins[:, column] += leaves[:, self.owner == column].sum(axis=1)
        return margins

    def probabilities(self, examples: Sequence[Example]) -> Doubles:
        """Return calibrated probabilities: [examples] for yes or no, else [examples, classes]."""
        import numpy as np

        margins = self.margins(examples) / self.temperature
        if not self.classes:
            return np.asarray(1.0 / (1.0 + np.exp(-margins[:, 0])))
        raised = np.exp(margins - margins.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def best(scorer: Scorer, examples: Sequence[Example]) -> tuple[int | None, float]:
    """Return the best candidate of a yes-or-no decision and its probability, or None and the probability of none.

    Ties go to the first. None is chosen where the best candidate stays below the threshold of the decision.
    """
    if not examples:
        return None, 1.0
    probabilities = [round(float(p), 6) for p in scorer.probabilities(examples)]
    at = max(range(len(probabilities)), key=lambda i: (probabilities[i], -i))
    if probabilities[at] < scorer.threshold_of_choice:
        return None, 1.0 - probabilities[at]
    return at, probabilities[at]


@cache
def scorer(name: str) -> Scorer:
    """Return the shipped weights of a decision; they are loaded once per process."""
    return load(shipped(name))


@cache
def shipped(name: str) -> bytes:
    """Return the file of a decision in this package."""
    return (files("annotate") / "weights" / "decisions" / f"{name}.npz").read_bytes()


def load(data: bytes) -> Scorer:
    """Return the scorer that a file of arrays holds; `training/decide.py` writes such files."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        heads = {
            key.removeprefix("head:"): (arrays[key].astype(np.float64), arrays[f"bias:{key[5:]}"].astype(np.float64))
            for key in arrays.files
            if key.startswith("head:")
        }
        return Scorer(
            columns=tuple(str(name) for name in arrays["columns"]),
            classes=tuple(str(name) for name in arrays["classes"]),
            owner=arrays["owner"].astype(np.int64),
            feature=arrays["feature"].astype(np.int64),
            threshold=arrays["threshold"].astype(np.float64),
            left=arrays["left"].astype(np.int64),
            right=arrays["right"].astype(np.int64),
            value=arrays["value"].astype(np.float64),
            depth=int(arrays["depth"]),
            bias=np.atleast_1d(arrays["bias"].astype(np.float64)),
            temperature=float(arrays["temperature"]),
            heads=heads,
            threshold_of_choice=float(arrays["choice"]),
        )
