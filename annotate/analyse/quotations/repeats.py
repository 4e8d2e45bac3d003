"""Pull quotes in plain text: paragraphs that only repeat a sentence that the story quotes elsewhere.

A page shows by its layout that such a paragraph is an ornament; in a text it looks like one more quotation, or glues
itself to the one next to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotate.analyse.findings import Attribution, Layout, Range

_WORD = re.compile(r"[^\W_]+")
#: The fewest words and the most characters of a pull quote.
_FEWEST_WORDS, _LONGEST = 4, 400


def without_repeats(layout: Layout, attributions: Iterable[Attribution]) -> Iterator[Attribution]:
    """Yield the attributions without the contents that lie in pull quotes; those of nothing else are left out."""
    pulled = _pull_quotes(layout)
    for one in attributions:
        kept = tuple(c for c in one.content if not _inside(pulled, c)) if pulled else one.content
        if kept == one.content:
            yield one
        elif kept:
            yield replace(one, content=kept)


def _pull_quotes(layout: Layout) -> list[Range]:
    """Return the paragraphs whose words, marks aside, are quoted in a longer paragraph or an earlier one."""
    candidates = {number: words for number, words in _alone(layout) if words}
    if not candidates:
        return []
    wanted = set(candidates.values())
    places: dict[tuple[str, ...], list[int]] = {}
    starts = [p.start for p in layout.paragraphs]
    for quoted in _quoted_sentences(layout):
        words = _words(quoted.of(layout.text))
        if words in wanted:
            places.setdefault(words, []).append(bisect_right(starts, quoted.start) - 1)
    return [
        layout.paragraphs[number]
        for number, words in candidates.items()
        if any(at != number and (at not in candidates or at < number) for at in places.get(words, ()))
    ]


def _alone(layout: Layout) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, paragraph in enumerate(layout.paragraphs):
        if paragraph.end - paragraph.start <= _LONGEST and paragraph != layout.headline:
            words = _words(paragraph.of(layout.text))
            yield number, words if len(words) >= _FEWEST_WORDS else ()


def _quoted_sentences(layout: Layout) -> Iterator[Range]:
    """Yield each marked stretch, and each sentence of those that hold several."""
    starts = [s.start for s in layout.sentences]
    for quoted in layout.quoted:
        yield quoted
        for sentence in layout.sentences[
            max(0, bisect_right(starts, quoted.start) - 1) : bisect_left(starts, quoted.end)
        ]:
            part = Range(max(sentence.start, quoted.start), min(sentence.end, quoted.end))
            if part != quoted and part.start < part.end:
                yield part


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))


def _inside(pulled: list[Range], content: Range) -> bool:
    at = bisect_right(pulled, content.start, key=lambda p: p.start) - 1
    return at >= 0 and content.end <= pulled[at].end + 1
