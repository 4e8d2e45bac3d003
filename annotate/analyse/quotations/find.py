"""Find what is said in the text (content), the words that report it (cue) and those that name the speaker (source)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.model.encoder import reading
from annotate.analyse.model.regions import regions
from annotate.analyse.quotations.by_form import by_form
from annotate.analyse.quotations.decoding import attributions
from annotate.analyse.quotations.extent import extended
from annotate.analyse.text.quotation_marks import marked

#: Double marks that close a quotation, and single ones that open a heading.
_CLOSING, _SINGLE = frozenset('"\u201d'), frozenset("'\u2018")
#: A heading has at most so many words.
_HEADING = 8
#: In characters; only how fast overlaps are found depends on it.
_STRETCH = 256
#: "WALLACE: " at the beginning of a line, in a script
_LABEL = re.compile(r"(?:(?<=\n)|(?<=\n[\"\u201c])|(?<![\s\S]))[\"\u201c]?[A-Z][A-Z.' \u2019-]{2,30}:\s+(?=\S)")


def find_attributions(layout: Layout) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content: those of the model, and those that a form alone shows."""
    modelled = [one for region in regions(layout) for one in _by_model(layout, region)]
    return tuple(sorted(joined(modelled, by_form(layout)), key=lambda a: (a.content[0], a.cue or Range(0, 0))))


def _by_model(layout: Layout, region: Range) -> Iterator[Attribution]:
    part = region.of(layout.text)
    read = reading(part)
    inside = [Range(m.start - region.start, m.end - region.start) for m in marked(layout) if region.contains(m)]
    for found in extended(part, read, attributions(part, read), inside):
        pieces = (Range(region.start + start, region.start + end) for start, end in sorted(found.content))
        parts = [part for piece in pieces for part in _within(layout, piece)]
        content = tuple(trimmed(layout.text, part) for part in without_headings(layout.text, parts))
        if not content:
            continue
        yield Attribution(
            content,
            Range(region.start + found.cue.start, region.start + found.cue.end),
            somebody(layout, found.source, region.start) if found.source else None,
            round(found.confidence, 2),
            "model",
        )


def somebody(layout: Layout, source: Range, shift: int) -> Range | None:
    """Return the words that name who speaks, unless they stand in the dateline or byline: those are not the story's."""
    words = Range(source.start + shift, source.end + shift)
    return None if any(part and words.overlaps(part) for part in (layout.dateline, layout.byline)) else words


def _within(layout: Layout, piece: Range) -> Iterator[Range]:
    """Cut a piece at the ends of paragraphs: what lies between paragraphs is not said by anybody."""
    at = max(bisect_right(layout.paragraphs, piece.start, key=lambda p: p.start) - 1, 0) if layout.paragraphs else 0
    for paragraph in layout.paragraphs[at:]:
        if paragraph.start >= piece.end:
            return
        if piece.overlaps(paragraph):
            yield Range(max(piece.start, paragraph.start), min(piece.end, paragraph.end))


def without_headings(text: str, parts: list[Range]) -> Iterator[Range]:
    """Leave out a heading behind a quotation that is closed: a short line in single marks behind double ones.

    the byproducts are unpredictable," Mr. Obama said.
    'All Bets Are Off'
    """
    closed = ""
    for part in parts:
        words = part.of(text)
        alone = text[part.start - 1 : part.start] in ("", "\n") and text[part.end : part.end + 1] in ("", "\n")
        if not (closed in _CLOSING and words[0] in _SINGLE and alone and len(words.split()) <= _HEADING):
            yield part
        closed = words[-1]


def trimmed(text: str, piece: Range) -> Range:
    """Leave out the comma between what is said and who says it, and the name of a speaker in a script before it.

    A comma before a closing mark stays inside.
    """
    label = _LABEL.match(text, piece.start, piece.end)
    start = label.end() if label else piece.start
    kept = len(text[start : piece.end].rstrip(" ,;:"))
    return Range(start, start + kept) if kept else piece


def joined(modelled: list[Attribution], formed: list[Attribution]) -> list[Attribution]:
    """Prefer the model where it read most of a form's content; else the form replaces what it found inside.

    Where the model took what several forms hold for one quotation, the forms are right.
    """
    if not formed:
        return list(modelled)
    spread = _Spread(formed)
    kept = [a for a in modelled if sum(_covered(a, formed[n]) for n in spread.near(a)) < 2]
    places = _Spread(kept)
    gone: set[int] = set()
    for form in formed:
        near = [n for n in places.near(form) if n not in gone]
        inside = [n for n in near if any(one.overlaps(other) for one in kept[n].content for other in form.content)]
        if sum(_length(kept[n]) for n in inside) < 0.5 * _length(form):
            gone.update(inside)
            places.add(len(kept), form)
            kept.append(form)
    return [a for n, a in enumerate(kept) if n not in gone]


class _Spread:
    """Where some attributions stand, so that each is compared with its neighbours only."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        self._places: dict[int, list[int]] = {}
        for number, attribution in enumerate(attributions):
            self.add(number, attribution)

    def add(self, number: int, attribution: Attribution) -> None:
        """Note where an attribution stands."""
        for stretch in _stretches(attribution):
            self._places.setdefault(stretch, []).append(number)

    def near(self, attribution: Attribution) -> list[int]:
        """Return the numbers of those that may overlap an attribution, in order."""
        return sorted({number for stretch in _stretches(attribution) for number in self._places.get(stretch, ())})


def _stretches(attribution: Attribution) -> set[int]:
    return {at for r in attribution.content for at in range(r.start // _STRETCH, r.end // _STRETCH + 1)}


def _covered(attribution: Attribution, form: Attribution) -> bool:
    """Return whether an attribution holds most of what a form holds."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in attribution.content for b in form.content)
    return 2 * shared > _length(form)


def _length(attribution: Attribution) -> int:
    return sum(r.end - r.start for r in attribution.content)
