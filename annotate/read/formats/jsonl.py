"""JSON lines: one article per line; only LF and CRLF end a line.

>>> from io import BytesIO
>>> document = Document.of("wire.jsonl", "wire.jsonl", BytesIO(b'{"text": "One."}\\n5\\n'))
>>> for found in read(document, ReadOptions()):
...     print(found.text if isinstance(found, Draft) else found.line)
One.
2
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from annotate.models import Article
from annotate.problems import Problem, ReadError
from annotate.read.article.encoding import AsUtf8, decode, is_wide
from annotate.read.documents.document import Document, Draft, each_line
from annotate.read.formats.own import article_of, is_annotation
from annotate.read.options import ReadOptions, too_long
from annotate.read.records.json_shapes import plain
from annotate.read.records.json_values import parse
from annotate.read.records.record import draft_of


def read(document: Document, options: ReadOptions) -> Iterator[Article | Draft | Problem]:
    """Yield an article or a problem for each line that is not blank, with one line in memory.

    The digest of an article is that of its line's bytes without the line end. `options.encoding` must be UTF-16,
    UTF-32, or an encoding in which a line feed is the byte 0x0A.
    """
    limit = options.limits.document
    anything = False
    stream, options = _cut_at_line_feeds(document, options)
    for number, line in each_line(stream, limit):
        if line is None:
            anything = True
            yield Problem("too-long", too_long("the line", limit), document.source, number)
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        anything = True
        try:
            yield _article(line, number, document, options)
        except ReadError as error:
            yield error.problem
    if not anything:
        yield Problem(rule="empty", message="it is empty", file=document.source)


def _cut_at_line_feeds(document: Document, options: ReadOptions) -> tuple[BinaryIO, ReadOptions]:
    """Return the stream, recoded if it is UTF-16 or UTF-32 by its byte order mark or by the user's choice."""
    wide = options.encoding if options.encoding and is_wide(options.encoding) else None
    if not options.encoding and document.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = "utf-16"
    if not wide:
        return document.stream, options
    return io.BufferedReader(AsUtf8(document.stream, wide)), replace(options, encoding=None)


def _article(line: bytes, number: int, document: Document, options: ReadOptions) -> Article | Draft:
    try:
        text = decode(line, document.source, options.encoding, detection=False).text
    except ReadError as error:
        problem = error.problem
        raise ReadError(Problem(problem.rule, problem.message, problem.file, number, problem.column)) from None
    record = parse(text, document.source, number)
    if not isinstance(record, dict):
        message = f"the line is not a JSON object but {type(record).__name__}"
        raise ReadError(Problem(rule="json", message=message, file=document.source, line=number, column=1))
    if is_annotation(record):
        return article_of(record, document.source, number)
    return draft_of(
        plain(record),
        source=f"{document.source}#{number}",
        file=document.source,
        sha256=hashlib.sha256(line).hexdigest(),
        fallback_id=f"{document.stem}-{number}",
        options=options,
        line=number,
    )
