"""Corrected annotations as gold: what people said stands in it, and those who learn from gold read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotate.evaluate.reference import of_annotation, of_gold
from annotate.models import Annotation
from annotate.review.changes import applied
from annotate.review.store import Store
from tests.support.annotations import seed_annotations
from training.articles import annotated
from training.corrected import corrected, record
from training.examples import read_articles
from training.lists import readings


@pytest.mark.parametrize("found", seed_annotations(), ids=lambda a: a.article.id)
def test_gold_says_what_the_annotation_says(found: Annotation) -> None:
    """A record measures as the annotation itself does, field by field."""
    wanted, given = of_annotation(found), of_gold(json.loads(json.dumps(record(found))))
    for field in ("id", "text", "quotations", "people", "event"):
        assert getattr(given, field) == getattr(wanted, field), field
    assert given.lists is not None
    assert wanted.lists is not None
    assert [(one.proposals, one.items, one.proposer, one.declared_count) for one in given.lists] == [
        (one.proposals, one.items, one.proposer, one.declared_count) for one in wanted.lists
    ]


def test_those_who_learn_read_it(tmp_path: Path) -> None:
    """What a person corrected, and only that, is read by the training of quotations, lists and participants."""
    folder = tmp_path / "annotations"
    folder.mkdir()
    for found in seed_annotations():
        (folder / f"{found.article.id}.json").write_text(found.to_json(indent=2), encoding="utf-8", newline="")
    store = Store(folder)
    stored = store.read("two_ministers")
    made = applied(stored.annotation, {"do": "remove", "id": "q1"})
    store.save("two_ministers", made.annotation, stored.version, who="Ada", path=made.path, note=made.note)
    assert len(list(corrected([folder], every=True))) == len(seed_annotations())
    (found,) = corrected([folder])
    assert len(found.quotations) == len(stored.annotation.quotations) - 1
    gold = tmp_path / "corrected.jsonl"
    gold.write_text(json.dumps(record(found)) + "\n", encoding="utf-8")
    (article,) = read_articles(gold)
    assert article.quotations is not None
    assert [q["content"] for q in article.quotations] == [
        [[s.start, s.end] for s in q.content] for q in found.quotations
    ]
    ((known, _),) = annotated(gold)
    assert [p["name"] for p in known["participants"]] == [p.name for p in found.participants]
    (reading,) = readings(gold)
    assert reading.text == found.article.text
