"""Copy a stream to disk, for formats whose readers need random access.

>>> from io import BytesIO
>>> spooled(BytesIO(b"abc")).seek(1)
1
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from annotate.scratch import private_folder

_STEP = 1 << 20
#: Number of bytes that stay in memory before a copy goes to disk.
_IN_MEMORY = 8 << 20


class TooLongError(Exception):
    """The stream is longer than the limit."""


def copy(stream: BinaryIO, out: IO[bytes], limit: int | None = None) -> None:
    """Copy a stream to its end; raises `TooLongError` if it has more than `limit` bytes."""
    size = 0
    while part := stream.read(_STEP):
        size += len(part)
        if limit is not None and size > limit:
            raise TooLongError
        out.write(part)


def spooled(stream: BinaryIO, limit: int | None = None) -> BinaryIO:
    """Return a seekable copy of a stream, which is removed with its last reference.

    Raises `TooLongError` if the stream has more than `limit` bytes.
    """
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller reads it)
    copy(stream, spool, limit)
    spool.seek(0)
    return cast(BinaryIO, spool)


@contextmanager
def spooled_file(stream: BinaryIO, name: str, limit: int | None = None) -> Iterator[Path]:
    """Yield the path of a copy of a stream with the given file name; it is removed when the block ends.

    Raises `TooLongError` if the stream has more than `limit` bytes.
    """
    with private_folder() as folder:
        path = folder / name
        with path.open("wb") as out:
            copy(stream, out, limit)
        yield path


@contextmanager
def private_file(out: BinaryIO, name: str) -> Iterator[Path]:
    """Yield the path of a file to be written; its content is copied to the stream when the block ends."""
    with private_folder() as folder:
        path = folder / name
        yield path
        with path.open("rb") as finished:
            copy(finished, out)
