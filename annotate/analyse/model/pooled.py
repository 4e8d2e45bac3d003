"""Means of the encoder's states over stretches of a text: what learned decisions know of its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotate.analyse.findings import Range
from annotate.analyse.model.encoder import reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class States:
    """The states of a text's wordpieces, [pieces, width], and where the pieces start and end in it."""

    values: NDArray[np.float32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def mean(self, where: Range) -> Any:
        """Return the mean state of the pieces inside the range, [width]; None where no piece is."""
        import numpy as np

        first = int(np.searchsorted(self.starts, where.start))
        last = int(np.searchsorted(self.ends, where.end, side="right"))
        return self.values[first:last].mean(axis=0, dtype=np.float64) if first < last else None


def states_of(text: str) -> States:
    """Read a text, or take what was just read of it."""
    import numpy as np

    read = reading(text)
    return States(read.states, np.asarray(read.pieces.starts), np.asarray(read.pieces.ends))
