"""Means of the encoder's states over stretches of the text: the dense vectors of learned decisions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotate.analyse.findings import Range
from annotate.analyse.model.encoder import NAMES, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Part(NamedTuple):
    """A stretch of the text that the model reads by itself, and its reading, whose offsets are those of the stretch."""

    range: Range
    reading: Reading


@dataclass(frozen=True)
class TextStates:
    """The states of a text's wordpieces, [pieces, width], and where the pieces start and end in it."""

    values: NDArray[np.float32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, reading: Reading) -> TextStates:
        """Return the states of a reading."""
        return cls(reading.states, reading.pieces.starts, reading.pieces.ends)

    def mean(self, where: Range) -> NDArray[np.float64] | None:
        """Return the mean state of the pieces inside the range, [width]; None where no piece is."""
        import numpy as np

        first = int(np.searchsorted(self.starts, where.start))
        last = int(np.searchsorted(self.ends, where.end, side="right"))
        return self.values[first:last].mean(axis=0, dtype=np.float64) if first < last else None


class States:
    """The encoder's states of one article, asked for by ranges of its text.

    The headline and the body are read apart (see `regions`); a range that lies in neither has no state.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = [(part.range, part.reading, part.reading.pieces.starts.tolist()) for part in parts]

    def over(self, where: Range) -> NDArray[np.float64] | None:
        """Return the mean state of the wordpieces that start inside a range, [width], or None if there are none."""
        rows = self._rows("states", where)
        return None if rows is None else rows.mean(axis=0)

    def mean(self, ranges: Sequence[Range]) -> NDArray[np.float64] | None:
        """Return the mean over several ranges, each of the same weight."""
        import numpy as np

        found = [vector for vector in map(self.over, ranges) if vector is not None]
        return np.mean(found, axis=0) if found else None

    def behind(self, offsets: Sequence[int], pieces: int) -> NDArray[np.float64] | None:
        """Return the mean state of the next wordpieces from each offset on, over all offsets."""
        import numpy as np

        found = []
        for region, read, starts in self._parts:
            for at in (at for at in offsets if region.start <= at < region.end):
                first = bisect_left(starts, at - region.start)
                rows = read.states[first : first + pieces]
                found += [rows.astype("float64").mean(axis=0)] if len(rows) else []
        return np.mean(found, axis=0) if found else None

    def before(self, at: int) -> NDArray[np.float64] | None:
        """Return the state of the last wordpiece that starts before an offset."""
        for region, read, starts in self._parts:
            if region.start < at <= region.end:
                last = bisect_left(starts, at - region.start) - 1
                return read.states[last].astype("float64") if last >= 0 else None
        return None

    def kinds(self, where: Range) -> dict[str, float]:
        """Return the mean probability of each kind of name over a range: PER, ORG, LOC, MISC."""
        rows = self._rows("names", where)
        if rows is None:
            return {}
        means = rows.mean(axis=0).tolist()
        found: dict[str, float] = {}
        for label, mean in zip(NAMES[1:], means[1:], strict=True):
            found[label[2:]] = found.get(label[2:], 0.0) + mean
        return found

    def _rows(self, what: str, where: Range) -> NDArray[np.float64] | None:
        for region, read, starts in self._parts:
            if region.start <= where.start < region.end:
                first = bisect_left(starts, where.start - region.start)
                last = bisect_left(starts, where.end - region.start)
                return getattr(read, what)[first:last].astype("float64") if last > first else None
        return None
