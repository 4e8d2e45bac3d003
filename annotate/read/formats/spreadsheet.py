"""XLSX, read with openpyxl: the first sheet that has a heading row with a text column, one article per row."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from annotate.libraries import needed_to_read
from annotate.problems import Problem, ReadError
from annotate.read.containers.compressed import deeper
from annotate.read.containers.members import refuse_office
from annotate.read.documents.bounded import seekable
from annotate.read.documents.document import Document, Draft
from annotate.read.options import ReadOptions
from annotate.read.records.rows import check_columns, drafts
from annotate.read.sizes import size_in_words

#: The size that the parts of a workbook may have unpacked, in bytes, because shared strings are held in memory.
_UNPACKED = 256 << 20


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield an article for each row; `source` ends with the number of the row in its sheet.

    Raises ReadError if the workbook is broken, too large, or has no sheet with a column of texts.
    """
    deeper(document, options)
    openpyxl = needed_to_read("openpyxl", "a spreadsheet", document.source)
    stream = seekable(document, options.limits)
    try:
        _refuse_bomb(stream, document, options)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises many kinds of exceptions
        raise _broken(error, document) from None
    problem: ReadError | None = None
    try:
        for sheet in book.worksheets:
            rows = _rows(sheet, document)
            columns = next(rows, None)
            if columns is None:
                continue
            try:
                check_columns([str(c) for c in columns[1].values()], document, options)
            except ReadError as error:
                problem = problem or error
                continue
            names = list(columns[1].values())
            yield from drafts(
                ((n, dict(zip(names, cells.values(), strict=False))) for n, cells in rows), document, options
            )
            return
    finally:
        book.close()
    raise problem or ReadError(Problem("empty", "the workbook has no rows", document.source))


def _rows(sheet: Any, document: Document) -> Iterator[tuple[int, dict[int, Any]]]:
    """Yield (number of the row, cells by column); rows without a value are skipped."""
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, {n: _value(cell) for n, cell in enumerate(cells)}
    except ReadError:
        raise
    except Exception as error:  # as above, because the sheet is parsed while it is read
        raise _broken(error, document) from None


def _value(cell: Any) -> Any:
    """Return the value of a cell; a date-time at midnight becomes a date, since the format stores dates that way."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    return cell


def _refuse_bomb(stream: Any, document: Document, options: ReadOptions) -> None:
    """Raise ReadError if the parts of the workbook are too large, by the sizes that its index declares."""
    with zipfile.ZipFile(stream) as archive:
        refuse_office(archive.namelist(), document.source)
        size = sum(member.file_size for member in archive.infolist())
        if size > min(_UNPACKED, options.limits.expanded):
            message = f"it expands to more than the limit of {size_in_words(min(_UNPACKED, options.limits.expanded))}"
            raise ReadError(Problem("bomb", message, document.source))
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    # Entities are declared before the root element; workbooks declare none.
                    if b"<!DOCTYPE" in part.read(4096):
                        message = "a part of the workbook declares a document type, as hostile files do"
                        raise ReadError(Problem("entities", message, document.source))
    stream.seek(0)


def _broken(error: Exception, document: Document) -> ReadError:
    if isinstance(error, zipfile.BadZipFile | zlib.error):
        return ReadError(Problem("xlsx", f"it is not a complete spreadsheet: {str(error).lower()}", document.source))
    return ReadError(Problem("xlsx", f"the spreadsheet cannot be read: {error}", document.source))
