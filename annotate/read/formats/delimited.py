"""CSV and TSV: a heading row, then one article per row; line breaks inside quoted cells are part of the text.

>>> document = Document.of("a.csv", "a.csv", io.BytesIO(b"title;text\\nFirst;One.\\n"))
>>> [(draft.title, draft.text, draft.source) for draft in read(document, ReadOptions())]
[('First', 'One.', 'a.csv#2')]
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.article.encoding import Decoded, decode, is_wide
from annotate.read.documents.binary import refuse_binary, refuse_known_binary
from annotate.read.documents.document import Document, Draft
from annotate.read.options import ReadOptions, too_long
from annotate.read.records.rows import check_columns, drafts

_DELIMITERS = ",;\t|"


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield an article for each row, with one in memory; `source` ends with the line on which the row begins.

    The delimiter is a tab in .tsv and .tab files; otherwise it is the most frequent of comma, semicolon, tab and bar in
    the heading row. A byte order mark is skipped. The encoding is determined from the first 64 KiB. Raises ReadError if
    no column holds the text, the encoding does not fit, or a limit is reached.
    """
    if not document.head:
        raise ReadError(Problem("empty", "it is empty", document.source))
    refuse_known_binary(document)
    stream = document.stream
    peeked = stream.peek(1 << 16) if isinstance(stream, io.BufferedReader) else document.head  # never waits
    decoded = _first_lines(peeked, document.source, options.encoding)
    refuse_binary(decoded.text, document.source)
    yield from decoded.problems
    encoding = _with_mark(decoded)
    text = io.TextIOWrapper(stream, encoding, errors="replace" if decoded.how == "damaged" else "strict", newline="")
    limit = options.limits.document
    csv.field_size_limit(limit)
    first = decoded.text.split("\n", 1)[0]
    delimiter = "\t" if document.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=first.count)
    reader = csv.reader(_bounded(text, limit, document.source), delimiter=delimiter)
    try:
        columns = next(reader, None) or []
        check_columns(columns, document, options)
        yield from drafts(_rows(reader, columns), document, options, dict(decoded.metadata))
    except csv.Error as error:
        message = str(error)
        if "limit" in message:
            message = too_long("a cell", limit)
        raise ReadError(Problem("csv", message, document.source, reader.line_num)) from None
    except UnicodeDecodeError as error:
        bad = error.object[error.start]
        message = f"byte 0x{bad:02x} is not {encoding.upper()}; state the encoding with --encoding NAME"
        raise ReadError(Problem("encoding", message, document.source, reader.line_num + 1)) from None
    finally:
        text.detach()


def _first_lines(data: bytes, source: str, chosen: str | None) -> Decoded:
    """Decode the beginning of a table up to a line end, or, in UTF-16 and UTF-32, up to the last whole character."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not chosen:
        return Decoded(codecs.getincrementaldecoder("utf-16")().decode(data), "utf-16", "byte order mark")
    if chosen and is_wide(chosen):
        return Decoded(codecs.getincrementaldecoder(chosen)("replace").decode(data), chosen, "chosen")
    return decode(data[: data.rfind(b"\n") + 1] or data, source, chosen)


def _with_mark(decoded: Decoded) -> str:
    """Return the codec that skips the byte order mark, if there is one."""
    if decoded.how != "byte order mark":
        return decoded.encoding
    return {"utf-8": "utf-8-sig"}.get(decoded.encoding, decoded.encoding[:6])


def _bounded(text: io.TextIOWrapper, limit: int, source: str) -> Iterator[str]:
    """Yield lines; raises ReadError for a line beyond the limit, which csv would read into memory whole."""
    number = 0
    while line := text.readline(limit + 1):
        number += 1
        if len(line) > limit:
            raise ReadError(Problem("too-long", too_long("the line", limit), source, number))
        yield line


def _rows(reader: Any, columns: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line on which the row begins, row); cells beyond the heading row are stored under "extra"."""
    begins = reader.line_num + 1
    for cells in reader:
        number, begins = begins, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        record: dict[str, Any] = dict(zip(columns, cells, strict=False))
        if len(cells) > len(columns):
            record["extra"] = cells[len(columns) :]
        yield number, record
