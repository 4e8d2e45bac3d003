"""Numbers of bytes as people write them: '16 MiB', '2GB', '500k'."""

from __future__ import annotations

import re

_UNITS = (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:([kmgt])(i?)b?|b|bytes)?", re.IGNORECASE)
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4}


def size_in_words(size: int) -> str:
    """Write a number of bytes for people: '16 MiB'."""
    for unit, bytes_ in _UNITS:
        if size >= bytes_:
            return f"{size / bytes_:.4g} {unit}"
    return f"{size} bytes"


def size_of(words: str) -> int:
    """Return the number of bytes that is meant: KiB, MiB, GiB and TiB by 1024, the others (k, MB) by 1000.

    Raises ValueError for what is no size, and for nothing.

    >>> size_of("16 MiB"), size_of("2GB"), size_of("500k")
    (16777216, 2000000000, 500000)
    """
    match = _SIZE.fullmatch(words.strip())
    base = 1024 if match and match[3] else 1000
    size = int(float(match[1]) * base ** _POWERS.get((match[2] or "").lower(), 0)) if match else 0
    if size < 1:
        raise ValueError(f"{words!r} is no size such as 500k, 16MiB or 2GB")
    return size
