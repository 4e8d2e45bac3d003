"""What is said in the text, by which words, and which words name who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile

from annotate.analyse.attribution import attributions
from annotate.analyse.encoder import reading
from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.forms import by_form

#: A short line without a final stop that holds a year or a time of day: "2020-11-12 10:09", "Updated 5 May 2021".
_DATE_LINE = re.compile(r"(?=.*(?:\b[12]\d{3}\b|\b\d\d?:\d\d\b))[^\n]{4,60}(?<![.!?\"”])")


def find_attributions(layout: Layout) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content: the model's, and those that a form alone gives away."""
    modelled = [one for region in _regions(layout) for one in _by_model(layout.text, region)]
    return tuple(sorted(_joined(modelled, by_form(layout)), key=lambda a: (a.content[0], a.cue or Range(0, 0))))


def _regions(layout: Layout) -> Iterator[Range]:
    """Yield the headline by itself, then the body: no statement goes on from one into the other.

    Lines of a date or a time between them belong to neither.
    """
    body = [p for p in layout.paragraphs if not layout.headline or p.start >= layout.headline.end]
    body = list(dropwhile(lambda p: _DATE_LINE.fullmatch(p.of(layout.text)), body))
    if layout.headline:
        yield layout.headline
    if body:
        yield Range(body[0].start, body[-1].end)


def _by_model(text: str, region: Range) -> Iterator[Attribution]:
    part = region.of(text)
    for found in attributions(part, reading(part)):
        yield Attribution(
            tuple(_trimmed(text, region.start + start, region.start + end) for start, end in sorted(found.content)),
            Range(region.start + found.cue[0], region.start + found.cue[1]),
            Range(region.start + found.source[0], region.start + found.source[1]) if found.source else None,
            round(found.confidence, 2),
            "model",
        )


def _trimmed(text: str, start: int, end: int) -> Range:
    """Leave out the comma between what is said and who says it; one before a closing mark stays inside."""
    kept = len(text[start:end].rstrip(" ,;:"))
    return Range(start, start + kept) if kept else Range(start, end)


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
