"""The figures are those of the scorer that lies beside the gold, and two readings of a text can be compared."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from annotate.evaluate import agreement, evaluate, references
from annotate.export import load
from annotate.models import Annotation
from tests.support.places import SEED_ANNOTATIONS
from tests.support.shared import shared


def their_scores(gold: Path, annotations: list[Annotation]) -> dict[str, dict[str, float]]:
    """Return the rows of the scorer."""
    spec = importlib.util.spec_from_file_location("score", shared("score/score.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    predicted = {a.article.id: a.model_dump(mode="json") for a in annotations}
    result: dict[str, dict[str, float]] = module.score(module.load(gold), predicted)
    return result


def spoiled(record: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Return an annotation of a gold record in which some things are wrong, so that every count is asked."""
    text = record["text"]

    def span(start: int, end: int) -> dict[str, Any]:
        shift = draw.choice((0, 0, 0, 4, 30))
        start = min(start + shift, len(text) - 1)
        end = max(start + 1, min(len(text), end + shift))
        return {"start": start, "end": end, "text": text[start:end]}

    people = [
        {"id": f"p{n}", "name": p["name"], "kind": draw.choice((p["kind"], "group")), "aliases": p.get("aliases", []),
         "role": draw.choice((p.get("role"), None)), "mentions": [{**span(0, 1), "form": "name"}], "confidence": 0.5}
        for n, p in enumerate(record.get("participants", []), 1) if draw.random() < 0.8
    ]  # fmt: skip
    keys = [p["id"] for p in people]
    value: dict[str, Any] = {
        "article": {"id": record["id"], "source": "x", "sha256": "0" * 64, "text": text, "language": "en"},
        "participants": people,
        "provenance": {"tool": "annotate", "version": "0"},
    }
    value["quotations"] = [
        {"id": f"q{n}", "kind": "direct", "content": [span(*c) for c in sorted(q["content"])], "confidence": 0.5,
         "source": span(*q["source"][0]) if q.get("source") and draw.random() < 0.8 else None,
         "speakers": draw.sample(keys, min(len(keys), draw.choice((0, 1, 1, 2))))}
        for n, q in enumerate(record.get("quotations", []), 1) if draw.random() < 0.8
    ]  # fmt: skip
    value["proposals"] = [
        {"id": f"s{n}", "declared_count": draw.choice((s["declared_count"], 9)), "confidence": 0.5,
         "proposer": draw.choice((*keys, None)),
         "items": [{"ordinal": m, "content": span(*i)} for m, i in enumerate(s["items"], 1)]}
        for n, s in enumerate(record.get("proposal_sets", []), 1)
    ]  # fmt: skip
    value["pillars"] = [
        {"id": f"g{n}", "label": span(*(s["label_span"] or [0, 5])), "confidence": 0.5,
         "items": [span(*i) for i in s["item_spans"]]}
        for n, s in enumerate(record.get("pillar_sets", []), 1)
    ]  # fmt: skip
    event = record.get("event") or {}
    date = draw.choice((event.get("date"), "2020-01-01"))
    kind, host = event.get("type") or "other", draw.choice((*keys, None))
    value["event"] = {"id": "e1", "type": kind, "date": date, "host": host, "confidence": 0.5}
    return value


@pytest.mark.parametrize("name", ["records/dev", "records/dev_damaged", "speakers/dev"])
@pytest.mark.parametrize("seed", range(3))
def test_the_figures_are_those_of_the_scorer(name: str, seed: int) -> None:
    """On gold of each kind, for annotations in which things are wrong, missing and too many."""
    path = shared(f"data/{name}.jsonl")
    draw = random.Random(seed)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    given = [Annotation.model_validate(spoiled(r, draw)) for r in records[:-1]]
    theirs = their_scores(path, given)
    ours = evaluate(references(path), given).figures(drawings=20)
    for row, values in theirs.items():
        if row == "false_sets":
            assert ours[row].value == pytest.approx(values["per_article"])
        elif "F1" in values:
            assert ours[row].value == pytest.approx(values["F1"]), row
            assert ours[row].detail["precision"] == pytest.approx(values["P"]), row
            assert ours[row].detail["recall"] == pytest.approx(values["R"]), row
        elif values["of"]:
            assert ours[row].value == pytest.approx(values["accuracy"]), row
            assert ours[row].n == values["of"]
            assert ours[row].low <= ours[row].value <= ours[row].high
        if row == "speaker":
            assert ours[row].detail["end_to_end"] == pytest.approx(values["end_to_end"])
        if "invented" in values and values["of"]:
            assert (ours[row].detail["invented"], ours[row].detail["of_null"]) == (
                values["invented"],
                values["of_null"],
            )


def test_an_annotation_agrees_with_itself() -> None:
    """Every figure is 100, every kappa 1."""
    annotations = list(load(SEED_ANNOTATIONS))
    rows = agreement(annotations, annotations)
    assert {row.observed for row in rows.values()} == {100.0}
    assert {row.kappa for row in rows.values() if row.kappa is not None} == {1.0}
    figures = evaluate(references(SEED_ANNOTATIONS), annotations).figures()
    assert {round(f.value, 6) for name, f in figures.items() if name != "false_sets" and f.detail.get("of", 1)} == {
        100.0
    }


def test_kappa_is_that_of_the_textbook() -> None:
    """Event types of four articles: three equal, chance agreement 0.375, so kappa is 0.6."""
    annotations = [a for a in load(SEED_ANNOTATIONS) if a.event][:4]
    types = [("summit", "summit"), ("summit", "summit"), ("meeting", "summit"), ("meeting", "meeting")]

    def of(kinds: list[str]) -> list[Annotation]:
        return [
            a.model_copy(update={"event": a.event.model_copy(update={"type": kind})})
            for a, kind in zip(annotations, kinds, strict=True)
            if a.event
        ]

    row = agreement(of([a for a, _ in types]), of([b for _, b in types]))["event type"]
    assert (row.observed, row.n) == (75.0, 4)
    assert row.kappa == pytest.approx((0.75 - 0.5) / (1 - 0.5))
