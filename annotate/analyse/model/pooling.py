"""Means of the encoder's states over stretches of the text: the dense vectors of learned decisions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotate.analyse.findings import Range
from annotate.analyse.model.encoder import NAMES, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]


class Part(NamedTuple):
    """A stretch of the text that the model reads by itself, and its reading, whose offsets are those of the stretch."""

    range: Range
    reading: Reading


class States:
    """The encoder's states of one article, asked for by ranges of its text.

    The headline and the body are read apart (see `regions`); a range that lies in neither has no state.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = [_Rows(part) for part in parts]

    def over(self, where: Range) -> Vector | None:
        """Return the mean state of the wordpieces that start inside a range, [width], or None if there are none."""
        for rows in self._parts:
            if rows.range.start <= where.start < rows.range.end:
                first, last = rows.at(where.start), rows.at(where.end)
                return _mean(rows.states[first:last]) if last > first else None
        return None

    def mean(self, ranges: Sequence[Range]) -> Vector | None:
        """Return the mean over several ranges, each of the same weight."""
        return _mean_of([vector for vector in map(self.over, ranges) if vector is not None])

    def behind(self, offsets: Sequence[int], pieces: int) -> Vector | None:
        """Return the mean state of the next wordpieces from each offset on, over all offsets."""
        found = []
        for rows in self._parts:
            for at in (at for at in offsets if rows.range.start <= at < rows.range.end):
                first = rows.at(at)
                if first < len(rows.starts):
                    found.append(_mean(rows.states[first : first + pieces]))
        return _mean_of(found)

    def before(self, at: int) -> Vector | None:
        """Return the state of the last wordpiece that starts before an offset."""
        for rows in self._parts:
            if rows.range.start < at <= rows.range.end:
                last = rows.at(at) - 1
                return rows.states[last] if last >= 0 else None
        return None

    def kinds(self, where: Range) -> dict[str, float]:
        """Return the mean probability of each kind of name over a range: PER, ORG, LOC, MISC."""
        for rows in self._parts:
            if rows.range.start <= where.start < rows.range.end:
                first, last = rows.at(where.start), rows.at(where.end)
                return _by_kind(_mean(rows.names[first:last]).tolist()) if last > first else {}
        return {}


class _Rows:
    """The states and the probabilities of names of one part, in 64 bits, and where its wordpieces start in the text."""

    def __init__(self, part: Part) -> None:
        self.range = part.range
        self.states = part.reading.states.astype("float64")
        self.names = part.reading.names.astype("float64")
        self.starts = (part.reading.pieces.starts + part.range.start).tolist()

    def at(self, offset: int) -> int:
        """Return the number of the first wordpiece that does not start before an offset."""
        return bisect_left(self.starts, offset)


def _mean(rows: Matrix) -> Vector:
    """Return the mean of the rows; `ndarray.mean` takes longer to begin than to add so few."""
    total: Vector = rows[0] if len(rows) == 1 else rows.sum(axis=0) / len(rows)
    return total


def _mean_of(vectors: list[Vector]) -> Vector | None:
    """Return the mean of some vectors; None of none."""
    import numpy as np

    if len(vectors) < 2:
        return vectors[0] if vectors else None
    return _mean(np.array(vectors))


def _by_kind(means: Sequence[float]) -> dict[str, float]:
    """Add up what begins and what goes on with a name of each kind."""
    found: dict[str, float] = {}
    for label, mean in zip(NAMES[1:], means[1:], strict=True):
        found[label[2:]] = found.get(label[2:], 0.0) + mean
    return found
