"""The stretches of the text that already belong to a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from annotate.analyse.findings import Range


class Taken:
    """A set of stretches; asking whether another one overlaps any of them takes logarithmic time."""

    def __init__(self) -> None:
        #: Disjoint, in order.
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlaps(self, where: Range) -> bool:
        """Return whether `where` shares a character with a taken stretch."""
        at = bisect_left(self._starts, where.end) - 1
        return at >= 0 and self._ends[at] > where.start

    def add(self, where: Range) -> bool:
        """Take `where` if nothing of it is taken; return whether it was free."""
        if self.overlaps(where):
            return False
        self.cover(where)
        return True

    def cover(self, where: Range) -> None:
        """Take `where`, even if parts of it are taken."""
        first, last = bisect_left(self._ends, where.start), bisect_right(self._starts, where.end)
        start, end = where
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last], self._ends[first:last] = [start], [end]
