"""The event that the article chiefly reports, and related ones.

Cues in the headline and the first sentences are weighed by type; the strongest type is the event's, the best name
among its cues is its name, and date, place, host and participants are read from its sentences. An article that gives
an opinion or many short stories is of type "other"; one that reports nothing (a recipe, an explanation, a page that
sells) has no event.
"""

from __future__ import annotations

from collections import defaultdict

from annotate.analyse.events.choose_date import date_of
from annotate.analyse.events.choose_place import place_of
from annotate.analyse.events.cues import Evidence
from annotate.analyse.events.lead import Story, rule, sentences_of
from annotate.analyse.events.naming import title_at
from annotate.analyse.events.roles import host_of, participants_of, subjects
from annotate.analyse.events.types import GATHERINGS
from annotate.analyse.events.whole_article import first_person, is_dialogue, whole_article
from annotate.analyse.findings import Attribution, Cast, EventFinding, Layout, Name, Range
from annotate.models import EventType

#: Evidence of one type must weigh as much as this for an event.
_ENOUGH = 1.0
#: One of its cues must stand in the headline or in so many sentences of prose.
_LEAD = 4
#: Under a headline that asks or explains, it must weigh as much as this.
_ENOUGH_TO_REPORT = 3.0
#: Other cues in a sentence count this share of their weight beside the strongest.
_BESIDE = 0.2
#: Types that a related event can be of, and how much its cue must weigh.
_RELATED: frozenset[EventType] = GATHERINGS | {"report", "signing", "visit"}
_RELATED_ENOUGH = 0.7
_MOST_RELATED = 3
#: An article tells a story if so many sentences of its beginning tell what somebody named did.
_TOLD = 3
#: ...or if it names so many people, bodies and countries.
_MANY = 5


def find_events(
    layout: Layout, names: tuple[Name, ...], attributions: tuple[Attribution, ...], cast: Cast
) -> tuple[EventFinding | None, tuple[EventFinding, ...]]:
    """Return the main event (None where there is none) and related events in the order of the text."""
    story = Story(layout, names, attributions, cast)
    if not story.sentences:
        return None, ()
    whole = whole_article(story)
    if whole is not None:
        return whole, ()
    if is_dialogue(story):
        asked = [e for e in story.evidence if e.type == "interview"]
        return _event(story, "interview", asked, 0.7, "event: questions and answers"), ()
    scores = _scores(story)
    leading = {e.type for e in story.evidence if e.sentence.nth < _LEAD and not e.aside}
    kind = max(leading, key=lambda k: (scores[k], k), default=None)
    if kind is None or scores[kind] < _ENOUGH or not _reports(story):
        return _said(story), ()
    if scores[kind] < _ENOUGH_TO_REPORT and _explains(story):
        return EventFinding(None, "other", None, None, None, None, None, (), 0.4, "event: explains"), ()
    main = _event(
        story, kind, [e for e in story.evidence if e.type == kind], _confidence(scores, kind), f"event: {kind}"
    )
    return main, _related(story, main)


def _scores(story: Story) -> dict[EventType, float]:
    """Return the weight of the evidence for each type; in one sentence the strongest cue counts in full."""
    by_sentence: dict[tuple[EventType, Range], list[float]] = defaultdict(list)
    for e in story.evidence:
        by_sentence[e.type, e.sentence.range].append(e.weight)
    scores: dict[EventType, float] = defaultdict(float)
    for (kind, _), weights in by_sentence.items():
        top = max(weights)
        scores[kind] += top + _BESIDE * (sum(weights) - top)
    return dict(scores)


def _confidence(scores: dict[EventType, float], kind: EventType) -> float:
    """Return how sure the type is: more with more evidence, and with less for the next best type."""
    second = max((s for k, s in scores.items() if k != kind), default=0.0)
    return min(0.95, 0.35 + 0.4 * (1 - second / scores[kind]) + 0.05 * min(scores[kind], 4))


def _reports(story: Story) -> bool:
    """Say whether the article tells of something that happened, will happen or was said."""
    if any(d.rule not in ("year", "month") for s in story.prose(99) for d in story.dates(s)):
        return True
    if any(e.sentence.nth <= 2 and e.weight >= 1.8 for e in story.evidence):
        return True
    return any(rule("told").search(story.unquoted(s)) for s in story.prose(4))


