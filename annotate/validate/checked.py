"""The result of checking one input."""

from __future__ import annotations

from typing import NamedTuple

from annotate.check import Fault
from annotate.locate import json_path
from annotate.problems import Problem


class Checked(NamedTuple):
    """How many documents of an input were checked, and the problems with them, in the order of the file."""

    file: str
    documents: int
    problems: tuple[Problem, ...]


def problem_of(
    fault: Fault, file: str, line: int | None = None, column: int | None = None, article: str = "", path: str = ""
) -> Problem:
    """Return a fault of an annotation as a problem of a file; `path` replaces the fault's own."""
    where = path or json_path(fault.path)
    return Problem(fault.rule, fault.message, file, line, column, where, severity=fault.severity, article=article)
