"""Streams that stop a bomb: decompressed bytes counted against the limits, and copies to disk within them."""

from __future__ import annotations

import io
import tempfile
from typing import Any, BinaryIO, cast

from annotate.problems import Problem, ReadError
from annotate.read.options import Limits
from annotate.read.whole import size_in_words

#: Below this many bytes out, no ratio is looked at: small files of blanks shrink far.
_RATIO_FROM = 8 << 20


class Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the stream."""
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.count += len(part)
        return len(part)


class Expanding(io.RawIOBase):
    """What comes out of a decompressor, held to the limits of size and of ratio to what went in.

    Raises ReadError when a limit is reached, or when the compressed data is broken.
    """

    def __init__(
        self, stream: Any, went_in: Counted | int, limits: Limits, source: str, errors: tuple[Any, ...]
    ) -> None:
        self._stream = stream
        self._went_in = went_in
        self._limits = limits
        self._source = source
        self._errors = errors
        self._out = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with decompressed bytes."""
        try:
            part = self._stream.read(len(buffer))
        except self._errors as error:
            message = f"the compressed data is broken: {_plain(error)}"
            raise ReadError(Problem("compressed", message, self._source)) from None
        buffer[: len(part)] = part
        self._out += len(part)
        if self._out > self._limits.expanded:
            message = f"it expands to more than {size_in_words(self._limits.expanded)}, the limit"
            raise ReadError(Problem("bomb", message, self._source))
        went_in = self._went_in if isinstance(self._went_in, int) else self._went_in.count
        if self._out > _RATIO_FROM and self._out > self._limits.ratio * max(went_in, 1):
            message = f"it expands to more than {self._limits.ratio} times its size, which only a bomb does"
            raise ReadError(Problem("bomb", message, self._source))
        return len(part)


def seekable(stream: BinaryIO, source: str, limits: Limits) -> BinaryIO:
    """Return a stream with the same bytes that can be jumped about in, on disk where it must be.

    Raises ReadError beyond `limits.spool`.
    """
    spool = tempfile.SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115 (the caller reads it; it goes with its last reference)
    size = 0
    while part := stream.read(1 << 20):
        size += len(part)
        if size > limits.spool:
            message = (
                f"it is longer than {size_in_words(limits.spool)}, the limit for a format that is not read in one go"
            )
            raise ReadError(Problem("too-long", message, source))
        spool.write(part)
    spool.seek(0)
    return cast(BinaryIO, spool)


def _plain(error: BaseException) -> str:
    message = str(error) or type(error).__name__
    return message[:1].lower() + message[1:]
