"""``json``: one article, one indented document."""

from __future__ import annotations

from annotate.export.options import ExportOptions
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation


def document(annotation: Annotation, options: ExportOptions) -> bytes:
    """Return the annotation as JSON, UTF-8, indented by two, `schema_version` first, with a line end behind it."""
    return json_text(plain_value(annotation), indent=2).encode() + b"\n"
