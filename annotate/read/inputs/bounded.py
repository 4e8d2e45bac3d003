"""Streams that stop a bomb: decompressed bytes counted against the limits, and copies to disk within them."""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

from annotate.problems import Problem, ReadError
from annotate.read.inputs.document import Document
from annotate.read.options import RAISES, Limits
from annotate.read.sizes import size_in_words
from annotate.spool import TooLongError, spooled

#: What lzma and zstandard say of a stream that asks for more memory than it may have.
_WANTS_MEMORY = re.compile("memory usage limit|too much memory", re.IGNORECASE)
#: Below this many bytes out, no ratio is looked at: small files of blanks shrink far.
_RATIO_FROM = 8 << 20


class Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the stream."""
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.count += len(part)
        return len(part)


class Budget:
    """What may still come out of one compressed file or archive, all its members together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._out = 0

    def take(self, size: int, source: str) -> None:
        """Count bytes that came out; raises ReadError beyond the limit."""
        self._out += size
        if self._out > self.limits.expanded:
            message = f"it expands to more than {size_in_words(self.limits.expanded)}, the limit; {RAISES['expanded']}"
            raise ReadError(Problem("bomb", message, source))


class Expanding(io.RawIOBase):
    """What comes out of a decompressor, held to the limits of size and of ratio to what went in.

    Raises ReadError when a limit is reached, or when the compressed data is broken.
    """

    def __init__(
        self, stream: Any, went_in: Counted | int, budget: Budget, source: str, errors: tuple[Any, ...]
    ) -> None:
        self._stream = stream
        self._went_in = went_in
        self._budget = budget
        self._source = source
        self._errors = errors
        self._out = 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with decompressed bytes."""
        try:
            # read1, where there is one: what comes out before a fault is not lost with it
            part = getattr(self._stream, "read1", self._stream.read)(len(buffer))
        except self._errors as error:
            message = f"the compressed data is broken behind {_came_out(self._out)}: {_plain(error)}"
            if _WANTS_MEMORY.search(str(error)):
                message = "to unpack it takes more memory than 256 MiB, the limit; compress it with a smaller window"
            raise ReadError(Problem("compressed", message, self._source)) from None
        buffer[: len(part)] = part
        self._out += len(part)
        self._budget.take(len(part), self._source)
        went_in = self._went_in if isinstance(self._went_in, int) else self._went_in.count
        ratio = self._budget.limits.ratio
        if self._out > _RATIO_FROM and self._out > ratio * max(went_in, 1):
            message = f"it expands to more than {ratio} times its size, as a bomb does; {RAISES['ratio']}"
            raise ReadError(Problem("bomb", message, self._source))
        return len(part)


def seekable(document: Document, limits: Limits) -> BinaryIO:
    """Return a stream with the bytes of a document that can be jumped about in: the file itself, or a copy on disk.

    Raises ReadError for a copy beyond `limits.spool`.
    """
    if document.file is not None:
        document.file.seek(0)
        return document.file
    try:
        return spooled(document.stream, limits.spool)
    except TooLongError:
        message = (
            f"it is longer than {size_in_words(limits.spool)}, the limit for what is copied to disk because its "
            f"format is not read in one go; {RAISES['spool']}, and a file of its own needs no copy"
        )
        raise ReadError(Problem("too-long", message, document.source)) from None


def _came_out(count: int) -> str:
    """Return how much came out before a fault, as people say it."""
    return f"{count:,} bytes of content" if count else "its first bytes"


def _plain(error: BaseException) -> str:
    message = str(error) or type(error).__name__
    return message[:1].lower() + message[1:]
