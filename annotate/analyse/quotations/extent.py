"""How far a quotation goes where the text itself says so, beyond what the role tagger gave to its cue.

The role tagger sees a limited stretch around a cue and now and then lets go of a long quotation midway. Three things
say that it goes on: quotation marks that are still open, a paragraph that ends with them open and is followed by one
that opens them again, and a stretch right behind the content that is said by somebody without any doubt. In all of
them the tagger of what is said, which needs no cue, has to agree, and what another attribution claims stays its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotate.analyse.model.encoder import Reading
from annotate.analyse.quotations.decoding import Found, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Mean probability that a stretch inside marks is said, from which on it is taken.
_SAID = 0.5
#: The same for each piece of a stretch outside marks, and how many letters and digits it must have.
_SURE, _LONG = 0.7, 30
#: Letters and digits that a rest inside marks must have; what is shorter is a slip of a wordpiece.
_SHORT = 4
#: In characters; a longer rest inside marks is left alone, so that a mark that never closes costs no more than this.
_LONGEST = 20_000
#: Characters between a piece and the next one that goes on behind it.
_NEAR = 2
_BETWEEN = ' \t\r\n\u00a0"\u201c\u201d\u201e\u00ab\u00bb'


def extended(text: str, reading: Reading, found: Sequence[Found], marks: Sequence[Span]) -> list[Found]:
    """Let each of the found go on as far as it surely does, in the order given.

    `marks` are the stretches of `text` inside quotation marks, marks excluded, in order, none across a paragraph end.
    """
    field = _Field(text, reading, found)
    return [_sure_rest(field, _paragraphs(field, _to_the_marks(field, one, marks), marks)) for one in found]


class _Field:
    """The text, how surely each character is said by somebody, and which characters are claimed already."""

    def __init__(self, text: str, reading: Reading, found: Sequence[Found]) -> None:
        import numpy as np

        self.text = text
        pieces = reading.pieces
        probable = reading.spans[:, 1] + reading.spans[:, 2]
        #: Probability per wordpiece, with its offsets.
        self.starts, self.ends, self.probable = pieces.starts, pieces.ends, probable
        self.claimed = np.zeros(len(text) + 1, dtype=np.bool_)
        for one in found:
            for span in (*one.content, one.cue, *([one.source] if one.source else [])):
                self.claim(span)

    def claim(self, span: Span) -> None:
        """Say that these characters belong to somebody."""
        self.claimed[span[0] : span[1]] = True

    def free(self, span: Span) -> bool:
        """Say whether nobody claims any of these characters."""
        return not self.claimed[span[0] : span[1]].any()

    def spells(self, span: Span, least: int) -> bool:
        """Say whether a stretch has at least so many letters and digits."""
        letters = 0
        for at in range(*span):
            letters += self.text[at].isalnum()
            if letters >= least:
                return True
        return False

    def pieces(self, span: Span) -> NDArray[np.float32]:
        """Return the probabilities of the wordpieces that begin inside the span."""
        low, high = (bisect_left(self.starts, at) for at in span)
        return self.probable[low:high]

    def said(self, span: Span) -> bool:
        """Say whether a stretch is free, long enough, and on the whole said by somebody."""
        if span[1] - span[0] > _LONGEST or not self.spells(span, _SHORT) or not self.free(span):
            return False
        probable = self.pieces(span)
        return bool(len(probable)) and float(probable.mean()) >= _SAID


def _to_the_marks(field: _Field, one: Found, marks: Sequence[Span]) -> Found:
    """Fill the marks that a content stands in, from the opening one to the closing one."""
    for at in range(bisect_right(marks, one.content[0][0], key=lambda m: m[1]), len(marks)):
        mark = marks[at]
        if mark[0] >= one.content[-1][1]:
            break
        inside = [span for span in one.content if span[0] < mark[1] and mark[0] < span[1]]
        if not inside:
            continue
        for rest in ((mark[0], inside[0][0]), (inside[-1][1], mark[1])):
            if rest[0] < rest[1] and field.said(rest):
                one = _with(field, one, rest)
    return one


def _paragraphs(field: _Field, one: Found, marks: Sequence[Span]) -> Found:
    """Go on into the next paragraph where this one ends inside marks and that one opens them again."""
    at = bisect_left(marks, one.content[-1][1], key=lambda m: m[1] + 1)
    while at + 1 < len(marks):
        current, following = marks[at], marks[at + 1]
        open_to_the_end = field.text[current[1] : current[1] + 1] in ("\n", "\r")
        reached = current[0] < one.content[-1][1] and current[1] <= one.content[-1][1] + 1
        between = field.text[current[1] : following[0]]
        if not (open_to_the_end and reached and not between.strip(_BETWEEN) and field.said(following)):
            break
        one = _with(field, one, following)
        at += 1
    return one


def _sure_rest(field: _Field, one: Found) -> Found:
    """Take what stands right behind the last of a content, up to the end of its line, as far as it is surely said."""
    end = one.content[-1][1]
    first = last = bisect_left(field.starts, end)
    before = end
    while last < len(field.starts) and field.probable[last] > _SURE:
        start = int(field.starts[last])
        if start > before + _NEAR or "\n" in field.text[before:start] or field.claimed[start]:
            break
        before = int(field.ends[last])
        last += 1
    rest = (end, before)
    if last == first or not field.spells(rest, _LONG) or not field.free(rest):
        return one
    return _with(field, one, rest)


def _with(field: _Field, one: Found, more: Span) -> Found:
    """Add a stretch to the content; stretches that touch become one."""
    field.claim(more)
    content: list[Span] = []
    for start, end in sorted((*one.content, more)):
        if content and start <= content[-1][1]:
            content[-1] = (content[-1][0], max(end, content[-1][1]))
        else:
            content.append((start, end))
    return replace(one, content=tuple(content))
