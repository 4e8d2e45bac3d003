"""Matches new findings with earlier ones: each with the one that shares most characters with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Places = Sequence[tuple[int, int]]
_N = TypeVar("_N")
_O = TypeVar("_O")


@dataclass(frozen=True, slots=True)
class Matches:
    """Indices of new findings and of the earlier ones they match; and of earlier ones that were merged into others."""

    of_new: dict[int, int]
    into: dict[int, int]

    def pairs(self, news: Sequence[_N], olds: Sequence[_O]) -> Iterator[tuple[_N, _O | None]]:
        """Yield each new finding with the earlier one that it matches, or None."""
        for at, new in enumerate(news):
            yield new, olds[self.of_new[at]] if at in self.of_new else None

    def merged(self, olds: Sequence[_O], news: Sequence[_N]) -> Iterator[tuple[_O, _N]]:
        """Yield each earlier finding that was merged into another, and the new finding that holds it."""
        for old, new in self.into.items():
            yield olds[old], news[new]


def matches(news: Sequence[Places], olds: Sequence[Places]) -> Matches:
    """Match findings one to one by the number of characters that they share, largest first.

    >>> matches([[(0, 5)], [(8, 9)]], [[(7, 12)], [(1, 4)], [(4, 5)]])
    Matches(of_new={0: 1, 1: 0}, into={2: 0})
    """
    shared = sorted(
        ((_shared(new, old), -n, -o) for n, new in enumerate(news) for o, old in enumerate(olds)), reverse=True
    )
    of_new: dict[int, int] = {}
    into: dict[int, int] = {}
    for count, new, old in shared:
        if not count:
            break
        if -new not in of_new and -old not in of_new.values():
            of_new[-new] = -old
        elif -old not in of_new.values():
            into.setdefault(-old, -new)
    taken = set(of_new.values())
    return Matches(of_new, {old: new for old, new in into.items() if old not in taken})


def _shared(one: Places, other: Places) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
