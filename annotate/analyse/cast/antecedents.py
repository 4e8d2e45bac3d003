"""Decide which earlier mention a pronoun or a description goes back to, or that it goes back to none.

A small network scores every pair of `pairs`, and for each mention "none" by what is known of it alone (mention ranking,
Durrett and Klein 2013). Of all antecedents the likeliest is taken, unless two names would become one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from annotate.analyse.cast.mention_facts import Facts
from annotate.analyse.cast.pairs import Pairs, alone, pairs
from annotate.analyse.decisions.products import product
from annotate.analyse.decisions.scorer import shipped
from annotate.analyse.findings import Cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]

#: The decision's file below weights/decisions.
ANTECEDENT = "cast/antecedent"
#: Scores are rounded, so that a last bit that differs between processors decides nothing.
_DECIMALS = 4
#: The number of mentions decided at a time: it bounds the memory that a long text needs.
_BLOCK = 512


@dataclass(frozen=True)
class Network:
    """The weights: one hidden layer over the facts and the two classes, and tables of classes beside it."""

    #: [columns, hidden], [classes, hidden] for the later and the earlier mention, [hidden], [hidden].
    facts: Doubles
    later: Doubles
    earlier: Doubles
    bias: Doubles
    out: Doubles
    #: [cases, classes, classes]: the score of two classes by where they stand.
    classes: Doubles
    #: [columns of `alone`] and [classes]: the score of none.
    none_facts: Doubles
    none_classes: Doubles

    def pairs(self, known: Facts, found: Pairs) -> Doubles:
        """Return the score of each pair."""
        import numpy as np

        one, two = known.kind[found.later], known.kind[found.earlier]
        hidden = np.maximum(product(found.table, self.facts) + self.later[one] + self.earlier[two] + self.bias, 0.0)
        return (hidden @ self.out + self.classes[found.case, one, two]).round(_DECIMALS)

    def none(self, known: Facts) -> Doubles:
        """Return the score of none for each mention."""
        return (alone(known) @ self.none_facts + self.none_classes[known.kind]).round(_DECIMALS)


@cache
def network(name: str = ANTECEDENT) -> Network:
    """Return the shipped weights; loaded once a process."""
    return load(shipped(name))


def load(data: bytes) -> Network:
    """Return the network that a file of arrays holds; `training/coreference.py` writes such files."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Network(**{key: arrays[key].astype(np.float64) for key in arrays.files})


def links(text: str, cast: Cast, known: Facts) -> tuple[Ints, Ints, Doubles]:
    """Return the pairs that are likelier than none: later and earlier mention, and the score."""
    import numpy as np

    weights = network()
    none = weights.none(known)
    found: list[tuple[Ints, Ints, Doubles]] = []
    for first in range(0, len(known.mentions), _BLOCK):
        block = pairs(text, cast, known, first, first + _BLOCK)
        found.append(likely(block, weights.pairs(known, block), none))
    later, earlier, sure = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return later, earlier, sure


def likely(found: Pairs, scores: Doubles, none: Doubles) -> tuple[Ints, Ints, Doubles]:
    """Keep the pairs that are likelier than none."""
    better = scores > none[found.later]
    return found.later[better], found.earlier[better], scores[better]


def chained(known: Facts, later: Ints, earlier: Ints, sure: Doubles) -> list[int]:
    """Return for each mention the first of its chain.

    A chain never holds two entities of the cast, nor both sexes; where a link would join them, the next likeliest is
    taken.
    """
    import numpy as np

    first = list(range(len(known.mentions)))
    keys, sexes = known.key.tolist(), known.sex.tolist()

    def root(at: int) -> int:
        while first[at] != at:
            first[at] = first[first[at]]
            at = first[at]
        return at

    by_key: dict[int, int] = {}
    for at, key in enumerate(keys):
        if key >= 0:
            first[at] = by_key.setdefault(key, at)
    order = np.lexsort((np.abs(later - earlier), -sure, later))
    joined: set[int] = set()
    for at, other in zip(later[order].tolist(), earlier[order].tolist(), strict=True):
        if at in joined:
            continue
        one, two = root(at), root(other)
        if one == two:
            joined.add(at)
            continue
        if (keys[one] >= 0 and keys[two] >= 0) or {sexes[one], sexes[two]} == {1, 2}:
            continue
        joined.add(at)
        low, high = (one, two) if keys[one] >= 0 or (keys[two] < 0 and one < two) else (two, one)
        first[high] = low
        sexes[low] = sexes[low] or sexes[high]
    return [root(at) for at in range(len(first))]
