"""The words that name an event: a noun phrase that the rules propose, or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotate.analyse.decisions.scorer import Features
from annotate.analyse.events.context import Context, by_words, sentence_features
from annotate.analyse.events.cues import Sentence
from annotate.analyse.events.lead import Story, rule
from annotate.analyse.events.naming import title_at
from annotate.analyse.findings import Range
from annotate.models import EventType

#: The number of sentences of prose that are inspected.
_SENTENCES = 8
#: How a name is found where no cue heads it, the rule, and the type that it speaks for.
_PATTERNS: tuple[tuple[str, str, EventType], ...] = (
    ("competition", "competition", "match"),
    ("storm", "storm", "incident"),
    ("occasion", "occasion", "ceremony"),
    ("act", "act", "signing"),
)


class Phrase(NamedTuple):
    """A noun phrase that may name the event; `type` is the type that its head speaks for."""

    range: Range
    sentence: Sentence
    found_by: str
    type: EventType | None
    strength: float
    aside: bool


def name_of(context: Context) -> tuple[Range | None, float]:
    """Return the name and how probable it is, or None and the probability of none."""
    return by_words("events/name", context, candidates(context), article(context))


def article(context: Context) -> Features:
    """Return what speaks for no name."""
    return {**context.features(), **context.tells("name"), "phrases": float(any(True for _ in _phrases(context.story)))}


def candidates(context: Context) -> list[tuple[Range, Features]]:
    """Return the phrases of the lead that may name the event, in order, with their features."""
    story = context.story
    phrases = list({phrase.range: phrase for phrase in _phrases(story)}.values())
    return [(phrase.range, _features(context, phrase)) for phrase in sorted(phrases, key=lambda p: p.range)]


def _phrases(story: Story) -> Iterator[Phrase]:
    """Yield the phrases by how they are found; what is found again in a better known way replaces the first."""
    sentences = [s for s in story.sentences if s.nth < _SENTENCES]
    for sentence in sentences:
        for name in story.names:
            if name.kind == "other" and sentence.range.contains(name.range):
                yield Phrase(name.range, sentence, "name", None, 0.5, False)
        for found_by, key, kind in _PATTERNS:
            for match in rule(key).finditer(story.text, *sentence.range):
                yield Phrase(Range(*match.span("name")), sentence, found_by, kind, 1.0, False)
    for sentence in story.sentences:
        if title := title_at(story.text, sentence.range):
            yield Phrase(title, sentence, "title", None, 1.0, False)
    for e in story.evidence:
        person = e.name and story.is_person(Range(e.name.range.start, e.range.start))
        if e.name and e.sentence.nth < _SENTENCES and not person and not _in_passing(story, e.name.range):
            yield Phrase(e.name.range, e.sentence, "head", e.type, e.name.strength, e.aside)


def _in_passing(story: Story, name: Range) -> bool:
    """Return whether a word or two in small letters only tell where somebody speaks: "said at the signing ceremony"."""
    words, before = name.of(story.text), Range(max(0, name.start - 60), name.start)
    return words.islower() and len(words.split()) <= 2 and rule("spoken_at").search(story.text, *before) is not None


def _features(context: Context, phrase: Phrase) -> Features:
    story, words = context.story, phrase.range.of(context.story.text)
    tokens = words.split()
    capitals = sum(word[:1].isupper() for word in tokens) / len(tokens)
    likely = context.types.get(phrase.type, 0.0) if phrase.type else 0.0
    return {
        f"found.{phrase.found_by}": 1.0,
        **context.pointed("name", [phrase.range]),
        f"type.{phrase.type}": 1.0,
        "likely": round(likely, 3),
        "likely.strong": round(likely * phrase.strength * capitals, 3),
        "strength": phrase.strength,
        "capitals": round(capitals, 3),
        "words": float(min(8, len(tokens))),
        "digits": float(any(c.isdigit() for c in words)),
        "aside": float(phrase.aside),
        "times": float(min(4, story.text.count(words))),
        "in.title": float(words in story.headline),
        **sentence_features(phrase.sentence, phrase.range, quoted=story.is_quoted(phrase.range, phrase.sentence)),
    }
