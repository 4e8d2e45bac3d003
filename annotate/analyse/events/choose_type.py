"""Choose the type of an article's event, by a learned decision over the article's features, cues and meaning."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, cast, get_args

from annotate.analyse.decisions import Example
from annotate.analyse.decisions.linear import linear
from annotate.analyse.events.cues import Evidence
from annotate.analyse.events.lead import Story
from annotate.analyse.events.signs import signs_of
from annotate.analyse.findings import Range
from annotate.models import EventType

TYPES: tuple[EventType, ...] = get_args(EventType)
#: Sentences of prose after the first that make the lead.
_LEAD = 3
#: In characters: so much of the body's meaning is read.
_BODY = 5000
#: Other cues in a sentence count this share of their weight beside the strongest.
_BESIDE = 0.2
#: A cue weighs at most this, so that none decides alone.
_MOST = 3.0


def type_of(example: Example) -> dict[EventType, float]:
    """Return the probability of each type."""
    return cast(dict[EventType, float], linear("events/type").probabilities(example))


def example_of(story: Story) -> Example:
    """Return what the type is learnt from."""
    return Example({**signs_of(story), **_evidence(story)}, dict(_vectors(story)))


def scores(evidence: Iterable[Evidence]) -> dict[EventType, float]:
    """Return the weight of the evidence for each type; in one sentence the strongest cue counts in full."""
    by_sentence: dict[tuple[EventType, Range], list[float]] = defaultdict(list)
    for e in evidence:
        by_sentence[e.type, e.sentence.range].append(e.weight)
    found: dict[EventType, float] = defaultdict(float)
    for (kind, _), weights in by_sentence.items():
        found[kind] += max(weights) + _BESIDE * (sum(weights) - max(weights))
    return dict(found)


def _evidence(story: Story) -> dict[str, float]:
    """Return for each type "evidence.TYPE.KEY": its strongest cue by place, and how it stands against other types."""
    found: dict[str, float] = defaultdict(float)
    for place, e in [*((_place(e), e) for e in story.evidence), *(("title", e) for e in story.title_evidence)]:
        key = f"evidence.{e.type}.{place}"
        found[key] = max(found[key], min(_MOST, e.weight / e.sentence.weight))
    totals = scores(story.evidence)
    whole = sum(totals.values()) + 1
    early = {kind: found.get(f"evidence.{kind}.headline", 0) + found.get(f"evidence.{kind}.first", 0) for kind in TYPES}
    most, most_early = max(totals.values(), default=0.0), max(early.values())
    for kind in TYPES:
        total = totals.get(kind, 0.0)
        found[f"evidence.{kind}.sum"] = math.log1p(total)
        found[f"evidence.{kind}.share"] = total / whole
        found[f"evidence.{kind}.most"] = float(total == most > 0)
        found[f"evidence.{kind}.most_early"] = float(early[kind] == most_early > 0)
    return {key: round(value, 3) for key, value in found.items() if value}


def _place(e: Evidence) -> str:
    nth = e.sentence.nth
    return "headline" if nth < 0 else "first" if nth == 0 else "lead" if nth < _LEAD else "body"


def _vectors(story: Story) -> Mapping[str, Any]:
    """Return the mean states of the headline, the first sentence, the lead and what follows."""
    if story.states is None:
        return {}
    start, lead = story.lead_start, story.lead_end(_LEAD + 1)
    first = next(iter(story.prose(1)), None)
    stretches = {
        "headline": story.headline_range,
        "first": first.range if first else None,
        "lead": Range(start, lead),
        "body": Range(lead, lead + _BODY),
    }
    found = {name: story.states.mean(where) for name, where in stretches.items() if where}
    if story.title_states is not None:
        found["headline"] = story.title_states.mean(Range(0, len(story.title)))
    return {name: mean for name, mean in found.items() if mean is not None}
