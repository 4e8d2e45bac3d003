"""Tables of articles, whatever their file: a heading row that names the columns, one article a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.inputs.document import Document, Draft
from annotate.read.options import ReadOptions
from annotate.read.records.fields import pick
from annotate.read.records.record import draft_of


def check_columns(columns: Sequence[str], document: Document, options: ReadOptions) -> None:
    """Raise ReadError for a table without a column of texts: one sentence, not one for each row."""
    found, _, _ = pick(dict.fromkeys(columns, "x"), options.fields)
    if "text" not in found:
        shown = ", ".join(repr(c[:40]) for c in columns[:8]) + (" and others" if len(columns) > 8 else "")
        message = f"no column holds the text; there are {shown}. --field text=NAME says which does"
        raise ReadError(Problem("text", message, document.source, 1))


def row_draft(
    record: dict[str, Any],
    number: int,
    document: Document,
    options: ReadOptions,
    metadata: dict[str, Any] | None = None,
) -> Draft:
    """Return the draft of a row; its digest is that of the row written as JSON. Raises ReadError."""
    # A cell without a value is no metadata.
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
    """Yield a draft or a problem for each (number, row); says so where there is no row at all."""
    number = 0
    for number, record in rows:
        try:
            yield row_draft(record, number, document, options, metadata)
        except ReadError as error:
            yield error.problem
    if not number:
        yield Problem("empty", "the table has no rows", document.source)
