"""Where to cut a long text into windows that the encoder reads one by one.

A window is a stretch of its own plus a margin of context on both sides. Cuts are put where context matters least,
at the starts of paragraphs, then of sentences, and among those by a hash of the words that follow: so two texts that
share a long stretch come to share their cuts, and a few paragraphs put in front of an article leave the rest of its
windows as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from annotate.analyse.wordpieces import Pieces

#: Pieces that the encoder reads at once, special ones not counted.
LENGTH = 318
#: Pieces of context on each side of what a window is asked about.
MARGIN = 32
#: A window's own stretch is at least this long, unless the text ends.
SHORTEST = 174
_SAMPLE = 12


class Window(NamedTuple):
    """Pieces `start` to `end` are read; what is said about `first` to `last` is kept."""

    start: int
    first: int
    last: int
    end: int


def plan(pieces: Pieces, stops: NDArray[np.bool_]) -> list[Window]:
    """Windows that cover all pieces; `stops` marks the pieces behind which a sentence may end."""
    import numpy as np

    count = len(pieces)
    longest = LENGTH - 2 * MARGIN
    rank = np.zeros(count, dtype=np.int8)
    rank[pieces.gaps > 0] = 1
    rank[1:][stops[:-1] & (pieces.shapes[1:] != 1)] = 2
    rank[pieces.gaps >= 2] = 3
    cuts = [0]
    while count - cuts[-1] > longest + MARGIN:
        low, high = cuts[-1] + SHORTEST, min(cuts[-1] + longest, count - 1) + 1
        best = int(rank[low:high].max())
        places = np.flatnonzero(rank[low:high] == best) + low
        cuts.append(min((_hash(pieces.ids[p : p + _SAMPLE]), int(p)) for p in places)[1])
    ends = [*cuts[1:], count]
    return [Window(max(0, a - MARGIN), a, b, min(count, b + MARGIN)) for a, b in zip(cuts, ends, strict=True)]


def _hash(ids: NDArray[np.int32]) -> int:
    value = 2166136261
    for i in ids.tolist():
        value = ((value ^ i) * 16777619) & 0xFFFFFFFF
    return value
