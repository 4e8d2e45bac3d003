"""Parquet: one article per row, read with pyarrow a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotate.libraries import needed_to_read
from annotate.problems import Problem, ReadError
from annotate.read.documents.bounded import seekable
from annotate.read.documents.document import Document, Draft
from annotate.read.options import ReadOptions
from annotate.read.records.rows import check_columns, drafts
from annotate.read.sizes import size_in_words

_BATCH = 64
#: The memory that one row group may take, in bytes.
_ROW_GROUP = 2 << 30


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield an article for each row; `source` ends with the number of the row, from 1.

    Raises ReadError if the file is broken, has no column of texts, or has a row group that is too large.
    """
    parquet = needed_to_read("pyarrow.parquet", "a Parquet file", document.source)
    errors = (
        needed_to_read("pyarrow", "a Parquet file", document.source).ArrowException,
        OSError,
        ValueError,
        OverflowError,
    )
    stream = seekable(document, options.limits)
    try:
        file = parquet.ParquetFile(stream, memory_map=False, pre_buffer=False)
        for n in range(file.metadata.num_row_groups):
            if file.metadata.row_group(n).total_byte_size > _ROW_GROUP:
                message = f"a row group takes more than {size_in_words(_ROW_GROUP)}; write smaller row groups"
                raise ReadError(Problem("too-long", message, document.source))
        check_columns(file.schema_arrow.names, document, options)
    except errors as error:
        why = f"it is not a complete Parquet file: {_plain(error)}"
        raise ReadError(Problem("parquet", why, document.source)) from None
    yield from drafts(_rows(file, errors, document), document, options)


def _rows(file: Any, errors: tuple[Any, ...], document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            for record in batch.to_pylist():
                number += 1
                yield number, record
    except errors as error:
        message = f"the file is broken after row {number}: {_plain(error)}"
        raise ReadError(Problem("parquet", message, document.source)) from None


def _plain(error: BaseException) -> str:
    return str(error).partition("\n")[0].lower()
