"""gzip, bzip2, xz and Zstandard: the decompressed stream is read in its own format."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from annotate.first_bytes import kind_of
from annotate.libraries import needed_to_read
from annotate.problems import Problem, ReadError
from annotate.read.documents.bounded import Budget, Counted, Expanding
from annotate.read.documents.document import Document
from annotate.read.options import RAISES, ReadOptions

#: Takes a stream and its source; returns the decompressed stream and the exceptions that broken data raises.
_Opener = Callable[[Any, str], tuple[Any, tuple[Any, ...]]]
#: The memory that decompressing an xz or Zstandard file may take, in bytes.
_MEMORY = 256 << 20
_TAR_SUFFIXES = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_COMPRESSION = {".gz", ".bz2", ".xz", ".zst", ".zstd"}


def read(document: Document, options: ReadOptions) -> Iterator[Document | Problem]:
    """Yield the document inside, with the same source and a name without the suffix of the compression.

    Raises ReadError if the file is empty or not compressed, or if archives are nested too deeply.
    """
    deeper(document, options)
    opener = _opener(document)
    went_in = Counted(document.stream)
    opened, errors = opener(io.BufferedReader(went_in, 1 << 16), document.source)
    stream = Expanding(opened, went_in, Budget(options.limits), document.source, errors)
    yield Document.of(
        document.source, _inner_name(document), io.BufferedReader(stream, 1 << 16), document.depth + 1, document.hints
    )


def deeper(document: Document, options: ReadOptions) -> None:
    """Raise ReadError if archives are already nested as deeply as the limit allows."""
    if document.depth >= options.limits.archives:
        message = f"archives are nested deeper than the limit of {options.limits.archives}; {RAISES['archives']}"
        raise ReadError(Problem("nesting", message, document.source))


def _inner_name(document: Document) -> str:
    suffix = document.suffix
    if suffix in _TAR_SUFFIXES:
        return document.name[: -len(suffix)] + _TAR_SUFFIXES[suffix]
    return document.name[: -len(suffix)] if suffix in _COMPRESSION else document.name


def _opener(document: Document) -> _Opener:
    """Return the opener for the compression that the first bytes show; raises ReadError if they show none."""
    if not document.head:
        raise ReadError(Problem("empty", "it is empty", document.source))
    kind = kind_of(document.head)
    if kind is None or kind.name not in _OPENERS:
        message = "its suffix says that it is compressed, but it is not"
        raise ReadError(Problem("compressed", message, document.source))
    return _OPENERS[kind.name]


def _gzip(stream: Any, source: str) -> tuple[Any, tuple[Any, ...]]:
    return gzip.GzipFile(fileobj=stream, mode="rb"), (OSError, EOFError, zlib.error)


def _bzip2(stream: Any, source: str) -> tuple[Any, tuple[Any, ...]]:
    return bz2.BZ2File(stream, "rb"), (OSError, EOFError, ValueError)


def _xz(stream: Any, source: str) -> tuple[Any, tuple[Any, ...]]:
    return _Xz(stream), (lzma.LZMAError, EOFError, MemoryError)


def _zstd(stream: Any, source: str) -> tuple[Any, tuple[Any, ...]]:
    zstandard = needed_to_read("zstandard", "a .zst file", source)
    return _Zstd(stream, zstandard.ZstdDecompressor(max_window_size=_MEMORY)), (zstandard.ZstdError, EOFError)


class _Xz:
    """An xz stream with a memory limit, which lzma.LZMAFile does not have."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._decompressor = lzma.LZMADecompressor(memlimit=_MEMORY)
        self._started = False

    def read(self, size: int) -> bytes:
        """Return up to `size` decompressed bytes, none at the end; raises lzma.LZMAError or EOFError."""
        while True:
            decompressor = self._decompressor
            if decompressor.eof:
                rest = decompressor.unused_data or self._stream.read(1 << 16)
                if not rest.strip(b"\0"):
                    return b""
                self._decompressor = decompressor = lzma.LZMADecompressor(memlimit=_MEMORY)
            elif decompressor.needs_input:
                rest = self._stream.read(1 << 16)
                if not rest:
                    raise EOFError("it ends too soon")
            else:
                rest = b""
            if part := decompressor.decompress(rest, size):
                return part


class _Zstd:
    """A Zstandard stream that fails if it is cut; the stream reader of zstandard ends in silence there."""

    #: The bytes that are taken at once. A block of 4 bytes expands to at most 128 KiB, these to at most 32 MiB.
    _STEP = 1 << 10

    def __init__(self, stream: Any, decompressor: Any) -> None:
        self._stream = stream
        self._decompressor = decompressor
        self._frame: Any = None
        self._ready = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return up to `size` decompressed bytes; none at the end. Raises zstandard.ZstdError or EOFError."""
        while not self._ready:
            between = self._frame is None or self._frame.eof
            rest = (self._frame.unused_data if between and self._frame else b"") or self._stream.read(self._STEP)
            if between:
                if not rest:
                    return b""
                self._frame = self._decompressor.decompressobj()
            elif not rest:
                raise EOFError("it ends too soon")
            self._ready = memoryview(self._frame.decompress(rest))
        part, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return part


#: The opener for each compression, by its kind in `annotate.first_bytes`.
_OPENERS: dict[str, _Opener] = {"gzip": _gzip, "bzip2": _bzip2, "xz": _xz, "zstd": _zstd}
