"""The types between the stages of reading: `Document` goes to a reader, and a `Draft` comes from it.

>>> from io import BytesIO
>>> document = Document.of("wire.zip#a.txt", "a.txt", BytesIO(b"One.\\nTwo."))
>>> document.stem, document.suffix, list(each_line(document.stream, 100))
('a', '.txt', [(1, b'One.'), (2, b'Two.')])
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from annotate.problems import ReadError
from annotate.read.documents.clock import Clock, Timed

#: The number of bytes that are inspected to detect the format of a document.
HEAD = 4096


class Peekable(io.RawIOBase):
    """A readable stream whose first bytes can be inspected before they are read, over any stream."""

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
            # A compressed stream that is truncated this early: what came out of it is read first.
            if not parts:
                raise
            self._fault = fault
        self.head = b"".join(parts)
        self._at = 0

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`, first from the head, then from the stream, and return the number of bytes."""
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
    """Return up to `size` bytes as they become available, so that a later fault does not lose them."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(size)


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes in one format to be read: a file, standard input, or a member of an archive."""

    #: The name that the user gave, followed by '#member' for a member of an archive.
    source: str
    #: The name from which the suffix and the article's id are derived, without suffixes of compression.
    name: str
    stream: BinaryIO
    head: bytes
    #: The number of archives around it.
    depth: int = 0
    #: Information from its container: the charset of an HTTP response, the URL of a record.
    hints: dict[str, Any] = field(default_factory=dict)
    #: The same bytes as a seekable file; None for a pipe and for a member of an archive.
    file: BinaryIO | None = None

    @classmethod
    def of(
        cls, source: str, name: str, stream: BinaryIO, depth: int = 0, hints: dict[str, Any] | None = None
    ) -> Document:
        """Return a document over a stream, reading no more than its head."""
        raw = Peekable(stream)
        return cls(source, name, io.BufferedReader(raw, 1 << 16), raw.head, depth, hints or {})

    @classmethod
    def opened(cls, source: str, name: str, stream: BinaryIO, clock: Clock) -> Document:
        """Return a document over a file, pipe or standard input; the time of reading it is limited."""
        timed = io.BufferedReader(Timed(stream, clock, source), 1 << 16)
        document = cls.of(source, name, timed)
        return replace(document, file=timed) if timed.seekable() else document

    @property
    def stem(self) -> str:
        """The last part of the name without its suffix, which is the id of an article that has none of its own."""
        return PurePosixPath(self.name).stem or "article"

    @property
    def suffix(self) -> str:
        """The suffix of the name in lower case, with its dot; empty if there is none."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its format holds it, before characters are made safe and dates, language and frame are found."""

    text: str
    source: str
    sha256: str
    #: None if the input gives none.
    id: str | None
    #: Id to use when the input gives none.
    fallback_id: str
    title: str | None = None
    #: The value in the input: a string, or seconds or milliseconds since 1970.
    published: Any = None
    #: The name of that value in the input.
    published_name: str = "published"
    language: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    #: The range of the headline in the text (code points), if the reader put it there.
    headline: tuple[int, int] | None = None
    #: The line of the input on which it begins, for messages.
    line: int | None = None


def each_line(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield (number from 1, line without its LF or CRLF), with None for a line of more than `limit` bytes."""
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
