"""Measure how long reading takes, in processor time without waiting for a pipe and without the analysis.

>>> Clock(60).check("a.zip")
"""

from __future__ import annotations

import io
import time
from typing import Any, BinaryIO

from annotate.problems import Problem, ReadError
from annotate.read.options import RAISES


class Clock:
    """Counts the processor time, in seconds, since the last article was yielded."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._began = time.thread_time()

    def restart(self) -> None:
        """Start counting from zero, in the thread that continues reading."""
        self._began = time.thread_time()

    def check(self, source: str) -> None:
        """Raise ReadError if the time limit is exceeded."""
        if time.thread_time() - self._began > self._limit:
            message = f"it gave no article within the limit of {self._limit:g} seconds; {RAISES['seconds']}"
            raise ReadError(Problem("too-slow", message, source))


class Timed(io.RawIOBase):
    """A stream that checks the clock at every read."""

    def __init__(self, stream: BinaryIO, clock: Clock, source: str) -> None:
        self._stream = stream
        self._clock = clock
        self._source = source
        # Bytes read before are gone from a pipe; in a file they are not part of the document.
        self._jumps = stream.seekable() and stream.tell() == 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def seekable(self) -> bool:
        """Return whether the stream is seekable."""
        return self._jumps

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position and return it."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` and return the number of bytes; raises ReadError if the time limit is exceeded."""
        self._clock.check(self._source)
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
