"""JSON: one document with one or many articles or, if each line is an object, JSON lines.

>>> data = b'{"articles": [{"headline": "First", "articleBody": "One."}]}'
>>> document = Document.of("a.json", "a.json", io.BytesIO(data))
>>> [(draft.title, draft.text) for draft in read(document, ReadOptions())]
[('First', 'One.')]
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from annotate.models import Article
from annotate.problems import Problem, ReadError
from annotate.read.article.encoding import decode
from annotate.read.documents.document import Document, Draft, Peekable
from annotate.read.documents.whole import read_whole
from annotate.read.formats import jsonl
from annotate.read.formats.own import article_of, is_annotation
from annotate.read.options import ReadOptions
from annotate.read.records.json_shapes import plain, records
from annotate.read.records.json_values import parse
from annotate.read.records.record import draft_of


def read(document: Document, options: ReadOptions) -> Iterator[Article | Draft | Problem]:
    """Yield the articles of a JSON document in one of the common shapes, including annotations of this program.

    A document is read whole and is therefore subject to the limit of a document; JSON lines, the usual format of large
    collections, are not. Raises ReadError for broken JSON.
    """
    limit = options.limits.document
    first = document.stream.readline(limit + 1)
    peek = getattr(document.stream, "peek", None)
    more = bool(peek and peek(1).strip())
    stream = io.BufferedReader(Peekable(document.stream, 0, first), 1 << 16)
    document = Document(document.source, document.name, stream, first[:4096], document.depth, document.hints)
    # If the first line is a complete object and more follows, it is JSON lines.
    if more and len(first) <= limit and first.endswith(b"\n") and _is_object(first):
        yield from jsonl.read(document, options)
    else:
        yield from _whole(document, options)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except json.JSONDecodeError:
        return False
    except (ValueError, RecursionError):  # a line of JSON with a number or a nesting that is refused
        return line.lstrip().startswith(b"{")


def _whole(document: Document, options: ReadOptions) -> Iterator[Article | Draft | Problem]:
    data, digest = read_whole(document, options.limits)
    decoded = decode(data, document.source, options.encoding, detection=False)
    value = parse(decoded.text, document.source)
    found = list(records(value, options.fields))
    if not found:
        yield Problem("empty", "the document is an empty list", document.source)
    for n, (path, record) in enumerate(found, 1):
        alone = len(found) == 1
        source = document.source if alone else f"{document.source}#{n}"
        try:
            if is_annotation(record):
                yield article_of(record, document.source)
                continue
            if not isinstance(record, dict):
                raise ReadError(Problem("json", "it is not an object with an article", document.source, path=path))
            yield draft_of(
                plain(record),
                source=source,
                file=document.source,
                sha256=digest,
                fallback_id=document.stem if alone else f"{document.stem}-{n}",
                options=options,
                metadata=decoded.metadata,
                path=path,
            )
        except ReadError as error:
            yield error.problem
