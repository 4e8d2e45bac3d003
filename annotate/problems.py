"""What went wrong, as a value: one `Problem` type for reading, checking and writing, and the exit codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

#: From the gravest on. A note is worth knowing, and nothing is wrong.
Severity = Literal["error", "warning", "note"]
#: How problems are reported: lines for people, JSON, workflow commands of GitHub Actions, SARIF.
ReportFormat = Literal["text", "json", "github", "sarif"]


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_WRITTEN = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one input or output, said as a sentence that tells what to do.

    `line` and `column` count from 1 (columns in code points); `path` is a JSON path such as ``$.quotations[0].cue``, in
    XML the path of the element. `article` is the id of the article that it is about, where that is known.
    """

    rule: str
    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    severity: Severity = "error"
    article: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column: severity: message @ $.path [rule]``, leaving out what is not known."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part not in (None, ""))
        where = f" @ {self.path}" if self.path else ""
        return f"{place + ': ' if place else ''}{self.severity}: {self.message}{where} [{self.rule}]"


class ReadError(Exception):
    """An input that cannot be read as an article; carries the `Problem` that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
