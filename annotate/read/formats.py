"""The table of readers: which module reads what, told by content and by suffix."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from annotate.problems import Problem
from annotate.read.document import Document, Draft
from annotate.read.options import ReadOptions

Reader = Callable[[Document, ReadOptions], Iterator[Draft | Problem]]


class Format(NamedTuple):
    """One row: a name for ``--format``, its suffixes, the look of its first bytes, and the module with `read`."""

    name: str
    suffixes: tuple[str, ...]
    looks: Callable[[bytes], bool] | None
    module: str

    def reader(self) -> Reader:
        """Import the module and return its reader."""
        reader: Reader = import_module(f"annotate.read.{self.module}").read
        return reader


def _json_lines(head: bytes) -> bool:
    """One whole object on the first line, and another opened on the next."""
    lines = [line for line in head.removeprefix(codecs.BOM_UTF8).split(b"\n") if line.strip()]
    return bool(lines) and bool(re.match(rb"\s*\{.*\}\s*$", lines[0])) and (len(lines) < 2 or lines[1].startswith(b"{"))


READERS: tuple[Format, ...] = (
    Format("jsonl", (".jsonl", ".ndjson", ".jl"), _json_lines, "jsonl"),
    Format("text", (".txt", ".text"), None, "text"),
)

KNOWN_SUFFIXES = frozenset(suffix for row in READERS for suffix in row.suffixes)


def choose(document: Document, options: ReadOptions) -> Format:
    """Return the format of a document: the one asked for, else by suffix, else by content, else text."""
    if options.format:
        return next(row for row in READERS if row.name == options.format)
    by_suffix = next((row for row in READERS if document.suffix in row.suffixes), None)
    if by_suffix and by_suffix.name != "text":
        return by_suffix
    looks = next((row for row in READERS if row.looks and row.looks(document.head)), None)
    if looks and not by_suffix:
        return looks
    return by_suffix or next(row for row in READERS if row.name == "text")
