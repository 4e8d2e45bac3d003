"""``jsonl``: one annotation a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from annotate.export.options import ExportOptions
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation


def line(annotation: Annotation) -> bytes:
    """Return the annotation as one line of JSON, UTF-8, without its LF."""
    return json_text(plain_value(annotation)).encode()


def write(annotations: Iterable[Annotation | bytes], out: BinaryIO, options: ExportOptions) -> int:
    """Write a line an annotation, UTF-8, ended by LF; returns how many. Flushed after each, so that a pipe sees it.

    Bytes are taken for lines that `line` made.
    """
    count = 0
    for annotation in annotations:
        out.write((annotation if isinstance(annotation, bytes) else line(annotation)) + b"\n")
        out.flush()
        count += 1
    return count
