"""The published contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotate.export.published import PUBLISHED
from annotate.schema import SCHEMA_FILE, json_schema, json_schema_text
from tests.support.places import ROOT
from tests.support.running import run


def test_the_published_schema_is_what_the_models_say() -> None:
    """`schema/` is generated, never edited."""
    assert (ROOT / SCHEMA_FILE).read_text(encoding="utf-8") == json_schema_text()


def test_the_schema_is_valid_by_its_meta_schema() -> None:
    """JSON Schema 2020-12 accepts it."""
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", ["jsonschema", *PUBLISHED])
def test_the_command_prints_what_is_published(name: str) -> None:
    """Each contract that `annotate schema` prints is the file in `schema/`, byte for byte."""
    file = SCHEMA_FILE if name == "jsonschema" else f"schema/{PUBLISHED[name][0]}"
    done = run("schema", "--format", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.encode() == (ROOT / file).read_bytes()


def properties() -> list[tuple[str, str, dict[str, Any]]]:
    """Return (model, field, schema) for every field of the contract."""
    schema = json_schema()
    models = {"Annotation": schema, **schema["$defs"]}
    return [(m, f, s) for m, d in models.items() for f, s in d["properties"].items()]


def test_the_schema_has_identity_titles_and_descriptions() -> None:
    """The schema has an id, and every model has a description."""
    schema = json_schema()
    assert schema["$id"]
    assert all(d.get("description") for d in (schema, *schema["$defs"].values()))


@pytest.mark.parametrize(("model", "field", "schema"), properties(), ids=lambda v: v if isinstance(v, str) else "")
def test_every_field_has_a_title_or_is_a_reference(model: str, field: str, schema: dict[str, Any]) -> None:
    """Every field has a title for people, or refers to a definition that has one."""
    assert schema.get("title") or "$ref" in json.dumps(schema), f"{model}.{field}"
