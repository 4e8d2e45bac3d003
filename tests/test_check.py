"""Checks of annotations: each case edits one valid document and names the rules that then break, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotate.check import check
from annotate.locate import json_path
from annotate.models import Annotation
from annotate.rules import ANNOTATION_RULES

CASES = Path(__file__).parent / "cases" / "check"


def base() -> dict[str, Any]:
    """Return a valid annotation, anew each time."""
    document: dict[str, Any] = json.loads((CASES / "base.json").read_text(encoding="utf-8"))
    return document


def edit(document: Any, changes: dict[str, Any]) -> Any:
    """Set values at dotted paths; "<delete>" removes, and the empty path replaces the whole."""
    for path, value in changes.items():
        if not path:
            return value
        *steps, last = [int(s) if s.isdigit() else s for s in path.split(".")]
        at = document
        for step in steps:
            at = at[step]
        if value == "<delete>":
            del at[last]
        else:
            at[last] = value
    return document


@pytest.mark.parametrize("case", sorted(CASES.glob("*.case.json")), ids=lambda p: p.name.split(".")[0])
def test_case(case: Path) -> None:
    """The edited document breaks exactly the rules that the case names."""
    expected = json.loads(case.read_text(encoding="utf-8"))
    faults = check(edit(base(), expected["set"]))
    assert [[f.rule, json_path(f.path)] for f in faults] == expected["faults"]


def test_every_rule_has_a_case() -> None:
    """No rule is without an example that breaks it."""
    shown = {f[0] for c in CASES.glob("*.case.json") for f in json.loads(c.read_text(encoding="utf-8"))["faults"]}
    assert shown == ANNOTATION_RULES - {"article-id-unique"}  # that one is about files, not documents


def test_models_and_schema_agree_on_the_valid_document() -> None:
    """What the models write, the schema accepts, and what they read comes back equal."""
    annotation = Annotation.model_validate(base())
    again = json.loads(annotation.model_dump_json())
    assert check(again) == []
    assert Annotation.model_validate(again) == annotation
