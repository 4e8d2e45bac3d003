"""Make articles from tables in any format: a heading row that names the columns, then one article per row.

>>> from io import BytesIO
>>> document = Document.of("a.csv", "a.csv", BytesIO(b""))
>>> row_draft({"text": "One.", "page": 3}, 2, document, ReadOptions()).source
'a.csv#2'
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Document, Draft
from annotate.read.options import ReadOptions
from annotate.read.records.fields import pick
from annotate.read.records.record import draft_of


def check_columns(columns: Sequence[str], document: Document, options: ReadOptions) -> None:
    """Raise ReadError if no column holds the text, so that there is one message and not one per row."""
    found, _, _ = pick(dict.fromkeys(columns, "x"), options.fields)
    if "text" not in found:
        shown = ", ".join(repr(c[:40]) for c in columns[:8]) + (" and others" if len(columns) > 8 else "")
        message = f"no column holds the text; the columns are {shown}. --field text=NAME names the one with the text"
        raise ReadError(Problem("text", message, document.source, 1))


def row_draft(
    record: dict[str, Any],
    number: int,
    document: Document,
    options: ReadOptions,
    metadata: dict[str, Any] | None = None,
) -> Draft:
    """Return the draft of row `number`; its digest is that of the row written as JSON. Raises ReadError."""
    # Empty cells are not metadata.
    record = {key: value for key, value in record.items() if value is not None and value != ""}
    written = json.dumps(record, ensure_ascii=True, default=str, separators=(",", ":"))
    return draft_of(
        record,
        source=f"{document.source}#{number}",
        file=document.source,
        sha256=hashlib.sha256(written.encode()).hexdigest(),
        fallback_id=f"{document.stem}-{number}",
        options=options,
        line=number,
        metadata=metadata,
    )


def drafts(
    rows: Iterator[tuple[int, dict[str, Any]]],
    document: Document,
    options: ReadOptions,
    metadata: dict[str, Any] | None = None,
) -> Iterator[Draft | Problem]:
    """Yield a draft or a problem for each (number, row), or one problem if there are no rows."""
    number = 0
    for number, record in rows:
        try:
            yield row_draft(record, number, document, options, metadata)
        except ReadError as error:
            yield error.problem
    if not number:
        yield Problem("empty", "the table has no rows", document.source)
