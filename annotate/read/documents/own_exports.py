"""Recognise exports of this program among the files of a folder, by a table of patterns per format."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from annotate.read.documents.document import HEAD, Document

#: The number of bytes at the end of a file to inspect; Parquet stores its metadata there.
_TAIL = 1 << 16


def is_own_export(path: Path, document: Document) -> bool:
    """Return whether a file is an export of this program; False for an unreadable file."""
    if document.file is None:
        return False
    patterns = _table()["files"].get(document.suffix, ())
    if patterns:
        looked_at = document.head + _tail(document)
        if any(pattern.search(looked_at) for pattern in patterns):
            return True
    if document.suffix in _table()["parts"] and _has_part(document, *_table()["parts"][document.suffix]):
        return True
    return any(
        document.suffix in suffixes and (document.suffix != ".txt" or path.with_suffix(".ann").exists())
        for suffixes in _exported(path.parent)
    )


def _tail(document: Document) -> bytes:
    """Return the last bytes of a file that is longer than its head."""
    file = document.file
    if file is None or len(document.head) < HEAD:
        return b""
    at = file.tell()
    try:
        end = file.seek(0, io.SEEK_END)
        file.seek(max(HEAD, end - _TAIL))
        return file.read(_TAIL)
    finally:
        file.seek(at)


def _has_part(document: Document, name: str, pattern: re.Pattern[bytes]) -> bool:
    """Return whether a part of a zip archive matches the pattern."""
    file = document.file
    assert file is not None
    at = file.tell()
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as part:
            return bool(pattern.search(part.read(1 << 16)))
    except (OSError, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return False
    finally:
        file.seek(at)


def _exported(folder: Path) -> list[tuple[str, ...]]:
    """Return the suffixes of the files that belong to the exports in a folder."""
    found = []
    for name, (pattern, *suffixes) in _table()["folders"].items():
        try:
            with (folder / name).open("rb") as file:
                if pattern.search(file.read(HEAD)):
                    found.append(tuple(suffixes))
        except (OSError, ValueError):
            continue
    return found


@cache
def _table() -> dict[str, dict[str, Any]]:
    table = tomllib.loads(files("annotate.read.documents").joinpath("data/own_exports.toml").read_text("utf-8"))

    def compiled(pattern: str) -> re.Pattern[bytes]:
        return re.compile(pattern.replace("\\ufeff", "\ufeff").encode(), re.DOTALL)

    return {
        "files": {suffix: [compiled(p) for p in patterns] for suffix, patterns in table["files"].items()},
        "parts": {suffix: (name, compiled(pattern)) for suffix, (name, pattern) in table["parts"].items()},
        "folders": {name: (compiled(row[0]), *row[1:]) for name, row in table["folders"].items()},
    }
