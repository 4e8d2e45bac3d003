"""Split a list in running text into its members, at semicolons, commas and "and"."""

from __future__ import annotations

import re

from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.analyse.words.number_words import one_of

#: A list that shares a sentence is at most so long, in characters: what is longer has lost its stops.
LONGEST = 3000
#: ... and has at most this many members.
MOST = 60
_JOIN = re.compile(rf"\s*(?:[,;]\s*)?(?:{one_of('joins')})\s+(?:(?:{one_of('after_joins')})\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|or|as well as)\s+(?=\S)")
_COMMA_AND = re.compile(r",\s+(?:and|or|as well as)\s")
_FIRST = re.compile(r"\S+")
_EDGES = {mark: re.compile(rf"[(\[{{)\]}}{mark}]") for mark in ";,"}
_MARKS = "\"'“”‘’«»*_"
#: In characters: the last words of a sentence, in which an attribution may stand.
_LONGEST_ATTRIBUTION = 300
_ATTRIBUTION = re.compile(
    r",?\s+(?:according to|as per)\b.*$"
    r"|,[\"'”’]*\s+(?:(?:he|she|they|it|we|I|the [\w’' -]{1,50}|[A-Z][\w.’' -]{1,60})\s+(?:has\s+|have\s+|had\s+)?"
    rf"(?:{lexicon.saying()})"
    rf"|(?:{lexicon.saying('usual')})\s+[\w(][^,;:]{{0,80}})(?:\s[^;:]{{0,80}})?$",
    re.DOTALL,
)


def split_members(text: str, where: Range, count: int | None, least: int = 3) -> tuple[Range, ...]:
    """Return the members of the list that fills `where`, trimmed; () if it has not `count` of them.

    Without a count, two members between semicolons or with ", and" do, and `least` of them between commas.

    >>> text = "jobs, homes and schools"
    >>> [member.of(text) for member in split_members(text, Range(0, 23), 3)]
    ['jobs', 'homes', 'schools']
    """
    if where.end - where.start > LONGEST:
        return ()
    points = _separators(text, where, ";")
    if len(points) > MOST:
        return ()
    if points:
        found = _pieces(text, where, points)
        if count is not None and len(found) == count - 1:
            found = [*found[:-1], *_halves(text, found[-1], found)]
        return _checked(found, count, 2)
    points = _separators(text, where, ",")
    if len(points) > MOST:
        return ()
    last = _joined_from(text, where, points)
    if last is not None:
        return _checked(_pieces(text, where, [p for p in points if p <= last]), count, 2)
    found = _pieces(text, where, points)
    if not found:
        return ()
    found = _merge_unlike(text, found, count)
    if count is None or len(found) != count:
        found = [*found[:-1], *_halves(text, found[-1], found)]
    return _checked(found, count, least if count is None else 2)


def _merge_unlike(text: str, found: list[Range], count: int | None) -> list[Range]:
    """Join to the member before what does not begin as the first two do: "cutting fees, room and board"."""
    if len(found) < 3 or (count is not None and len(found) < count):
        return found
    shapes = [shape(text, r) for r in found]
    if shapes[0] != shapes[1] or shapes[0] not in ("gerund", "to"):
        return found
    merged = found[:1]
    for kind, where in zip(shapes[1:], found[1:], strict=True):
        if kind == shapes[0]:
            merged.append(where)
        else:
            merged[-1] = Range(merged[-1].start, where.end)
    return merged


def attribution_start(text: str, where: Range) -> int:
    """Return where a trailing ", he said" or ", according to the ministry" begins in `where`, else its end.

    >>> text = "open the port, he said."
    >>> text[: attribution_start(text, Range(0, len(text)))]
    'open the port'
    """
    start = max(where.start, where.end - _LONGEST_ATTRIBUTION)
    stripped = text[start : where.end].rstrip()
    stripped = stripped.rstrip(".!?\"”’'")
    match = _ATTRIBUTION.search(stripped)
    return start + match.start() if match else where.end


def trimmed(text: str, start: int, end: int, marks: str = _MARKS, finals: str = " \t\r\n\xa0,;") -> Range | None:
    """Return the range without outer space, a leading "and", separators at the end and surrounding marks."""
    joined = _JOIN.match(text, start, end)
    if joined and joined.end() < end:
        start = joined.end()
    start = _behind_marks(text, start, end, marks)
    joined = _JOIN.match(text, start, end)
    if joined and joined.end() < end:
        start = joined.end()
    end = _before_marks(text, start, end, finals + marks)
    return Range(start, end) if end > start else None


