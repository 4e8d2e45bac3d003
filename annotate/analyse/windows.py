"""Where to cut a long text into windows that the encoder reads one by one.

A window is a stretch of its own plus a margin of context on both sides. A cut depends on the words around it and on
nothing else: it stands where no better place is near, the start of a paragraph being better than the start of a
sentence, and that better than a space; among equals a hash of the words that follow decides. So two texts that share
a long stretch share its cuts, and paragraphs put in front of an article change only the first of its windows.
(Content-defined chunking, as rsync and backup programs do it; the local-minimum rule is from Bjørner, Blass and
Gurevich, "Content-dependent chunking for differential compression", 2010.)
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from annotate.analyse.wordpieces import Pieces

#: Pieces that the encoder reads at once, special ones not counted.
LENGTH = 318
#: Pieces of context on each side of what a window is asked about.
MARGIN = 32
#: A cut is the best place among this many pieces on either side of it.
NEAR = 100
_LONGEST = LENGTH - 2 * MARGIN
_SHORTEST = 60
_SAMPLE = 12


class Window(NamedTuple):
    """Pieces `start` to `end` are read; what is said about `first` to `last` is kept."""

    start: int
    first: int
    last: int
    end: int


def plan(pieces: Pieces, stops: NDArray[np.bool_]) -> list[Window]:
    """Windows that cover all pieces; `stops` marks the pieces behind which a sentence may end."""
    count = len(pieces)
    if count <= LENGTH:
        return [Window(0, 0, count, count)]
    keys = _keys(pieces, stops)
    cuts = [0]
    for cut in [*_best_nearby(keys), count]:
        if cut < count and min(cut - cuts[-1], count - cut) < _SHORTEST:
            continue
        cuts += _between(keys, cuts[-1], cut)
        cuts.append(cut)
    return [
        Window(max(0, first - MARGIN), first, last, min(count, last + MARGIN))
        for first, last in itertools.pairwise(cuts)
    ]


def _keys(pieces: Pieces, stops: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """How good a place each piece is to cut before: the smaller the better."""
    import numpy as np

    rank = np.full(len(pieces), 3, dtype=np.uint64)
    rank[pieces.gaps > 0] = 2
    rank[1:][stops[:-1] & (pieces.shapes[1:] != 1)] = 1
    rank[pieces.gaps >= 2] = 0
    hashes = np.zeros(len(pieces), dtype=np.uint64)
    for ahead in range(_SAMPLE):
        hashes[: len(pieces) - ahead] += (pieces.ids[ahead:].astype(np.uint64) + np.uint64(1)) * np.uint64(
            0x9E3779B97F4A7C15 * (2 * ahead + 1) & 0xFFFFFFFFFFFFFFFF
        )
    mixed = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((rank << np.uint64(60)) | (mixed >> np.uint64(4)), dtype=np.uint64)


def _best_nearby(keys: NDArray[np.uint64]) -> list[int]:
    """Places whose key is the smallest among those near; of equal ones the first."""
    import numpy as np

    worst = np.full(NEAR, np.iinfo(np.uint64).max, dtype=np.uint64)
    padded = np.concatenate((worst, keys, worst))
    count, width = len(keys), 1
    least = padded.copy()  # least[i] is the minimum of padded[i : i + width]
    while width * 2 <= NEAR:
        least[: len(least) - width] = np.minimum(least[: len(least) - width], least[width:])
        width *= 2
    before = np.minimum(least[:count], least[NEAR - width : NEAR - width + count])
    behind = np.minimum(least[NEAR + 1 : NEAR + 1 + count], least[2 * NEAR + 1 - width : 2 * NEAR + 1 - width + count])
    return [int(at) for at in np.flatnonzero((keys < before) & (keys <= behind))]


def _between(keys: NDArray[np.uint64], first: int, last: int) -> list[int]:
    """More cuts where two are too far apart for one window."""
    if last - first <= _LONGEST:
        return []
    third = (last - first) // 3
    middle = first + third + int(keys[first + third : last - third].argmin())
    return [*_between(keys, first, middle), middle, *_between(keys, middle, last)]
