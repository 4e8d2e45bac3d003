"""Turns overlapping marks into a tree in which each node lies inside its parent, as HTML elements must.

The page, the terminal and the notebook share this tree. A mark that crosses the end of another is split there; a mark
that spans several blocks has a piece in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from annotate.view.blocks import Block
from annotate.view.fields import Layer
from annotate.view.marks import Mark

#: Deepest nesting of marks; browsers stop nesting at 512 elements.
DEEPEST = 240
#: Most pieces of a tree, so that a hostile annotation does not make a page that no browser can open.
MOST = 200_000
_ORDER = {layer: number for number, layer in enumerate(Layer)}


@dataclass(slots=True)
class Piece:
    """A piece of a mark, from `start` to `end` in code points; it contains pieces of other marks and unmarked text."""

    mark: Mark
    start: int
    end: int
    children: list[Piece | Stretch] = field(default_factory=list)

    @property
    def first(self) -> bool:
        """Whether this is the first piece of the mark."""
        return self.start == self.mark.start

    @property
    def last(self) -> bool:
        """Whether this is the last piece of the mark."""
        return self.end == self.mark.end


class Stretch(NamedTuple):
    """A range of text, in code points, in which no mark begins or ends."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Leaves:
    """A block and its content."""

    block: Block
    children: tuple[Piece | Stretch, ...]

    def walk(self) -> Iterator[tuple[str, Piece | Stretch]]:
        """Yield ("open", piece), ("text", stretch) and ("close", piece) in the order of the text, without recursion."""
        waiting: list[tuple[str, Piece | Stretch]] = [("", child) for child in reversed(self.children)]
        while waiting:
            event, node = waiting.pop()
            if isinstance(node, Stretch):
                yield "text", node
            elif event == "close":
                yield "close", node
            else:
                yield "open", node
                waiting.append(("close", node))
                waiting.extend(("", child) for child in reversed(node.children))


@dataclass(frozen=True, slots=True)
class Tree:
    """The blocks of a text with their marks; `left_out` lists the marks nested too deeply to be drawn."""

    blocks: tuple[Leaves, ...]
    left_out: tuple[Mark, ...] = ()


def tree(blocks: Iterable[Block], marks: Iterable[Mark]) -> Tree:
    """Return the tree of marks over the blocks of a text.

    If two marks begin together, the longer one is outside; of equal marks, the one of the earlier `Layer` is. Pieces
    cover every character of every mark, except those in `left_out`: marks nested deeper than `DEEPEST`, or less deeply
    if the tree would have more than `MOST` pieces.

        >>> line = Block(0, 10, "paragraph", True)
        >>> found = tree([line], [Mark(0, 6, Layer.QUOTATION, "content", "q1"), Mark(4, 8, Layer.EVENT, "name", "e1")])
        >>> [(node.mark.finding, node.start, node.end) for step, node in found.blocks[0].walk() if step == "open"]
        [('q1', 0, 6), ('e1', 4, 6), ('e1', 6, 8)]
    """
    lines, ordered = list(blocks), sorted(marks, key=_rank)
    depth = DEEPEST
    while (made := _made(lines, ordered, depth)) is None:
        depth //= 4
    return made


def _rank(mark: Mark) -> tuple[int, int, int, str, int]:
    return mark.start, -mark.end, _ORDER[mark.layer], mark.finding, mark.number


def _made(lines: list[Block], ordered: list[Mark], depth: int) -> Tree | None:
    """Return the tree of at most this depth; None if it would have too many pieces."""
    made, left_out, pieces, at = [], {}, 0, 0
    running: list[Mark] = []
    for line in lines:
        while at < len(ordered) and ordered[at].start < line.end:
            running.append(ordered[at])
            at += 1
        builder = _Builder(line, depth)
        builder.build(running)
        left_out.update(dict.fromkeys(builder.left_out))
        pieces += builder.pieces
        if pieces > MOST and depth > 1:
            return None
        made.append(Leaves(line, tuple(builder.children)))
        running = [mark for mark in running if mark.end > line.end]
    return Tree(tuple(made), tuple(left_out))


class _Builder:
    """Builds the pieces of one block from left to right, with a stack of open pieces."""

    def __init__(self, block: Block, depth: int) -> None:
        self._block = block
        self._depth = depth
        self._at = block.start
        self._open: list[Piece] = []
        self.children: list[Piece | Stretch] = []
        self.left_out: list[Mark] = []
        self.pieces = 0

    def build(self, marks: list[Mark]) -> None:
        """Add the marks that overlap the block."""
        opening: dict[int, list[Mark]] = {}
        for mark in marks:
            opening.setdefault(max(mark.start, self._block.start), []).append(mark)
        ends = {min(mark.end, self._block.end) for mark in marks}
        for position in sorted({*opening, *ends, self._block.end}):
            self._text_to(position)
            reopened = self._close_at(position)
            if position < self._block.end:
                self._open_at(position, [*reopened, *opening.get(position, ())])
            if self.pieces > MOST:
                return

    def _text_to(self, position: int) -> None:
        if position > self._at:
            (self._open[-1].children if self._open else self.children).append(Stretch(self._at, position))
            self._at = position

    def _close_at(self, position: int) -> list[Mark]:
        """Close the marks that end here and everything inside them; return those of the closed marks that continue."""
        ending = [n for n, piece in enumerate(self._open) if min(piece.mark.end, self._block.end) == position]
        if not ending:
            return []
        closed = self._open[ending[0] :]
        del self._open[ending[0] :]
        for piece in closed:
            piece.end = position
        return [piece.mark for piece in closed if piece.mark.end > position]

    def _open_at(self, position: int, marks: list[Mark]) -> None:
        for mark in sorted(marks, key=lambda m: (-m.end, _ORDER[m.layer], m.start, m.finding, m.number)):
            if len(self._open) >= self._depth:
                self.left_out.append(mark)
                continue
            piece = Piece(mark, position, position)
            (self._open[-1].children if self._open else self.children).append(piece)
            self._open.append(piece)
            self.pieces += 1
