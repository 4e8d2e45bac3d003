"""The text as a reader sees it: damaged characters mended, lines of a paragraph joined, paragraphs and sentences cut.

The steps of the analysis read this view, because to a reader a word that the end of a line divides is one word, and
"Tom &amp; Ann" are two names. The map of offsets carries their findings back to the verbatim text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from annotate.analyse.findings import Layout, Range
from annotate.analyse.text.glued_words import stripped
from annotate.analyse.text.layout import laid_out
from annotate.analyse.text.sentences import segment
from annotate.analyse.words.frequencies import zipf
from annotate.clean import Change, OffsetMap, View, apart, cleaned, view

_BREAK = re.compile(r"(?<![ \t])[ \t]*(?:\r\n|[\n\r\x85\u2028])[ \t]*")
#: Spaces that look like one: nothing is lost with them, so they are not repairs.
_SPACES = str.maketrans(dict.fromkeys("\xa0\u2007\u2009\u202f", " "))
_BEFORE_HYPHEN = re.compile(r"[^\W\d_]+-$")
_AFTER_HYPHEN = re.compile(r"[^\W\d_]+")
#: A word that a hyphen divided at the end of a line is at least this common without it, in Zipf units, or its halves
#: are no such words: "infor-\nmation", but "long-\nterm".
_KNOWN = 3.0


@dataclass(frozen=True, slots=True)
class Legible:
    """The view that the analysis reads: its layout, the map to the verbatim text, and what was changed there."""

    layout: Layout
    offsets: OffsetMap
    changes: tuple[Change, ...]


def legible(
    text: str,
    published: date | None = None,
    headline: Range | None = None,
    dateline: Range | None = None,
    byline: Range | None = None,
) -> Legible:
    """Return the legible view of `text`; offsets in and out count code points.

    `headline`, `dateline` and `byline` are ranges of the verbatim text, as the reader found them; those in the layout
    of the result are ranges of the legible text. `offsets` maps between the two.

    >>> legible("Tom &amp; Ann agreed.").layout.text
    'Tom & Ann agreed.'
    """
    signs = cleaned(text)

    def moved(where: Range | None) -> Range | None:
        return Range(signs.offsets.to_view(where.start), signs.offsets.to_view(where.end)) if where else None

    layout = segment(signs.text.translate(_SPACES), published, moved(headline), moved(dateline), moved(byline))
    wraps = list(_wraps(layout))
    if not wraps:
        return Legible(layout, signs.offsets, signs.changes)
    joined = _joined(layout, view(layout.text, wraps))
    lines = (
        Change(*signs.offsets.span_to_text(w.start, w.end), w.kind, w.replacement) if w.start < w.end else w
        for w in wraps
    )
    both = view(text, apart([*lines, *signs.changes]))
    return Legible(joined, both.offsets, both.changes)


def _wraps(layout: Layout) -> Iterator[Change]:
    """Yield the line breaks inside paragraphs, each with what should stand there: a space, or nothing."""
    text = layout.text
    for paragraph in layout.paragraphs:
        for match in _BREAK.finditer(text, *paragraph):
            start, end = match.span()
            if start == paragraph.start or end == paragraph.end:
                continue
            before = _BEFORE_HYPHEN.search(text[max(paragraph.start, start - 40) : start])
            after = _AFTER_HYPHEN.match(text, end)
            if before and after and after.group()[0].islower():
                yield Change(start - _divided(before.group()[:-1], after.group()), end, "hard_wrap", "")
            else:
                yield Change(start, end, "hard_wrap", "" if text[end] in ",.;:)?!’”" else " ")


def _divided(before: str, after: str) -> bool:
    """Return whether the parts before and after a hyphen are one word that the end of a line divided."""
    before, after = before.casefold(), after.casefold()
    return zipf(before + after) >= _KNOWN or min(zipf(before), zipf(after)) < _KNOWN


def _joined(layout: Layout, lines: View) -> Layout:
    """Return the layout of the text whose lines are joined."""

    def moved(where: Range) -> Range:
        return Range(lines.offsets.to_view(where.start), lines.offsets.to_view(where.end))

    return laid_out(
        lines.text,
        tuple(map(moved, layout.paragraphs)),
        tuple(map(moved, layout.sentences)),
        stripped(lines.text),
        published=layout.published,
        headline=moved(layout.headline) if layout.headline else None,
        dateline=moved(layout.dateline) if layout.dateline else None,
        byline=moved(layout.byline) if layout.byline else None,
    )
