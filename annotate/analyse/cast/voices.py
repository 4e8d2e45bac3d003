"""Whose words stand where: the author's own, or those of somebody who is quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from annotate.analyse.findings import Attribution, Cast, Layout, Range

#: Who speaks where several do together.
SEVERAL = -2
#: The number of pieces of content inspected for the shortest one around an offset.
_NESTED = 8


_QUESTION = re.compile(r"\?[\"”’')\]]*\s*\Z")


def asks(where: Range, text: str) -> bool:
    """Return whether a stretch of text ends with a question mark.

    >>> asks(Range(0, 8), "Who won? Nobody.")
    True
    """
    return bool(_QUESTION.search(text, max(where.start, where.end - 6), where.end))


class Voice(NamedTuple):
    """Whose words a stretch of text is."""

    #: 0 the author's, else one number for each speaker.
    number: int
    #: The attribution in whose content it stands, and the one whose source it is; -1 for none.
    content: int
    source: int
    #: The entity that speaks (or SEVERAL), and the one that is asked; -1 where it is not known, and for the author.
    speaker: int
    asked: int = -1


class Voices:
    """The attributions of one text, looked up by offset."""

    def __init__(self, layout: Layout, cast: Cast, attributions: Sequence[Attribution]) -> None:
        self._inside = layout.quoted
        self._inside_starts = [r.start for r in self._inside]
        self._pieces = sorted((piece, n) for n, a in enumerate(attributions) for piece in a.content)
        self._starts = [piece.start for piece, _ in self._pieces]
        self._sources = {a.source: n for n, a in enumerate(attributions) if a.source}
        self._ordered = sorted(self._sources)
        self._source_starts = [r.start for r in self._ordered]
        self._direct = [a.direct for a in attributions]
        self._speakers = [keys[0] if len(keys) == 1 else SEVERAL if keys else -1 for keys in cast.speakers]
        known: dict[object, int] = {}
        self._numbers = []
        for n, (attribution, key) in enumerate(zip(attributions, self._speakers, strict=True)):
            words = attribution.source.of(layout.text) if attribution.source else n
            self._numbers.append(known.setdefault(key if key >= 0 else words, len(known) + 1))
        self._unknown = len(known) + 1
        self._asked = self._whom(layout.text, attributions)
        #: Where the sources with one speaker start.
        self.known = {
            a.source.start for a, key in zip(attributions, self._speakers, strict=True) if a.source and key >= 0
        }

    def at(self, where: Range) -> Voice:
        """Return whose words a mention stands in."""
        content = self._content(where.start)
        at = bisect_right(self._source_starts, where.start) - 1
        holds = at >= 0 and where.end <= self._ordered[at].end
        source = self._sources[self._ordered[at]] if holds else -1
        quoted = bisect_right(self._inside_starts, where.start) - 1
        marks = quoted >= 0 and where.start < self._inside[quoted].end
        if not marks and not (content >= 0 and self._direct[content]):
            return Voice(0, content, source, -1)
        if content < 0:
            return Voice(self._unknown + quoted, content, source, -1)
        return Voice(self._numbers[content], content, source, self._speakers[content], self._asked.get(content, -1))

    def _whom(self, text: str, attributions: Sequence[Attribution]) -> dict[int, int]:
        """Return for each turn that asks, in a script of two, the entity that answers."""
        turns = [n for n, direct in enumerate(self._direct) if direct]
        speakers = {self._numbers[n]: self._speakers[n] for n in turns}
        if len(speakers) != 2:
            return {}
        asking = [n for n in turns if asks(attributions[n].content[-1], text)]
        other = dict(zip(speakers, reversed(speakers.values()), strict=True))
        return {n: other[self._numbers[n]] for n in asking}

    def _content(self, start: int) -> int:
        """Return the attribution with the shortest piece of content around an offset, -1 for none."""
        last = bisect_right(self._starts, start) - 1
        near = self._pieces[max(0, last - _NESTED + 1) : last + 1]
        around = [(piece.end - piece.start, number) for piece, number in near if start < piece.end]
        return min(around)[1] if around else -1
