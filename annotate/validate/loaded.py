"""Check formats by reading them back: workbooks, databases and Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotate.check import check_annotation
from annotate.export.loading import READERS
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.spool import spooled_file
from annotate.validate.checked import Checked, problem_of


def check_spooled(name: str, stream: BinaryIO, suffix: str) -> Checked:
    """Check a stream from a pipe; it is copied to disk, because its readers need random access."""
    with spooled_file(stream, f"input{suffix}") as path:
        return check_file(name, path, suffix)


def check_file(name: str, path: Path, suffix: str) -> Checked:
    """Check the annotations read back from a file; a failure to read it back is one problem."""
    problems: list[Problem] = []
    documents = 0
    try:
        for annotation in READERS[suffix](path):
            documents += 1
            problems.extend(problems_of(annotation, name))
    except ReadError as error:
        found = error.problem
        problems.append(Problem(found.rule, found.message, name, found.line, found.column, found.path))
    except Exception as error:
        # A third-party parser that fails on one hostile file must not end the run.
        message = f"cannot be read ({type(error).__name__}: {str(error)[:100]})"
        problems.append(Problem("tables" if suffix != ".parquet" else "parquet", message, name))
    return Checked(name, documents, tuple(problems))


def problems_of(
    annotation: Annotation, name: str, line: int | None = None, column: int | None = None
) -> Iterator[Problem]:
    """Yield the problems of an annotation that was read back."""
    for fault in check_annotation(annotation):
        yield problem_of(fault, name, line, column, annotation.article.id)
