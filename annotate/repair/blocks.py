"""Lines that belong to the page, and sentences and paragraphs that touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotate.analyse.enumeration import Outline
from annotate.clean import Change
from annotate.models import RepairKind
from annotate.repair.page import Page


def furniture(page: Page) -> Iterator[Change]:
    """Yield lines that belong to the page, and short lines that come three times and more (running headers)."""
    outline = Outline(page.layout)
    lines = Counter(p.of(page.text) for p in page.layout.paragraphs if p.end - p.start <= 80)
    seen: set[str] = set()
    for index, paragraph in enumerate(page.layout.paragraphs):
        line = paragraph.of(page.text) if paragraph.end - paragraph.start <= 80 else ""
        repeated = len(line) > 12 and lines[line] >= 3 and line in seen and line[-1] not in '.!?”":'
        if index in outline.furniture or repeated:
            yield Change(paragraph.start, paragraph.end, "furniture", "")
        seen.add(line)


def glued_breaks(page: Page) -> Iterator[Change]:
    """Yield sentences and paragraphs that touch: the change is at the last character before the seam."""
    text = page.text
    starts = [p.start for p in page.layout.paragraphs]
    ends = {p.end for p in page.layout.paragraphs}
    for start in starts:
        if start and start in ends and not text[start - 1].isspace() and not text[start].isspace():
            kind: RepairKind = "glued_paragraph" if page.lost else "glued_sentence"
            yield Change(start - 1, start, kind, text[start - 1] + ("\n\n" if page.lost else " "))
