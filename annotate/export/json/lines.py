"""``jsonl``: one annotation a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from annotate.export.json.text import json_text, plain_value
from annotate.export.options import ExportOptions
from annotate.models import Annotation


def write(annotations: Iterable[Annotation], out: BinaryIO, options: ExportOptions) -> int:
    """Write a line an annotation, UTF-8, ended by LF; returns how many. Flushed after each, so that a pipe sees it."""
    count = 0
    for annotation in annotations:
        out.write(json_text(plain_value(annotation)).encode() + b"\n")
        out.flush()
        count += 1
    return count
