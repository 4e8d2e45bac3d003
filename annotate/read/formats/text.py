"""Plain text: one article per file, with headline, date line and body, or only the body.

>>> from io import BytesIO
>>> document = Document.of("a.txt", "a.txt", BytesIO("Bürger".encode()))
>>> [(draft.text, draft.fallback_id) for draft in read(document, ReadOptions())]
[('Bürger', 'a')]
"""

from __future__ import annotations

from collections.abc import Iterator

from annotate.problems import Problem
from annotate.read.article.encoding import decode
from annotate.read.documents.binary import refuse_binary, refuse_known_binary
from annotate.read.documents.document import Document, Draft
from annotate.read.documents.whole import read_whole
from annotate.read.options import ReadOptions


def read(document: Document, options: ReadOptions) -> Iterator[Draft | Problem]:
    """Yield the article of a text file; raises ReadError if it is empty, binary, too long or in an unknown encoding."""
    refuse_known_binary(document)
    data, digest = read_whole(document, options.limits)
    decoded = decode(data, document.source, options.encoding, document.hints.get("charset"))
    refuse_binary(decoded.text, document.source)
    yield from decoded.problems
    yield Draft(
        text=decoded.text,
        source=document.source,
        sha256=digest,
        id=None,
        fallback_id=document.stem,
        published=document.hints.get("published"),
        metadata={**document.hints.get("metadata", {}), **decoded.metadata},
    )
