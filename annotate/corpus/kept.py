"""Read the annotations of earlier exports without annotating anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotate.export import load
from annotate.export.readable import earlier_exports, not_read_back
from annotate.inputs import STANDARD_INPUT, resolve
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.spool import spooled_file


def kept(inputs: Iterable[str], note: Callable[[Problem], None]) -> Iterator[Annotation]:
    """Yield the annotations of earlier exports, in the order of the inputs.

    Names are resolved as for reading; a folder of CSV tables is one input. Inputs without an annotation are reported to
    `note` as problems.
    """
    for named in resolve(inputs, earlier_exports()):
        for found in named.found:
            if isinstance(found, Problem):
                note(found)
            elif found is None:
                yield from _piped(note)
            else:
                yield from _loaded(found, str(found), note)


def _piped(note: Callable[[Problem], None]) -> Iterator[Annotation]:
    """Yield the annotations of an export on standard input; it is copied to a file, which the readers need."""
    with spooled_file(sys.stdin.buffer, "stdin") as path:
        yield from _loaded(path, STANDARD_INPUT, note)


def _loaded(path: Path, name: str, note: Callable[[Problem], None]) -> Iterator[Annotation]:
    if format_ := not_read_back(name):
        note(Problem("unknown-format", f"is {format_}, which does not hold a whole annotation and is not read", name))
        return
    count = 0
    try:
        for count, annotation in enumerate(load(path), 1):  # noqa: B007 (used after the loop)
            yield annotation
    except ReadError as error:
        note(replace(error.problem, file=error.problem.file.replace(str(path), name, 1)))
        return
    if not count:
        note(Problem("empty", "holds no annotation", name))
