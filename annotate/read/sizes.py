"""Numbers of bytes as people write them: '16 MiB', '2GB', '500k'."""

from __future__ import annotations

import re

_UNITS = (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))
#: The whole of what is given: pydantic reads as much as it can and passes over the rest ("1.5.5GB").
_SIZE = re.compile(r"\d+(\.\d+)?\s*[a-z]*", re.IGNORECASE)

_BYTES = re.compile(r"bytes?$", re.IGNORECASE)


def size_in_words(size: int) -> str:
    """Write a number of bytes for people: '16 MiB'."""
    for unit, bytes_ in _UNITS:
        if size >= bytes_:
            return f"{size / bytes_:.4g} {unit}"
    return f"{size} bytes"


def size_of(words: str) -> int:
    """Return the number of bytes that is meant: KiB, MiB, GiB and TiB by 1024, the others (k, MB) by 1000.

    Raises ValueError for what is not a size, and for nothing.

    >>> size_of("16 MiB"), size_of("2GB"), size_of("500k")
    (16777216, 2000000000, 500000)
    """
    from pydantic import ByteSize, TypeAdapter, ValidationError  # the command line must not load it for its help

    try:
        given = _BYTES.sub("b", words.strip())
        size = int(TypeAdapter(ByteSize).validate_python(given)) if _SIZE.fullmatch(given) else 0
    except ValidationError:
        size = 0
    if size < 1:
        raise ValueError(f"{words!r} is no size such as 500k, 16MiB or 2GB")
    return size
