"""The stretches of an article that the model reads by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile

from annotate.analyse.findings import Layout, Range

#: A short line without a final stop that holds a year or a time of day: "2020-11-12 10:09", "Updated 5 May 2021".
_DATE_LINE = re.compile(r"(?=.*(?:\b[12]\d{3}\b|\b\d\d?:\d\d\b))[^\n]{4,60}(?<![.!?\"”])")


def regions(layout: Layout) -> Iterator[Range]:
    """Yield the headline by itself, then the body: no statement goes on from one into the other.

    Lines of a date or a time between them belong to neither.
    """
    body = [p for p in layout.paragraphs if not layout.headline or p.start >= layout.headline.end]
    body = list(dropwhile(lambda p: _DATE_LINE.fullmatch(p.of(layout.text)), body))
    if layout.headline:
        yield layout.headline
    if body:
        yield Range(body[0].start, body[-1].end)
