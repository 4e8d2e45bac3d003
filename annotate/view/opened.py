"""Turns the names that a user gives into annotations: exports are loaded, articles are annotated."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotate.check import check_annotation
from annotate.export import load
from annotate.export.loading import READERS
from annotate.export.readable import earlier_exports
from annotate.inputs import STANDARD_INPUT, resolve
from annotate.locate import json_path
from annotate.models import Annotation, Article
from annotate.pipeline import annotate, reads
from annotate.problems import Problem, ReadError
from annotate.read import ReadOptions, read
from annotate.read.documents.clock import Clock
from annotate.read.documents.document import Document
from annotate.read.documents.own_exports import is_own_export
from annotate.read.readers import KNOWN_SUFFIXES
from annotate.spool import spooled_file

#: Names under which standard input is checked for our exports.
_NAMES = ("stdin.json", "stdin.jsonl", "stdin.xml")
#: Rules whose violation would put marks on the wrong words or leave references without a target.
_WRONG = {"span-verbatim", "reference", "id-unique"}
#: Processor time, in seconds, to inspect the beginning of a file.
_LOOKING = 60

Note = Callable[[Problem], None]


def opened(names: Sequence[str], options: ReadOptions, note: Note) -> Iterator[Annotation]:
    """Yield an annotation for each article in the inputs, in their order; problems go to `note`.

    Names are resolved as in every command. Annotations are loaded from files that this program exported; all other
    files are read and annotated.
    """
    exports = earlier_exports()
    wanted = replace(exports, suffixes=exports.suffixes | KNOWN_SUFFIXES, what="of a known format")
    for named in resolve(names, wanted):
        for found in named.found:
            if isinstance(found, Problem):
                note(found)
            elif found is None:
                yield from _piped(options, note)
            else:
                yield from _from_path(found, options, note)


def _from_path(path: Path, options: ReadOptions, note: Note) -> Iterator[Annotation]:
    suffix = path.suffix.lower()
    only_read_back = suffix in READERS and suffix not in KNOWN_SUFFIXES
    if path.is_dir() or only_read_back or (path.is_file() and _is_own(path)):
        yield from _exported(path, str(path), note)
    else:
        yield from _annotated([str(path)], options, note)


def _piped(options: ReadOptions, note: Note) -> Iterator[Annotation]:
    """Yield the annotations of standard input; it is copied to a file, since only its content shows its format."""
    with spooled_file(options.stdin or sys.stdin.buffer, "stdin") as path:
        for name in _NAMES:
            if _is_own(path, name):
                yield from _exported(path.rename(path.with_name(name)), STANDARD_INPUT, note)
                return
        with path.open("rb") as file:
            yield from _annotated([STANDARD_INPUT], replace(options, stdin=file), note)


def _annotated(names: Sequence[str], options: ReadOptions, note: Note) -> Iterator[Annotation]:
    for item in read(names, options):
        if isinstance(item, Problem):
            note(item)
            continue
        if not reads(item):
            note(_unread(item))
        yield annotate(item)


def _unread(article: Article) -> Problem:
    message = f"the text is in {article.language!r}; only English is analysed, so it has no findings"
    return Problem("language", message, article.source, severity="warning")


def _exported(path: Path, name: str, note: Note) -> Iterator[Annotation]:
    """Yield the annotations of an export; one whose marks would be misplaced is reported as a problem instead."""
    try:
        for annotation in load(path):
            wrong = _misplaced(annotation, name)
            if wrong:
                note(wrong)
            else:
                yield annotation
    except ReadError as error:
        note(replace(error.problem, file=error.problem.file.replace(str(path), name, 1)))


def _misplaced(annotation: Annotation, name: str) -> Problem | None:
    for fault in check_annotation(annotation):
        if fault.rule in _WRONG:
            message = f"{fault.message}; the article cannot be shown (`annotate validate` lists all problems)"
            return Problem(fault.rule, message, name, path=json_path(fault.path), article=annotation.article.id)
    return None


def _is_own(path: Path, name: str = "") -> bool:
    """Return whether a file is an export of this program, by its content and its name (or the given one)."""
    try:
        with path.open("rb") as stream:
            return is_own_export(path, Document.opened(str(path), name or path.name, stream, Clock(_LOOKING)))
    except (OSError, ValueError):
        return False
