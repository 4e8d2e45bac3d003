"""What is handed from the finding of inputs to the readers, and from the readers to the making of articles."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from annotate.problems import ReadError
from annotate.read.inputs.clock import Clock, Timed

#: How much of a document is looked at to tell what format it has.
HEAD = 4096


class Peekable(io.RawIOBase):
    """A readable stream whose first bytes can be looked at before they are read, whatever the stream beneath."""

    def __init__(self, stream: BinaryIO, head: int = HEAD, before: bytes = b"") -> None:
        self._stream = stream
        parts: list[bytes] = [before] if before else []
        wanted = head
        self._fault: ReadError | None = None
        try:
            while wanted and (part := _some(stream, wanted)):
                parts.append(part)
                wanted -= len(part)
        except ReadError as fault:
            # A compressed stream that is cut this early: what came out of it is read first.
            if not parts:
                raise
            self._fault = fault
        self.head = b"".join(parts)
        self._at = 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`, first from the head, then from the stream."""
        if self._at < len(self.head):
            part = self.head[self._at : self._at + len(buffer)]
            self._at += len(part)
        elif self._fault is not None:
            raise self._fault
        else:
            part = _some(self._stream, len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _some(stream: BinaryIO, size: int) -> bytes:
    """Return up to `size` bytes as they come, so that a fault behind them does not take them along."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(size)


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes to be read as one format: a file, standard input, or a member of an archive."""

    #: As the user named it, with '#member' behind it for a member.
    source: str
    #: The name that its suffix and the article's id are taken from; compression suffixes are taken off on the way.
    name: str
    stream: BinaryIO
    head: bytes
    #: How many archives it lies in.
    depth: int = 0
    #: What its surroundings say about it: charset of an HTTP response, url of a record.
    hints: dict[str, Any] = field(default_factory=dict)
    #: The same bytes where they can be jumped about in: a file that is no pipe and lies in no archive.
    file: BinaryIO | None = None

    @classmethod
    def of(
        cls, source: str, name: str, stream: BinaryIO, depth: int = 0, hints: dict[str, Any] | None = None
    ) -> Document:
        """Wrap a stream, reading no more than its head."""
        raw = Peekable(stream)
        return cls(source, name, io.BufferedReader(raw, 1 << 16), raw.head, depth, hints or {})

    @classmethod
    def opened(cls, source: str, name: str, stream: BinaryIO, clock: Clock) -> Document:
        """Wrap what was opened from outside: a file, a pipe, standard input; its reading is timed."""
        timed = io.BufferedReader(Timed(stream, clock, source), 1 << 16)
        document = cls.of(source, name, timed)
        return replace(document, file=timed) if timed.seekable() else document

    @property
    def stem(self) -> str:
        """The last part of the name without its suffix: the id of an article that has none of its own."""
        return PurePosixPath(self.name).stem or "article"

    @property
    def suffix(self) -> str:
        """The suffix of the name in lower case, with its dot; empty where it has none."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as a format gives it, before characters are made safe and dates, language and frame are found."""

    text: str
    source: str
    sha256: str
    #: None where the input names none.
    id: str | None
    #: Id to use when the input gives none.
    fallback_id: str
    title: str | None = None
    #: As the input writes it: a string, or seconds or milliseconds since 1970.
    published: Any = None
    #: The input's own name of that value.
    published_name: str = "published"
    language: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    #: Where a headline, byline and body are known to stand (code points), because the reader put them there.
    headline: tuple[int, int] | None = None
    #: Line of the input where it begins, for messages.
    line: int | None = None


def each_line(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield (number from 1, line without its LF or CRLF); None for a line of more than `limit` bytes, skipped."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if line.endswith(b"\n"):
            body = line[:-2] if line.endswith(b"\r\n") else line[:-1]
        elif len(line) > limit:
            while (rest := stream.readline(1 << 16)) and not rest.endswith(b"\n"):
                pass
            yield number, None
            continue
        else:
            body = line
        yield number, body if len(body) <= limit else None
