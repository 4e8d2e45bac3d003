"""Find characters that a page, a typesetter or a wrong encoding left in a text; map offsets to the text without them.

The damage concerns single characters, in any language: "&nbsp;", soft hyphens, ligatures, "â€™". The text itself never
changes. `cleaned` returns the text as a reader sees it, the changes, and an `OffsetMap` in both directions.

    >>> cleaned("The caf&#233; in Zürich").text
    'The café in Zürich'
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from annotate.models import RepairKind


class Change(NamedTuple):
    """A damaged part of a text (code points, half open), and what it should read; None if that cannot be known."""

    start: int
    end: int
    kind: RepairKind
    replacement: str | None


@dataclass(frozen=True)
class OffsetMap:
    """A monotone map between the offsets of a text and of its view, in code points; exact outside changes.

    Inside a change, an offset maps to the same distance from the start of the change, but never past its end.
    """

    #: (start, end, length of the replacement) of every change, in order, without overlaps.
    changes: tuple[tuple[int, int, int], ...] = ()

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """The starts of the changes, in the text and in the view."""
        here, there, shift = [], [], 0
        for start, end, length in self.changes:
            here.append(start)
            there.append(start + shift)
            shift += length - (end - start)
        return here, there

    def to_view(self, offset: int) -> int:
        """Return the offset in the view that corresponds to an offset in the text."""
        here, there = self._starts
        index = bisect_right(here, offset) - 1
        if index < 0:
            return offset
        start, end, length = self.changes[index]
        if offset < end:
            return there[index] + min(offset - start, length)
        return there[index] + length + offset - end

    def to_text(self, offset: int) -> int:
        """Return the offset in the text that corresponds to an offset in the view."""
        here, there = self._starts
        index = bisect_right(there, offset) - 1
        if index < 0:
            return offset
        start, end, length = self.changes[index]
        if offset < there[index] + length:
            return here[index] + min(offset - there[index], end - start)
        return end + offset - there[index] - length

    def span_to_text(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the text that a non-empty range of the view corresponds to; it is never empty.

        A change that the range covers in part is included whole; removed characters at either end are not included.
        """
        if not self.changes:
            return start, end
        here, there = self._starts
        index = bisect_right(there, start) - 1
        first = self.to_text(start)
        if index >= 0 and start < there[index] + self.changes[index][2]:
            first = here[index]
        index = bisect_left(there, end) - 1
        if index < 0:
            return first, end
        _, last, length = self.changes[index]
        return first, last if end <= there[index] + length else last + end - there[index] - length


@dataclass(frozen=True)
class View:
    """A text after some changes: the resulting text, the changes, and the map of offsets."""

    text: str
    changes: tuple[Change, ...]
    offsets: OffsetMap


def view(text: str, changes: Iterable[Change]) -> View:
    """Return the view of `text` with the changes applied; they must be in order and must not overlap.

    A change without a replacement leaves the text as it is.

    >>> shown = view("Tom &amp; Ann", [Change(4, 9, "entity", "&")])
    >>> shown.text, shown.offsets.span_to_text(4, 5)
    ('Tom & Ann', (4, 9))
    """
    kept = tuple(changes)
    pieces, made, at = [], [], 0
    for change in kept:
        if change.replacement is None:
            continue
        pieces += [text[at : change.start], change.replacement]
        made.append((change.start, change.end, len(change.replacement)))
        at = change.end
    return View("".join([*pieces, text[at:]]), kept, OffsetMap(tuple(made)))


def apart(changes: Iterable[Change]) -> list[Change]:
    """Return the changes in order, without those that overlap an earlier one.

    If two begin at the same offset, the longer one stays; if their length is equal, the first one given.
    """
    kept: list[Change] = []
    for one in sorted(changes, key=lambda c: (c.start, -c.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def cleaned(text: str) -> View:
    """Return the view of `text` without damaged characters."""
    return view(text, apart([*replaced_characters(text), *_entities(text), *_signs(text), *_mojibake(text)]))


def replaced_characters(text: str) -> Iterator[Change]:
    """Yield the runs of U+FFFD, with which reading replaces characters that XML cannot carry."""
    for match in re.finditer("\ufffd+", text):
        yield Change(*match.span(), "invalid_character", None)


#: A reference that was escaped twice ("&amp;nbsp;") is one match; "&nbsp" often lacks its semicolon.
_ENTITY = re.compile(r"&(?:amp;){0,8}(?:[a-zA-Z][a-zA-Z0-9]{1,7}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});|&nbsp(?![\w;=])")


def _entities(text: str) -> Iterator[Change]:
    """Yield HTML character references: "&nbsp;", "&amp;", "&#8217;"; in the view, any space is a plain space."""
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        meant, before = match.group(), ""
        while meant != before:
            before, meant = meant, html.unescape(meant)
        if meant != "\n" and meant.isspace():
            meant = " "
        if meant == "\u00ad":
            yield Change(*match.span(), "entity", "")
        elif meant != match.group() and (meant == "\n" or (meant.isprintable() and meant and "\ufffd" not in meant)):
            yield Change(*match.span(), "entity", meant)


def _signs(text: str) -> Iterator[Change]:
    """Yield soft hyphens, with the line break after them, and typographic ligatures."""
    for match in re.finditer("(?P<soft>\u00ad+(?:\r?\n)?)|[\ufb00-\ufb06]", text):
        if match["soft"]:
            yield Change(*match.span(), "soft_hyphen", "")
        else:
            yield Change(*match.span(), "ligature", unicodedata.normalize("NFKC", match.group()))


#: UTF-8 that was decoded as Windows-1252 or Latin-1 (the first byte of a sequence, then the others), or as Mac Roman.
_CONTINUED = "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]"
_MOJIBAKE = re.compile(
    f"(?:[\u00c2-\u00c5\u00ce\u00cf\u00d0\u00d1]{_CONTINUED}|[\u00e2\u00e3]{_CONTINUED}{{1,2}}|\u00f0{_CONTINUED}{{3}}"
    "|\u201a[\u00c4\u00c5\u00e2][^\x00-\x7f])+"
)
#: A closing quotation mark whose third byte has no character in Windows-1252 and was dropped.
_CUT_SHORT = re.compile(r"(?<=\S)\u00e2\u20ac(?=[\s.,;:!?)\]]|$)")


#: Signs right after a run that belong to it: a byte between them is lost, and which one is unknown ("realÃ¢€world").
_REST = re.compile("[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u20ac]+")


def _mojibake(text: str) -> Iterator[Change]:
    """Yield text that was decoded with the wrong encoding ("â€™"), as ftfy repairs it; curly marks stay curly."""
    if not _MOJIBAKE.search(text):
        return  # avoids loading ftfy
    import ftfy

    for match in _CUT_SHORT.finditer(text):
        yield Change(*match.span(), "mojibake", "”")
    for match in _MOJIBAKE.finditer(text):
        if rest := _REST.match(text, match.end()):
            yield Change(match.start(), rest.end(), "mojibake", None)
            continue
        meant = ftfy.fix_encoding(match.group())
        if meant == match.group() or len(meant) >= len(match.group()):
            continue
        at = match.start()
        if sum(len(char.encode()) for char in meant) != len(match.group()):
            yield Change(*match.span(), "mojibake", meant.replace("\xa0", " "))
            continue
        for char in meant:
            end = at + len(char.encode())
            if text[at:end] != char:
                yield Change(at, end, "mojibake", " " if char == "\xa0" else char)
            at = end