def _explains(story: Story) -> bool:
    """Say whether the headline asks a question or promises an explanation, as those of analyses do."""
    headline = next((s for s in story.sentences if s.nth < 0 and len(s.range.of(story.text).split()) > 2), None)
    return headline is not None and rule("analysis_headline").search(headline.range.of(story.text)) is not None


def _said(story: Story) -> EventFinding | None:
    """Return the event of an article without strong cues: what somebody says in its first sentences, or "other".

    Where nobody says or does anything and the writer does not speak either, there is no event.
    """
    speaking = [s for s in story.prose(99) if rule("said").search(story.unquoted(s)) and story.references(*s.range)]
    for sentence in (s for s in speaking if s.nth < 3):
        days = [d for d in story.dates(sentence) if d.exact and d.rule in ("weekday", "day_word", "calendar")]
        if days or sentence.nth < 2:
            day = days[0] if days else None
            return EventFinding(
                name=None,
                type="statement",
                date=day.start if day else None,
                date_end=None,
                date_text=day.range if day else None,
                place=None,
                host=None,
                participants=subjects(story, sentence),
                confidence=0.3 if day else 0.25,
                rule="event: said",
            )
    advice = any(rule("second_person").search(story.unquoted(s)) for s in story.prose(99))
    told = [s for s in story.prose(99) if rule("told").search(story.unquoted(s)) and story.references(*s.range)]
    named = {k for s in story.prose(99) for _, k in story.references(*s.range)}
    many = sum(story.cast.entities[k].kind in ("person", "organization", "country") for k in named) >= _MANY
    if (
        len(speaking) >= (1 if _explains(story) else 2)
        or many
        or ((first_person(story) >= 2 or len(told) >= _TOLD) and not advice)
    ):
        return EventFinding(None, "other", None, None, None, None, None, (), 0.25, "event: no cue")
    return None


def _event(story: Story, kind: EventType, cues: list[Evidence], confidence: float, made_by: str) -> EventFinding:
    name = _name(story, kind, cues)
    day = date_of(story, kind, cues)
    host = host_of(story, kind, cues)
    return EventFinding(
        name=name,
        type=kind,
        date=day.start if day else None,
        date_end=day.end if day else None,
        date_text=day.range if day else None,
        place=place_of(story, kind, cues, name),
        host=host,
        participants=participants_of(story, kind, cues, host),
        confidence=confidence,
        rule=made_by,
    )


def _name(story: Story, kind: EventType, cues: list[Evidence]) -> Range | None:
    """Return the best name among the cues: one with a number and capitals first, then the earliest."""
    if kind in ("match", "incident"):
        key = "competition" if kind == "match" else "storm"
        found = (story.find(key, s) for s in sentences_of(cues) if s.nth < 6)
        return next((Range(*m.span("name")) for m in found if m), None)
    if kind in ("speech", "report", "statement"):
        where = dict.fromkeys((*sentences_of(cues), *story.prose(3)))
        return next((t for s in where if (t := title_at(story.text, s.range))), None)
    named = [
        (e.name.strength + 0.35 * e.sentence.weight, e.name.range)
        for e in cues
        if e.name and not e.aside and not story.is_person(Range(e.name.range.start, e.range.start))
    ]
    if named:
        return max(named, key=lambda n: (n[0], -n[1].start))[1]
    return next((t for s in sentences_of(cues) if s.nth < _LEAD and (t := title_at(story.text, s.range))), None)


def _related(story: Story, main: EventFinding) -> tuple[EventFinding, ...]:
    """Return other events that have a day of their own: a report released, another gathering."""
    found: list[EventFinding] = []
    used = {main.type}
    for e in story.evidence:
        if e.type in used or e.type not in _RELATED or e.aside or e.sentence.nth < 0 or e.weight < _RELATED_ENOUGH:
            continue
        event = _event(story, e.type, [e], 0.4, f"related event: {e.type}")
        if event.date is not None and len(event.date) == len("2020-11-09") and event.date != main.date:
            used.add(e.type)
            found.append(event)
    return tuple(found[:_MOST_RELATED])
