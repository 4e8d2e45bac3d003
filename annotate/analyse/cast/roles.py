"""Decide the role of each person: which words beside the name are the title, and where they begin and end.

Rules propose stretches beside the names (`proposed_roles`). A learned decision scores each by its words, edges and
context, and by what else is proposed; the best one is the role, or none is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotate.analyse.cast.proposed_roles import Proposals, Proposed
from annotate.analyse.cast.role_words import MARKS, edge, heads, is_short
from annotate.analyse.cast.title_before import title_before
from annotate.analyse.cast.titles import title_after, title_with_comma
from annotate.analyse.decisions import Example, scorer
from annotate.analyse.findings import Attribution, Cast, Entity, Layout, Range
from annotate.analyse.model.pooling import States
from annotate.analyse.text.glued_words import without_apostrophes

#: The decision's file below weights/decisions.
ROLE = "cast/role"
_ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?)[ ]")


def with_roles(layout: Layout, cast: Cast, attributions: Sequence[Attribution], states: States) -> Cast:
    """Return the cast with the role of each person as the decision takes it."""
    roles = Roles(layout, cast, attributions, states)
    decision = scorer(ROLE)
    found = {key: (proposed, roles.examples(key, proposed)) for key, proposed in roles.proposed().items()}
    # a role so far that stands beside no name is a description: "the Republican National Committee chairman"
    beside = {" ".join(p.range.of(layout.text).split()) for proposed, _ in found.values() for p in proposed}
    scores = iter(decision.probabilities([e for _, examples in found.values() for e in examples]).tolist())
    entities = list(cast.entities)
    for key, (proposed, examples) in found.items():
        sure = [next(scores) for _ in examples]
        at = max(range(len(sure)), key=lambda i: (round(sure[i], 6), -i), default=None)
        right = at is not None and sure[at] >= decision.threshold_of_choice
        role: str | None
        if right and at is not None:
            role = " ".join(proposed[at].range.of(layout.text).split())
        else:
            role = entities[key].role if entities[key].role not in beside else None
        entities[key] = replace(entities[key], role=role)
    return replace(cast, entities=tuple(entities))


class _Others:
    """What else is proposed for the same person."""

    def __init__(self, text: str, proposed: Sequence[Proposed]) -> None:
        self._words = {p: text[p.range.start : p.range.end].casefold().split() for p in proposed}
        self._times = Counter(" ".join(words) for words in self._words.values())
        self._sides = {p.side for p in proposed}
        self._short_at = {p.number for p, words in self._words.items() if is_short(words)}
        self._full_at = {p.number for p, words in self._words.items() if "comma" in p.side and not is_short(words)}

    def of(self, proposed: Proposed) -> dict[str, float]:
        """Return how often the same words are proposed, whether they are but "Sen.", and what stands against them."""
        words = self._words[proposed]
        short = is_short(words)
        return {
            "times": float(self._times[" ".join(words)]),
            "short": float(short),
            "short.fuller": float(short and proposed.number in self._full_at),
            "full.shorter": float(not short and "comma" in proposed.side and proposed.number in self._short_at),
            **{f"also.{side}": 1.0 for side in self._sides - {proposed.side}},
        }


class Roles:
    """Proposes the roles of the people of one article, and describes them."""

    def __init__(self, layout: Layout, cast: Cast, attributions: Sequence[Attribution], states: States) -> None:
        self._text = layout.text
        self._cast = cast
        self._states = states
        self._lost = without_apostrophes(layout.text)
        self._sources = sorted({a.source for a in attributions if a.source})
        self._source_starts = [r.start for r in self._sources]
        self._people = sorted(
            (r.range, e.key)
            for e in cast.entities
            if e.kind == "person"
            for r in e.references
            if r.form in ("name", "short_name")
        )
        self._starts = [where.start for where, _ in self._people]
        self._bodies = sorted(
            r.range
            for e in cast.entities
            if e.kind != "person"
            for r in e.references
            if r.form in ("name", "short_name")
        )
        self._body_starts = [where.start for where in self._bodies]
        self._proposals = Proposals(layout.text, self._people)
        self._lefts: dict[int, tuple[str, ...]] = {}
        self._rights: dict[int, tuple[str, ...]] = {}
        self._beside_states: dict[int, tuple[object, object]] = {}

    def proposed(self) -> Mapping[int, list[Proposed]]:
        """Return for each person the stretches that may be the role, each once."""
        return self._proposals.proposed()

    def examples(self, key: int, proposed: Sequence[Proposed]) -> list[Example]:
        """Return the features of each proposed role of one person."""
        entity = self._cast.entities[key]
        mentions = {p.number: p.mention for p in proposed}
        ruled = {number: self._ruled(mention) for number, mention in mentions.items()}
        others = _Others(self._text, proposed)
        return [
            Example({**self._features(entity, p, ruled[p.number]), **others.of(p)}, self._vectors(p)) for p in proposed
        ]

    def _ruled(self, mention: Range) -> set[Range]:
        """Return the titles that the rules see beside a mention."""
        titles = (
            title_before(self._text, mention.start),
            title_with_comma(self._text, *mention),
            title_after(self._text, mention.end, self._lost),
        )
        return {title for title in titles if title}

    def _features(self, entity: Entity, proposed: Proposed, ruled: set[Range]) -> dict[str, float]:
        text, (start, end) = self._text, proposed.range
        words = [w.of(text) for w in self._proposals.words(start, end)] or [text[start:end]]
        headed = [i for i, w in enumerate(words) if heads(w)]
        values = {
            f"side.{proposed.side}": 1.0,
            "words": float(len(words)),
            "number": float(proposed.number),
            "full": float(len(proposed.mention.of(text).split()) > 1),
            "rule": float(proposed.range in ruled),
            "rule.any": float(bool(ruled)),
            "rule.start": float(any(r.start == start for r in ruled)),
            "rule.end": float(any(r.end == end for r in ruled)),
            "rule.role": float(" ".join(text[start:end].split()) == entity.role),
            "heads": float(len(headed)),
            "head.first": float(headed[0]) if headed else -1.0,
            "head.behind": float(len(words) - 1 - headed[-1]) if headed else -1.0,
            "capitals": sum(w[0].isupper() for w in words) / len(words),
            "and": float(words.count("and")),
            "comma": float(text.count(",", start, end)),
            "owner": float(sum(w.endswith(("’s", "'s")) for w in words)),
            "people": float(self._people_inside(proposed.range)),
            "source": self._in_source(proposed),
        }
        signs = [*edge("first", words[0]), *edge("last", words[-1]), *self._left(start), *self._right(end)]
        if len(words) > 1:
            signs += [*edge("second", words[1]), *edge("prior", words[-2])]
        return values | dict.fromkeys(signs, 1.0)

    def _people_inside(self, where: Range) -> int:
        return bisect_left(self._starts, where.end) - bisect_left(self._starts, where.start)

    def _in_body(self, place: str, at: int) -> tuple[str, ...]:
        """Return the sign that the name of a body or place begins or ends where a role does, or goes across that."""
        find = bisect_right if place == "start" else bisect_left
        number = find(self._body_starts, at) - 1
        if number < 0 or at > self._bodies[number].end:
            return ()
        body = self._bodies[number]
        if body.start < at < body.end:
            return (f"cut.{place}",)
        return (f"body.{place}",) if at == getattr(body, place) else ()

    def _in_source(self, proposed: Proposed) -> float:
        """Return 2 where a source begins or ends as the role does, 1 where it does otherwise hold it, 0 elsewhere."""
        at = bisect_right(self._source_starts, proposed.mention.start) - 1
        if at < 0 or self._sources[at].end < proposed.mention.end:
            return 0.0
        source, role = self._sources[at], proposed.range
        article = _ARTICLE.match(self._text, source.start)
        begins = role.start in (source.start, article.end() if article else source.start)
        ends = role.start >= proposed.mention.end and role.end == source.end
        return 2.0 if begins or ends else 1.0 if source.contains(role) else -1.0

    def _left(self, start: int) -> tuple[str, ...]:
        """Return the signs of where a role begins: the word before, the mark between, and names that are cut."""
        if start not in self._lefts:
            text = self._text
            words = self._proposals.words(max(0, start - 40), start)
            gap = text[words[-1].end : start] if words else "\n"
            beside = edge("left", words[-1].of(text)) if words else ()
            self._lefts[start] = (*beside, _beyond("left", gap), *self._in_body("start", start))
        return self._lefts[start]

    def _right(self, end: int) -> tuple[str, ...]:
        """Return the signs of where a role ends: the word behind, the mark between, and names that are cut."""
        if end not in self._rights:
            text = self._text
            words = self._proposals.words(end, min(len(text), end + 40))
            gap = text[end : words[0].start] if words else "\n"
            beside = edge("right", words[0].of(text)) if words else ()
            self._rights[end] = (*beside, _beyond("right", gap), *self._in_body("end", end))
        return self._rights[end]

    def _vectors(self, proposed: Proposed) -> dict[str, object]:
        (left, first), (last, right) = map(self._around, proposed.range)
        named = {"left": left, "first": first, "last": last, "right": right}
        return {name: vector for name, vector in named.items() if vector is not None}

    def _around(self, at: int) -> tuple[object, object]:
        """Return the states of the wordpieces before and behind a place, None where there is none."""
        if at not in self._beside_states:
            self._beside_states[at] = self._states.before(at), self._states.behind([at], 1)
        return self._beside_states[at]


def _beyond(name: str, gap: str) -> str:
    """Return the sign of what stands between the edge of a role and the next word."""
    mark = gap.lstrip()[:1] or ("\n" if "\n" in gap else " " if gap else "")
    return f"{name}.mark.{MARKS.get(mark, 'other')}"
