"""Find lines that belong to the page, and sentences and paragraphs without a space between them.

>>> from annotate.repair import find_repairs
>>> [(repair.kind, repair.replacement) for repair in find_repairs("He said so.As a rule, yes.")]
[('glued_sentence', '. ')]
"""

from __future__ import annotations

from collections.abc import Iterator

from annotate.clean import Change
from annotate.models import RepairKind
from annotate.repair.page import Page


def furniture(page: Page) -> Iterator[Change]:
    """Yield lines that belong to the page: adverts, links to other stories, running headers."""
    for index in sorted(page.outline.furniture):
        yield Change(*page.layout.paragraphs[index], "furniture", "")


def glued_breaks(page: Page) -> Iterator[Change]:
    """Yield the seams of glued sentences and paragraphs; the change is at the last character before the seam."""
    text = page.text
    starts = [p.start for p in page.layout.paragraphs]
    ends = {p.end for p in page.layout.paragraphs}
    for start in starts:
        if start and start in ends and not text[start - 1].isspace() and not text[start].isspace():
            kind: RepairKind = "glued_paragraph" if page.lost else "glued_sentence"
            yield Change(start - 1, start, kind, text[start - 1] + ("\n\n" if page.lost else " "))
