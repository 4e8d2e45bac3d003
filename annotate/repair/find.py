"""Find all repairs of a text, with a table of finders, and make the repaired view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotate.analyse.text.legible_view import Legible, legible
from annotate.analyse.text.outline import Outline
from annotate.clean import Change, OffsetMap, apart, cleaned, view
from annotate.models import Repair
from annotate.repair.apostrophes import apostrophes
from annotate.repair.blocks import furniture, glued_breaks
from annotate.repair.digits import digits
from annotate.repair.page import Page
from annotate.repair.quotation_marks import quotation_marks
from annotate.repair.words import glued_words

#: Each finder reads the legible view, in which characters and line breaks are already repaired.
FINDERS: tuple[Callable[[Page], Iterator[Change]], ...] = (
    furniture,
    glued_breaks,
    glued_words,
    apostrophes,
    digits,
    quotation_marks,
)


@dataclass(frozen=True)
class Repaired:
    """A text as it was before the damage, as far as can be known, with its repairs and the map of offsets."""

    text: str
    repairs: tuple[Repair, ...]
    offsets: OffsetMap


def repair(text: str, *, english: bool = True) -> Repaired:
    """Return the repaired view of `text`, all repairs (including those that cannot be applied), and the offset map.

    If `english` is false, only damaged characters are repaired. Offsets count code points.
    """
    changes = _changes(text, legible(text)) if english else list(cleaned(text).changes)
    shown = view(text, changes)
    return Repaired(shown.text, _repairs(text, changes), shown.offsets)


def find_repairs(
    text: str, read: Legible | None = None, outline: Outline | None = None, *, english: bool = True
) -> tuple[Repair, ...]:
    """Return the damage in `text`, in order; repairs do not overlap. Spans are of `text`, in code points.

    `replacement` is None if the original cannot be known (digits, quotation marks). If `english` is false, only damaged
    characters are listed. `read` and `outline` are the legible view and its outline, if the caller has them already.

    >>> [(repair.kind, repair.text, repair.replacement) for repair in find_repairs("Tom &amp; Ann agreed.")]
    [('entity', '&amp;', '&')]
    """
    if not english:
        return _repairs(text, cleaned(text).changes)
    return _repairs(text, _changes(text, read or legible(text), outline))


def _changes(text: str, read: Legible, outline: Outline | None = None) -> list[Change]:
    """Return the changes of the legible view and those that the finders add, in offsets of the text."""
    if not read.layout.text:
        return list(read.changes)
    page = Page(read.layout, outline or Outline(read.layout))
    found = [c for finder in FINDERS for c in finder(page) if c.start < c.end]
    back = (Change(*read.offsets.span_to_text(c.start, c.end), c.kind, c.replacement) for c in found)
    return apart([*read.changes, *back])


def _repairs(text: str, changes: list[Change] | tuple[Change, ...]) -> tuple[Repair, ...]:
    return tuple(
        Repair(start=c.start, end=c.end, text=text[c.start : c.end], kind=c.kind, replacement=c.replacement)
        for c in changes
    )
