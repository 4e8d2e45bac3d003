"""One decision: features of candidates in, calibrated probabilities out.

A decision is gradient-boosted regression trees (Friedman 2001) over named features, read from one file of arrays. All
conditions of all trees are tested at once in numpy; each that fails rules out the leaves on its left, and the first
leaf that is left is the one reached (QuickScorer: Lucchese et al. 2015). Sums are in 64 bits and in a fixed order, so
that the result depends on nothing but the candidate.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from annotate.analyse.decisions.products import product
from annotate.analyse.decisions.trees import Trees

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
    """The weights of one decision; `classes` is empty for a yes-or-no decision."""

    columns: tuple[str, ...]
    classes: tuple[str, ...]
    #: For each tree the class that it adds to; 0 for yes or no.
    owner: NDArray[np.int64]
    trees: Trees
    bias: Doubles
    #: Divides the margin before it becomes a probability.
    temperature: float
    #: For each dense vector: name -> (weights [width, outputs], bias [outputs]); they make features "name.0", ...
    heads: Mapping[str, tuple[Doubles, Doubles]]
    #: A candidate is taken from this probability on.
    threshold_of_choice: float

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each column by its name."""
        return {name: number for number, name in enumerate(self.columns)}

    def margins(self, examples: Sequence[Example]) -> Doubles:
        """Return the summed trees, [examples, classes] (one column for yes or no)."""
        import numpy as np

        table = self._table(examples)
        margins = np.tile(self.bias, (len(examples), 1)).astype(np.float64)
        if not len(examples) or not len(self.owner):
            return margins
        leaves = self.trees.values(table)
        for column in range(max(1, len(self.classes))):
            margins[:, column] += leaves[:, self.owner == column].sum(axis=1)
        return margins

    def _table(self, examples: Sequence[Example]) -> Doubles:
        """Return the features of the examples, with those that the heads make of vectors: [examples, columns]."""
        import numpy as np

        width, place = len(self.columns), self.places.get
        cells: list[int] = []
        values: list[float] = []
        for row, example in enumerate(examples):
            begun = row * width
            for name, value in example.features.items():
                if (at := place(name)) is not None:
                    cells.append(begun + at)
                    values.append(value)
        flat = np.zeros(len(examples) * width)
        flat[cells] = values
        table = flat.reshape(len(examples), width)
        for name, (weights, bias) in self.heads.items():
            rows = [row for row, example in enumerate(examples) if example.vectors.get(name) is not None]
            used = [(i, at) for i in range(len(bias)) if (at := place(f"{name}.{i}")) is not None]
            if not rows or not used:
                continue
            vectors = np.array([examples[row].vectors[name] for row in rows], dtype=np.float64)
            outputs, columns = zip(*used, strict=True)
            # rounded, so that a last bit that differs between processors does not choose a branch
            table[np.ix_(rows, columns)] = (product(vectors, weights) + bias).round(3)[:, outputs]
        return table

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
            trees=Trees.of(*(arrays[name] for name in ("feature", "threshold", "left", "right", "value"))),
            bias=np.atleast_1d(arrays["bias"].astype(np.float64)),
            temperature=float(arrays["temperature"]),
            heads=heads,
            threshold_of_choice=float(arrays["choice"]),
        )
