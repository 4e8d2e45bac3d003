"""Streams that stop decompression bombs: they count bytes against the limits, also when copying to disk.

>>> from io import BytesIO
>>> counted = Counted(BytesIO(b"abc"))
>>> counted.read(2), counted.count
(b'ab', 2)
"""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO

from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Document
from annotate.read.options import RAISES, Limits
from annotate.read.sizes import size_in_words
from annotate.spool import TooLongError, spooled

#: The messages of lzma and zstandard about a stream that needs more memory than the limit.
_WANTS_MEMORY = re.compile("memory usage limit|too much memory", re.IGNORECASE)
#: The ratio is checked only beyond this many bytes of output, because small files of blanks compress very well.
_RATIO_FROM = 8 << 20


class Counted(io.RawIOBase):
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the stream and return the number of bytes."""
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.count += len(part)
        return len(part)


class Partial:
    """A stream whose reads may be short, so that everything before the cut in a truncated archive is read."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer if no more are available yet, none at the end."""
        return bytes(self._stream.read1(size))


class Budget:
    """The number of bytes that may still come out of one compressed file or archive, all members together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._out = 0

    def take(self, size: int, source: str) -> None:
        """Count decompressed bytes; raises ReadError beyond the limit."""
        self._out += size
        if self._out > self.limits.expanded:
            limit = size_in_words(self.limits.expanded)
            message = f"it expands to more than the limit of {limit}; {RAISES['expanded']}"
            raise ReadError(Problem("bomb", message, source))


class Expanding(io.RawIOBase):
    """The output of a decompressor, within the limits of size and of ratio to the input.

    Reading raises ReadError if a limit is reached or the data is broken; `what` names the data in its message.
    """

    def __init__(
        self,
        stream: Any,
        went_in: Counted | int,
        budget: Budget,
        source: str,
        errors: tuple[Any, ...],
        what: str = "the compressed data",
    ) -> None:
        self._stream = stream
        self._went_in = went_in
        self._budget = budget
        self._source = source
        self._errors = errors
        self._what = what
        self._out = 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with decompressed bytes and return their number; raises ReadError."""
        try:
            # read1, if available, returns what comes before a fault
            part = getattr(self._stream, "read1", self._stream.read)(len(buffer))
        except self._errors as error:
            message = f"{self._what} is broken after {_came_out(self._out)}: {_plain(error)}"
            if _WANTS_MEMORY.search(str(error)):
                message = "unpacking it takes more memory than the limit of 256 MiB; compress it with a smaller window"
            raise ReadError(Problem("compressed", message, self._source)) from None
        buffer[: len(part)] = part
        self._out += len(part)
        self._budget.take(len(part), self._source)
        went_in = self._went_in if isinstance(self._went_in, int) else self._went_in.count
        ratio = self._budget.limits.ratio
        if self._out > _RATIO_FROM and self._out > ratio * max(went_in, 1):
            message = f"it expands to more than the limit of {ratio} times its size; {RAISES['ratio']}"
            raise ReadError(Problem("bomb", message, self._source))
        return len(part)


def seekable(document: Document, limits: Limits) -> BinaryIO:
    """Return a seekable stream with the bytes of a document: the file itself, or a copy on disk.

    Raises ReadError if the copy would be larger than `limits.spool`.
    """
    if document.file is not None:
        document.file.seek(0)
        return document.file
    try:
        return spooled(document.stream, limits.spool)
    except TooLongError:
        message = (
            f"it is longer than the limit of {size_in_words(limits.spool)} for copies on disk, which its format needs "
            f"in a pipe or an archive; {RAISES['spool']}, or read it as a separate file"
        )
        raise ReadError(Problem("too-long", message, document.source)) from None


def _came_out(count: int) -> str:
    """Return, in words, how many bytes came out before a fault."""
    return f"{count:,} bytes of content" if count else "its first bytes"


def _plain(error: BaseException) -> str:
    message = str(error) or type(error).__name__
    return message[:1].lower() + message[1:]
