"""The result of checking one input.

>>> print(problem_of(Fault("reference", "there is no participant with the id 'p9'", ("event", "host")), "a.json", 3))
a.json:3: error: there is no participant with the id 'p9' @ $.event.host [reference]
"""

from __future__ import annotations

from typing import NamedTuple

from annotate.check import Fault
from annotate.locate import json_path
from annotate.problems import Problem


class Checked(NamedTuple):
    """The number of documents that were checked in an input, and their problems in the order of the file."""

    file: str
    documents: int
    problems: tuple[Problem, ...]


def problem_of(
    fault: Fault, file: str, line: int | None = None, column: int | None = None, article: str = "", path: str = ""
) -> Problem:
    """Return a fault of an annotation as a problem of a file; a `path` replaces that of the fault."""
    where = path or json_path(fault.path)
    return Problem(fault.rule, fault.message, file, line, column, where, severity=fault.severity, article=article)
