"""Find the spans inside quotation marks, and the kind of a quotation (direct, indirect, mixed)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotate.analyse.findings import Range
from annotate.models import QuotationKind

#: Opening mark -> the marks that close it. A straight mark opens and closes.
_PAIRS = {
    "“": "”“",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
    "``": "''",
}
_SINGLE = frozenset("'‘")
_SINGLE_END = re.compile(r"(?<=\S)['’](?![^\W_])")
_SINGLE_START = re.compile(r"(?<![^\W_])['‘](?=[^\W_])")
#: "the tenants' roof. They'll know why.'": after a plural and before a word, and a mark after a stop closes later.
_POSSESSIVE = re.compile(r"(?<=[^\W_]s)['’](?=[ \u00a0][^\W_])")
#: A quotation in single marks is at most this many characters long.
_LONGEST_SINGLE = 2000
#: One that opens straight and closes curly, or the other way round, is at least and at most so long.
_SHORTEST_MIXED, _LONGEST_MIXED = 4, 300
#: The number of following marks that decide whether a mark after a plural closes a quotation.
_FARTHEST_SINGLE = 8
_MARK = re.compile(r"``|''|[“”„«»‘’‚「」『』\"']")


def marked(text: str, paragraphs: Sequence[Range]) -> tuple[Range, ...]:
    """Return the outermost stretches inside quotation marks, marks excluded, in order; none overlap.

    A mark that is not closed reaches to the end of its paragraph, as where a quotation goes on in the next one.
    Apostrophes are not marks: a single mark opens only after white space or a bracket and before a letter, and closes
    only after a letter or a stop and before anything but a letter. One after a plural is an apostrophe where a later
    one closes ("'the tenants' roof,' she said"). A single mark that opens a paragraph and is not closed there reaches
    to its end where the next paragraph opens one, too. Nested marks belong to the outer stretch.
    """
    found: list[Range] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1 : number + 2]
        goes_on = bool(following) and text[following[0].start] == text[paragraph.start] in _SINGLE
        found += _in_paragraph(text, paragraph, goes_on)
    return tuple(found)


def _in_paragraph(text: str, paragraph: Range, goes_on: bool) -> list[Range]:
    """Return the stretches of one paragraph; `goes_on` where the next one opens the same single mark again."""
    found: list[Range] = []
    opened: tuple[str, int] | None = None
    start, end = paragraph
    resumed = start
    closes = _single_ends(text, paragraph)
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if at < resumed:
            continue
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        if opened is None:
            if not _opens(mark, before, after):
                continue
            if mark in _SINGLE:  # an apostrophe ("'90s") unless it closes again
                closing = closes["'" if mark == "'" else "’"]
                behind = bisect_right(closing, match.end())
                unclosed = behind == len(closing) or closing[behind] > match.end() + _LONGEST_SINGLE
                if unclosed and not (goes_on and at == start):
                    mixed = _mixed_end(text, match.end(), closes["’" if mark == "'" else "'"])
                    if mixed is not None:
                        found.append(Range(match.end(), mixed))
                        resumed = mixed + 1
                    continue
            opened = (mark, match.end())
        elif mark in _PAIRS.get(opened[0], ""):
            if mark in "'’" and (after.isalnum() or not before.strip()):
                continue
            if opened[0] in _SINGLE and _is_possessive(text, at, closes[mark]):
                continue
            if opened[0] == "“" and mark == "“" and after.strip() and not before.strip():
                continue
            if at > opened[1] + (opened[0] in _SINGLE):  # the "n" of "rock 'n' roll" is not a quotation
                found.append(Range(opened[1], at))
            opened = None
    if opened is not None and (opened[0] not in _SINGLE or goes_on) and opened[1] < end:
        found.append(Range(opened[1], end))
    return found


def _mixed_end(text: str, start: int, closing: list[int]) -> int | None:
    """Return where a single mark of the other form closes: "'the last of its kind’"; None where none clearly does."""
    behind = bisect_right(closing, start)
    if behind == len(closing) or not start + _SHORTEST_MIXED <= closing[behind] <= start + _LONGEST_MIXED:
        return None
    end = closing[behind]
    return None if _POSSESSIVE.match(text, end) or _SINGLE_START.search(text, start, end) else end


def _is_possessive(text: str, at: int, closing: list[int]) -> bool:
    """Return whether a single mark inside single marks is the apostrophe of a plural: another one closes them later."""
    if not _POSSESSIVE.match(text, at):
        return False
    behind = bisect_right(closing, at)
    later = (c for c in closing[behind : behind + _FARTHEST_SINGLE] if not _POSSESSIVE.match(text, c))
    close = next(later, None)
    if close is None or text[close - 1].isalnum():
        return False
    return _SINGLE_START.search(text, at + 1, close) is None


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in ("”", "’", "''", "」", "』"):
        return False
    if mark == "»":
        return not before.strip() and bool(after.strip())
    if mark == "«":
        return bool(after.strip()) or not before.strip()
    if mark in "'‘":
        return not before.isalnum() and (after.isalnum() or after in '“"[$…')
    return True


def _single_ends(text: str, paragraph: Range) -> dict[str, list[int]]:
    """Return where a single mark may close: after a letter or a stop, and before anything but a letter."""
    found: dict[str, list[int]] = {"'": [], "’": []}
    for match in _SINGLE_END.finditer(text, *paragraph):
        found[match.group()].append(match.start())
    return found


def quotation_kind(text: str, content: tuple[Range, ...], inside: tuple[Range, ...]) -> QuotationKind:
    """Return direct if all letters and digits of `content` stand inside marks, mixed if some do, else indirect.

    `inside` is what `marked` returns: in order, none overlapping.
    """
    total = within = 0
    for start, end in content:
        total += sum(map(str.isalnum, text[start:end]))
        at = max(0, bisect_right(inside, start, key=lambda r: r.start) - 1)
        while at < len(inside) and inside[at].start < end:
            low, high = max(start, inside[at].start), min(end, inside[at].end)
            within += sum(map(str.isalnum, text[low:high])) if low < high else 0
            at += 1
    if not within:
        return "indirect"
    return "direct" if within == total else "mixed"
