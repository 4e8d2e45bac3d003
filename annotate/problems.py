"""Problems as values: one `Problem` type for reading, checking and writing, and the exit codes of the commands.

>>> print(Problem("empty", "there is no text in it", "wire.jsonl", line=3))
wire.jsonl:3: error: there is no text in it [empty]
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

#: From the most severe to the least. A note is information; nothing is wrong.
Severity = Literal["error", "warning", "note"]
#: The formats of a report of problems: lines for people, JSON, workflow commands of GitHub Actions, SARIF.
ReportFormat = Literal["text", "json", "github", "sarif"]


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_WRITTEN = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with one input or output; `message` says what is wrong and what to do.

    `rule` is a stable name for programs (`annotate.rules` lists the rules of validation). `file` is the input as the
    user named it. `line` and `column` count from 1, columns in code points; None if they are not known. `path` is a
    JSON path such as ``$.quotations[0].cue`` or, in XML, the path of the element. `article` is the id of the article
    concerned, if it is known.
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
        """Return ``file:line:column: severity: message @ $.path [rule]`` without the unknown parts."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part not in (None, ""))
        where = f" @ {self.path}" if self.path else ""
        return f"{place + ': ' if place else ''}{self.severity}: {self.message}{where} [{self.rule}]"


class ReadError(Exception):
    """An input cannot be read; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
