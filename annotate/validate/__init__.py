r"""Validate annotations in every format that can be read back, as `annotate validate` does.

Entry points: `inputs`, which resolves names, and `validate`, which checks one input and returns its problems.

>>> from io import BytesIO
>>> from annotate.validate import validate
>>> [(problem.rule, problem.line) for problem in validate("-", stdin=BytesIO(b"{\n")).problems]
[('json', 2)]
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from annotate.export.loading import suffix_of
from annotate.export.readable import earlier_exports, is_tables, not_read_back
from annotate.inputs import STANDARD_INPUT, reason, resolve
from annotate.problems import Problem
from annotate.read.documents.document import Peekable
from annotate.validate.checked import Checked
from annotate.validate.json_files import check_stream
from annotate.validate.loaded import check_file, check_spooled

__all__ = ["Checked", "inputs", "validate"]


def inputs(names: Iterable[str]) -> Iterator[str | Problem]:
    """Yield each file, folder of tables or ``-`` to check, once, in the order given; folders and patterns are sorted.

    A file in a folder of tables stands for its folder. A name that matches nothing is a `Problem`.

    >>> [str(found) for found in inputs(["no-such-file.json"])]
    ['no-such-file.json: error: there is no such file or folder [unreadable]']
    """
    seen: set[str] = set()
    for named in resolve(names, earlier_exports("unreadable")):
        for found in named.found:
            if isinstance(found, Problem):
                yield found
                continue
            same = STANDARD_INPUT if found is None else os.path.realpath(found)
            if same not in seen:
                seen.add(same)
                yield STANDARD_INPUT if found is None else str(found)


def validate(source: str, xsd: Path | None = None, stdin: BinaryIO | None = None) -> Checked:
    """Check one file or folder of tables and return its problems; ``-`` is standard input, which `stdin` replaces.

    NewsML-G2 is also checked against `xsd`, the path of an XML Schema, if it is given. The format is detected from the
    content, whatever the file is called. A file that cannot be read is a problem in the result; nothing is raised.
    """
    try:
        if source == STANDARD_INPUT:
            return _stream("<stdin>", None, stdin or sys.stdin.buffer, xsd)
        path = Path(source)
        if path.is_dir():
            return _tables(path, source)
        if format_ := not_read_back(source):
            message = f"is in the format {format_}, which cannot be read back: its content was not checked"
            return Checked(source, 0, (Problem("unchecked", message, source, severity="note"),))
        if path.suffix.lower() in (".csv", ".tsv") and path.exists():
            message = "is a single table: only a folder of tables with its datapackage.json can be checked"
            return Checked(source, 0, (Problem("unknown-format", message, source),))
        with path.open("rb") as stream:
            return _stream(source, path, stream, xsd)
    except (OSError, ValueError) as error:
        return Checked(source, 0, (Problem("unreadable", f"cannot be read: {reason(error)}", source),))


def _tables(folder: Path, source: str) -> Checked:
    if not is_tables(folder):
        return Checked(source, 0, (Problem("unreadable", "is a folder without tables", source),))
    from annotate.export.csv.check import check_tables

    documents, problems = check_tables(folder)
    return Checked(source, documents, tuple(problems))


def _stream(name: str, path: Path | None, stream: BinaryIO, xsd: Path | None) -> Checked:
    raw = Peekable(stream)
    whole = io.BufferedReader(raw, 1 << 16)
    suffix = suffix_of(raw.head)
    if suffix is None:
        return check_stream(name, whole)
    if suffix == ".xml":
        from annotate.validate.newsml_files import check_newsml_file

        return check_newsml_file(name, whole.read(), xsd)
    return check_file(name, path, suffix) if path and path.is_file() else check_spooled(name, whole, suffix)
