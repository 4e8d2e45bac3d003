"""The place of an event: of the places in its sentences the one tied to it best, towns before venues and countries."""

from __future__ import annotations

from typing import NamedTuple

from annotate.analyse.event_cues import Evidence, Sentence
from annotate.analyse.event_types import GATHERINGS, SAYING
from annotate.analyse.findings import Range
from annotate.analyse.places import PlaceCandidate, is_remote
from annotate.analyse.story import Story, rule, sentences_of
from annotate.models import EventType

#: A place must fit as well as this.
_ENOUGH = 0.4
#: What "held in", "delivered in" weigh; then the distance to the cue says nothing.
_HELD = 1.9
#: Without one, a place in the first sentences that nothing ties to something else will do.
_LOOSE = -1.0
#: Types whose first sentences name their place even where no verb ties the two.
_LOCAL: frozenset[EventType] = frozenset(
    {"incident", "other", "match", "ceremony", "signing", "talks", "summit", "visit"}
)
#: Types that can be held by video or telephone.
_SPOKEN: frozenset[EventType] = GATHERINGS | {"talks", "speech", "signing", "ceremony"}
#: Towns and venues are told from larger places by these costs; a match is at its ground.
_TOO_LARGE, _VENUE = 0.9, 0.8
#: The share of the best score with which a town is preferred to a venue or a country.
_NEARLY = 0.5
_TOWARDS = {
    "visit": ("to", "visit", "tour"),
    "summit": ("to", "for"),
}


class _Rated(NamedTuple):
    score: float
    size: int
    range: Range


def place_of(story: Story, kind: EventType, cues: list[Evidence], taken: Range | None) -> Range | None:
    """Return where the event is; None where it has no place or none is told. `taken` is its name's range."""
    if kind in SAYING:
        return _stage(story, cues) if kind == "announcement" else None
    sentences = sentences_of(cues)
    if kind in _SPOKEN and any(is_remote(s.range.of(story.text)) for s in sentences if s.nth <= 4):
        return None
    found: list[_Rated] = []
    loose: list[_Rated] = []
    for sentence in dict.fromkeys((*sentences, *story.prose(4))):
        anchors = [e.range for e in cues if e.sentence is sentence and not e.aside]
        for place in story.places.within(sentence.range):
            if story.is_quoted(place.range, sentence) or (taken and taken.overlaps(place.range)):
                continue
            score = _fit(story, kind, place, anchors, sentence)
            if score is None:
                continue
            if score > _ENOUGH and (anchors or place.tie >= 1.2):
                found.append(_Rated(score, place.size, place.range))
            elif score > _LOOSE and kind in _LOCAL and place.tie >= 0 and 0 <= sentence.nth <= 1:
                loose.append(_Rated(score, place.size, place.range))
    for e in cues:
        if e.name and not e.aside and (inside := _in_name(story, e)):
            found.append(_Rated(2.2 * (0.4 + 0.6 * e.sentence.weight), 0, inside))
    if found or loose:
        return _smallest(found or loose)
    return _dateline_town(story, kind, cues)


def _smallest(rated: list[_Rated]) -> Range:
    """Return the best place, or a town that is nearly as good where the best is a venue or a country."""
    best = max(rated, key=lambda r: (r.score, -r.range.start))
    if best.size and best.score > 0:
        towns = [r for r in rated if r.size == 0 and r.score > _NEARLY * best.score]
        best = max(towns, key=lambda r: (r.score, -r.range.start), default=best)
    return best.range


def _fit(
    story: Story, kind: EventType, place: PlaceCandidate, anchors: list[Range], sentence: Sentence
) -> float | None:
    """Say how well a place fits, higher being better; None if it cannot be the event's."""
    preposition = place.preposition
    if preposition in ("to", "for", "visit", "tour") and preposition not in _TOWARDS.get(kind, ()):
        return None
    if preposition == "across" and kind not in ("other", "incident"):
        return None
    score = 1.0 + place.tie
    if anchors:
        near = min(anchors, key=lambda a: max(a.start - place.range.end, place.range.start - a.end, 0))
        if place.tie < _HELD:
            score -= max(near.start - place.range.end, place.range.start - near.end, 0) / 80
        score += 0.4 * (place.range.start > near.start)
    else:
        score -= 0.8
    score -= _TOO_LARGE * (place.size == 2) + _VENUE * (place.size == 1 and kind != "match")
    if place.size == 1 and kind not in ("match", "speech", "ceremony", "signing") and place.tie < 1:
        score -= 0.5
    score -= 0.5 * len(rule("clause").findall(story.before(sentence, place.range.start, 40)))
    return score * (0.55 + 0.45 * sentence.weight) if score > 0 else score


def _in_name(story: Story, e: Evidence) -> Range | None:
    """Return the town right before the head: "Madrid summit", "Doha talks"."""
    assert e.name is not None
    words = story.text[e.name.range.start : e.range.start].rstrip()
    if words and " " not in words and words[0].isupper():
        where = Range(e.name.range.start, e.name.range.start + len(words))
        return where if story.places.is_place(where) else None
    return None


def _stage(story: Story, cues: list[Evidence]) -> Range | None:
    """Return the place of an announcement that is said to be made at an event."""
    for sentence in sentences_of(cues):
        if 0 <= sentence.nth <= 2:
            for place in story.places.within(sentence.range):
                if rule("stage").search(story.before(sentence, place.range.start - len("in "), 40) + "in "):
                    return place.range
    return None


def _dateline_town(story: Story, kind: EventType, cues: list[Evidence]) -> Range | None:
    """Return the town of the dateline for an event that the first three sentences tell."""
    if kind in ("match", "visit") or not any(0 <= e.sentence.nth <= 2 for e in cues):
        return None
    dateline = story.layout.dateline
    first = next(iter(story.prose(1)), None)
    start = dateline.start if dateline else first.range.start if first else 0
    match = rule("dateline").match(story.text, start)
    return Range(*match.span("town")) if match else None
