"""Turns counts over articles into figures: precision, recall and F1, or an accuracy, each with an interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from annotate.evaluate.fields import Counts, Error, measured
from annotate.evaluate.reference import Reference
from annotate.models import Annotation

#: Rows with precision and recall, and rows with an accuracy, in display order.
SPANS = ("content", "quotation", "exact", "attributed", "proposals", "pillars", "participants")
SHARES = ("speaker", "proposer", "declared_count", "kind", "role", "event.name", "event.type", "event.date",
          "event.place", "event.host")  # fmt: skip
#: Samples of the bootstrap, and the share of them inside the interval.
DRAWINGS, INSIDE = 1000, 0.95
_SEED = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One row, in percent: `value` (F1 or accuracy) and its interval from `low` to `high`.

    `n` counts the items of the reference. `detail` holds the other numbers of the row, such as precision and recall.
    """

    value: float
    low: float
    high: float
    n: int
    detail: Mapping[str, float]


@dataclass
class Evaluation:
    """The result of a comparison: counts and errors by article id, and the articles that could not be compared."""

    counts: dict[str, Counts] = field(default_factory=dict)
    errors: dict[str, list[Error]] = field(default_factory=dict)
    #: Ids of articles with a reference but no annotation; they count as missed.
    missing: list[str] = field(default_factory=list)
    #: Ids of articles whose annotation has another text than the reference.
    moved: list[str] = field(default_factory=list)

    def figures(self, drawings: int = DRAWINGS) -> dict[str, Figure]:
        """Return the rows that the reference covers, in the order of `SPANS` and `SHARES`.

        Intervals contain 95 % of the values of a percentile bootstrap over articles (Efron 1979), with `drawings`
        samples and a fixed seed. F1 is the harmonic mean of precision and recall (van Rijsbergen 1979).
        """
        total = sum(self.counts.values(), Counter[str]())
        rows = [row for row in (*SPANS, *SHARES) if _measured_on(total, row)]
        samples = self._samples(drawings)
        found = {}
        for row in rows:
            values = sorted(value(sample, row) for sample in samples) or [value(total, row)]
            edge = (1 - INSIDE) / 2
            low, high = (values[min(len(values) - 1, int(share * len(values)))] for share in (edge, 1 - edge))
            found[row] = Figure(value(total, row), low, high, _measured_on(total, row), detail(total, row))
        if total["false_sets.articles"]:
            sets, articles = total["false_sets.sets"], total["false_sets.articles"]
            found["false_sets"] = Figure(sets / articles, sets / articles, sets / articles, articles, {"sets": sets})
        return found

    def _samples(self, drawings: int) -> list[Counts]:
        random = Random(_SEED)
        articles = list(self.counts.values())
        samples = []
        for _ in range(drawings if len(articles) > 1 else 0):
            sample: Counts = Counter()
            for one in random.choices(articles, k=len(articles)):
                sample.update(one)
            samples.append(sample)
        return samples


def evaluate(wanted: Mapping[str, Reference], given: Iterable[Annotation]) -> Evaluation:
    """Compare annotations with references by article id.

    Annotations without a reference are ignored; a reference without an annotation counts as missed.
    """
    annotations = {annotation.article.id: annotation for annotation in given}
    result = Evaluation()
    for id_, reference in wanted.items():
        annotation = annotations.get(id_)
        if annotation is None:
            result.missing.append(id_)
            annotation = _empty(reference)
        elif annotation.article.text != reference.text:
            result.moved.append(id_)
        result.counts[id_], result.errors[id_] = measured(reference, annotation)
    return result


def _empty(reference: Reference) -> Annotation:
    """Return an annotation without findings."""
    from annotate import __version__
    from annotate.models import Article, Provenance

    article = Article(id=reference.id, source=reference.id, sha256="0" * 64, text=reference.text or " ", language="en")
    return Annotation(article=article, provenance=Provenance(tool="annotate", version=__version__))


def value(counts: Counts, row: str) -> float:
    """Return the figure of a row in percent: F1 or accuracy."""
    return _f1(counts, row) if row in SPANS else _share(counts, row)


def _f1(counts: Counts, row: str) -> float:
    precision, recall = _ratio(counts, row, "given"), _ratio(counts, row, "gold")
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _ratio(counts: Counts, row: str, of: str) -> float:
    return 100 * counts[f"{row}.hits"] / counts[f"{row}.{of}"] if counts[f"{row}.{of}"] else 0.0


def _share(counts: Counts, row: str) -> float:
    return 100 * counts[f"{row}.right"] / max(1, counts[f"{row}.of"])


def _measured_on(counts: Counts, row: str) -> int:
    if row in SPANS:
        return counts[f"{row}.gold"]
    return counts[f"{row}.of"] or counts[f"{row}.of_null"]


def detail(counts: Counts, row: str) -> dict[str, float]:
    """Return the other numbers of a row."""
    if row in SPANS:
        return {
            "precision": _ratio(counts, row, "given"),
            "recall": _ratio(counts, row, "gold"),
            "gold": counts[f"{row}.gold"],
            "given": counts[f"{row}.given"],
        }
    found: dict[str, float] = {"of": counts[f"{row}.of"]}
    if row == "speaker":
        found["end_to_end"] = 100 * counts["speaker.right"] / max(1, counts["speaker.gold"])
    if row.startswith("event."):
        found |= {"invented": counts[f"{row}.invented"], "of_null": counts[f"{row}.of_null"]}
    return found
