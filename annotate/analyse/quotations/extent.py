"""Extend quotations past the span that the role tagger assigned, where the text shows that they continue.

The role tagger sees a limited stretch around a cue and sometimes drops a long quotation midway. Three signs show that
the quotation continues: quotation marks that are still open, a paragraph that ends with open marks and is followed by
one that reopens them, and a stretch right after the content that the model is sure somebody said. In each case the
tagger of reported content, which needs no cue, has to agree; what another attribution claims is never taken from it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotate.analyse.findings import Range
from annotate.analyse.model.encoder import Reading
from annotate.analyse.quotations.decoding import Found

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
#: Characters between a piece and the next one that goes on after it.
_NEAR = 2
_BETWEEN = ' \t\r\n\u00a0"\u201c\u201d\u201e\u00ab\u00bb'


def extended(text: str, reading: Reading, found: Sequence[Found], marks: Sequence[Range]) -> list[Found]:
    """Extend each attribution as far as the text warrants, in the order given.

    `marks` are the stretches of `text` inside quotation marks, marks excluded, in order, none across a paragraph end.
    """
    field = _Field(text, reading, found)
    return [_sure_rest(field, _paragraphs(field, _to_the_marks(field, one, marks), marks)) for one in found]


class _Field:
    """The text, the probability of each character to be said by somebody, and the characters already claimed."""

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

    def claim(self, span: Range) -> None:
        """Mark these characters as claimed."""
        self.claimed[span[0] : span[1]] = True

    def free(self, span: Range) -> bool:
        """Return whether none of these characters is claimed."""
        return not self.claimed[span[0] : span[1]].any()

    def spells(self, span: Range, least: int) -> bool:
        """Return whether a stretch has at least `least` letters and digits."""
        letters = 0
        for at in range(*span):
            letters += self.text[at].isalnum()
            if letters >= least:
                return True
        return False

    def pieces(self, span: Range) -> NDArray[np.float32]:
        """Return the probabilities of the wordpieces that begin inside the span."""
        low, high = (bisect_left(self.starts, at) for at in span)
        return self.probable[low:high]

    def said(self, span: Range) -> bool:
        """Return whether a stretch is free, long enough, and on the whole said by somebody."""
        if span[1] - span[0] > _LONGEST or not self.spells(span, _SHORT) or not self.free(span):
            return False
        probable = self.pieces(span)
        return bool(len(probable)) and float(probable.mean()) >= _SAID


def _to_the_marks(field: _Field, one: Found, marks: Sequence[Range]) -> Found:
    """Extend a content to the quotation marks around it, from the opening one to the closing one."""
    for at in range(bisect_right(marks, one.content[0][0], key=lambda m: m[1]), len(marks)):
        mark = marks[at]
        if mark[0] >= one.content[-1][1]:
            break
        inside = [span for span in one.content if span[0] < mark[1] and mark[0] < span[1]]
        if not inside:
            continue
        for rest in (Range(mark[0], inside[0][0]), Range(inside[-1][1], mark[1])):
            if rest.start < rest.end and field.said(rest):
                one = _with(field, one, rest)
    return one


def _paragraphs(field: _Field, one: Found, marks: Sequence[Range]) -> Found:
    """Continue into the next paragraph where this one ends inside marks and the next reopens them."""
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
    """Extend a content to the right, at most to the end of its line, as far as the words are surely said."""
    end = one.content[-1][1]
    first = last = bisect_left(field.starts, end)
    before = end
    while last < len(field.starts) and field.probable[last] > _SURE:
        start = int(field.starts[last])
        if start > before + _NEAR or "\n" in field.text[before:start] or field.claimed[start]:
            break
        before = int(field.ends[last])
        last += 1
    rest = Range(end, before)
    if last == first or not field.spells(rest, _LONG) or not field.free(rest):
        return one
    return _with(field, one, rest)


def _with(field: _Field, one: Found, more: Range) -> Found:
    """Add a stretch to the content; stretches that touch become one."""
    field.claim(more)
    content: list[Range] = []
    for start, end in sorted((*one.content, more)):
        if content and start <= content[-1][1]:
            content[-1] = Range(content[-1][0], max(end, content[-1][1]))
        else:
            content.append(Range(start, end))
    return replace(one, content=tuple(content))
