"""Take the questions of the other out of what one speaker answers: turns without a verb alternate.

    The clerk asked if the keys were lost.

    "They were," said the caretaker.

    "Where?"

    "Near the weir."

The model gives the caretaker all that follows. Where somebody else has asked before, a paragraph that is but a question
is not the words of the one who answers, whose words go on behind it; it is a quotation of its own, and nobody's. So is
the answer in the paragraph behind a question that somebody "asked".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotate.analyse.findings import Attribution, Layout, Range
from annotate.analyse.words import lexicon

#: Who speaks is not known.
_EVEN = 0.5
#: Whoever asks was quoted at most this many quotations before.
_HEARD = 2
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = r"[\"\u201c\u00ab](?=\S)[^\n\"\u201c\u201d\u00ab\u00bb]*"
_TURN = re.compile(rf"{_MARKED}[\"\u201d\u00bb].*")
_QUESTION = re.compile(rf"{_MARKED}\?[\"\u201d\u00bb]")
_ASKS = re.compile(r"\?[\"\u201d\u00bb\u2019']*\Z")


def without_questions(layout: Layout, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, given in order, with the questions of a dialogue apart from the answers."""
    found: list[Attribution] = []
    for one in attributions:
        if _answers(layout.text, one, found):
            others, rule = list(_questions(layout, one)), "question in a dialogue"
        else:
            others, rule = list(_replies(layout, one)), "answer in a dialogue"
        kept = tuple(c for c in one.content if not any(c.overlaps(other) for other in others))
        if not kept:
            others, kept = [], one.content
        found.append(replace(one, content=kept))
        found += (Attribution((other,), None, None, min(one.confidence, _EVEN), rule) for other in others)
    return found


def _answers(text: str, one: Attribution, before: Sequence[Attribution]) -> bool:
    """Return whether somebody else has asked just before."""
    if one.direct or one.cue is None or one.source is None or _asks(text, one.cue):
        return False
    others = (a for a in before[-_HEARD:] if a.source is None or a.source.of(text) != one.source.of(text))
    return any((a.cue and _asks(text, a.cue)) or _ASKS.search(a.content[-1].of(text)) for a in others)


def _asks(text: str, cue: Range) -> bool:
    words = lexicon.words("no_speech.toml", "questions", "cues")
    return any(w.casefold() in words for w in _WORD.findall(cue.of(text)))


def _questions(layout: Layout, one: Attribution) -> Iterator[Range]:
    """Yield the paragraphs of the content that are but a question of the other, with an answer in the next."""
    text, paragraphs = layout.text, layout.paragraphs
    places = {bisect_right(paragraphs, piece.start, key=lambda p: p.start) - 1 for piece in one.content}
    for at in sorted(places):
        if not 0 <= at < len(paragraphs) - 1 or not _QUESTION.fullmatch(text, *paragraphs[at]):
            continue
        if _TURN.fullmatch(text, *paragraphs[at + 1]) and not _of_oneself(paragraphs[at].of(text)):
            yield paragraphs[at]


def _replies(layout: Layout, one: Attribution) -> Iterator[Range]:
    """Yield the paragraphs behind what somebody is said to ask, from the first on that answers: "Why?" she asked."""
    text, paragraphs = layout.text, layout.paragraphs
    if one.direct or one.cue is None or not _asks(text, one.cue):
        return
    asked = bisect_right(paragraphs, one.cue.start, key=lambda p: p.start) - 1
    before = [piece for piece in one.content if piece.end <= one.cue.start]
    behind = {bisect_right(paragraphs, piece.start, key=lambda p: p.start) - 1 for piece in one.content} - {asked}
    if not before or not _ASKS.search(before[-1].of(text)):
        return
    answered = False
    for at in sorted(at for at in behind if at > asked):
        whole = _TURN.fullmatch(text, *paragraphs[at]) is not None
        answered = answered or (whole and not _QUESTION.fullmatch(text, *paragraphs[at]))
        if answered and whole:
            yield paragraphs[at]


def _of_oneself(words: str) -> bool:
    """Return whether a question is about the one who asks, which the other's rarely is: "What could I do?"."""
    first = lexicon.words("references.toml", "pronouns", "i") | lexicon.words("references.toml", "pronouns", "we")
    return any(w.casefold() in first for w in _WORD.findall(words))
