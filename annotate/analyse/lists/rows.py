"""Find lists whose items are on separate lines below an announcement: bare lines, and imperative sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotate.analyse.findings import Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.items import trimmed
from annotate.analyse.lists.members import is_order, words_of
from annotate.analyse.text.outline import Outline

#: In characters; a line without a stop that is longer is running text.
_LONGEST_LINE, _LONGEST_ROW = 200, 400
_MOST_LINES = 15
_LONGEST_HEADING = 90
#: No item of a list is a longer sentence, in characters.
_LONGEST_SENTENCE = 1000
#: In characters: the first two words of a sentence lie within this.
_LONGEST_OPENING = 200
#: In paragraphs: an item with its heading, at least and at most.
_WITH_BODY, _MOST_PARAGRAPHS = 2, 8


def rows_under(outline: Outline, label: Announcement) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """Yield the rows after the colon or the question mark of a label, with what they are: lines or sentences."""
    if label.colon is None:
        return
    sentence = outline.sentences[label.sentence]
    start = label.colon + 1
    while start < len(outline.text) and outline.text[start] in ' "“”*\xa0\t':
        start += 1
    if start >= sentence.end:
        headed = _headed(outline, label)
        lines = () if headed else _lines(outline, label)
        if headed or len(lines) > 1:
            yield ("headed", headed) if headed else ("lines", lines)
    sentences = _sentences(outline, label, start)
    if len(sentences) > 1:
        yield "sentences", sentences


def _lines(outline: Outline, label: Announcement) -> tuple[Range, ...]:
    """Return the bare lines under an announcement that ends its paragraph."""
    index = outline.paragraph_at(label.colon or label.label.end) + 1
    lines: list[Range] = []
    for i in range(index, len(outline.paragraphs)):
        if i in outline.furniture:
            continue
        where = outline.paragraphs[i]
        row = where.of(outline.text)
        if len(row) > _LONGEST_ROW or row[0] in '"“' or (label.count is None and not _goes_on(label, row, len(lines))):
            break
        piece = trimmed(outline.text, where.start, where.end)
        if piece:
            lines.append(piece)
        if len(lines) == label.count:
            break
    if label.count is not None and (len(lines) != label.count or _mixed(outline.text, lines)):
        return ()
    return tuple(lines)


def _mixed(text: str, rows: Sequence[Range]) -> bool:
    """Return whether some rows end as sentences do and others do not; of the last one that says nothing."""
    return len({text[r.end - 1] in ".!?" for r in rows[:-1]}) > 1


def _headed(outline: Outline, label: Announcement) -> tuple[Range, ...]:
    """Return items that are each a short heading with a text below, if there are as many as the label declares."""
    first = outline.paragraph_at(label.colon or label.label.end) + 1
    if label.count is None:
        return ()
    rows = [
        i
        for i in range(first, min(len(outline.paragraphs), first + _MOST_PARAGRAPHS * label.count))
        if i not in outline.furniture
    ]
    heads = [i for i in rows if _is_heading(outline.paragraphs[i].of(outline.text))][: label.count]
    if len(heads) != label.count or heads[0] != rows[0] or any(b - a < _WITH_BODY for a, b in pairwise(heads)):
        return ()
    ends = [max(i for i in rows if i < b) for b in heads[1:]]
    last = min(heads[-1] + ends[0] - heads[0], rows[-1])
    paragraphs = outline.paragraphs
    return tuple(Range(paragraphs[a].start, paragraphs[b].end) for a, b in zip(heads, [*ends, last], strict=True))


def _is_heading(row: str) -> bool:
    return len(row) <= _LONGEST_HEADING and row[-1] not in '.!?,;”"' and row[:1].isupper()


def _goes_on(label: Announcement, row: str, before: int) -> bool:
    """Return whether a line under a label without a count belongs to the list: an order, or words without a stop."""
    if is_order(words_of(row, 0, 60)[:2]):
        return True
    return label.kind == "proposal" and row[-1] not in ".!?:" and len(row) <= _LONGEST_LINE and before < _MOST_LINES


def _sentences(outline: Outline, label: Announcement, start: int) -> tuple[Range, ...]:
    """Return the sentences after a label that are orders, or all begin with the same word.

    Nothing else tells where such a list ends; with a count there are as many of them.
    """
    index = outline.sentence_at(start)
    if outline.sentences[index].end <= start:
        index += 1
    if index >= len(outline.sentences):
        return ()
    rows = [Range(max(start, outline.sentences[index].start), outline.sentences[index].end)]
    paragraph = outline.paragraph_at(rows[0].start)
    rows += [
        s
        for s in outline.sentences[index + 1 : index + (label.count or _MOST_LINES)]
        if outline.paragraph_at(s.start) == paragraph
    ]
    first = _opening(outline.text, rows[0])[:1]
    kept: list[Range] = []
    for row in rows:
        words = _opening(outline.text, row)
        joined = words[1:] if words[:1] in (["and"], ["then"]) else words
        listed = is_order(joined) or (words[:1] == first and bool(first))
        if not listed or row.end - row.start > _LONGEST_SENTENCE:
            break
        piece = trimmed(outline.text, row.start, row.end)
        if piece:
            kept.append(piece)
    ordered = all(is_order(_opening(outline.text, r)) for r in kept)
    alike = len({tuple(_opening(outline.text, r)[:1]) for r in kept}) == 1
    return tuple(kept) if (ordered or alike) and label.count in (None, len(kept)) else ()


def _opening(text: str, row: Range) -> list[str]:
    """Return the first two words of a sentence, in lower case."""
    return words_of(text, row.start, min(row.end, row.start + _LONGEST_OPENING))[:2]
