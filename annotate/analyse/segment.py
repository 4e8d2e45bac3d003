"""Paragraphs and sentences, also where a scraper glued them together."""

from __future__ import annotations

import re
from datetime import date

from annotate.analyse.findings import Layout, Range

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s|[A-Z“‘\"])\s*")


def segment(
    text: str,
    published: date | None = None,
    headline: Range | None = None,
    dateline: Range | None = None,
    byline: Range | None = None,
) -> Layout:
    """Cut `text` into paragraphs and sentences."""
    paragraphs = tuple(
        Range(m.start(), m.start() + len(m.group().rstrip()))
        for m in re.finditer(r"[^\r\n]+", text)
        if m.group().strip()
    )
    sentences: list[Range] = []
    for start, end in paragraphs:
        at = start
        for match in _SENTENCE_END.finditer(text, start, end):
            sentences.append(Range(at, match.end() - (len(match.group()) - len(match.group().rstrip()))))
            at = match.end()
        if at < end:
            sentences.append(Range(at, end))
    return Layout(text, published, headline, dateline, byline, paragraphs, tuple(sentences))
