"""Check JSON, JSON lines (with one line in memory at a time), and Web Annotations, whose spans are in their items.

>>> from io import BytesIO
>>> [problem.rule for problem in check_stream("a.json", BytesIO(b'{"schema_version": "9.9"}')).problems]
['schema-version']
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

from annotate.check import Fault, check, check_json
from annotate.export.web_annotation import RECORD, record_of
from annotate.locate import Lines, Path, json_path, line_and_column, offsets_of, value_at
from annotate.problems import Problem, ReadError
from annotate.read.records.json_values import value_of
from annotate.validate.checked import Checked, problem_of

_LINES = (".jsonl", ".ndjson")


def check_stream(name: str, stream: BinaryIO) -> Checked:
    """Check a stream as one JSON document, or as JSON lines if its first line is a complete document."""
    lines = _numbered(stream)
    head = next(lines, None)
    if head is None:
        return Checked(name, 0, (Problem("empty", "is empty; an annotation was expected", name),))
    more = next(lines, None)
    rest = chain([head], [more] if more else [], lines)
    if name.endswith(_LINES) or (more and _parses(head[1])):
        return _json_lines(name, rest)
    # Blank lines are skipped but count in the line numbers of what follows.
    data, last = [b"\n" * (head[0] - 1)], head[0]
    for number, line in rest:
        data.append(b"\n" * max(0, number - last - 1) + line)
        last = number
    return Checked(name, 1, tuple(_document(name, b"".join(data), 1)[1]))


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (number from 1, line) for each line that is not blank, without a byte order mark."""
    for number, line in enumerate(stream, 1):
        data = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if data.strip():
            yield number, data


def _json_lines(name: str, lines: Iterable[tuple[int, bytes]]) -> Checked:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    documents = 0
    for number, line in lines:
        documents += 1
        id_, found = _document(name, line, number)
        problems.extend(found)
        if id_ in seen:
            fault = Fault(
                "article-id-unique", f"the article id {id_!r} already occurs in line {seen[id_]}", ("article", "id")
            )
            problems.extend(_placed(name, line.decode(), number, [fault], id_))
        elif id_:
            seen[id_] = number
    return Checked(name, documents, tuple(problems))


def _parses(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _document(name: str, data: bytes, line: int) -> tuple[str, list[Problem]]:
    """Return the article's id (empty if it has none) and the problems of one document."""
    quick = check_json(data)
    if quick is not None and not quick[1]:
        return quick[0], []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        row, column = line_and_column(data[: error.start].decode(), error.start)
        return "", [Problem("encoding", f"is not UTF-8: byte 0x{data[error.start]:02x}", name, line + row - 1, column)]
    try:
        document = value_of(text)
    except json.JSONDecodeError as error:
        return "", [Problem("json", f"is not JSON: {error.msg}", name, line + error.lineno - 1, error.colno)]
    except ValueError as error:
        return "", [Problem("json", f"is not JSON: {error}", name, line, 1)]
    try:
        return _parsed(name, text, line, document, quick and quick[1])
    except RecursionError:
        return "", [_too_deep(name, line)]


def _too_deep(name: str, line: int) -> Problem:
    return Problem("json", "is nested too deeply to be an annotation", name, line, 1)


def _parsed(name: str, text: str, line: int, document: Any, faults: list[Fault] | None) -> tuple[str, list[Problem]]:
    """Return the article's id and the problems of a parsed document; it is checked unless `faults` are given."""
    if isinstance(document, dict) and RECORD in document:
        return _web_annotation(name, text, document, line)
    id_ = value_at(document, ("article", "id"))
    id_ = id_ if isinstance(id_, str) else ""
    return id_, _placed(name, text, line, check(document) if faults is None else faults, id_)


def _web_annotation(name: str, text: str, collection: dict[str, Any], line: int) -> tuple[str, list[Problem]]:
    """Check the record of a collection; faults of spans are reported at the items, which hold the spans."""
    try:
        record, items = record_of(collection)
    except ReadError as error:
        problem = error.problem
        return "", [Problem(problem.rule, problem.message, name, line, 1)]
    id_ = value_at(record, ("article", "id"))
    id_ = id_ if isinstance(id_, str) else ""
    found = check(record)
    places = [_place_in_collection(fault.path, items) for fault in found]
    return id_, _placed(name, text, line, found, id_, places)


def _place_in_collection(path: Path, items: dict[str, int]) -> Path:
    """Return the path in a collection of the value that the record has at `path`."""
    for length in range(len(path), 0, -1):
        item = items.get("".join(f"/{step}" for step in path[:length]))
        if item is not None:
            return ("first", "items", item, "target", "selector")
    return (RECORD, *path)


def _placed(
    name: str, text: str, line: int, faults: list[Fault], article: str, places: list[Path] | None = None
) -> list[Problem]:
    """Return faults as problems with line and column, in the order of the text, which begins at `line` of the file."""
    places = places or [fault.path for fault in faults]
    offsets, lines = offsets_of(text, places), Lines(text)
    problems = []
    for fault, place in sorted(zip(faults, places, strict=True), key=lambda found: offsets[found[1]]):
        row, column = lines.place(offsets[place])
        problems.append(problem_of(fault, name, line + row - 1, column, article, json_path(place)))
    return problems
