"""Regression trees that are tested all at once: each condition that fails rules out the leaves on its left.

The leaves of a tree are numbered from left to right, one bit each. The first one that no condition rules out is the
one reached, so that no branch is walked (Lucchese et al., "QuickScorer: a fast algorithm to rank documents with
additive ensembles of regression trees", 2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Integers = NDArray[np.int64]

#: The leaves of a tree are the bits of a number; this is how many a double holds exactly.
_MOST_LEAVES = 52


@dataclass(frozen=True)
class Trees:
    """Some trees: their conditions in one row, tree after tree, and the values of their leaves."""

    #: For each condition the feature and the threshold: it holds where the feature is not above.
    feature: Integers
    threshold: Doubles
    #: The leaves that are left where it fails.
    mask: Integers
    #: Where each tree's conditions begin; a tree that is one leaf has a condition that rules nothing out.
    first: Integers
    #: [trees, leaves].
    value: Doubles

    @classmethod
    def of(cls, feature: Any, threshold: Any, left: Any, right: Any, value: Any) -> Trees:
        """Return the trees of arrays [trees, nodes] in which a node names its two branches, and a leaf itself."""
        import numpy as np

        conditions: list[tuple[int, float, int]] = []
        first: list[int] = []
        values: list[list[float]] = []

        def leaves(tree: int, node: int) -> int:
            """Number the leaves below a node from left to right; return which they are."""
            if left[tree, node] == node:
                values[-1].append(float(value[tree, node]))
                return 1 << (len(values[-1]) - 1)
            at = len(conditions)
            conditions.append((int(feature[tree, node]), float(threshold[tree, node]), 0))
            gone = leaves(tree, int(left[tree, node]))
            conditions[at] = (*conditions[at][:2], ~gone)
            return gone | leaves(tree, int(right[tree, node]))

        for tree in range(len(feature)):
            first.append(len(conditions))
            values.append([])
            leaves(tree, 0)
            if first[-1] == len(conditions):
                conditions.append((0, 0.0, ~0))
        most = max(map(len, values), default=0)
        if most > _MOST_LEAVES:
            raise ValueError(f"a tree has {most} leaves; at most {_MOST_LEAVES} can be told apart")
        return cls(
            feature=np.array([f for f, _, _ in conditions], dtype=np.int64),
            threshold=np.array([t for _, t, _ in conditions], dtype=np.float64),
            mask=np.array([m for _, _, m in conditions], dtype=np.int64),
            first=np.array(first, dtype=np.int64),
            value=np.array([v + [0.0] * (most - len(v)) for v in values], dtype=np.float64),
        )

    def values(self, table: Doubles) -> Doubles:
        """Return the value of each tree for rows of features: [rows, trees]."""
        import numpy as np

        holds = table[:, self.feature] <= self.threshold
        left = np.bitwise_and.reduceat(np.where(holds, np.int64(-1), self.mask), self.first, axis=1)
        lowest = (left & -left).astype(np.float64)  # a power of two
        leaf = np.frexp(lowest)[1] - 1
        return np.asarray(self.value[np.arange(len(self.first)), leaf])
