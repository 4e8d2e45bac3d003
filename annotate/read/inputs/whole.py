"""A whole document in memory, within the limit, with its digest."""

from __future__ import annotations

import hashlib

from annotate.problems import Problem, ReadError
from annotate.read.inputs.document import Document
from annotate.read.options import RAISES, Limits
from annotate.read.sizes import size_in_words

_STEP = 1 << 20


def read_whole(document: Document, limits: Limits, kind: str = "", longest: int | None = None) -> tuple[bytes, str]:
    """Return the bytes of a document and their SHA-256 in hex; raises ReadError for an empty or over-long one.

    `longest` is what a parser can take of a `kind` of document ("a web page") in bounded time, whatever the limits say.
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
                    message=f"it is longer than {size_in_words(limit)}, the limit for {words}",
                    file=document.source,
                )
            )
        parts.append(part)
    if not size:
        raise ReadError(Problem(rule="empty", message="it is empty", file=document.source))
    data = b"".join(parts)
    return data, hashlib.sha256(data).hexdigest()
