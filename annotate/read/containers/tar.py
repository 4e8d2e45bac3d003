"""Tar archives, read as a stream: each regular file of a known format, in order, with one in memory."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.containers.compressed import deeper
from annotate.read.containers.members import check_count, shown, wanted
from annotate.read.documents.bounded import Budget, Expanding, Partial
from annotate.read.documents.document import Document
from annotate.read.options import ReadOptions

_BROKEN = (tarfile.TarError, EOFError, ValueError, IndexError, OverflowError)


def read(document: Document, options: ReadOptions) -> Iterator[Document | Problem]:
    """Yield the regular files of known formats; links and devices are skipped with a warning.

    Raises ReadError if the archive is broken or reaches a limit.
    """
    deeper(document, options)
    found = False
    budget = Budget(options.limits)
    try:
        stream: Any = Partial(document.stream)
        with tarfile.open(fileobj=stream, mode="r|", errorlevel=1) as archive:
            for count, member in enumerate(_entries(archive), 1):
                check_count(count, options.limits, document.source)
                source = f"{document.source}#{shown(member.name)}"
                if member.issym() or member.islnk() or member.isdev():
                    if wanted(member.name):
                        message = "the member is a link or a device and was not followed"
                        yield Problem("link", message, source, severity="warning")
                    continue
                if not member.isfile() or not wanted(member.name):
                    continue
                opened = archive.extractfile(member)
                if opened is None:
                    continue
                found = True
                inner = Expanding(opened, max(member.size, 1), budget, source, _BROKEN, "the archive")
                yield Document.of(source, shown(member.name), io.BufferedReader(inner), document.depth + 1)
    except _BROKEN as error:
        raise ReadError(Problem("tar", f"the archive is broken: {str(error).lower()}", document.source)) from None
    if not found:
        yield Problem("empty", "the archive contains no file in a known format", document.source)


def _entries(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the members one by one, without keeping earlier ones."""
    while (member := archive.next()) is not None:
        yield member
        archive.members = []  # type: ignore[attr-defined] # tarfile keeps every member otherwise
