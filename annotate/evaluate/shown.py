"""Shows an evaluation as text, as JSON, or as a page with the errors side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from annotate.evaluate.agreement import Agreement
from annotate.evaluate.evaluation import SPANS, Evaluation, Figure, detail, value

#: Rows in the table per article: those that most articles have.
_PER_ARTICLE = ("quotation", "attributed", "participants", "proposals", "pillars")


def as_text(figures: Mapping[str, Figure], missing: int, moved: int) -> Iterator[str]:
    """Yield the rows: the value in percent, its interval, n and the other numbers."""
    for name, row in figures.items():
        unit = "per article" if name == "false_sets" else "%"
        details = (f"{k} {v:.1f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.detail.items())
        yield f"{name:15s} {row.value:6.1f} {unit}  [{row.low:.1f}, {row.high:.1f}]  n = {row.n}  {'  '.join(details)}"
    if missing:
        yield f"{missing} articles of the reference have no annotation and count as missed"
    if moved:
        yield f"{moved} annotations have another text than their reference, so their offsets may be wrong"


def per_article(result: Evaluation) -> Iterator[str]:
    """Yield a table with the F1 of the main rows and the number of errors per article, worst first."""
    yield f"{'article':30s} " + " ".join(f"{row:>13s}" for row in _PER_ARTICLE) + "   errors"
    for id_ in sorted(result.counts, key=lambda i: (-len(result.errors[i]), i)):
        counts = result.counts[id_]
        cells = (f"{value(counts, row):13.1f}" if counts[f"{row}.gold"] else f"{'-':>13s}" for row in _PER_ARTICLE)
        yield f"{id_[:30]:30s} " + " ".join(cells) + f" {len(result.errors[id_]):8d}"


def as_json(result: Evaluation, figures: Mapping[str, Figure]) -> str:
    """Return figures, counts per article and errors as a JSON document."""
    articles = {
        id_: {
            "figures": {row: detail(counts, row) for row in SPANS if counts[f"{row}.gold"]},
            "errors": [asdict(error) for error in result.errors[id_]],
        }
        for id_, counts in result.counts.items()
    }
    rows = {name: asdict(row) for name, row in figures.items()}
    document = {"figures": rows, "missing": result.missing, "moved": result.moved, "articles": articles}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def agreement_as_text(rows: Mapping[str, Agreement]) -> Iterator[str]:
    """Yield the rows of an agreement."""
    for name, row in rows.items():
        kappa = f"  kappa {row.kappa:.2f}" if row.kappa is not None else ""
        yield f"{name:20s} {row.observed:6.1f} %{kappa}  n = {row.n}"


def page(result: Evaluation, figures: Mapping[str, Figure]) -> str:
    """Return a page without scripts: the figures, and the errors of each article beside the right values."""
    from annotate.view.web import environment

    order = sorted((i for i in result.errors if result.errors[i]), key=lambda i: (-len(result.errors[i]), i))
    errors = {id_: result.errors[id_] for id_ in order}
    return environment().get_template("errors.html").render(figures=figures, errors=errors)
