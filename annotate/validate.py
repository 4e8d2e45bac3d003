"""Files in, problems out: JSON, JSON lines and NewsML checked as `annotate validate` does."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from annotate.check import Fault, check
from annotate.locate import json_path, line_and_column, offset_of
from annotate.problems import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """How many documents of a file were checked, and what is wrong with them."""

    file: str
    documents: int
    problems: tuple[Problem, ...]


def validate(source: str, xsd: Path | None = None, stdin: BinaryIO | None = None) -> Checked:
    """Check one file, `-` being standard input. A file that cannot be read is a problem, not an error."""
    try:
        data = (stdin or sys.stdin.buffer).read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}; check the name and the permissions"
        return Checked(source, 0, (Problem("unreadable", message, source),))
    name = "<stdin>" if source == "-" else source
    if data.lstrip()[:1] == b"<":
        from annotate.export.newsml_check import check_newsml, check_xsd

        found = check_newsml(data, name)
        return Checked(name, 1, tuple(found + check_xsd(data, xsd, name) if xsd else found))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}; save it as UTF-8"
        return Checked(name, 0, (Problem("encoding", message, name, line),))
    if not text.strip():
        return Checked(name, 0, (Problem("empty", "is empty; an annotation was expected", name),))
    return _json(name, text)


def _json(name: str, text: str) -> Checked:
    """Check a text as one JSON document, or as JSON lines where its first line is a document of its own."""
    first = next(line for line in text.split("\n") if line.strip())
    several = name.endswith((".jsonl", ".ndjson")) or (_parses(first) and text.strip() != first.strip())
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    documents = 0
    for number, line in enumerate(text.split("\n"), 1) if several else [(1, text)]:
        if not line.strip():
            continue
        documents += 1
        document, found = _document(name, line, number if several else 1)
        problems.extend(found)
        article = document.get("article") if isinstance(document, dict) else None
        id_ = article.get("id") if isinstance(article, dict) else None
        if isinstance(id_, str) and id_ in seen:
            message = f"the article id {id_!r} stands in line {seen[id_]} already"
            problems.append(_problem(name, line, number, Fault("article-id-unique", message, ("article", "id"))))
        elif isinstance(id_, str):
            seen[id_] = number
    return Checked(name, documents, tuple(problems))


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _document(name: str, text: str, line: int) -> tuple[Any, list[Problem]]:
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return None, [Problem("json", f"is not JSON: {error.msg}", name, line + error.lineno - 1, error.colno)]
    except ValueError as error:
        return None, [Problem("json", f"is not JSON: {error}", name, line)]
    except RecursionError:
        return None, [Problem("json", "is nested too deeply to be an annotation", name, line)]
    return document, [_problem(name, text, line, fault) for fault in check(document)]


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _problem(name: str, text: str, line: int, fault: Fault) -> Problem:
    row, column = line_and_column(text, offset_of(text, fault.path))
    return Problem(
        fault.rule, fault.message, name, line + row - 1, column, json_path(fault.path), severity=fault.severity
    )
