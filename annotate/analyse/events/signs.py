"""Describe an article by named features: the wording of its headline, first sentence, lead and body.

The patterns are data (data/event_signs.toml). They say what kind of text this is (a report, an opinion, a transcript)
and of what; which type of event follows from them is learnt.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache

from annotate.analyse.events.lead import Story, rule
from annotate.analyse.findings import Range
from annotate.analyse.words.files import table

#: In characters: so much of the body is read.
_BODY = 2500
#: In characters of the body: the unit for which occurrences are counted.
_STRETCH = 1000
#: In characters: where an article says that it is a statement.
_BEGINNING = 200
#: Questions and answers make a dialogue from so many on; lines of labels a digest.
_TURNS, _FEWEST_LINES = 2, 3
#: Sentences of prose that make the lead.
_LEAD = 3
_WORD = re.compile(r"\w+")
#: Types of date that the day of an event can be told by.
_DAYS = frozenset({"weekday", "day_word", "calendar"})


@cache
def _signs() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    """Return the name of each sign, whether its pattern is for words in lower case, and the pattern."""
    tables = table("event_signs.toml")
    return tuple(
        (name, kind == "folded", re.compile(pattern))
        for kind in ("folded", "written")
        for name, pattern in tables[kind].items()
    )


def signs_of(story: Story) -> dict[str, float]:
    """Return the features of the article as a whole: "headline.asks", "body.writer", "layout.dateline", ..."""
    return {**_wording(story), **_layout(story), **_voices(story), **_whole(story)}


def _wording(story: Story) -> dict[str, float]:
    """Count each sign: 1 where the headline, the first sentence or the lead has it; a rate in the body."""
    prose = story.prose(_LEAD)
    end = story.lead_end(_LEAD)
    lead = " ".join(s.range.of(story.text) for s in prose)
    first = prose[0].range.of(story.text) if prose else ""
    places = {"headline": story.headline, "first": first, "lead": lead, "body": story.text[end : end + _BODY]}
    folded = {place: words.lower() for place, words in places.items()}
    stretches = max(1.0, len(places["body"]) / _STRETCH)
    found: dict[str, float] = {}
    for name, is_folded, pattern in _signs():
        where = folded if is_folded else places
        found |= {f"{place}.{name}": 1.0 for place in ("headline", "first", "lead") if pattern.search(where[place])}
        if count := sum(1 for _ in pattern.finditer(where["body"])):
            found[f"body.{name}"] = round(math.log1p(count / stretches), 3)
    return found


def _layout(story: Story) -> dict[str, float]:
    """Describe the article's frame and measure: dateline, day of publication, length, lines."""
    layout, prose = story.layout, story.prose(99)
    days = [d for s in prose[:_LEAD] for d in story.dates(s) if d.rule in _DAYS]
    published = layout.published.isoformat() if layout.published else None
    lengths = [len(_WORD.findall(p.of(story.text))) for p in layout.paragraphs[:40]]
    return {
        "layout.headline": float(bool(story.headline)),
        "layout.dateline": float(story.dateline is not None),
        "layout.byline": float(layout.byline is not None),
        "layout.published": float(published is not None),
        "layout.length": round(math.log1p(len(story.text) / _STRETCH), 3),
        "layout.paragraph": round(math.log1p(sum(lengths) / max(1, len(lengths))), 3),
        "layout.day": float(bool(days)),
        "layout.same_day": float(any(d.start == published for d in days if published)),
        "layout.headline_words": round(math.log1p(len(_WORD.findall(story.headline))), 3),
    }


def _voices(story: Story) -> dict[str, float]:
    """Tell who speaks: how much of the sentences reports speech, and how much of that is the first speaker's."""
    sentences = max(1, len(story.layout.sentences))
    said = [a for a in story.attributions if a.source is not None]
    speakers = Counter(keys[0] for keys in story.cast.speakers if keys)
    top, times = speakers.most_common(1)[0] if speakers else (None, 0)
    quoted = sum(r.end - r.start for a in story.attributions for r in a.content)
    leading = {key for s in story.prose(2) for _, key in story.references(*s.range)}
    kinds = Counter(story.cast.entities[k].kind for k in leading)
    return {
        "voices.reported": round(min(1.0, len(said) / sentences), 3),
        "voices.quoted": round(min(1.0, quoted / max(1, len(story.text))), 3),
        "voices.speakers": round(math.log1p(len(speakers)), 3),
        "voices.one": round(times / max(1, sum(speakers.values())), 3) if times > 1 else 0.0,
        "voices.one_leads": float(top is not None and top in leading),
        "voices.early": float(any(a.content and a.content[0].start < story.lead_end(_LEAD) for a in said)),
        **{f"lead.{kind}": float(min(3, count)) for kind, count in kinds.items()},
    }


def _whole(story: Story) -> dict[str, float]:
    """Tell what the whole article is where its form says so: a statement, a dialogue, short stories, an opinion."""
    text, first = story.text, story.sentences[0]
    begin = Range(story.lead_start, min(len(text), story.lead_start + _BEGINNING))
    lines = [p.of(text) for p in story.layout.paragraphs[:40]]
    asked, answered = (sum(1 for _ in rule(k).finditer(text, 0, _BODY)) for k in ("question_line", "answer_line"))
    labelled = sum(rule("labelled").match(line) is not None for line in lines)
    starts = rule("statement_start").match(text, *first.range) or rule("statement_start").match(text, *begin)
    found = {
        "whole.statement": starts is not None or rule("statement_start").match(story.headline) is not None,
        "whole.statement_headline": rule("statement_headline").match(story.headline) is not None,
        "whole.we_state": any(rule("we_state").match(text, *s.range) for s in story.prose(1)),
        "whole.dialogue": asked >= _TURNS and answered >= _TURNS,
        "whole.digest": rule("digest").search(story.headline) is not None,
        "whole.labelled": len(lines) >= _FEWEST_LINES and labelled >= 0.6 * len(lines),
        "whole.opinion": rule("opinion_label").search(story.headline) is not None,
        "whole.urges": rule("opinion_headline").search(story.headline) is not None,
        "whole.analysis": rule("analysis_headline").search(story.headline) is not None,
    }
    return {name: 1.0 for name, holds in found.items() if holds}
