"""Zip archives, including WACZ: each member of a known format, in the order of the archive's index.

Nothing is written to disk under the name of a member, so a name with ".." or a root does no harm.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from annotate.problems import Problem, ReadError
from annotate.read.containers.compressed import deeper
from annotate.read.containers.members import check_count, refuse_office, shown, wanted
from annotate.read.documents.bounded import Budget, Expanding, seekable
from annotate.read.documents.document import Document
from annotate.read.options import ReadOptions

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError)
_WARC_SUFFIXES = (".warc", ".warc.gz")


def read(document: Document, options: ReadOptions) -> Iterator[Document | Problem]:
    """Yield the members of known formats; of a WACZ, only the web archives in it.

    Raises ReadError if the archive is broken, reaches a limit, or is an office document.
    """
    deeper(document, options)
    stream = seekable(document, options.limits)
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        why = f"it is not a complete zip archive: {str(error).lower()}"
        raise ReadError(Problem("zip", why, document.source)) from None
    with archive:
        # A broken index can hold an empty name, on which is_dir() fails.
        members = [m for m in archive.infolist() if m.filename and not m.filename.endswith("/")]
        check_count(len(members), options.limits, document.source)
        before = min((m.header_offset for m in archive.infolist()), default=0)
        if before and document.head.startswith(b"PK\x03\x04"):
            # The index that was found is that of an archive within this one; a program that unpacks itself has none.
            message = (
                f"the archive is cut: {before:,} bytes at its beginning are in no index; only what follows is read"
            )
            yield Problem("zip", message, document.source)
        names = {m.filename for m in members}
        refuse_office(names, document.source)
        chosen = [m for m in members if wanted(m.filename)]
        if "datapackage.json" in names and any(n.startswith("archive/") for n in names):
            chosen = [m for m in members if m.filename.startswith("archive/") and m.filename.endswith(_WARC_SUFFIXES)]
        if not chosen:
            yield Problem("empty", "the archive contains no file in a known format", document.source)
        budget = Budget(options.limits)
        for member in chosen:
            yield from _member(archive, member, document, budget)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, document: Document, budget: Budget
) -> Iterator[Document | Problem]:
    source = f"{document.source}#{shown(member.filename)}"
    if member.flag_bits & 0x1:
        yield Problem("zip", "the member is encrypted; unpack the archive first", source)
        return
    try:
        opened: Any = archive.open(member)
    except (*_BROKEN, RuntimeError) as error:
        yield Problem("zip", f"the member cannot be read: {str(error).lower()}", source)
        return
    with opened:
        stream = Expanding(opened, member.compress_size, budget, source, _BROKEN)
        try:
            inner = Document.of(source, shown(member.filename), io.BufferedReader(stream), document.depth + 1)
        except ReadError as error:
            yield error.problem
            return
        yield inner
