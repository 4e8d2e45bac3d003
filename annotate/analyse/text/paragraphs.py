"""Find the paragraphs that line breaks make, even where lines are wrapped or broken at hyperlinks.

A paragraph ends at a blank line, and at a line break unless the line was wrapped or held a hyperlink. Time is linear in
the length of the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from annotate.analyse.findings import Range

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2029")
#: A bullet or an enumerator at the start of a line: such a line never continues the one before.
_LISTED = re.compile(r"(?:[•●▪■◦‣*–—·-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s", re.IGNORECASE)
#: What looks like one but goes on with a line that was full: an initial, a party, a dash.
_GOES_ON = re.compile(r"[A-Z]\. |\([A-Z]\) [a-z]|[—–] \S")
#: A word that the end of a line divided.
_DIVIDED = re.compile(r"[^\W\d_]-$")
_FINAL = frozenset(".!?:;\"”’')…{}")
#: Lines are wrapped if none is longer than this many characters, which is wider than any mail or wire format.
_WIDEST_WRAP = 120
#: A wrapped text has at least this many lines...
_FEWEST_WRAPPED = 4
#: ...and at least this share of its lines could not have taken the next word too.
_WRAPPED_SHARE = 0.5

#: A line this full was wrapped even if the next word would have fitted: some programs leave a margin. Where blank lines
#: part the paragraphs, a line need not be so full.
_FULL, _FULL_AMONG_BLOCKS = 0.88, 0.6
#: In characters: a block counts as capitals if this much of its beginning is.
_SHOUTED = 2000
_SPACE = re.compile(r"\s")


def blocks(text: str) -> Iterator[Range]:
    """Yield the paragraphs that line breaks make, trimmed, wrapped and link-broken lines joined."""
    lines = [r for m in _LINE.finditer(text) if (r := trim(text, m.start(), m.end()))]
    width = _wrap_width(text, lines)
    full = (width or 0) * (_FULL_AMONG_BLOCKS if _BLANK_LINE.search(text) else _FULL)
    begun: Range | None = None
    for i, line in enumerate(lines):
        if begun is None:
            begun = line
            continue
        if _continues(text, lines, i, begun.start, width, full):
            begun = Range(begun.start, line.end)
        else:
            yield begun
            begun = line
    if begun is not None:
        yield begun


def trim(text: str, start: int, end: int) -> Range | None:
    """Return a stretch without the white space at its ends; None if nothing else is in it.

    >>> trim("  Port. ", 0, 8)
    Range(start=2, end=7)
    """
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Range(start + left, start + right) if right > left else None


def _wrap_width(text: str, lines: list[Range]) -> int | None:
    """Return the width in characters at which the lines were wrapped; None if they were not."""
    if len(lines) < _FEWEST_WRAPPED:
        return None
    width = max(r.end - r.start for r in lines)
    if not 30 <= width <= _WIDEST_WRAP:
        return None
    full = breaks = 0
    for this, following in itertools.pairwise(lines):
        if _BLANK_LINE.search(text, this.end, following.start):
            continue
        breaks += 1
        full += this.end - this.start + 1 + _first_word(text, following) > width and text[this.end - 1] not in ".!?:"
    return width if breaks and full >= 2 and full >= _WRAPPED_SHARE * breaks * 0.8 else None


def _first_word(text: str, line: Range) -> int:
    """Return the length of the first word of a line, in characters."""
    space = _SPACE.search(text, line.start, line.end)
    return (space.start() if space else line.end) - line.start


def _continues(text: str, lines: list[Range], i: int, begun: int, width: int | None, full: float) -> bool:
    """Return whether line i continues the paragraph that began at `begun`."""
    before, line = lines[i - 1], lines[i]
    if _BLANK_LINE.search(text, before.end, line.start):
        return False
    if _LISTED.match(text, line.start):
        no_room = width is not None and before.end - before.start + 1 + _first_word(text, line) > width
        return no_room and text[before.end - 1] not in _FINAL and _GOES_ON.match(text, line.start) is not None
    if text[line.start].islower() and _DIVIDED.search(text, before.start, before.end):
        return True
    if width is not None:
        size = before.end - before.start
        # a line that ends with its sentence had room for the next word only if a paragraph ended there
        return size + 1 + _first_word(text, line) > width or (size >= full and text[before.end - 1] not in '.!?”"')
    # hyperlinks on lines of their own: "Prime Minister / Paetongtarn Shinawatra / said on Wednesday"
    if text[before.end - 1] in _FINAL or text[begun].islower():
        return False
    if text[begun : min(before.end, begun + _SHOUTED)].isupper():
        return False
    if text[line.start] in ",.;)?!’”":
        return True
    if text[line.start].islower():
        return True
    if i + 1 < len(lines) and line.end - line.start < 60 and text[line.end - 1] not in _FINAL:
        following = lines[i + 1]
        if not _BLANK_LINE.search(text, line.end, following.start) and before.end - begun >= 40:
            return text[following.start].islower() or text[following.start] in ",.;)?!’”"
    return False


def apart(text: str, block: Range, outside: list[Range], headline: Range | None) -> Iterator[Range]:
    """Yield what is left of a block without `outside`, cut at both ends of the headline."""
    pieces = [block]
    for gone in outside:
        pieces = [p for piece in pieces for p in _without(piece, gone)]
    if headline is not None:
        pieces = [p for piece in pieces for p in _at_edges(piece, headline)]
    for piece in pieces:
        start = piece.start
        if any(r.end <= start and not text[r.end : start].strip() and r.end > block.start for r in outside):
            # the dash between "BEIJING (Xinhua)" and the first sentence belongs to neither
            while start < piece.end and (text[start].isspace() or text[start] in "-–—:"):
                start += 1
        trimmed = trim(text, start, piece.end)
        if trimmed and any(c.isalnum() for c in trimmed.of(text)):
            yield trimmed


def _without(piece: Range, gone: Range) -> Iterator[Range]:
    if not piece.overlaps(gone):
        yield piece
        return
    if piece.start < gone.start:
        yield Range(piece.start, gone.start)
    if gone.end < piece.end:
        yield Range(gone.end, piece.end)


def _at_edges(piece: Range, headline: Range) -> Iterator[Range]:
    edges = [e for e in headline if piece.start < e < piece.end]
    for start, end in zip([piece.start, *edges], [*edges, piece.end], strict=True):
        yield Range(start, end)
