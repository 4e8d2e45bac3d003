"""Everything that the outer form of a text shows beside its sentences, put together as one `Layout`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from annotate.analyse.findings import Layout, Range
from annotate.analyse.text.quotation_marks import marked
from annotate.analyse.text.scripts import turns


def laid_out(
    text: str,
    paragraphs: Sequence[Range],
    sentences: Sequence[Range],
    lost: bool,
    *,
    published: date | None = None,
    headline: Range | None = None,
    dateline: Range | None = None,
    byline: Range | None = None,
) -> Layout:
    """Return the layout of a text that is cut into paragraphs and sentences: quotation marks and scripts are found.

    `lost` says whether a scraper dropped marks and digits throughout (`glued_words.stripped`).
    """
    return Layout(
        text=text,
        published=published,
        headline=headline,
        dateline=dateline,
        byline=byline,
        paragraphs=tuple(paragraphs),
        sentences=tuple(sentences),
        quoted=marked(text, paragraphs),
        turns=turns(text, paragraphs),
        lost=lost,
    )
