"""What a reader would not call a quotation: refusals to speak, feelings, listeners, titles of works.

The gold that the model learnt from marks attitudes and acts beside speech ("declined | to comment"). Those that are
never speech are left out here. A content that is neither marked nor a clause ("endorsed | the plan") stays, but its
confidence says that it is no statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache

from annotate.analyse.findings import Attribution, Layout
from annotate.analyse.text.quotation_marks import marked
from annotate.analyse.words import lexicon

#: The confidence in a content that is neither marked nor a clause is at most this.
_NO_STATEMENT = 0.5
#: A content of so many words is taken for a clause.
_LONG = 7
_WORD = re.compile(r"[^\W\d_]+")
_DEED = re.compile(r"to[ ](?:even[ ])?(?P<deed>[a-z]+)\b")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"\u201d\u2019']\Z")


def spoken(layout: Layout, attribution: Attribution) -> Attribution | None:
    """Return the attribution, with less confidence or without its source where the text speaks against it, or None."""
    text = layout.text
    if attribution.direct or attribution.cue is None:
        return attribution
    cue = {w.casefold() for w in _WORD.findall(attribution.cue.of(text))}
    inside = _marked(layout, attribution)
    if inside:
        if _is_title(text, attribution, cue):
            return None
        return _without_gesture(text, attribution, cue)
    words = [w.casefold() for r in attribution.content for w in _WORD.findall(r.of(text))]
    if _refuses(text, attribution, cue) or _is_no_content(attribution, words, cue):
        return None
    if not is_clause(words) and text[attribution.cue.start : attribution.cue.end].strip() != ":":
        return replace(attribution, confidence=min(attribution.confidence, _NO_STATEMENT))
    return attribution


def is_clause(words: list[str]) -> bool:
    """Say whether words, in lower case, could be a statement and not only a noun phrase.

    >>> is_clause("the plan would fail".split()), is_clause("the new plan".split())
    (True, False)
    """
    if len(words) >= _LONG:
        return True
    return any(w in _list("clauses", "words") or (len(w) > 4 and w.endswith("ed")) for w in words)


def _marked(layout: Layout, attribution: Attribution) -> bool:
    marks = marked(layout)
    for piece in attribution.content:
        at = bisect_right(marks, piece.end, key=lambda m: m.start) - 1
        if at >= 0 and marks[at].overlaps(piece):
            return True
    return False


def _refuses(text: str, attribution: Attribution, cue: set[str]) -> bool:
    """Say whether somebody declines to speak: "declined | to comment", "declined to comment on | the request"."""
    if not cue & _list("refusals", "cues") or attribution.cue is None:
        return False
    deed = _DEED.search(text, attribution.cue.start, min(len(text), attribution.cue.end + 40))
    return deed is not None and deed["deed"] in _list("refusals", "deeds")


def _is_no_content(attribution: Attribution, words: list[str], cue: set[str]) -> bool:
    if words and all(w in _list("nothing", "words") for w in words):
        return True
    if is_clause(words):
        return False
    if cue & _list("feelings", "cues"):
        return True
    passive = cue & {"was", "were", "been"} and cue & _list("listeners", "cues")
    before = attribution.cue is not None and attribution.content[-1].end <= attribution.cue.start
    return bool(passive and before)


def _is_title(text: str, attribution: Attribution, cue: set[str]) -> bool:
    """Say whether marked words behind "called" are the title of a work that is named right before."""
    if (
        attribution.cue is None
        or not cue & _list("works", "cues")
        or attribution.cue.end > attribution.content[0].start
    ):
        return False
    before = text[max(0, attribution.cue.start - 60) : attribution.cue.start].rsplit(".", 1)[-1]
    behind_noun = re.search(r"(?P<noun>[^\W\d_]+)(?:[^.,]{0,30})?,?[ ](?:(?:was|is|and)[ ])?\Z", before)
    nouns = {w.casefold() for w in _WORD.findall(before)[-4:]}
    return behind_noun is not None and bool(nouns & _list("works", "nouns"))


def _without_gesture(text: str, attribution: Attribution, cue: set[str]) -> Attribution:
    """Leave out cue and source where the sentence behind a closed quotation only tells a gesture."""
    if attribution.cue is None or not cue & _list("gestures", "cues"):
        return attribution
    end = attribution.content[-1].end
    if attribution.cue.start > end and _SENTENCE_END.search(text[max(0, end - 2) : end]):
        return replace(attribution, cue=None, source=None, confidence=min(attribution.confidence, _NO_STATEMENT))
    return attribution


@cache
def _list(group: str, key: str) -> frozenset[str]:
    return lexicon.words("no_speech.toml", group, key)
