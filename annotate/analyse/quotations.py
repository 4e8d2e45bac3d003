"""What is said in the text, by which words, and which words name who said it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from annotate.analyse.attribution import attributions
from annotate.analyse.encoder import reading
from annotate.analyse.extent import extended
from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.forms import by_form
from annotate.analyse.marks import marked
from annotate.analyse.regions import regions


def find_attributions(layout: Layout) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content: the model's, and those that a form alone gives away."""
    modelled = [one for region in regions(layout) for one in _by_model(layout, region)]
    return tuple(sorted(_joined(modelled, by_form(layout)), key=lambda a: (a.content[0], a.cue or Range(0, 0))))


def _by_model(layout: Layout, region: Range) -> Iterator[Attribution]:
    part = region.of(layout.text)
    read = reading(part)
    inside = [(m.start - region.start, m.end - region.start) for m in marked(layout) if region.contains(m)]
    for found in extended(part, read, attributions(part, read), inside):
        pieces = (Range(region.start + start, region.start + end) for start, end in sorted(found.content))
        content = tuple(_trimmed(layout.text, piece) for whole in pieces for piece in _within(layout, whole))
        if not content:
            continue
        yield Attribution(
            content,
            Range(region.start + found.cue[0], region.start + found.cue[1]),
            Range(region.start + found.source[0], region.start + found.source[1]) if found.source else None,
            round(found.confidence, 2),
            "model",
        )


def _within(layout: Layout, piece: Range) -> Iterator[Range]:
    """Cut a piece at the ends of paragraphs; what lies between paragraphs is nobody's words."""
    at = max(bisect_right(layout.paragraphs, piece.start, key=lambda p: p.start) - 1, 0) if layout.paragraphs else 0
    for paragraph in layout.paragraphs[at:]:
        if paragraph.start >= piece.end:
            return
        if piece.overlaps(paragraph):
            yield Range(max(piece.start, paragraph.start), min(piece.end, paragraph.end))


def _trimmed(text: str, piece: Range) -> Range:
    """Leave out the comma between what is said and who says it; one before a closing mark stays inside."""
    kept = len(piece.of(text).rstrip(" ,;:"))
    return Range(piece.start, piece.start + kept) if kept else piece


def _joined(modelled: list[Attribution], formed: list[Attribution]) -> list[Attribution]:
    """Prefer the model where it read most of a form's content; else the form replaces what it found inside."""
    joined = list(modelled)
    for form in formed:
        inside = [a for a in joined if any(one.overlaps(other) for one in a.content for other in form.content)]
        if sum(map(_length, inside)) < 0.5 * _length(form):
            joined = [a for a in joined if a not in inside]
            joined.append(form)
    return joined


def _length(attribution: Attribution) -> int:
    return sum(r.end - r.start for r in attribution.content)
