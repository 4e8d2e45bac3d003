"""Take the questions of the other out of what one speaker answers: turns without a verb alternate.

    The clerk asked if the keys were lost.

    "They were," said the caretaker.

    "Where?"

    "Near the weir."

The model gives the caretaker all that follows. Where somebody else has asked before, a paragraph that is but a question
is not the words of the one who answers, whose words go on behind it; it is a quotation of its own, and nobody's.
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
        questions = list(_questions(layout, one)) if _answers(layout.text, one, found) else []
        kept = tuple(c for c in one.content if not any(c.overlaps(q) for q in questions))
        if not kept:
            questions, kept = [], one.content
        found.append(replace(one, content=kept))
        found += (
            Attribution((question,), None, None, min(one.confidence, _EVEN), "question in a dialogue")
            for question in questions
        )
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


def _of_oneself(words: str) -> bool:
    """Return whether a question is about the one who asks, which the other's rarely is: "What could I do?"."""
    first = lexicon.words("references.toml", "pronouns", "i") | lexicon.words("references.toml", "pronouns", "we")
    return any(w.casefold() in first for w in _WORD.findall(words))
