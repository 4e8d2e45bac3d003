"""Who hosts or issues an event, and who takes part in it."""

from __future__ import annotations

from annotate.analyse.events.cues import Evidence, Sentence
from annotate.analyse.events.lead import Story, rule, sentences_of, unique
from annotate.analyse.events.types import GATHERINGS
from annotate.models import EventType

#: Characters behind "hosted by" within which the host's name begins.
_NEAR = 70
#: Besides gatherings, what somebody can organise, air or moderate.
_ORGANISED: frozenset[EventType] = frozenset({"ceremony", "talks", "speech", "other"})
_ISSUED: frozenset[EventType] = frozenset({"report", "statement", "interview"})


def host_of(story: Story, kind: EventType, cues: list[Evidence]) -> int | None:
    """Return the key of the named host or organiser, or of the issuer of a statement, report or interview."""
    if kind in GATHERINGS or kind in _ORGANISED:
        return _organiser(story, cues)
    if kind in _ISSUED:
        return _issuer(story, kind, cues)
    return None


def _organiser(story: Story, cues: list[Evidence]) -> int | None:
    for sentence in dict.fromkeys((*story.prose(4), *sentences_of(cues))):
        if match := story.find("host_country", sentence):
            key = story.first_key(match.end(), min(match.end() + _NEAR, sentence.range.end))
            if key is not None and _begins_at(story, key, match.end(), 1):
                return key
        if match := story.find("hosted_by", sentence):
            key = story.first_key(match.end(), min(match.end() + _NEAR, sentence.range.end))
            if key is not None:
                return key
        for match in rule("hosts").finditer(story.text, *sentence.range):
            key = story.key_ending_at(match.start(), 1)
            if key is not None:
                return _first_of_pair(story, key, match.start())
    return None


def _first_of_pair(story: Story, key: int, end: int) -> int:
    """Return the first of "X and the Y hosted"."""
    found = story.references(max(0, end - 120), end)
    last = max((r for r, k in found if k == key), default=None)
    if last is None:
        return key
    before = [(r, k) for r, k in found if story.text[r.end : last.start] in (" and ", " and the ")]
    return before[0][1] if before else key


def _issuer(story: Story, kind: EventType, cues: list[Evidence]) -> int | None:
    """Return who issues it: "a study by X", "X's survey", "X said in a report", "an interview with X"."""
    sentences = [s for s in sentences_of(cues) if s.nth <= 5]
    for sentence in sentences:
        for e in (e for e in cues if e.sentence is sentence and not e.aside):
            key = _beside(story, kind, e)
            if key is None or story.cast.entities[key].kind in ("place", "other"):
                continue
            if kind == "statement" or story.cast.entities[key].kind != "person":
                return key
        for match in rule(f"{kind}_issuer").finditer(story.text, *sentence.range):
            if match.lastgroup == "behind":
                key = story.first_key(match.end(), min(match.end() + _NEAR, sentence.range.end))
                if key is not None and not _begins_at(story, key, match.end(), 6):
                    key = None
            else:
                key = story.key_ending_at(match.start(), 1)
            if key is not None and (
                kind == "statement" or story.cast.entities[key].kind in ("organization", "country")
            ):
                return key
    return None


def _begins_at(story: Story, key: int, start: int, slack: int) -> bool:
    return any(k == key and r.start <= start + slack for r, k in story.references(start, start + _NEAR))


def _beside(story: Story, kind: EventType, e: Evidence) -> int | None:
    """Return the entity that the cue's noun phrase names: behind "by", or right before the noun."""
    end = e.sentence.range.end
    if match := rule(f"{kind}_by").match(story.text, e.range.end, end):
        key = story.first_key(match.end(), min(match.end() + _NEAR, end))
        if key is not None and _begins_at(story, key, match.end(), 8):
            return key
    if not rule("documents").match(e.range.of(story.text)):
        return None
    for where, key in reversed(story.references(max(e.sentence.range.start, e.range.start - 60), e.range.start)):
        if rule(f"{kind}_of").fullmatch(story.text, where.end, e.range.start):
            return key
    return None


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
