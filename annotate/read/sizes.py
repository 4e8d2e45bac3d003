"""Convert numbers of bytes from and to text: '16 MiB', '2GB', '500k'."""

from __future__ import annotations

import re

_UNITS = (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))
#: The pattern of a whole size; pydantic alone would read a prefix and ignore the rest ("1.5.5GB").
_SIZE = re.compile(r"\d+(\.\d+)?\s*[a-z]*", re.IGNORECASE)

_BYTES = re.compile(r"bytes?$", re.IGNORECASE)


def size_in_words(size: int) -> str:
    """Return a number of bytes as text for people.

    >>> size_in_words(16 * 1024 * 1024)
    '16 MiB'
    """
    for unit, bytes_ in _UNITS:
        if size >= bytes_:
            return f"{size / bytes_:.4g} {unit}"
    return f"{size} bytes"


def size_of(words: str) -> int:
    """Return the number of bytes of a size: KiB, MiB, GiB and TiB are powers of 1024, k, MB and so on of 1000.

    Raises ValueError if the text is not a size, or is a size of zero.

    >>> size_of("16 MiB"), size_of("2GB"), size_of("500k")
    (16777216, 2000000000, 500000)
    """
    from pydantic import ByteSize, TypeAdapter, ValidationError  # the command line's help must not load it

    try:
        given = _BYTES.sub("b", words.strip())
        size = int(TypeAdapter(ByteSize).validate_python(given)) if _SIZE.fullmatch(given) else 0
    except ValidationError:
        size = 0
    if size < 1:
        raise ValueError(f"{words!r} is not a size; write it like 500k, 16MiB or 2GB")
    return size
