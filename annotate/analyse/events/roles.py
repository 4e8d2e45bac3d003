"""Who takes part in an event."""

from __future__ import annotations

from annotate.analyse.events.cues import Evidence, Sentence
from annotate.analyse.events.lead import Story, rule, sentences_of, unique
from annotate.models import EventType


def participants_of(story: Story, kind: EventType, cues: list[Evidence], host: int | None) -> tuple[int, ...]:
    """Return the keys of those who take part: the host, subjects of the event's sentences, and "with X", "between"."""
    keys: list[int] = [] if host is None else [host]
    for sentence in sentences_of(cues):
        if sentence.nth > 5:
            continue
        keys += subjects(story, sentence)
        if kind == "match" and sentence.nth <= 1:
            sides = story.references(*sentence.range)
            keys += [key for _, key in sides if story.cast.entities[key].kind in ("country", "group")]
        for match in rule("taking_part").finditer(story.text, *sentence.range):
            stop = rule("taking_part_end").search(story.text, match.end(), sentence.range.end)
            end = stop.start() if stop else sentence.range.end
            keys += [key for _, key in story.references(match.end(), end)]
    return unique(k for k in keys if story.cast.entities[k].kind not in ("place", "other"))


def subjects(story: Story, sentence: Sentence) -> tuple[int, ...]:
    """Return the entities before the first verb of a sentence that no preposition governs."""
    verb = story.find("verb", sentence)
    if verb is None:
        return ()
    found = story.references(sentence.range.start, verb.start() + 1)
    return unique(k for r, k in found if not rule("governed").search(story.before(sentence, r.start, 14)))
