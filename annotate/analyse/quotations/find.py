"""Find what is said in the text (content), the words that report it (cue) and those that name the speaker (source)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotate.analyse.findings import Attribution, Layout, Name, Range
from annotate.analyse.model.encoder import Reading
from annotate.analyse.page import Page
from annotate.analyse.quotations.by_form import by_form
from annotate.analyse.quotations.decoding import attributions
from annotate.analyse.quotations.edges import (
    behind_colon,
    of_one_paragraph,
    of_one_sentence,
    parted,
    to_word_end,
    trimmed,
    with_name_behind,
    with_whole_names,
    within,
    without_adverb,
    without_contrast,
    without_fragments,
    without_headings,
    without_lines_above,
    without_relative,
    without_strays,
)
from annotate.analyse.quotations.extent import extended
from annotate.analyse.quotations.no_speech import spoken
from annotate.analyse.quotations.pieces import rejoined
from annotate.analyse.quotations.questions import without_questions
from annotate.analyse.quotations.repeats import without_repeats

#: In characters; only how fast overlaps are found depends on it.
_STRETCH = 256


def find_attributions(page: Page, names: Sequence[Name] = ()) -> tuple[Attribution, ...]:
    """Return the attributions in the order of their content: those of the model, and those that a form alone shows.

    A source that cuts one of the names of the article, given in order, has the whole of it.
    """
    layout = page.layout
    modelled = [one for region, reading in page.reading.parts for one in _by_model(layout, region, reading)]
    formed = by_form(layout)
    found = without_questions(layout, rejoined(layout, joined(_outside(formed, modelled), formed)))
    named = with_name_behind(layout.text, with_whole_names(layout.text, found, names), names)
    said = (spoken(layout, one) for one in named)
    kept = without_repeats(layout, (one for one in said if one))
    return tuple(sorted(kept, key=lambda a: (a.content[0], a.cue or Range(0, 0))))


def _by_model(layout: Layout, region: Range, reading: Reading) -> Iterator[Attribution]:
    text = layout.text
    part = region.of(text)
    inside = [Range(m.start - region.start, m.end - region.start) for m in layout.quoted if region.contains(m)]
    for found in extended(part, reading, attributions(part, reading), inside):
        cue = Range(region.start + found.cue.start, region.start + found.cue.end)
        pieces = (Range(region.start + start, region.start + end) for start, end in sorted(found.content))
        parts = [part for piece in pieces for part in within(layout, piece)]
        parts = without_lines_above(text, list(without_headings(text, parts)), cue)
        content = tuple(trimmed(text, part) for part in parts)
        if not content:
            continue
        content = of_one_sentence(layout, of_one_paragraph(layout, content, cue), cue)
        content = behind_colon(layout, content, cue)
        content = without_fragments(text, (*content[:-1], without_contrast(text, content[-1])))
        source = somebody(layout, found.source, region.start) if found.source else None
        content = without_strays(layout, content, [cue, *([source] if source else [])])
        if source:
            content, source = parted(text, content, without_adverb(text, to_word_end(text, source, cue)))
            content, source = without_relative(text, content, source, cue)
        yield Attribution(content, cue, source, round(found.confidence, 2), "model")


def _outside(formed: Iterable[Attribution], modelled: list[Attribution]) -> list[Attribution]:
    """Leave out what the model found in the turns of a script and in posts: these say by themselves who says what."""
    taken = sorted(_whole(form) for form in formed if form.direct)
    if not taken:
        return modelled

    def free(where: Range | None) -> bool:
        at = bisect_right(taken, where.end - 1, key=lambda t: t.start) - 1 if where else -1
        return where is None or at < 0 or not taken[at].overlaps(where)

    return [a for a in modelled if all(map(free, (*a.content, a.source)))]


def _whole(form: Attribution) -> Range:
    """Return the stretch that holds the content of a form and its source."""
    parts = [*form.content, *([form.source] if form.source else [])]
    return Range(min(p.start for p in parts), max(p.end for p in parts))


def somebody(layout: Layout, source: Range, shift: int) -> Range | None:
    """Return the words that name who speaks, unless they stand in the dateline or byline: those are not the story's."""
    words = Range(source.start + shift, source.end + shift)
    # A time or a heading on the line above is no part of the name: "2.15pm\nWater firm Aquavale".
    words = Range(layout.text.rfind("\n", words.start, words.end) + 1 or words.start, words.end)
    return None if any(part and words.overlaps(part) for part in (layout.dateline, layout.byline)) else words


def joined(modelled: list[Attribution], formed: list[Attribution]) -> list[Attribution]:
    """Prefer the model where it read most of a form's content; else the form replaces what it found inside.

    Where the model took what several forms hold for one quotation, the forms are right.
    """
    if not formed:
        return list(modelled)
    spread = _Spread(formed)
    modelled = [_without_forms(a, [formed[n] for n in spread.near(a)]) for a in modelled]
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


def _without_forms(attribution: Attribution, formed: list[Attribution]) -> Attribution:
    """Leave out the pieces of a quotation that a form gives to somebody else, if something is left."""
    others = [f for f in formed if f.source and attribution.source and not f.source.overlaps(attribution.source)]
    kept = tuple(c for c in attribution.content if not any(c.overlaps(piece) for f in others for piece in f.content))
    return replace(attribution, content=kept) if kept else attribution


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
