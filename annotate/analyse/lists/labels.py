"""Find the announcement that a chain of enumerators belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from annotate.analyse.findings import Range
from annotate.analyse.lists.announcements import Announcement
from annotate.analyse.lists.chains import Chain
from annotate.analyse.lists.items import trimmed
from annotate.analyse.lists.members import words_of
from annotate.analyse.text.outline import Outline
from annotate.analyse.words import lexicon
from annotate.analyse.words.number_words import term_set

#: The most characters, and paragraphs, between a label and the first enumerator.
_REACH, _REACH_PARAGRAPHS = 900, 3
#: In characters: as far from its noun as a goal is scored.
_SCORED = 60
#: How well a kind of label fits enumerated items.
_KINDS = {"proposal": 1.5, "asking": 1.0, "urging": 0.5, "pillar": 0.5, "open": 0.3, "other": 0.0}
_ONE_OF = re.compile(
    r"\b(?:this|that|which|it)\s+(?:is|was)\s+(?:just\s+)?(?:one|the\s+first)\s+of\s+(?:the\s+|its\s+|his\s+|her\s+|their\s+)?",
    re.IGNORECASE,
)
_SAID_THAT = re.compile(rf"\b(?:told\s+\w+|{lexicon.saying('saying', 'proposing')})\s+(?:that\s+)?", re.IGNORECASE)


def begins(announcement: Announcement) -> int:
    """Return where an announcement begins, as a key for searching them."""
    return announcement.label.start


def is_scored(outline: Outline, label: Announcement) -> bool:
    """Return whether goals are scored or targets hit: then they belong to sport or to war, not to a plan."""
    if label.noun not in ("goal", "target"):
        return False
    start, end = label.label
    near = words_of(outline.text, max(outline.sentences[label.sentence].start, start - _SCORED), end + _SCORED)
    return any(word.startswith(tuple(term_set("sport_stems"))) for word in near)


def _within_reach(announcements: Sequence[Announcement], start: int) -> Sequence[Announcement]:
    """Return the announcements that begin before `start` and not too far from it."""
    first = bisect_left(announcements, start - _REACH, key=begins)
    return announcements[first : bisect_left(announcements, start, key=begins)]


def first_item(
    outline: Outline, chain: Chain, announcements: Sequence[Announcement]
) -> tuple[Announcement, Range] | None:
    """Return label and first item of "X said a. This was one of five principles. Secondly, b"."""
    for announcement in _within_reach(announcements, chain.marks[0].where.start):
        label = announcement.label
        if announcement.kind == "other":
            continue
        match = _ONE_OF.search(outline.text, max(0, label.start - 50), label.start)
        if not match or match.end() != label.start or announcement.sentence == 0:
            continue
        before = outline.sentences[announcement.sentence - 1]
        said = _SAID_THAT.search(outline.text, before.start, before.end)
        where = trimmed(outline.text, said.end() if said else before.start, before.end)
        if where:
            return announcement, where
    return None


def label_of(outline: Outline, chain: Chain, announcements: Sequence[Announcement], count: int) -> Announcement | None:
    """Return the announcement that best fits a chain, whatever it announces; None if there is none near."""
    start = chain.marks[0].where.start
    if chain.family == "trailing":
        start = outline.sentences[outline.sentence_at(start)].start
    here = outline.paragraph_at(start)
    best: tuple[float, Announcement] | None = None
    for announcement in _within_reach(announcements, start):
        if announcement.label.end > start or not announcement.definite:
            continue
        paragraph = outline.paragraph_at(announcement.label.start)
        between = [i for i in range(paragraph + 1, here) if i not in outline.furniture]
        if len(between) >= _REACH_PARAGRAPHS:
            continue
        score = _fit(announcement, start, count + chain.hidden_first, away(outline, announcement, start))
        if score > 0 and (best is None or score >= best[0]):
            best = (score, announcement)
    return best[1] if best else None


#: In sentences.
_MOST_AWAY = 60


def away(outline: Outline, announcement: Announcement, start: int) -> int:
    """Return how many sentences an announcement precedes `start`, furniture left out; far off, at most so many."""
    last = outline.sentence_at(start)
    inside = range(announcement.sentence + 1, min(last, announcement.sentence + _MOST_AWAY))
    links = sum(outline.paragraph_at(outline.sentences[i].start) in outline.furniture for i in inside)
    return last - announcement.sentence - links


def _fit(announcement: Announcement, start: int, count: int, sentences: int) -> float:
    """Return how well an announcement `sentences` before a chain of `count` fits it; 0 or less: not at all."""
    score = _KINDS[announcement.kind]
    if announcement.colon is not None and announcement.colon < start:
        score += 3.0 if sentences <= 1 else 1.0
    if announcement.count is not None:
        score += 3.0 if announcement.count == count else 1.0
    elif announcement.strong:
        score += 1.5
    if announcement.kind == "other" and (
        sentences > 1 or announcement.noun in ("year", "time", "people", "man", "woman")
    ):
        return 0.0
    if not announcement.strong and announcement.colon is None and sentences > 1:
        score -= 1.0
    return score - 0.6 * max(0, sentences - 1)
