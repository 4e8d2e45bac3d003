"""What the user names, made into documents: files, folders, patterns, lists of names, standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotate.problems import Problem
from annotate.read.inputs.clock import Clock
from annotate.read.inputs.document import Document
from annotate.read.inputs.own_exports import is_own_export
from annotate.read.options import ReadOptions
from annotate.read.readers import KNOWN_SUFFIXES

STANDARD_INPUT = "-"


def documents(sources: Sequence[str], options: ReadOptions, clock: Clock) -> Iterator[Document | Problem]:
    """Yield a document or a problem for each input, in the order given; folders and patterns in sorted order.

    A document's stream is closed when the next one is asked for.
    """
    for source in sources:
        if source == STANDARD_INPUT:
            stream = options.stdin or sys.stdin.buffer
            yield Document.opened("-", "stdin", stream, clock)
        elif source.startswith("@"):
            yield from _listed(source[1:], clock)
        else:
            yield from _named(source, clock)


def _named(source: str, clock: Clock) -> Iterator[Document | Problem]:
    path = Path(source)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        yield Problem(rule="input", message=f"it cannot be looked at: {_reason(error)}", file=source)
        return
    if is_folder:
        yield from _folder(path, source, clock)
    elif exists:
        yield from _file(path, clock)
    elif glob.has_magic(source):
        found = sorted(p for p in glob.iglob(source, recursive=True) if Path(p).is_file())  # noqa: PTH207 (the pattern may be absolute)
        if not found:
            yield Problem(rule="input", message="no file fits this pattern", file=source)
        for name in found:
            yield from _file(Path(name), clock)
    else:
        yield Problem(rule="input", message="there is no such file or folder", file=source)


def _folder(folder: Path, source: str, clock: Clock) -> Iterator[Document | Problem]:
    """Walk a folder in sorted order; hidden files, unknown suffixes and links out of the folder are passed over.

    So are exports of this program, with a sentence: a folder often holds what an earlier run wrote.
    """
    root = folder.resolve()
    found = False
    own: list[Path] = []
    read = False
    for parent, folders, names in os.walk(folder, onerror=None, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(parent) / name
            if name.startswith(".") or not KNOWN_SUFFIXES.intersection(s.lower() for s in path.suffixes[-1:]):
                continue
            found = True
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                message = "it is a link out of the folder and was not followed; name it itself to read it"
                yield Problem(rule="link", message=message, file=str(path), severity="warning")
                continue
            for document in _file(path, clock):
                if isinstance(document, Document) and is_own_export(path, document):
                    own.append(path)
                else:
                    yield document
                    read = True
    if own:
        yield _own_exports(own, source, alone=not read)
    if not found:
        yield Problem(rule="input", message="the folder holds no file of a known format", file=source)


def _own_exports(own: list[Path], source: str, *, alone: bool) -> Problem:
    """Return the sentence about exports that were passed over; an error where the folder holds nothing else."""
    files = f"{own[0].name} is an export" if len(own) == 1 else f"{len(own)} files, {own[0].name} first, are exports"
    message = f"{files} of this program and was not read as an article; name it itself, or use --as-is"
    if len(own) > 1:
        message = f"{files} of this program and were not read as articles; name them themselves, or use --as-is"
    return Problem("own-export", message, source, severity="error" if alone else "warning")


def _file(path: Path, clock: Clock) -> Iterator[Document | Problem]:
    try:
        # A pipe that the shell makes (<(command), /dev/stdin) is read as well.
        if path.is_symlink() and not path.exists():
            yield Problem(rule="input", message="it is a link to a file that is not there", file=str(path))
            return
        if not (path.is_file() or path.is_fifo()):
            yield Problem(rule="input", message="it is neither a file nor a folder", file=str(path))
            return
        stream = path.open("rb")
    except OSError as error:
        yield Problem(rule="input", message=f"it cannot be opened: {_reason(error)}", file=str(path))
        return
    with stream:
        try:
            document = Document.opened(str(path), path.name, stream, clock)
        except OSError as error:
            yield Problem(rule="input", message=f"it cannot be read: {_reason(error)}", file=str(path))
            return
        yield document


def _listed(name: str, clock: Clock) -> Iterator[Document | Problem]:
    """Read a list of inputs, one a line; blank lines and lines that begin with '#' are passed over."""
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        yield Problem(rule="input", message=f"the list of inputs cannot be read: {_reason(error)}", file=name)
        return
    for number, line in enumerate(lines, 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("@") or entry == STANDARD_INPUT:
            message = "a list of inputs names files, folders and patterns, no other list and no standard input"
            yield Problem(rule="input", message=message, file=name, line=number)
            continue
        yield from _named(entry, clock)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()
