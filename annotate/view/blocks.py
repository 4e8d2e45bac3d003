"""Splits an article into blocks to be set one below the other; together they are the whole text, verbatim."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from annotate.models import Annotation, Span

BlockKind = Literal["headline", "byline", "frame", "paragraph"]

#: The end of a line.
_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
#: Longest line, in code points, that counts as part of the frame below a headline (a date, a place).
_FRAME_LENGTH = 48


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that fills whole lines, line ends included; offsets in code points.

    `spaced` says that a blank line precedes it.
    """

    start: int
    end: int
    kind: BlockKind
    spaced: bool


def blocks(annotation: Annotation) -> list[Block]:
    """Return the blocks of an article's text, without gaps, from 0 to its length.

    Each line is a block. Repairs change this: lines that were hard-wrapped are joined, and a block ends where the end
    of a paragraph was lost. Blank lines belong to the block before them; at the beginning, to the first block.

    >>> from annotate import annotate
    >>> [(block.start, block.end) for block in blocks(annotate("One line.\\n\\nTwo."))]
    [(0, 11), (11, 15)]
    """
    text = annotation.article.text
    lost = {repair.end for repair in annotation.repairs if repair.kind == "glued_paragraph"}
    found: list[Block] = []
    begin, spaced = 0, True
    for end in _ends(annotation, lost):
        if text[begin:end].strip():
            found.append(Block(begin, end, _kind(annotation, found, begin, end, spaced), spaced))
            begin, spaced = end, end in lost
        elif found:
            found[-1] = replace(found[-1], end=end)
            begin, spaced = end, True
    if begin < len(text):  # nothing but blank lines
        found.append(Block(begin, len(text), "paragraph", True))
    return found


def _ends(annotation: Annotation, lost: set[int]) -> list[int]:
    """Return the offsets at which blocks may end, sorted; the last is the end of the text."""
    text = annotation.article.text
    wrapped = {at for repair in annotation.repairs if repair.kind == "hard_wrap" for at in _inside(repair)}
    ends = {found.end() for found in _END.finditer(text) if found.end() not in wrapped}
    return sorted(ends | {at for at in lost if 0 < at < len(text)} | ({len(text)} if text else set()))


def _inside(span: Span) -> range:
    """Return the offsets of line breaks inside a span or at its end."""
    return range(span.start + 1, span.end + 1)


def _kind(annotation: Annotation, before: list[Block], start: int, end: int, spaced: bool) -> BlockKind:
    article = annotation.article
    stop = start + len(article.text[start:end].rstrip())
    for name, kind in (("headline", "headline"), ("byline", "byline")):
        span: Span | None = getattr(article, name)
        if (
            span
            and span.start < stop
            and span.end > start
            and 2 * (min(span.end, stop) - max(span.start, start)) > stop - start
        ):
            return "headline" if kind == "headline" else "byline"
    under = bool(before) and before[-1].kind in ("headline", "frame", "byline") and not spaced
    return "frame" if under and stop - start <= _FRAME_LENGTH else "paragraph"
