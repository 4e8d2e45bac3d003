"""Locate a value in a JSON text: from JSON path to line and column."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(strict=False)

Path = tuple[str | int, ...]


def json_path(path: Path) -> str:
    """Return a path as ``$.quotations[0].cue``; keys that are not plain names are quoted.

    >>> json_path(("article", "metadata", "a key", 2))
    '$.article.metadata["a key"][2]'
    """
    out = "$"
    for step in path:
        if isinstance(step, int):
            out += f"[{step}]"
        elif re.fullmatch(r"[A-Za-z_]\w*", step):
            out += f".{step}"
        else:
            out += f"[{json.dumps(step, ensure_ascii=False)}]"
    return out


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    r"""Return the line and column of an offset in code points, both from 1; only LF ends a line.

    >>> line_and_column("one\ntwo", 5)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


class Lines:
    """The lines of a text, for looking up many offsets; see `line_and_column`."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset in code points, both from 1."""
        line = bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] if line else -1)


def offsets_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """Return the offset, in code points, at which the value at each path begins; the text is scanned once.

    The text must be valid JSON. If a path leads to a missing value, its offset is that of the innermost value that
    exists. If a key occurs twice, the last one counts, as in parsing.

    >>> offsets_of('{"a": [1, 20]}', [("a", 1), ("b",)])
    {('a', 1): 10, ('b',): 0}
    """
    found: dict[Path, int] = {}
    _walk(text, _skip(text, 0), [(path, path) for path in dict.fromkeys(paths)], found)
    return found


def _walk(text: str, at: int, wanted: list[tuple[Path, Path]], found: dict[Path, int]) -> int:
    """Record `at` for each wanted (rest of path, whole path), descend, and return the end of the value."""
    further: dict[str | int, list[tuple[Path, Path]]] = {}
    for rest, path in wanted:
        found[path] = at
        if rest:
            further.setdefault(rest[0], []).append((rest[1:], path))
    if not further or text[at] not in "{[":
        return _value_end(text, at)
    members = text[at] == "{"
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "}]":
        step: str | int = index
        if members:
            step, at = scanstring(text, at + 1, False)
            at = _skip(text, _skip(text, at) + 1)
        at = _walk(text, at, further[step], found) if step in further else _value_end(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return at + 1


def value_at(document: Any, path: Path) -> Any:
    """Return the value at a path of a parsed document; None if the document has no such path."""
    for step in path:
        try:
            document = document[step]
        except (LookupError, TypeError):
            return None
    return document


def spans_in(document: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the path and the value of every span of a parsed annotation, in the order of the document.

    `article.metadata` and `provenance` are free-form and skipped.

    >>> list(spans_in({"event": {"id": "e1", "name": {"start": 4, "end": 10, "text": "summit"}}}))
    [(('event', 'name'), {'start': 4, 'end': 10, 'text': 'summit'})]
    """
    if path in (("article", "metadata"), ("provenance",)):
        return
    if isinstance(document, dict):
        if {"start", "end", "text"} <= document.keys():
            yield path, document
            return
        for key, item in document.items():
            yield from spans_in(item, (*path, key))
    elif isinstance(document, list | tuple):
        for index, item in enumerate(document):
            yield from spans_in(item, (*path, index))


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value_end(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]
