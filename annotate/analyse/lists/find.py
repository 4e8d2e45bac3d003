"""Find lists of proposals and groups of pillars: rules make the candidates, a learned decision chooses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.analyse.decisions import Example, scorer
from annotate.analyse.findings import Attribution, PillarFinding, ProposalFinding
from annotate.analyse.lists.announcements import find_announcements
from annotate.analyse.lists.candidates import Candidate, find_candidates
from annotate.analyse.lists.chains import find_chains
from annotate.analyse.lists.features import features
from annotate.analyse.lists.glued import glued_labels
from annotate.analyse.lists.proposers import find_proposer
from annotate.analyse.lists.taken import Taken
from annotate.analyse.text.outline import Outline
from annotate.analyse.words.number_words import COUNT, counted

#: The decision: does a candidate list things to be done, or the members of a named group?
DECISION = "lists/list"


#: Nothing that was learnt is certain.
_SUREST = 0.99
#: A candidate that is taken for a list, and how sure that is.
Chosen = tuple[Candidate, float]


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a text, each kind in its order."""

    proposals: tuple[ProposalFinding, ...] = ()
    pillars: tuple[PillarFinding, ...] = ()


def find_lists(outline: Outline, attributions: Sequence[Attribution] = ()) -> Lists:
    """Return the lists of things to be done and the named groups of a text."""
    candidates = candidates_of(outline)
    if not candidates:
        return Lists()
    chosen = choose(outline, candidates)
    return Lists(
        tuple(_proposal(outline, c, sure, attributions) for c, sure in chosen if not c.is_group),
        tuple(_pillar(outline, c, sure) for c, sure in chosen if c.is_group),
    )


def candidates_of(outline: Outline) -> list[Candidate]:
    """Return all that may be a list in a text."""
    labels = sorted([*find_announcements(outline), *glued_labels(outline)], key=lambda a: a.label)
    return find_candidates(outline, find_chains(outline), labels)


def choose(outline: Outline, candidates: Sequence[Candidate]) -> list[Chosen]:
    """Return the candidates that are lists, in the order of the text, and how sure that is.

    Of two that overlap, the one with the higher confidence stays.
    """
    decision = scorer(DECISION)
    scores = decision.probabilities([Example(features(outline, c)) for c in candidates])
    found = [(c, min(_SUREST, round(float(p), 2))) for c, p in zip(candidates, scores, strict=True)]
    found = [(c, p) for c, p in found if p >= decision.threshold_of_choice]
    found.sort(key=lambda f: (-f[1], -_agrees(f[0]), -len(f[0].items), f[0].span))
    proposals = _apart(f for f in found if not f[0].is_group)
    groups = _apart(f for f in found if f[0].is_group)
    return sorted(_reconciled(proposals, groups), key=lambda f: f[0].span)


def _apart(found: Iterable[Chosen]) -> list[Chosen]:
    """Return, in the order of the text, the candidates that overlap none before them."""
    taken = Taken()
    return sorted((f for f in found if taken.add(f[0].span)), key=lambda f: f[0].span)


def _reconciled(proposals: Sequence[Chosen], groups: Sequence[Chosen]) -> list[Chosen]:
    """Return both kinds: a group may stand inside one item of a list; of others that overlap the surer one stays."""
    lost: set[Candidate] = set()
    for group, sure in groups:
        at = bisect_left(proposals, group.span.start, key=lambda f: f[0].span.end)
        while at < len(proposals) and proposals[at][0].span.start < group.span.end:
            other, surer = proposals[at]
            if not any(r.contains(group.span) and r != group.span for _, r in other.items):
                lost.add(group if surer >= sure else other)
            at += 1
    return [f for f in (*proposals, *groups) if f[0] not in lost]


def _agrees(candidate: Candidate) -> bool:
    return candidate.label is not None and candidate.label.count == len(candidate.items)


def _rule(candidate: Candidate) -> str:
    return f"{candidate.form} under {candidate.label.noun}" if candidate.label else candidate.form


def _proposal(
    outline: Outline, candidate: Candidate, confidence: float, attributions: Sequence[Attribution]
) -> ProposalFinding:
    label = candidate.label
    return ProposalFinding(
        label=label.label if label else None,
        proposer=find_proposer(outline, label, [r for _, r in candidate.items], attributions),
        declared_count=label.count if label and label.count else _counted_after(outline, candidate),
        items=candidate.items,
        confidence=confidence,
        rule=_rule(candidate),
    )


def _pillar(outline: Outline, candidate: Candidate, confidence: float) -> PillarFinding:
    assert candidate.named is not None
    count = candidate.label.count if candidate.label else None
    count = count or _counted_after(outline, candidate)
    return PillarFinding(candidate.named, count, candidate.phrases, confidence, _rule(candidate))


#: In characters: as far after a list as it is counted ("Those three themes will").
_REACH = 200
_THOSE = re.compile(rf"\b(?:these|those|all|the)\s+(?P<count>{COUNT}|\d{{1,2}})\s+(?P<noun>[a-z]+)", re.IGNORECASE)


def _counted_after(outline: Outline, candidate: Candidate) -> int | None:
    """Return the count that the words after a list declare, if they name it by its noun and the count agrees."""
    label = candidate.label
    end = candidate.span.end
    for match in _THOSE.finditer(outline.text, end, end + _REACH) if label else ():
        count = counted(match["count"])
        if (
            count == len(candidate.items)
            and label
            and label.label.of(outline.text).casefold().endswith(match["noun"].casefold())
        ):
            return count
    return None
