"""``json``: one indented document per article.

>>> from annotate import annotate
>>> document(annotate("The bridge is open."), ExportOptions())[:28]
b'{\\n  "schema_version": "1.0",'
"""

from __future__ import annotations

from annotate.export.options import ExportOptions
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation


def document(annotation: Annotation, options: ExportOptions) -> bytes:
    """Return the annotation as JSON in UTF-8, indented by two spaces, `schema_version` first, with a final line end."""
    return json_text(plain_value(annotation), indent=2).encode() + b"\n"
