"""The day of an event: one of the dates that the lead names, the article's own day, or none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from annotate.analyse.decisions.choice import choice
from annotate.analyse.decisions.scorer import Features
from annotate.analyse.events.context import Context, sentence_features
from annotate.analyse.events.cues import Sentence
from annotate.analyse.events.date_words import DateFinding
from annotate.analyse.events.lead import rule
from annotate.analyse.findings import Range

#: What means something else for each type: the day that somebody said so on is a statement's, and no crash's.
_CROSSED = (
    "before.said_on",
    "form.month",
    "form.calendar",
    "at.first",
    "first",
    "recent",
    "ahead",
    "tense.future",
    "at.quoted",
)
#: In characters, before a date.
_BEFORE = 30
#: What may directly precede or in the sentence of a date, by the names of the rules.
_RIGHT_BEFORE = ("said_on", "until", "closing", "background")
_IN_SENTENCE = ("released", "held_on", "pluperfect")


@dataclass(frozen=True, slots=True)
class Day:
    """A day with the words that name it; without words, the article's own."""

    start: str
    end: str | None
    range: Range | None


def date_of(context: Context) -> tuple[Day | None, float]:
    """Return the day and its probability, or None and the probability of none."""
    days = candidates(context)
    values = [day.start for day, _ in days]
    chosen, sure = choice("events/date").choose([f for _, f in days], article(context), values)
    return (None if chosen is None else days[chosen][0]), sure


def article(context: Context) -> Features:
    """Return what speaks for no day."""
    found, published = _found(context), context.story.layout.published
    own = published is not None and any(d.start == published.isoformat() for d, _ in found)
    return {
        **context.features(),
        **context.tells("date"),
        **context.tells("own day"),
        "days.count": float(min(6, len({d.start for d, _ in found}))),
        "days.own": float(own),
        "days.published": float(published is not None),
        "days.early": float(any(s.nth in (0, 1) and d.exact for d, s in found)),
    }


def candidates(context: Context) -> list[tuple[Day, Features]]:
    """Return the dates of the lead that can be resolved, in order, and the article's own day, with their features."""
    published, found = context.story.layout.published, _found(context)
    told = [d.start for d, _ in found]
    out: list[tuple[Day, Features]] = [
        (Day(d.start or "", d.end, d.range), context.crossed(_named(context, d, s, published, told, n), _CROSSED))
        for n, (d, s) in enumerate(found)
    ]
    if published is not None:
        out.append((Day(published.isoformat(), None, None), _own(article(context))))
    return out


def _found(context: Context) -> list[tuple[DateFinding, Sentence]]:
    story = context.story
    return [
        (d, s)
        for s in story.sentences
        for d in story.dates(s)
        if d.start is not None and d.rule not in ("year", "period")
    ]


def _own(known: Features) -> Features:
    """Describe the article's own day: it is the event's by what the article is."""
    return {"own": 1.0, **{f"own.{name}": value for name, value in known.items()}}


def _named(
    context: Context, found: DateFinding, sentence: Sentence, published: date | None, told: list[str | None], order: int
) -> Features:
    """Describe a date that the text names."""
    story = context.story
    before = story.before(sentence, found.range.start, _BEFORE)
    return {
        f"form.{found.rule}": 1.0,
        **context.pointed("date", [found.range]),
        f"tense.{found.tense}": 1.0,
        "exact": float(found.exact),
        "times": float(min(4, told.count(found.start or ""))),
        "distance": _distance(found, published),
        "order": float(min(6, order)),
        "first": float(order == 0),
        "recent": float(_days(found, published) in range(-1, 8)),
        "ahead": float(_days(found, published) in range(-40, 0)),
        "after": float(published is not None and (found.start or "") > published.isoformat()),
        "same": float(published is not None and found.start == published.isoformat()),
        **{f"before.{name}": 1.0 for name in _RIGHT_BEFORE if rule(name).search(before)},
        **{f"with.{name}": 1.0 for name in _IN_SENTENCE if story.find(name, sentence)},
        **sentence_features(sentence, found.range, quoted=story.is_quoted(found.range, sentence)),
        **context.cue_features(found.range, sentence),
    }


def _days(found: DateFinding, published: date | None) -> int | None:
    """Return how many days before publication the date lies; None if that is not known."""
    if published is None or not found.exact:
        return None
    return (published - date.fromisoformat(found.start or "")).days


def _distance(found: DateFinding, published: date | None) -> float:
    """Return how far the date lies from publication, in days, as a logarithm; 12 where that is not known."""
    days = _days(found, published)
    return 12.0 if days is None else round(math.log1p(abs(days)), 2)
