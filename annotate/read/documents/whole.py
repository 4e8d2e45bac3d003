"""Read a whole document into memory, within the limit, and compute its digest.

>>> from io import BytesIO
>>> data, digest = read_whole(Document.of("a.txt", "a.txt", BytesIO(b"One.")), Limits())
>>> data, len(digest)
(b'One.', 64)
"""

from __future__ import annotations

import hashlib

from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Document
from annotate.read.options import RAISES, Limits
from annotate.read.sizes import size_in_words

_STEP = 1 << 20


def read_whole(document: Document, limits: Limits, kind: str = "", longest: int | None = None) -> tuple[bytes, str]:
    """Return the bytes of a document and their SHA-256 in hex; raises ReadError if it is empty or too long.

    `longest` is the number of bytes that the parser of a `kind` ("a web page") can handle in bounded time, whatever the
    limits are.
    """
    fixed = longest is not None and longest < limits.document
    limit = longest if longest is not None and fixed else limits.document
    words = f"{kind} that can be read" if fixed else f"one article; {RAISES['document']}"
    parts: list[bytes] = []
    size = 0
    while part := document.stream.read(_STEP):
        size += len(part)
        if size > limit:
            raise ReadError(
                Problem(
                    rule="too-long",
                    message=f"it is longer than the limit of {size_in_words(limit)} for {words}",
                    file=document.source,
                )
            )
        parts.append(part)
    if not size:
        raise ReadError(Problem(rule="empty", message="it is empty", file=document.source))
    data = b"".join(parts)
    return data, hashlib.sha256(data).hexdigest()
