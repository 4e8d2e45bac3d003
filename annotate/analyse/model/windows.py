"""Cut a long text into windows that the encoder reads one by one.

A window is a stretch of its own and, where it was cut inside a paragraph, a margin of context; between paragraphs a
margin was found to gain nothing. A cut depends on the words around it and on nothing else: it stands where no better
place is near, the start of a paragraph being better than the start of a sentence, and that better than a space; among
equals a hash of the words that follow decides. So two texts that share a long stretch share its cuts, and paragraphs
put in front of an article change only the first of its windows.
(Content-defined chunking, as rsync and backup programs do it; the local-minimum rule is from Bjørner, Blass and
Gurevich, "Content-dependent chunking for differential compression", 2010.)
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from annotate.analyse.model.wordpieces import Pieces

#: Pieces that the encoder reads at once, special ones not counted.
LENGTH = 318
#: Pieces of context beside a cut inside a paragraph.
MARGIN = 32
#: A cut between paragraphs is the best place among this many pieces on either side of it...
NEAR_PARAGRAPH = 6
#: ...and one inside a paragraph among this many.
NEAR = 100
_LONGEST = LENGTH - 2 * MARGIN
_SHORTEST = NEAR_PARAGRAPH
_SAMPLE = 12
#: Keys of paragraph starts are not larger.
_PARAGRAPH = (1 << 60) - 1


class Window(NamedTuple):
    """Pieces `start` to `end` are read; what is said about `first` to `last` is kept."""

    start: int
    first: int
    last: int
    end: int


def plan(pieces: Pieces, stops: NDArray[np.bool_]) -> list[Window]:
    """Return windows that cover all pieces; `stops` marks the pieces after which a sentence may end."""
    count = len(pieces)
    keys = _keys(pieces, stops)
    cuts = [0]
    for cut in [*_best_nearby(keys), count]:
        if cut < count and min(cut - cuts[-1], count - cut) < _SHORTEST:
            continue
        cuts += _between(keys, cuts[-1], cut)
        cuts.append(cut)
    margins = [0 if at == count or keys[at] <= _PARAGRAPH else MARGIN for at in cuts]
    return [
        Window(max(0, first - before), first, last, min(count, last + behind))
        for (first, before), (last, behind) in itertools.pairwise(zip(cuts, margins, strict=True))
    ]


def _keys(pieces: Pieces, stops: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return how good each piece is to cut before: the smaller, the better."""
    import numpy as np

    rank = np.full(len(pieces), 3, dtype=np.uint64)
    rank[pieces.gaps > 0] = 2
    rank[1:][stops[:-1] & (pieces.shapes[1:] != 1)] = 1
    rank[pieces.gaps >= 2] = 0
    hashes = np.zeros(len(pieces), dtype=np.uint64)
    for ahead in range(min(_SAMPLE, len(pieces))):
        hashes[: len(pieces) - ahead] += (pieces.ids[ahead:].astype(np.uint64) + np.uint64(1)) * np.uint64(
            0x9E3779B97F4A7C15 * (2 * ahead + 1) & 0xFFFFFFFFFFFFFFFF
        )
    mixed = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((rank << np.uint64(60)) | (mixed >> np.uint64(4)), dtype=np.uint64)


def _best_nearby(keys: NDArray[np.uint64]) -> list[int]:
    """Return the places whose key is the smallest nearby; of equal ones, the first."""
    paragraphs = [at for at in _smallest(keys, NEAR_PARAGRAPH) if keys[at] <= _PARAGRAPH]
    return sorted({*paragraphs, *(at for at in _smallest(keys, NEAR) if keys[at] > _PARAGRAPH)})


def _smallest(keys: NDArray[np.uint64], near: int) -> list[int]:
    import numpy as np

    worst = np.full(near, np.iinfo(np.uint64).max, dtype=np.uint64)
    padded = np.concatenate((worst, keys, worst))
    count, width = len(keys), 1
    least = padded.copy()  # least[i] is the minimum of padded[i : i + width]
    while width * 2 <= near:
        least[: len(least) - width] = np.minimum(least[: len(least) - width], least[width:])
        width *= 2
    before = np.minimum(least[:count], least[near - width : near - width + count])
    behind = np.minimum(least[near + 1 : near + 1 + count], least[2 * near + 1 - width : 2 * near + 1 - width + count])
    return [int(at) for at in np.flatnonzero((keys < before) & (keys <= behind))]


def _between(keys: NDArray[np.uint64], first: int, last: int) -> list[int]:
    """Return further cuts where two are too far apart for one window."""
    if last - first <= _LONGEST:
        return []
    third = (last - first) // 3
    middle = first + third + int(keys[first + third : last - third].argmin())
    return [*_between(keys, first, middle), middle, *_between(keys, middle, last)]
