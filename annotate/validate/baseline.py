"""A baseline: a file that lists known problems, so that only new ones count.

An entry has the file, the rule, the path, and a fingerprint of the problem. It has no line number, so it still matches
when lines move. If the same problem occurs twice in a file, it is one entry with a count.

>>> fingerprint(Problem("json", "broken JSON in line 3")) == fingerprint(Problem("json", "broken JSON in line 4"))
True
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotate.inputs import reason
from annotate.problems import Problem
from annotate.read.records.json_values import value_of

VERSION = 1
#: Messages mention other lines; the fingerprint must not change when those move.
_LINE = re.compile(r"\bline \d+\b")
Key = tuple[str, str, str, str]


class BaselineError(Exception):
    """A baseline file cannot be used; the message says why and what to do."""


def fingerprint(problem: Problem) -> str:
    """Return 16 hex digits of the SHA-256 of rule, article, path and message, without line numbers."""
    parts = (problem.rule, problem.article, problem.path, _LINE.sub("line", problem.message))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _file(name: str) -> str:
    """Return the name of a file in the form that entries use: with slashes and without a leading ``./``."""
    return Path(name).as_posix()


def _key(problem: Problem) -> Key:
    return _file(problem.file), problem.rule, problem.path, fingerprint(problem)


@dataclass
class Baseline:
    """Known problems, each with the number of times that it may still occur in its file; `is_known` counts down."""

    path: str
    known: Counter[Key] = field(default_factory=Counter)
    messages: dict[Key, str] = field(default_factory=dict)
    hidden: int = 0

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Read a baseline file; raises `BaselineError`."""
        try:
            content: Any = value_of(Path(path).read_text(encoding="utf-8"))
            if content["version"] != VERSION:
                raise BaselineError(
                    f"the baseline {path} has version {content['version']!r}, but this program reads {VERSION}: "
                    "create it again with --update-baseline"
                )
            baseline = cls(path)
            for entry in content["problems"]:
                key = (entry["file"], entry["rule"], entry["path"], entry["fingerprint"])
                if not all(isinstance(part, str) for part in key) or not isinstance(entry.get("count", 1), int):
                    raise TypeError
                baseline.known[key] += entry.get("count", 1)
                baseline.messages[key] = str(entry.get("message", ""))
        except OSError as error:
            raise BaselineError(
                f"the baseline {path} cannot be read ({reason(error)}): create it with --update-baseline"
            ) from error
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise BaselineError(
                f"the baseline {path} was not written by this program: create it again with --update-baseline"
            ) from error
        return baseline

    def is_known(self, problem: Problem) -> bool:
        """Return whether a problem is in the baseline, and count it as found."""
        key = _key(problem)
        if self.known[key] <= 0:
            return False
        self.known[key] -= 1
        self.hidden += 1
        return True

    def stale(self, checked: Collection[str], rules: Collection[str]) -> list[Problem]:
        """Return a note for each entry of these rules that was not found although its file was checked or is gone."""
        files = {_file(name) for name in checked}
        notes = []
        for (file, rule, path, _), count in sorted(self.known.items()):
            if count > 0 and rule in rules and (file in files or not Path(file).exists()):
                often = f" {count} times" if count > 1 else ""
                message = (
                    f"the baseline lists [{rule}] at {path or 'the file'} of {file}{often}, but it no longer occurs"
                )
                notes.append(Problem("baseline-stale", message, self.path, severity="note"))
        return notes


def baseline_text(
    problems: Iterable[Problem], kept: Baseline | None, checked: Collection[str], rules: Collection[str]
) -> str:
    """Return the baseline of a run, sorted.

    Entries of `kept` that the run did not check stay: those of other rules, and those of other files that still exist.
    """
    count: Counter[Key] = Counter()
    messages: dict[Key, str] = {}
    for problem in problems:
        key = _key(problem)
        count[key] += 1
        messages.setdefault(key, problem.message)
    files = {_file(name) for name in checked}
    if kept:
        for key, times in kept.known.items():
            if times > 0 and (key[1] not in rules or (key[0] not in files and Path(key[0]).exists())):
                count[key] = times
                messages[key] = kept.messages[key]
    entries = []
    for key in sorted(count):
        file, rule, path, print_ = key
        entry: dict[str, Any] = {"file": file, "rule": rule, "path": path, "fingerprint": print_}
        if count[key] > 1:
            entry["count"] = count[key]
        entries.append({**entry, "message": messages[key]})
    return json.dumps({"version": VERSION, "problems": entries}, indent=1, ensure_ascii=True) + "\n"
