"""Measures how far two annotators agree, field by field, corrected for chance where that is defined.

Spans are compared by F1, without a correction for chance, because the spans that nobody marked cannot be counted
(Hripcsak and Rothschild 2005). Labels are compared by Cohen's kappa (1960): characters inside or outside quotations,
kinds of matched quotations and participants, roles, and type and date of the event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotate.evaluate.evaluation import evaluate
from annotate.evaluate.match import characters, pairs, plain
from annotate.evaluate.reference import of_annotation
from annotate.models import Annotation, Quotation

#: Rows of spans, and rows of labels, in display order.
SPANS = ("content", "quotation", "exact", "attributed", "proposals", "pillars", "participants")
LABELS = ("content, characters", "quotation kind", "participant kind", "role", "event type", "event date")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One row: `observed` agreement in percent (F1, or share of equal labels), kappa if defined, and n."""

    observed: float
    kappa: float | None
    n: int


def agreement(first: Iterable[Annotation], second: Iterable[Annotation]) -> dict[str, Agreement]:
    """Compare two sets of annotations of the same articles; articles that only one set has are left out.

    >>> from annotate import annotate
    >>> one = annotate("The bridge is open, Mayor Ines Caldwell said.")
    >>> agreement([one], [one])["quotation"].observed
    100.0
    """
    one = {a.article.id: a for a in first}
    other = {a.article.id: a for a in second}
    both = [i for i in one if i in other]
    rows: dict[str, Agreement] = {}
    forward = evaluate({i: of_annotation(one[i]) for i in both}, [other[i] for i in both]).figures(drawings=0)
    for row in SPANS:
        if row in forward:
            rows[row] = Agreement(forward[row].value, None, forward[row].n)
    for name, labels in _labels([(one[i], other[i]) for i in both]).items():
        if labels:
            rows[name] = Agreement(*_kappa(labels))
    return rows


def _labels(articles: list[tuple[Annotation, Annotation]]) -> Mapping[str, Counter[tuple[str, str]]]:
    """Return, for each row of labels, how often each pair of labels occurred."""
    found: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in LABELS}
    for one, other in articles:
        text = one.article.text
        mine, theirs = (characters(_contents(a.quotations), text) for a in (one, other))
        inside = {True: "inside", False: "outside"}
        for at in characters([(0, len(text))], text):
            found["content, characters"][inside[at in mine], inside[at in theirs]] += 1
        for i, j, _ in pairs(
            [characters(_contents([q]), text) for q in one.quotations],
            [characters(_contents([q]), text) for q in other.quotations],
            0.5,
        ):
            found["quotation kind"][one.quotations[i].kind, other.quotations[j].kind] += 1
        names = {plain(name): p for p in other.participants for name in (*p.aliases, p.name)}
        for person in one.participants:
            if (same := names.get(plain(person.name))) is not None:
                found["participant kind"][person.kind, same.kind] += 1
                found["role"][plain(person.role), plain(same.role)] += 1
        types = (one.event.type if one.event else "none", other.event.type if other.event else "none")
        found["event type"][types] += 1
        dates = tuple((a.event.date or "none") if a.event else "none" for a in (one, other))
        found["event date"][dates[0], dates[1]] += 1
    return found


def _contents(quotations: Iterable[Quotation]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for q in quotations for s in q.content]


def _kappa(labels: Counter[tuple[str, str]]) -> tuple[float, float | None, int]:
    """Return observed agreement in percent, Cohen's kappa (None if both annotators used a single label), and n."""
    n = labels.total()
    observed = sum(count for (a, b), count in labels.items() if a == b) / n
    left, right = Counter[str](), Counter[str]()
    for (a, b), count in labels.items():
        left[a] += count
        right[b] += count
    chance = sum(left[label] * right[label] for label in left) / (n * n)
    return 100 * observed, None if chance == 1 else (observed - chance) / (1 - chance), n
