"""Find posts that a page embeds: their words, a dash, and who posted them with handle and day.

    The ferry is late again. Bring a book. — Jomo Keter (@jomok) May 5, 2024

Handle and day prove the form, so the words need no marks. A post of several paragraphs has other gaps between them
than the story around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from annotate.analyse.findings import Attribution, Layout, Range

_SIGNATURE = re.compile(
    r"(?P<cue>[-\u2010-\u2015]{1,3})[ \u00a0]*(?P<source>[^\s()@][^\n()@]{0,60}?)[ \u00a0]*\(@\w{1,20}\),?[ \u00a0]*"
    r"(?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2},[ ]\d{4}|\d{1,2}\.?[ ][A-Z][a-z]{2,8}\.?[ ]\d{4})\.?\Z"
)
#: In characters: a post that is longer has lost its beginning in the story's own words.
_LONGEST = 700
_LONGEST_SIGNATURE = 130
_OPENING, _CLOSING = frozenset('"\u201c\u00ab'), frozenset('"\u201d\u00bb')


def posts(layout: Layout) -> Iterator[Attribution]:
    """Yield the posts that their authors sign with handle and day, in order."""
    text, paragraphs = layout.text, layout.paragraphs
    usual: int | None = None
    taken = 0
    for number, paragraph in enumerate(paragraphs):
        if text.find("(@", *paragraph) < 0:
            continue
        match = _SIGNATURE.search(text, max(paragraph.start, paragraph.end - _LONGEST_SIGNATURE), paragraph.end)
        if match is None:
            continue
        usual = _usual_gap(layout) if usual is None else usual
        content = tuple(p for p in _words(layout, number, match.start(), usual) if p.start >= taken)
        taken = paragraph.end
        if content and content[-1].end - content[0].start <= _LONGEST and not _is_marked(text, content):
            cue, source = (Range(*match.span(part)) for part in ("cue", "source"))
            yield Attribution(content, cue, source, 0.9, "embedded post", direct=True)


def _words(layout: Layout, number: int, signature: int, usual: int) -> list[Range]:
    """Return the paragraphs of the post whose signature begins at a position in one of them."""
    text, paragraphs = layout.text, layout.paragraphs
    own = text[paragraphs[number].start : signature].rstrip()
    first = number if own else number - 1
    if first < 0:
        return []
    found = [Range(paragraphs[number].start, paragraphs[number].start + len(own)) if own else paragraphs[first]]
    while first > 0 and found[-1].end - found[0].start <= _LONGEST:
        if _gap(text, paragraphs[first - 1], paragraphs[first]) == usual:
            break
        first -= 1
        found.insert(0, paragraphs[first])
    return found


def _usual_gap(layout: Layout) -> int:
    """Return how many line ends the text has between most paragraphs."""
    gaps = Counter(_gap(layout.text, one, other) for one, other in pairwise(layout.paragraphs))
    return gaps.most_common(1)[0][0] if gaps else 0


def _gap(text: str, one: Range, other: Range) -> int:
    return text.count("\n", one.end, other.start)


def _is_marked(text: str, content: tuple[Range, ...]) -> bool:
    """Return whether the words stand in marks, whose pattern finds them."""
    return text[content[0].start] in _OPENING and text[content[-1].end - 1] in _CLOSING
