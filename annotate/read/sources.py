"""Open the documents that the user names, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotate.inputs import STANDARD_INPUT, Named, Wanted, reason, resolve
from annotate.problems import Problem
from annotate.read.documents.clock import Clock
from annotate.read.documents.document import Document
from annotate.read.documents.own_exports import is_own_export
from annotate.read.options import ReadOptions
from annotate.read.readers import KNOWN_SUFFIXES

_ARTICLES = Wanted(KNOWN_SUFFIXES, "of a known format")


def documents(sources: Sequence[str], options: ReadOptions, clock: Clock) -> Iterator[Document | Problem]:
    """Yield a document or a problem for each input, in the order given; folders and patterns in sorted order.

    The stream of a document is closed when the next one is requested.
    """
    for named in resolve(sources, _ARTICLES):
        yield from _walked(named, clock) if named.is_folder else _each(named, options, clock)


def _each(named: Named, options: ReadOptions, clock: Clock) -> Iterator[Document | Problem]:
    for found in named.found:
        if found is None:
            yield Document.opened(STANDARD_INPUT, "stdin", options.stdin or sys.stdin.buffer, clock)
        elif isinstance(found, Problem):
            yield found
        else:
            yield from _opened(found, clock)


def _walked(folder: Named, clock: Clock) -> Iterator[Document | Problem]:
    """Yield the documents of a folder, except exports of this program, which earlier runs often left there."""
    own: list[Path] = []
    others = False
    for found in folder.found:
        if isinstance(found, Problem):
            yield found
        for document in _opened(found, clock) if isinstance(found, Path) else ():
            if isinstance(document, Document) and is_own_export(Path(document.source), document):
                own.append(Path(document.source))
            else:
                yield document
                others = True
    if own:
        yield _own_exports(own, folder.name, alone=not others)


def _own_exports(own: list[Path], source: str, *, alone: bool) -> Problem:
    """Return the problem about skipped exports: a warning, or an error if they are `alone` in the folder."""
    files = f"{own[0].name} is an export" if len(own) == 1 else f"{len(own)} files, {own[0].name} first, are exports"
    message = f"{files} of this program and was not read as an article; name it directly, or use --as-is"
    if len(own) > 1:
        message = f"{files} of this program and were not read as articles; name them directly, or use --as-is"
    return Problem("own-export", message, source, severity="error" if alone else "warning")


def _opened(path: Path, clock: Clock) -> Iterator[Document | Problem]:
    try:
        stream = path.open("rb")
    except OSError as error:
        yield Problem("input", f"it cannot be opened: {reason(error)}", str(path))
        return
    with stream:
        try:
            document = Document.opened(str(path), path.name, stream, clock)
        except OSError as error:
            yield Problem("input", f"it cannot be read: {reason(error)}", str(path))
            return
        yield document
