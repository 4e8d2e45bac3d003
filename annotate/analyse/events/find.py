"""Find the main event of an article, and related events.

Rules find cues, dates, places and names in the headline and the first sentences; which type, day, place, host and name
the event has, or that it has none, is learned (`annotate/weights/decisions/events`). An article that reports nothing
(a recipe, an explanation, a page that sells) has no event.
"""

from __future__ import annotations

from annotate.analyse.events.choose_date import date_of
from annotate.analyse.events.choose_host import host_of
from annotate.analyse.events.choose_name import name_of
from annotate.analyse.events.choose_place import place_of
from annotate.analyse.events.context import Context
from annotate.analyse.events.cues import Evidence
from annotate.analyse.events.date_words import DateFinding
from annotate.analyse.events.lead import Story, rule
from annotate.analyse.events.roles import participants_of
from annotate.analyse.events.types import GATHERINGS
from annotate.analyse.findings import Attribution, Cast, EventFinding, Name
from annotate.analyse.page import Page
from annotate.models import EventType

#: Types that a related event can be of, and how much its cue must weigh.
_RELATED: frozenset[EventType] = GATHERINGS | {"report", "signing", "visit"}
_RELATED_ENOUGH = 0.7
_MOST_RELATED = 3
#: How sure a related event is: it is found by rule.
_RELATED_SURE = 0.4
#: An article reports something if so many of its first sentences tell what somebody named did, or report speech,
#: if it names so many people, bodies and countries, or if its writer says "I" so often.
_TOLD, _SPEAKING, _MANY, _WRITER = 3, 1, 5, 2
#: Confidences stay inside these.
_LEAST, _MOST = 0.01, 0.99


def find_events(
    page: Page, names: tuple[Name, ...], attributions: tuple[Attribution, ...], cast: Cast
) -> tuple[EventFinding | None, tuple[EventFinding, ...]]:
    """Return the main event (None if there is none) and related events in the order of the text.

    A title that came beside the text speaks for a type, but no span lies in it.
    """
    story = Story(page.layout, names, attributions, cast, page.title, page.reading.told)
    if not story.sentences:
        return None, ()
    context = Context.of(story)
    kind = max(context.types, key=lambda k: context.types[k])
    if kind == "other" and _reports_nothing(story):
        return None, ()
    main = _event(context, kind, "event")
    return main, _related(context, main)


def _event(context: Context, kind: EventType, what: str) -> EventFinding:
    """Return the event with all that is chosen for it; `rule` says how sure each choice is."""
    story = context.story
    name, name_sure = name_of(context)
    day, day_sure = date_of(context)
    place, place_sure = place_of(context)
    host, host_sure = host_of(context)
    cues = [e for e in story.evidence if e.type == kind]
    sure = context.types[kind]
    chosen = (
        ("day", day, day_sure),
        ("place", place, place_sure),
        ("host", host, host_sure),
        ("name", name, name_sure),
    )
    return EventFinding(
        name=name,
        type=kind,
        date=day.start if day else None,
        date_end=day.end if day else None,
        date_text=day.range if day else None,
        place=place,
        host=host,
        participants=participants_of(story, kind, cues, host),
        confidence=min(_MOST, max(_LEAST, sure)),
        rule=f"{what}: {kind} {sure:.2f}; "
        + ", ".join(f"{key if value is not None else f'no {key}'} {share:.2f}" for key, value, share in chosen),
    )


def _related(context: Context, main: EventFinding) -> tuple[EventFinding, ...]:
    """Return other events that have a day of their own: a report released, another gathering."""
    found: list[EventFinding] = []
    used = {main.type}
    for e in context.story.evidence:
        if e.type in used or e.type not in _RELATED or e.aside or e.sentence.nth < 0 or e.weight < _RELATED_ENOUGH:
            continue
        day = _day_of(context.story, e)
        if day is None or day.start == main.date:
            continue
        used.add(e.type)
        alone = Context(context.story, {e.type: 1.0}, context.signs)
        host, _ = host_of(alone)
        found.append(
            EventFinding(
                name=e.name.range if e.name and e.name.strength >= 1 else None,
                type=e.type,
                date=day.start,
                date_end=day.end,
                date_text=day.range,
                place=None,
                host=host,
                participants=participants_of(context.story, e.type, [e], host),
                confidence=_RELATED_SURE,
                rule=f"related event: {e.type}",
            )
        )
    return tuple(found[:_MOST_RELATED])


def _day_of(story: Story, e: Evidence) -> DateFinding | None:
    """Return the day that stands nearest to a cue in its sentence, outside quotation marks."""
    days = [d for d in story.dates(e.sentence) if d.exact and not story.is_quoted(d.range, e.sentence)]
    return min(days, key=lambda d: max(d.range.start - e.range.end, e.range.start - d.range.end), default=None)


def _reports_nothing(story: Story) -> bool:
    """Return whether the article reports nothing that somebody named did or said."""
    prose = story.prose(99)
    named = [s for s in prose if story.references(*s.range)]
    speaking = sum(rule("said").search(story.unquoted(s)) is not None for s in named)
    told = sum(rule("told").search(story.unquoted(s)) is not None for s in named)
    keys = {k for s in prose for _, k in story.references(*s.range)}
    many = sum(story.cast.entities[k].kind in ("person", "organization", "country") for k in keys)
    if speaking >= _SPEAKING or many >= _MANY:
        return False
    own = "".join(story.unquoted(s) for s in prose)
    advice = rule("second_person").search(own) is not None
    return advice or (len(rule("first_person").findall(own)) < _WRITER and told < _TOLD)
