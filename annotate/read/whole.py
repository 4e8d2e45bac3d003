"""A whole document in memory, within the limit, with its digest."""

from __future__ import annotations

import hashlib

from annotate.problems import Problem, ReadError
from annotate.read.document import Document

_STEP = 1 << 20


def read_whole(document: Document, limit: int) -> tuple[bytes, str]:
    """Return the bytes of a document and their SHA-256 in hex; raises ReadError for an empty or over-long one."""
    parts: list[bytes] = []
    size = 0
    while part := document.stream.read(_STEP):
        size += len(part)
        if size > limit:
            raise ReadError(
                Problem(
                    rule="too-long",
                    message=f"it is longer than {size_in_words(limit)}, the limit for one article",
                    file=document.source,
                )
            )
        parts.append(part)
    if not size:
        raise ReadError(Problem(rule="empty", message="it is empty", file=document.source))
    data = b"".join(parts)
    return data, hashlib.sha256(data).hexdigest()


def size_in_words(size: int) -> str:
    """Write a number of bytes for people: '16 MiB'."""
    for unit, bytes_ in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= bytes_:
            return f"{size / bytes_:.4g} {unit}"
    return f"{size} bytes"
