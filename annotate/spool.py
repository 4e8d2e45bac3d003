"""Copy a stream to disk, for formats whose readers must jump about in a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from annotate.scratch import private_folder

_STEP = 1 << 20
#: Bytes that stay in memory before a copy goes to disk.
_IN_MEMORY = 8 << 20


class TooLongError(Exception):
    """The stream is longer than the limit."""


def copy(stream: BinaryIO, out: IO[bytes], limit: int | None = None) -> None:
    """Copy a stream to its end; raises `TooLongError` beyond `limit` bytes."""
    size = 0
    while part := stream.read(_STEP):
        size += len(part)
        if limit is not None and size > limit:
            raise TooLongError
        out.write(part)


def spooled(stream: BinaryIO, limit: int | None = None) -> BinaryIO:
    """Return a seekable copy of a stream, which disappears with its last reference; raises `TooLongError`."""
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller reads it)
    copy(stream, spool, limit)
    spool.seek(0)
    return cast(BinaryIO, spool)


@contextmanager
def spooled_file(stream: BinaryIO, name: str, limit: int | None = None) -> Iterator[Path]:
    """Yield the path of a copy of a stream, a file of that name, removed at the end; raises `TooLongError`."""
    with private_folder() as folder:
        path = folder / name
        with path.open("wb") as out:
            copy(stream, out, limit)
        yield path


@contextmanager
def private_file(out: BinaryIO, name: str) -> Iterator[Path]:
    """Yield the path of a file that does not exist yet; what was written there goes to the stream at the end."""
    with private_folder() as folder:
        path = folder / name
        yield path
        with path.open("rb") as finished:
            copy(finished, out)