def _behind_marks(text: str, start: int, end: int, marks: str) -> int:
    """Return where the words begin after white space and marks; a mark that closes inside stays."""
    at = start
    while at < end and (text[at].isspace() or text[at] in marks):
        at += 1
    for mark in range(max(start, at - _MOST_MARKS), at):
        if text[mark] in '"“‘' and _balanced_inside(text, mark, end):
            return mark
    return at


def _before_marks(text: str, start: int, end: int, finals: str) -> int:
    """Return where the words end before white space and marks; a mark that was opened inside stays."""
    at = end
    while at > start and (text[at - 1].isspace() or text[at - 1] in finals):
        at -= 1
    for mark in range(min(end, at + _MOST_MARKS), at, -1):
        if text[mark - 1] in "\"”’'" and _opened_inside(text, start, mark):
            return mark
    return at


#: The number of marks in a row that are inspected one by one.
_MOST_MARKS = 8


def _balanced_inside(text: str, start: int, end: int) -> bool:
    """Return whether the mark at `start` closes before the last word of the range: "“smart” deals" keeps its marks."""
    close = {'"': '"', "“": "”", "‘": "’"}[text[start]]
    at = text.find(close, start + 1, end)
    return at >= 0 and any(c.isalnum() for c in text[at:end])


def _opened_inside(text: str, start: int, end: int) -> bool:
    """Return whether the mark at the end of the range was opened after its first word."""
    mark = text[end - 1]
    if mark in "'’":
        return text[end - 2 : end - 1] == "s" and text[start] not in "'‘"
    if mark == '"':
        return text.count('"', start, end) % 2 == 0 and text[start] != '"'
    return text.rfind("“", start + 1, end) > text.rfind("”", start, end - 1)


def _separators(text: str, where: Range, mark: str) -> list[int]:
    """Return the offsets of `mark` outside brackets; commas inside numbers ("5,000") do not count."""
    depth, found = 0, []
    for match in _EDGES[mark].finditer(text, where.start, where.end):
        char, at = match.group(), match.start()
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth = max(0, depth - 1)
        elif not depth and not text[at + 1 : at + 2].isdigit():
            found.append(at)
            if len(found) > MOST:
                break
    return found


def _pieces(text: str, where: Range, points: list[int]) -> list[Range]:
    edges = [where.start, *(p + 1 for p in points)], [*points, where.end]
    return [r for start, end in zip(*edges, strict=True) if (r := trimmed(text, start, end))]


def _joined_from(text: str, where: Range, points: list[int]) -> int | None:
    """Return the comma before the last "and" member ("a, b, and c"); None if "and" has no comma before it."""
    for point in points:
        if _COMMA_AND.match(text, point):
            return point
    return None


def _halves(text: str, last: Range, found: list[Range]) -> list[Range]:
    """Cut "b and c" at the "and" that fits best: where the right half begins as the other members do, else the last."""
    joins = list(_AND.finditer(text, last.start, last.end))
    if not joins:
        return [last]
    shapes = {shape(text, r) for r in found[:-1]}
    if len(found) > 2 and shapes in ({"gerund"}, {"to"}):
        joins = [j for j in joins if {shape(text, Range(j.end(), last.end))} == shapes]
        if not joins:
            return [last]
    others = [shape(text, r) for r in found[:-1]] + [shape(text, last)]
    best = max(
        joins, key=lambda m: (shape(text, Range(m.end(), last.end)) in others, -abs(_size(text, m, last)), m.start())
    )
    halves = [trimmed(text, last.start, best.start()), trimmed(text, best.end(), last.end)]
    return [h for h in halves if h]


def _size(text: str, join: re.Match[str], last: Range) -> int:
    """Return the difference in words between the halves."""
    return text.count(" ", last.start, join.start()) - text.count(" ", join.end(), last.end)


def shape(text: str, where: Range) -> str:
    """Return the class of a member's first word: "gerund", "to", an article or preposition, else "word"."""
    first = _FIRST.match(text, where.start, where.end)
    word = first.group().casefold().strip(",.;") if first else ""
    if word.endswith("ing") and len(word) > 5:
        return "gerund"
    return word if word in ("to", "a", "an", "the", "for", "by", "on", "in", "more", "better") else "word"


def _checked(found: list[Range], count: int | None, least: int) -> tuple[Range, ...]:
    if count is not None:
        return tuple(found) if len(found) == count else ()
    return tuple(found) if len(found) >= least else ()
