"""The place of an event: of the places in its sentences the one tied to it best, towns before venues and countries."""

from __future__ import annotations

from typing import NamedTuple

from annotate.analyse.events.cues import Evidence, Sentence
from annotate.analyse.events.lead import Story, rule, sentences_of
from annotate.analyse.events.place_words import PlaceCandidate, is_remote
from annotate.analyse.events.types import GATHERINGS, SAYING
from annotate.analyse.findings import Range
from annotate.analyse.words import lexicon
from annotate.models import EventType

#: A place must fit as well as this.
_ENOUGH = 0.4
#: What "held in", "delivered in" weigh; then the distance to the cue says nothing.
_HELD = 1.9
#: An announcement is made where it must be tied so well.
_TIED = 1.2
#: Without one, a place in the first sentences that nothing ties to something else will do.
_LOOSE = -1.0
#: Types whose first sentences name their place even where no verb ties the two.
_LOCAL: frozenset[EventType] = frozenset(
    {"incident", "other", "match", "ceremony", "signing", "talks", "summit", "visit"}
)
#: Types whose place may stand right before their noun.
_VOICED: frozenset[EventType] = frozenset({"speech", "other", "ceremony", "meeting"})
#: Types that a venue, or the town with which a sentence opens, is likely the place of.
_HALL: frozenset[EventType] = frozenset({"meeting", "conference", "speech"})
_OPENING = 45
#: Types that can be held by video or telephone.
_SPOKEN: frozenset[EventType] = GATHERINGS | {"talks", "speech", "signing", "ceremony"}
#: Towns and venues are told from larger places by these costs; a match is at its ground.
_TOO_LARGE, _VENUE = 0.9, 0.8
#: The share of the best score with which a town is preferred to a venue or a country.
_NEARLY = 0.5
#: Words that govern the place of some types only: "marched across Rome", "an earthquake struck Nepal".
_STRUCK = ("struck", "hit", "rocked", "shook", "battered", "devastated")
_WHERE_ONLY: dict[str, frozenset[EventType]] = {
    "across": frozenset({"other", "incident"}),
    **dict.fromkeys(_STRUCK, frozenset[EventType]({"incident"})),
}
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
    if kind == "interview":
        return _where_met(story, cues)
    if kind in SAYING:
        return _where_announced(story, kind, cues) if kind == "announcement" else None
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
            elif score > _LOOSE and place.tie >= 0 and 0 <= sentence.nth <= 1 and _is_local(kind, place, sentence):
                loose.append(_Rated(score, place.size, place.range))
    for e in cues:
        if e.name and not e.aside and (inside := _in_name(story, e)):
            found.append(_Rated(2.2 * (0.4 + 0.6 * e.sentence.weight), 0, inside))
    for e in cues:
        if kind in _VOICED and not e.aside and e.sentence.nth <= 2 and (beside := _before(story, e)):
            found.append(_Rated(2.2 * (0.4 + 0.6 * e.sentence.weight), 0, beside))
    if found or loose:
        return _smallest(found or loose)
    return _dateline_town(story, kind, cues)


def _is_local(kind: EventType, place: PlaceCandidate, sentence: Sentence) -> bool:
    """Say whether a place that no verb ties to the event is likely its own."""
    if kind in _LOCAL:
        return True
    # "At the White House ...", "In the mining town of Scranton, she told miners"
    opening = place.range.start - sentence.range.start < _OPENING and place.size < 2
    return kind in _HALL and (opening or (place.size == 1 and place.preposition == "at"))


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
    if preposition in _WHERE_ONLY and kind not in _WHERE_ONLY[preposition]:
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


def _before(story: Story, e: Evidence) -> Range | None:
    """Return the place right before a speech or a vote: "an Illinois town hall", "South Dakota's primary"."""
    start = e.name.range.start if e.name else e.range.start
    match = rule("place_before").search(story.text, max(e.sentence.range.start, start - 40), start)
    if match is None and e.name:
        match = rule("place_first").match(story.text, start, e.range.start)
    if match is None:
        return None
    where = Range(*match.span("place"))
    # "South Dakota primary", "Wisconsin Republican primary"
    for place in (where, Range(where.start, where.start + len(where.of(story.text).split()[0]))):
        if story.places.is_place(place) or story.places.is_large(place):
            return place
    return None


def _in_name(story: Story, e: Evidence) -> Range | None:
    """Return the town right before the head: "Madrid summit", "Doha talks"."""
    assert e.name is not None
    words = story.text[e.name.range.start : e.range.start].rstrip()
    if words and " " not in words and words[0].isupper():
        where = Range(e.name.range.start, e.name.range.start + len(words))
        return where if story.places.is_place(where) else None
    return None


def _where_met(story: Story, cues: list[Evidence]) -> Range | None:
    """Return where an interview was, if it says that the two met: "We meet in her kitchen in Leeds"."""
    for e in cues:
        if rule("met").match(e.range.of(story.text)):
            places = [p for p in story.places.within(e.sentence.range) if p.range.start > e.range.end and p.tie >= 0]
            if places:
                return places[0].range
    return None


def _where_announced(story: Story, kind: EventType, cues: list[Evidence]) -> Range | None:
    """Return where an announcement is made: on a stage, in a town that a verb ties to it, or in the dateline's."""
    if (stage := _stage(story, cues)) is not None:
        return stage
    for sentence in sentences_of(cues):
        for place in story.places.within(sentence.range) if 0 <= sentence.nth <= 2 else ():
            if place.tie >= _TIED and place.size < 2 and not story.is_quoted(place.range, sentence):
                return place.range
    return _dateline_town(story, kind, cues)


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
    if match := rule("dateline").match(story.text, start):
        return Range(*match.span("town"))
    # "WASHINGTON Declaring that ...": the dash is lost, and only a town that is known will do.
    match = rule("dateline_bare").match(story.text, start)
    return Range(*match.span("town")) if match and match["town"].title() in lexicon.places() else None
