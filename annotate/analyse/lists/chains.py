"""Find chains: runs of enumerators of one family that count up from one. What they enumerate is judged later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotate.analyse.lists.marks import Mark, ordinal_marks
from annotate.analyse.lists.numerals import figure_marks
from annotate.analyse.text.outline import Outline

#: Two neighbours in a chain are at most this many characters apart.
_FARTHEST = 5000
#: The same for marks that lost their number.
_NEAR = 800


@dataclass(slots=True)
class Chain:
    """Marks of one family that count up from one; `hidden_first` if the first item has no mark of its own."""

    family: str
    marks: list[Mark] = field(default_factory=list)
    hidden_first: bool = False


def find_chains(outline: Outline) -> list[Chain]:
    """Return all chains of two or more marks, in the order of their first marks."""
    families: dict[str, list[Mark]] = {}
    for mark in (*ordinal_marks(outline), *figure_marks(outline)):
        families.setdefault(mark.family, []).append(mark)
    chains = [
        chain
        for family, marks in families.items()
        for chain in (_bullet_chains(outline, marks) if family.startswith("bullet") else _counted_chains(family, marks))
    ]
    chains.sort(key=lambda c: c.marks[0].where)
    return chains


def _counted_chains(family: str, marks: list[Mark]) -> Iterator[Chain]:
    """Yield the chains of one family; a list nested in an item ("1. 2. 1. 2. 3.") interrupts the outer chain."""
    if family.startswith("digits lost"):
        yield from _uncounted_chains(family, marks)
        return
    chain, outer = Chain(family), Chain(family)
    for mark in marks:
        near = _near(chain, mark)
        if mark.number == 1 and not (near and mark.weak and mark.where.end > mark.where.start):
            yield from _if_long(outer)
            outer, chain = chain, Chain(family, [mark])
        elif near and (mark.number == _size(chain) + 1 or mark.number in ("next", "last")):
            chain.marks.append(mark)
            if mark.number == "last":
                yield from _if_long(chain)
                chain = Chain(family)
        elif _near(outer, mark) and mark.number == _size(outer) + 1:
            yield from _if_long(chain)
            chain, outer = outer, Chain(family)
            chain.marks.append(mark)
        elif mark.number == 2 and family == "ordinal" and not mark.weak and not near:
            yield from _if_long(chain)
            chain = Chain(family, [mark], hidden_first=True)
        elif near and isinstance(mark.number, int) and mark.number > _size(chain) + 1:
            yield from _if_long(chain)
            chain = Chain(family)
    yield from _if_long(outer)
    yield from _if_long(chain)


def _uncounted_chains(family: str, marks: list[Mark]) -> Iterator[Chain]:
    """Yield the runs of marks that lost their numbers."""
    chain = Chain(family)
    for mark in marks:
        if chain.marks and mark.where.start - chain.marks[-1].where.start > _NEAR:
            yield from _if_long(chain)
            chain = Chain(family)
        chain.marks.append(mark)
    yield from _if_long(chain)


def _size(chain: Chain) -> int:
    return len(chain.marks) + chain.hidden_first


def _near(chain: Chain, mark: Mark) -> bool:
    return bool(chain.marks) and mark.where.start - chain.marks[-1].where.start <= _FARTHEST


def _if_long(chain: Chain) -> Iterator[Chain]:
    strong = [m for m in chain.marks if not m.weak or m.where.end == m.where.start]
    if len(chain.marks) + chain.hidden_first >= 2 and strong:
        yield chain


def _bullet_chains(outline: Outline, marks: list[Mark]) -> Iterator[Chain]:
    chain = Chain(marks[0].family)
    for mark in marks:
        if chain.marks and not _adjoining(outline, chain.marks[-1], mark):
            yield from _if_long(chain)
            chain = Chain(mark.family)
        chain.marks.append(mark)
    yield from _if_long(chain)


def _adjoining(outline: Outline, one: Mark, other: Mark) -> bool:
    """Return whether nothing but furniture stands between the paragraphs of two bullets."""
    first, second = outline.paragraph_at(one.content), outline.paragraph_at(other.content)
    return all(i in outline.furniture for i in range(first + 1, second))
