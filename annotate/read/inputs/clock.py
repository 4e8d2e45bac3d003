"""How long reading takes, in processor time: waiting for a slow pipe costs nothing, nor does the analysis."""

from __future__ import annotations

import io
import time
from typing import Any, BinaryIO

from annotate.problems import Problem, ReadError
from annotate.read.options import RAISES


class Clock:
    """Counts the processor time, in seconds, since the last article was handed out."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._began = time.thread_time()

    def restart(self) -> None:
        """Begin anew, in the thread that reads on."""
        self._began = time.thread_time()

    def check(self, source: str) -> None:
        """Raise ReadError when the time is up."""
        if time.thread_time() - self._began > self._limit:
            message = f"no article came out of it in {self._limit:g} seconds of reading, the limit; {RAISES['seconds']}"
            raise ReadError(Problem("too-slow", message, source))


class Timed(io.RawIOBase):
    """A stream that looks at the clock whenever it is read from."""

    def __init__(self, stream: BinaryIO, clock: Clock, source: str) -> None:
        self._stream = stream
        self._clock = clock
        self._source = source
        # What was read before is gone from a pipe, and not part of the document in a file.
        self._jumps = stream.seekable() and stream.tell() == 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def seekable(self) -> bool:
        """Return whether it can be jumped about in."""
        return self._jumps

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`; raises ReadError when the time is up."""
        self._clock.check(self._source)
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
