"""The items of a chain of enumerators: where each begins and ends."""

from __future__ import annotations

import re

from annotate.analyse.findings import Range
from annotate.analyse.lists.chains import Chain
from annotate.analyse.lists.items import LONGEST, trimmed
from annotate.analyse.lists.marks import Mark
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.number_words import one_of


def chain_items(outline: Outline, chain: Chain) -> list[tuple[Mark, Range]]:
    """Return the items of a chain: from its first word to the end of its last sentence, without furniture.

    The rules are those of the annotation guidelines: an item ends before the next enumerator, items that share a
    sentence before the separator, the last one with its sentence or its paragraph.
    """
    if not outline.sentences:  # bullets and nothing after them
        return []
    if chain.family == "trailing":
        return _items_before(outline, chain)
    found: list[tuple[Mark, Range]] = []
    for index, mark in enumerate(chain.marks):
        if index + 1 < len(chain.marks):
            end = _end_before(outline, mark, chain.marks[index + 1])
            if chain.marks[index + 1].inline:
                conjunction = _LAST_CONJUNCTION.search(outline.text, max(mark.content, end - 40), end)
                end = conjunction.start() if conjunction else end
        else:
            end = _end_of_last(outline, chain, found)
            if mark.inline and end - mark.content > LONGEST:
                return []
        where = trimmed(outline.text, mark.content, end)
        if where is None or not any(
            c.isalpha() for c in outline.text[where.start : min(where.end, where.start + LONGEST)]
        ):
            return []
        found.append((mark, where))
    return found


def _items_before(outline: Outline, chain: Chain) -> list[tuple[Mark, Range]]:
    """Return items that precede their marks, from the start of their sentence."""
    found: list[tuple[Mark, Range]] = []
    behind = 0
    for mark in chain.marks:
        sentence = outline.sentences[outline.sentence_at(mark.where.start)]
        start, behind = max(sentence.start, behind), mark.where.end
        quote = max(outline.text.rfind(c, start, mark.content) for c in '“"')
        if quote > start and outline.text[quote - 1 : quote].isspace():
            start = quote + 1
        where = trimmed(outline.text, start, mark.content)
        if where is None:
            return []
        found.append((mark, where))
    return found


def _end_before(outline: Outline, mark: Mark, following: Mark) -> int:
    """Return where an item ends that another one follows."""
    end = following.where.start
    sentence = outline.sentences[outline.sentence_at(end)]
    if mark.content < sentence.start < end <= sentence.start + _LONGEST_WORDS * _LONGEST_LEAD_IN:
        lead_in = outline.text[sentence.start : end].split()
        if len(lead_in) <= _LONGEST_LEAD_IN and not lead_in[-1].endswith((",", ";")):
            end = sentence.start  # "Carney said the fourth principle was"
    index = outline.paragraph_at(end - 1)
    first = outline.paragraph_at(mark.content)
    opens = outline.paragraphs[index].start
    if opens >= end or (end - opens <= _LONGEST_WORDS and not outline.text[opens:end].strip(" \"“'")):
        index -= 1
    while index > first and index in outline.furniture:
        index -= 1
    return min(end, max(outline.paragraphs[index].end, mark.content + 1))


_LAST_CONJUNCTION = re.compile(rf"[\s,;]+(?:{one_of('last_joins')})[\s,]*\Z", re.IGNORECASE)
#: In words: "Mr Bell said that".
_LONGEST_LEAD_IN = 6
#: In characters: no word of a lead-in is longer.
_LONGEST_WORDS = 30
_GOES_ON = re.compile(
    rf"(?:This|That|It|These|They|Such)\s+(?:{one_of('going_on')})\b"
    r"|(?:To do so|To this end|For that)\b"
)


def _end_of_last(outline: Outline, chain: Chain, before: list[tuple[Mark, Range]]) -> int:
    """Return where the last item ends."""
    mark = chain.marks[-1]
    sentence = outline.sentences[outline.sentence_at(mark.content)]
    index = outline.paragraph_at(mark.content)
    if (
        mark.inline
        and before
        and outline.sentence_at(before[-1][0].where.start) == outline.sentence_at(mark.where.start)
    ):
        return sentence.end
    if mark.inline:
        return sentence.end
    bodies = [outline.paragraph_at(r.end - 1) - outline.paragraph_at(r.start) for _, r in before]
    if bodies and min(bodies) >= 1 and _is_title(outline, index):
        index = min(index + min(bodies), len(outline.paragraphs) - 1)
    while (
        index + 1 < len(outline.paragraphs)
        and index + 1 not in outline.furniture
        and chain.family == "ordinal"
        and _GOES_ON.match(outline.text, outline.paragraphs[index + 1].start)
    ):
        index += 1
    return outline.paragraphs[index].end


def _is_title(outline: Outline, index: int) -> bool:
    """Return whether a paragraph is a heading: short, without a stop."""
    words_ = outline.paragraphs[index].of(outline.text)
    return len(words_) <= 90 and words_[-1] not in '.!?”"'
