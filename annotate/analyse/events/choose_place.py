"""Choose the place of an event: the town of the dateline, a town, venue or country named in the lead, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from annotate.analyse.decisions.scorer import Features
from annotate.analyse.events.context import Context, by_words, sentence_features
from annotate.analyse.events.cues import Sentence
from annotate.analyse.events.lead import Story, rule
from annotate.analyse.events.place_words import is_firm, is_remote, is_venue, seats
from annotate.analyse.findings import Range

#: The number of sentences of prose that are inspected.
_SENTENCES = 7
#: Behind them, a place that "held in" or the like ties to the event as well as this.
_HELD = 1.2
#: In characters, before a place.
_BEFORE = 40
#: What means something else for each type: a dateline is where a clash was, and where a reporter sat.
_CROSSED = (
    "by.dateline",
    "as.dateline",
    "by.none",
    "by.in",
    "by.at",
    "by.seat.none",
    "by.seat.from",
    "by.seat.in",
    "by.seat.at",
    "by.seat.on",
    "tie",
    "size.0",
    "size.1",
    "size.2",
    "cue.before",
    "in.title",
    "at.headline",
)


class Spot(NamedTuple):
    """A place's name with how it was found; `sentence` is None for the dateline's."""

    range: Range
    sentence: Sentence | None
    preposition: str
    #: 0 a town, 1 a venue, 2 a state or country.
    size: int
    tie: float


def place_of(context: Context) -> tuple[Range | None, float]:
    """Return where the event is and how probable that is, or None and the probability of none."""
    return by_words("events/place", context, candidates(context), article(context))


def article(context: Context) -> Features:
    """Return what speaks for no place."""
    story = context.story
    spots = {spot.range: spot for spot in _spots(story)}.values()
    return {
        **context.features(),
        **context.tells("place"),
        "remote": float(any(is_remote(s.range.of(story.text)) for s in story.prose(5))),
        "spots": float(min(8, len(spots))),
        "spots.tied": float(any(spot.tie > 1 for spot in spots)),
    }


def candidates(context: Context) -> list[tuple[Range, Features]]:
    """Return the places that the dateline and the lead name, in order, with their features."""
    story = context.story
    spots = list({spot.range: spot for spot in _spots(story)}.values())
    times = Counter(spot.range.of(story.text).casefold() for spot in spots)
    out: list[tuple[Range, Features]] = []
    for nth, spot in enumerate(spots):
        features = {**_features(context, spot, nth), "times": float(times[spot.range.of(story.text).casefold()])}
        out.append((spot.range, context.crossed(features, _CROSSED)))
    return out


def _features(context: Context, spot: Spot, nth: int) -> dict[str, float]:
    """Describe one place: how it is named, of what size it is, where it stands, and how near the event's cues are."""
    story = context.story
    words = spot.range.of(story.text).casefold()
    dateline = story.dateline.of(story.text).casefold() if story.dateline else None
    named = next((n.kind for n in story.names if n.range.overlaps(spot.range)), "nothing")
    own = {
        f"named.{named}": 1.0,
        f"by.{spot.preposition}": 1.0,
        f"size.{spot.size}": 1.0,
        "tie": spot.tie,
        **context.pointed("place", [spot.range]),
        "nth": float(min(8, nth)),
        "as.dateline": float(words == dateline),
        "venue.head": float(is_venue(spot.range.of(story.text))),
        "in.name": float(any(e.name and e.name.range.contains(spot.range) for e in story.evidence)),
        "acronym": float(words.isalpha() and spot.range.of(story.text).isupper() and spot.sentence is not None),
        "in.title": float(words in story.headline.casefold()),
    }
    if spot.sentence is None:
        return own
    before = story.before(spot.sentence, spot.range.start, _BEFORE)
    return {
        **own,
        **sentence_features(spot.sentence, spot.range, quoted=story.is_quoted(spot.range, spot.sentence)),
        **context.cue_features(spot.range, spot.sentence),
        "behind.past": float(
            rule("past_behind").match(story.text, spot.range.end, spot.sentence.range.end) is not None
        ),
        "before.clauses": float(min(3, len(rule("clause").findall(before)))),
    }


def _spots(story: Story) -> Iterator[Spot]:
    """Yield the places by how they are found: the dateline, names, prepositions, and what precedes a head noun.

    What is found again in a better known way replaces what was found first.
    """
    if story.dateline is not None:
        yield Spot(story.dateline, None, "dateline", 0, 0.0)
    sentences = [s for s in story.sentences if s.nth < _SENTENCES]
    for sentence in sentences:
        for name in story.names:
            if not sentence.range.contains(name.range):
                continue
            if name.kind in ("place", "country"):
                yield Spot(name.range, sentence, "none", 2 if story.places.is_large(name.range) else 0, 0.0)
            elif (
                name.kind != "person"
                and not is_firm(name.range.of(story.text))
                and rule("at_before").search(story.before(sentence, name.range.start, 20))
            ):
                yield Spot(name.range, sentence, "venue", 1, 0.0)
    for sentence in story.sentences:
        for place in story.places.within(sentence.range):
            # "The speech was delivered in Monroe" may come late.
            if sentence.nth >= _SENTENCES and place.tie < _HELD:
                continue
            yield Spot(place.range, sentence, place.preposition, place.size, place.tie)
        for seat, preposition in seats(story.text, sentence.range):
            yield Spot(seat, sentence, f"seat.{preposition}", 1, 0.0)
    for e in story.evidence:
        if e.sentence.nth < _SENTENCES and (where := _before_head(story, e.name.range if e.name else e.range, e.range)):
            yield Spot(where, e.sentence, "head", 2 if story.places.is_large(where) else 0, 0.0)


def _before_head(story: Story, name: Range, head: Range) -> Range | None:
    """Return the place in or right before an event's noun phrase: "Doha talks", "South Dakota's primary"."""
    words = story.text[name.start : head.start].rstrip()
    spans = [Range(name.start, name.start + len(words))] if words else []
    if match := rule("place_before").search(story.text, max(0, name.start - 40), name.start):
        start, end = match.span("place")
        spans += [Range(start, end), Range(start, start + len(match["place"].split()[0]))]
    return next((s for s in spans if s.start < s.end and (story.places.is_place(s) or story.places.is_large(s))), None)
