"""Report problems as text, as JSON, as workflow commands of GitHub Actions, and as SARIF for code scanning.

>>> github_command(Problem("empty", "there is no text", "a.jsonl", 3)).partition("::there")[0]
'::error title=annotate empty,file=a.jsonl,line=3'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from annotate import __version__
from annotate.problems import Problem, Severity
from annotate.report import printable
from annotate.rules import RULES, hint
from annotate.validate.baseline import fingerprint

STDIN = "<stdin>"
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run: its problems in order, and how many files and documents were checked."""

    problems: Sequence[Problem]
    documents: int
    files: int
    hidden: int = 0

    def count(self, severity: Severity) -> int:
        """Return the number of problems with a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def summary(self) -> str:
        """Return one line that sums up the run."""
        counts = ", ".join(_several(self.count(severity), severity) for severity in SEVERITIES[:2])
        notes = f", {_several(self.count('note'), 'note')}" if self.count("note") else ""
        hidden = f", {self.hidden} hidden by the baseline" if self.hidden else ""
        return f"{_several(self.documents, 'document')} in {_several(self.files, 'file')}: {counts}{notes}{hidden}"


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def text_line(problem: Problem) -> str:
    """Return ``file:line:column: severity: message @ $.path [rule] what to do``.

    If no line is known, the article is named instead.
    """
    where = f" (article {problem.article!r})" if problem.article and problem.line is None else ""
    todo = hint(problem.rule)
    return printable(f"{problem}{where}{' ' if todo else ''}{todo}")


def as_json(outcome: Outcome) -> str:
    """Return one JSON document: what was checked, counts, and the problems with all their properties."""
    found = [
        {
            "file": p.file,
            "line": p.line,
            "column": p.column,
            "path": p.path,
            "article": p.article,
            "rule": p.rule,
            "severity": p.severity,
            "message": p.message,
            "hint": hint(p.rule),
            "fingerprint": fingerprint(p),
        }
        for p in outcome.problems
    ]
    report = {
        "tool": "annotate",
        "version": __version__,
        "column_unit": "code points, from 1",
        "files": outcome.files,
        "documents": outcome.documents,
        "counts": {severity: outcome.count(severity) for severity in SEVERITIES} | {"hidden": outcome.hidden},
        "problems": found,
    }
    return _dumped(report)


def github_command(problem: Problem) -> str:
    """Return a workflow command, which GitHub shows beside the line that it names.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. The escapes are those of the
    official toolkit (actions/toolkit, packages/core/src/command.ts).
    """
    properties: dict[str, str | int | None] = {
        "title": f"annotate {problem.rule}",
        "file": None if problem.file in ("", STDIN) else Path(problem.file).as_posix(),
        "line": problem.line,
        "col": problem.column,
    }
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    about = f" @ {problem.path}" if problem.path else ""
    todo = f"\n{hint(problem.rule)}" if hint(problem.rule) else ""
    return f"::{_GITHUB[problem.severity]} {given}::{_data(problem.message + about + todo)}"


def _data(value: str) -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(value)


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(outcome: Outcome) -> str:
    """Return a SARIF 2.1.0 log with one run; it declares that columns count code points."""
    names = sorted({problem.rule for problem in outcome.problems} | set(RULES), key=_listed)
    index = {name: number for number, name in enumerate(names)}
    driver = {
        "name": "annotate",
        "version": __version__,
        "rules": [_descriptor(name) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, index) for problem in outcome.problems],
    }
    return _dumped({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _listed(name: str) -> tuple[int, str]:
    """Return a sort key: rules in the order of the table, then those that it does not list, by name."""
    return (list(RULES).index(name) if name in RULES else len(RULES), name)


def _descriptor(name: str) -> dict[str, Any]:
    if name not in RULES:
        return {"id": name}
    rule = RULES[name]
    return {
        "id": name,
        "shortDescription": {"text": rule.says},
        "help": {"text": rule.hint},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem, index: Mapping[str, int]) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if problem.file and problem.file != STDIN:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(problem.file)}}
        if problem.line is not None:
            region = {"startLine": problem.line}
            if problem.column is not None:
                region["startColumn"] = problem.column
            location["physicalLocation"]["region"] = region
    if problem.path:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.path}]
    todo = f" {hint(problem.rule)}" if hint(problem.rule) else ""
    return {
        "ruleId": problem.rule,
        "ruleIndex": index[problem.rule],
        "level": problem.severity,
        "message": {"text": f"{problem.message.rstrip('.')}.{todo}"},
        **({"locations": [location]} if location else {}),
        "partialFingerprints": {"annotate/v1": fingerprint(problem)},
    }


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _dumped(value: Any) -> str:
    """Return JSON in ASCII, so that no character of a file name or message can break a consumer."""
    return json.dumps(value, indent=2) + "\n"


def rules_text() -> str:
    """Return one line per rule: name, severity and requirement."""
    widest = max(map(len, RULES))
    return "".join(f"{name:{widest}}  {rule.severity:7}  {rule.says}\n" for name, rule in RULES.items())


def rules_json() -> str:
    """Return the rules as JSON."""
    return _dumped([{"rule": name, **rule._asdict()} for name, rule in RULES.items()])


#: Reports that are written as one document at the end.
REPORTS: Mapping[str, Callable[[Outcome], str]] = MappingProxyType({"json": as_json, "sarif": sarif})
#: Reports that are written one line per problem, as the files are finished.
LINES: Mapping[str, Callable[[Problem], str]] = MappingProxyType({"text": text_line, "github": github_command})
