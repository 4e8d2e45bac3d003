"""The published contract: JSON Schema 2020-12, generated from the models."""

from __future__ import annotations

import json
from typing import Any

from annotate.models import SCHEMA_VERSION, Annotation

#: The path of the generated schema, relative to the root of the project.
SCHEMA_FILE = f"schema/annotation-{SCHEMA_VERSION}.schema.json"
SCHEMA_ID = f"urn:annotate:schema:annotation:{SCHEMA_VERSION}"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of one annotation, with ``$schema``, ``$id``, titles and descriptions.

    >>> json_schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **Annotation.model_json_schema(mode="validation"),
    }


def json_schema_text() -> str:
    """Return the JSON Schema as it is published: indented by two spaces, with a final line end."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
