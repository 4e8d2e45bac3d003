"""Choose the type of an article's event, by a learned decision over the article's features, cues and meaning."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import cast, get_args

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
#: Other cues in a sentence count this share of their weight beside the strongest.
_BESIDE = 0.2
#: A cue weighs at most this, so that none decides alone.
_MOST = 3.0


def type_of(example: Example) -> dict[EventType, float]:
    """Return the probability of each type."""
    return cast(dict[EventType, float], linear("events/type").probabilities(example))


def example_of(story: Story) -> Example:
    """Return what the type is learnt from."""
    return Example({**signs_of(story), **_evidence(story)})


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
    for kind, share in zip(TYPES, _as_read(story), strict=False):
        found[f"evidence.{kind}.read"] = share
    return {key: round(value, 3) for key, value in found.items() if value}


def _as_read(story: Story) -> list[float]:
    """Return the logarithm of each type's probability as the branch of the encoder reads it."""
    if story.told is None:
        return []
    logits = story.told.types.tolist()
    top = max(logits)
    whole = top + math.log(math.fsum(math.exp(logit - top) for logit in logits))
    return [logit - whole for logit in logits]


def _place(e: Evidence) -> str:
    nth = e.sentence.nth
    return "headline" if nth < 0 else "first" if nth == 0 else "lead" if nth < _LEAD else "body"
