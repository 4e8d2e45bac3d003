"""What the user names, made into the files and folders of tables to check."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotate.export.tables.definition import EXACT, TABLES
from annotate.problems import Problem

#: Files that a folder is searched for; a file that is named itself is checked whatever it is called.
SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".jsonld", ".xml", ".xlsx", ".sqlite", ".parquet"})
_MEMBERS = {"datapackage.json", "csv-metadata.json"} | {f"{table.name}.csv" for table in (*TABLES, EXACT)}  # fmt: skip


def inputs(names: Iterable[str]) -> Iterator[str | Problem]:
    """Yield each file, folder of tables or ``-`` to check, once, in the order given; folders and patterns sorted.

    A file out of a folder of tables stands for its folder. What names nothing is a `Problem`.
    """
    seen: set[str] = set()
    for name in names:
        for found in _listed(name[1:]) if name.startswith("@") else _named(name):
            if isinstance(found, Problem):
                yield found
                continue
            same = found if found == "-" else os.path.realpath(found)
            if same not in seen:
                seen.add(same)
                yield found


def is_tables(folder: Path) -> bool:
    """Say whether a folder is one of CSV tables: it holds the table of articles, or the metadata of the tables."""
    return (folder / "articles.csv").is_file() or (folder / "datapackage.json").is_file()


def _listed(name: str) -> Iterator[str | Problem]:
    """Read a list of inputs, one a line; blank lines and lines that begin with '#' are passed over."""
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        yield Problem("unreadable", f"the list of inputs cannot be read: {reason}", name)
        return
    for line in lines:
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield from _named(entry)


def _named(name: str) -> Iterator[str | Problem]:
    path = Path(name)
    try:
        if name == "-":
            yield name
        elif not name:
            yield Problem("unreadable", "an empty name names no file")
        elif path.is_dir():
            yield from _folder(path)
        elif path.name in _MEMBERS and is_tables(path.parent) and path.is_file():
            yield str(path.parent)
        elif not path.exists() and glob.has_magic(name):
            yield from _pattern(name)
        else:
            yield name
    except (OSError, ValueError) as error:
        yield Problem("unreadable", f"cannot be looked at: {error}", name)


def _pattern(pattern: str) -> Iterator[str | Problem]:
    found = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 (the pattern may be absolute)
    if not found:
        yield Problem("unreadable", "no file fits this pattern", pattern)
    for name in found:
        if Path(name).is_file() or is_tables(Path(name)):
            yield from _named(name)


def _folder(folder: Path) -> Iterator[str | Problem]:
    """Walk a folder in sorted order; hidden files, unknown suffixes and links out of the folder are passed over."""
    root = folder.resolve()
    found = False
    for parent, folders, names in os.walk(folder, followlinks=False):
        here = Path(parent)
        if is_tables(here):
            found, folders[:] = True, []
            yield parent
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or path.suffix.lower() not in SUFFIXES:
                continue
            found = True
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield Problem("link", "is a link out of the folder and was not followed", str(path), severity="warning")
                continue
            yield str(path)
    if not found:
        yield Problem("unreadable", "the folder holds no file that can be checked", str(folder))
