"""The day of an event: the date in its sentences that fits it best, or none."""

from __future__ import annotations

from annotate.analyse.events.cues import Evidence, Sentence
from annotate.analyse.events.date_words import DateFinding
from annotate.analyse.events.lead import Story, rule
from annotate.analyse.events.types import GATHERINGS, SAYING
from annotate.analyse.findings import Range
from annotate.models import EventType

#: Characters between a date and a cue that cost as much as one sentence of distance.
_SPREAD = 40
#: What a day is worth more than a month; and what "police said on Monday" costs, which is no day of the deed.
_EXACT, _SAID = 4.0, 4.6
#: So many cues, and so many dates of a sentence, are compared: no honest article has more.
_MOST = 40
#: What the day of the saying is worth more where the saying is the event.
_SAID_SO = 2.0


def date_of(story: Story, kind: EventType, cues: list[Evidence]) -> DateFinding | None:
    """Return the date of the event with these cues; None where no date is tied to it."""
    best: tuple[float, int] | None = None
    chosen: DateFinding | None = None
    for where, sentence, weight in _anchors(story, kind, cues)[:_MOST]:
        for found in story.dates(sentence)[:_MOST]:
            score = _fit(story, kind, found, where, sentence, weight)
            if score is not None and (best is None or (score, -found.range.start) > best):
                best, chosen = (score, -found.range.start), found
    if chosen is None and kind != "report":
        chosen = _first_day(story, kind, cues)
    return chosen if chosen is not None and chosen.start is not None else None


def _anchors(story: Story, kind: EventType, cues: list[Evidence]) -> list[tuple[Range, Sentence, float]]:
    """Return the words that dates are measured from: the cues, and for gatherings "was held on" and the like."""
    found = [
        (e.range, e.sentence, e.weight)
        for e in cues
        if not e.aside and (kind != "report" or story.find("released", e.sentence))
    ]
    if kind in GATHERINGS:
        for sentence in story.prose(9):
            if match := story.find("held_on", sentence):
                found.append((Range(*match.span()), sentence, 1.2 * sentence.weight))
        for e in story.evidence:
            # "the February 27 meeting": right before the head there is no doubt, even ahead of it.
            if e.type in GATHERINGS:
                for day in story.dates(e.sentence):
                    if day.exact and 0 <= e.range.start - day.range.end <= 1:
                        found.append((e.range, e.sentence, 2.5 * e.sentence.weight))
    return found


def _fit(
    story: Story, kind: EventType, found: DateFinding, where: Range, sentence: Sentence, weight: float
) -> float | None:
    """Say how well a date fits, higher being better; None if it cannot be the event's."""
    if found.rule == "year" or story.is_quoted(found.range, sentence):
        return None
    if found.start is None and found.rule not in ("period", "ago", "weekday"):
        return None
    if found.start is not None and (found.rule == "period" or (not found.exact and kind in SAYING)):
        return None
    score = _EXACT * (found.exact or found.start is None) + 2 * weight
    score -= max(where.start - found.range.end, found.range.start - where.end, 0) / _SPREAD
    between = story.text[min(where.end, found.range.end) : max(where.start, found.range.start)]
    score -= 0.7 * len(rule("clause").findall(between))
    before = story.before(sentence, found.range.start, 30)
    if where.start - found.range.end not in (0, 1):
        score -= 3.0 * bool(rule("until").search(before))
    score -= 1.0 * bool(rule("closing").search(before))
    if rule("said_on").search(before):
        if kind in SAYING:
            score += _SAID_SO
        elif kind != "speech":
            score -= _SAID
    return score


def _first_day(story: Story, kind: EventType, cues: list[Evidence]) -> DateFinding | None:
    """Return the first day that the first two sentences name, if the event is theirs."""
    if not any(e.sentence.nth in (-1, 0, 1) for e in cues):
        return None
    for sentence in story.prose(2):
        for found in story.dates(sentence):
            before = story.before(sentence, found.range.start, 30)
            said = kind not in (*SAYING, "speech") and rule("said_on").search(before)
            if found.exact and not story.is_quoted(found.range, sentence) and not said:
                return found
    return None
