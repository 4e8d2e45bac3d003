"""``jsonl``: one annotation per line.

>>> from annotate import annotate
>>> line(annotate("The bridge is open."))[:24]
b'{"schema_version":"1.0",'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from annotate.export.options import ExportOptions
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation


def line(annotation: Annotation) -> bytes:
    """Return the annotation as one line of JSON in UTF-8, without the LF."""
    return json_text(plain_value(annotation)).encode()


def write(annotations: Iterable[Annotation | bytes], out: BinaryIO, options: ExportOptions) -> int:
    """Write one line per annotation, in UTF-8 with LF, and return their number.

    The stream is flushed after each line, so that the reader of a pipe sees it at once. Bytes are written as finished
    lines that `line` returned.
    """
    count = 0
    for annotation in annotations:
        out.write((annotation if isinstance(annotation, bytes) else line(annotation)) + b"\n")
        out.flush()
        count += 1
    return count
