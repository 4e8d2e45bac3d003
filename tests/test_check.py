"""Checks of annotations: each case edits one valid document and names the rules that then break, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.check import check, check_json
from annotate.json_text import json_text, plain_value
from annotate.locate import json_path
from annotate.models import Annotation
from annotate.rules import ANNOTATION_RULES
from annotate.word_edges import inside_word
from tests.support.places import TESTS
from tests.support.strategies import random_annotation

CASES = TESTS / "cases" / "check"


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


#: What a broken program may put anywhere.
ODD = (None, True, 0, -1, 1.0, 10**30, 1e400, "", "1", "p1", "2024-02-30", "\ud800", "\x01", [], {}, [1], {"start": 0})


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


@given(st.integers(0, 10_000), st.integers(0, 8), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_quick_check_finds_what_the_schema_finds(seed: int, size: int, random: Random) -> None:
    """Where the quick check has an answer, it is the one of the published schema, whatever is changed in a document."""
    document = json.loads(json_text(plain_value(random_annotation(seed, size))))
    for _ in range(random.randint(0, 3)):
        *steps, last = random.choice(list(places(document)))
        at = document
        for step in steps:
            at = at[step]
        if random.random() < 0.2:
            del at[last]
        elif isinstance(at, dict) and random.random() < 0.2:
            at[f"{last}x"] = at[last]
        else:
            at[last] = random.choice(ODD)
    text = json.dumps(document)
    quick = check_json(text.encode())
    assert quick is None or quick == (document["article"]["id"], check(json.loads(text)))


def test_the_quick_check_leaves_what_json_does_not_have() -> None:
    """NaN and Infinity are no JSON, and a key that stands twice counts as it does in reading."""
    text = json.dumps(base())
    assert check_json(text.encode()) == ("a", [])
    assert check_json(text.replace('"metadata": {', '"metadata": {"x": NaN, ').encode()) is None
    assert check_json(text.replace('"metadata": {', '"metadata": {"x": -Infinity, ').encode()) is None
    assert check_json(b'{"event": 1, ' + text[1:].encode()) in (None, ("a", []))
    twice = (text[:-1] + ', "event": 1}').encode()
    assert check_json(twice) is None
    assert check(json.loads(twice))


def test_no_string_with_a_lone_surrogate_ends_in_a_failure() -> None:
    """Wherever it stands outside free-form values, it is a problem with a path."""
    for path in places(base()):
        if path[:2] in {("article", "metadata"), ("provenance", "options")}:
            continue
        document = edit(base(), {".".join(map(str, path)): "\udc00"})
        assert check(document), path


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("doubt|less", True),
        ("Mar-a-La|go", True),
        ("FRAN|CE", True),
        ("5|bn", True),
        ("e|\u0301t\u00e9", True),
        ("über|all", True),
        ("слов|о", True),
        ("said|He", False),
        ("harbour|’s", False),
        ("$|5", False),
        ("Mar|-a", False),
        ("said.|As", False),
        ("港|口", False),
        ("و|قال", False),
        ("|a", False),
        ("a|", False),
    ],
)
def test_edges_of_words(text: str, inside: bool) -> None:
    """The bar stands inside a word, or at its edge; in scripts without capitals every place may be an edge."""
    before, _, behind = text.partition("|")
    assert inside_word(before + behind, len(before)) is inside
