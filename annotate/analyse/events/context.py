"""What is known of an event before its day, place, host and name are chosen: its type, and where its cues stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotate.analyse.decisions.choice import choice
from annotate.analyse.decisions.scorer import Features
from annotate.analyse.events.choose_type import example_of, type_of
from annotate.analyse.events.cues import Evidence, Sentence
from annotate.analyse.events.lead import Story, rule
from annotate.analyse.findings import Range
from annotate.models import EventType

#: In characters: a cue farther off is as good as none.
_FAR = 400
#: In characters: what begins so soon opens its sentence.
_OPENING = 25
#: Less likely types are left out where features are crossed with them.
_LIKELY = 0.05
#: Types that are alike for what comes after, and the name of their feature.
_GROUPS: Mapping[str, tuple[EventType, ...]] = {
    "gathering": ("summit", "meeting", "conference"),
    "parley": ("talks", "visit"),
    "rite": ("signing", "ceremony"),
    "match": ("match",),
    "incident": ("incident",),
    "speech": ("speech",),
    "statement": ("statement",),
    "interview": ("interview",),
    "announcement": ("announcement",),
    "report": ("report",),
    "other": ("other",),
}
#: Signs of the article that bear on more than its type.
_SIGNS = (
    "layout.dateline",
    "layout.day",
    "layout.same_day",
    "layout.length",
    "voices.reported",
    "voices.speakers",
    "body.writer",
    "body.reader",
    "body.judges",
    "headline.asks",
    "headline.explains",
    "lead.said",
    "lead.past",
    "lead.lately",
    "lead.today",
)


@dataclass(frozen=True)
class Context:
    """An article, the probabilities of its event's type, and signs of what the article is."""

    story: Story
    types: Mapping[EventType, float]
    signs: Mapping[str, float]

    @classmethod
    def of(cls, story: Story) -> Context:
        """Read an article: what it is like, and of which type its event is."""
        example = example_of(story)
        return cls(story, type_of(example), example.features)

    def features(self) -> dict[str, float]:
        """Return the features that all candidates of the article share."""
        groups = {f"type.{name}": sum(self.types.get(k, 0.0) for k in kinds) for name, kinds in _GROUPS.items()}
        return {
            **{name: round(share, 3) for name, share in groups.items()},
            **{name: self.signs[name] for name in _SIGNS if name in self.signs},
        }

    def crossed(self, features: Features, keys: Iterable[str]) -> dict[str, float]:
        """Return the features with some of them once more for each kind of event: "subject*report"."""
        groups = {key.removeprefix("type."): share for key, share in self.features().items() if key.startswith("type.")}
        pairs = {
            f"{key}*{group}": round(features[key] * share, 3)
            for key in keys
            if features.get(key)
            for group, share in groups.items()
            if share >= _LIKELY
        }
        return {**features, **pairs}

    def tells(self, field: str) -> dict[str, float]:
        """Return what the branch of the encoder says on whether the article tells a field's value at all."""
        told = self.story.told
        return {f"tells.{field}": told.tells(field)} if told else {}

    def pointed(self, field: str, places: Iterable[Range]) -> dict[str, float]:
        """Return how much the branch of the encoder takes the words of one of some ranges for a field's value."""
        told = self.story.told
        if told is None:
            return {}
        found = [logit for where in places if (logit := told.pointed(field, where)) is not None]
        if not found:
            return {"pointed.beyond": 1.0}
        most = max(found)
        return {"pointed.logit": round(most, 3), "pointed.share": round(1 / (1 + math.exp(-most)), 3)}

    def cue_features(self, where: Range, sentence: Sentence) -> dict[str, float]:
        """Say how near the likeliest cue is: its distance in characters, its weight, and what stands between."""
        best: tuple[float, Evidence, int] | None = None
        for e in self.story.evidence:
            if e.sentence is not sentence or e.aside:
                continue
            gap = max(e.range.start - where.end, where.start - e.range.end, 0)
            likely = self.types.get(e.type, 0.0) * e.weight / (1 + gap / 40)
            if best is None or likely > best[0]:
                best = likely, e, gap
        aside = {"cue.aside": 1.0} if self._is_aside(where, sentence) else {}
        if best is None:
            return {"cue.gap": float(_FAR), **aside}
        likely, e, gap = best
        between = self.story.text[min(where.end, e.range.end) : max(where.start, e.range.start)]
        return {
            "cue.gap": float(min(gap, _FAR)),
            "cue.likely": round(likely, 3),
            "cue.type": round(self.types.get(e.type, 0.0), 3),
            "cue.before": float(e.range.end <= where.start),
            **aside,
            "cue.clauses": float(min(3, len(rule("clause").findall(between)))),
        }

    def _is_aside(self, where: Range, sentence: Sentence) -> bool:
        """Return whether the nearest cue speaks of another event: "last year's summit in Lima"."""
        gaps = [
            (max(e.range.start - where.end, where.start - e.range.end, 0), not e.aside)
            for e in self.story.evidence
            if e.sentence is sentence
        ]
        return bool(gaps) and not min(gaps)[1]


def by_words(
    name: str, context: Context, candidates: Sequence[tuple[Range, Features]], article: Features
) -> tuple[Range | None, float]:
    """Let a decision choose a range, or None; candidates with the same words, in any case, are the same value.

    Returns its probability too, or that of none.
    """
    words = [where.of(context.story.text).casefold() for where, _ in candidates]
    chosen, sure = choice(name).choose([features for _, features in candidates], article, words)
    return (None if chosen is None else candidates[chosen][0]), sure


def sentence_features(sentence: Sentence, where: Range, *, quoted: bool) -> dict[str, float]:
    """Describe where in the lead, and where in its sentence, a candidate stands."""
    return {
        "at.nth": float(sentence.nth),
        "at.headline": float(sentence.nth < 0),
        "at.first": float(sentence.nth == 0),
        "at.early": float(sentence.nth in (0, 1, 2)),
        "at.opening": float(where.start - sentence.range.start < _OPENING),
        "at.offset": float(min(300, where.start - sentence.range.start)),
        "at.left": float(min(300, sentence.range.end - where.end)),
        "at.quoted": float(quoted),
    }
