"""Annotations of earlier exports, taken as they are."""

from __future__ import annotations

import glob
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotate.export import load
from annotate.models import Annotation
from annotate.problems import Problem, ReadError
from annotate.read.sources import STANDARD_INPUT


def kept(inputs: Iterable[str], note: Callable[[Problem], None]) -> Iterator[Annotation]:
    """Yield the annotations of earlier exports, as they are; a folder is a set of CSV tables, or files one by one."""
    for name in inputs:
        if name == STANDARD_INPUT:
            yield from _piped(note)
            continue
        path = Path(name)
        tables = path.is_dir() and (path / "articles.csv").exists()
        files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() and not tables else [path]
        if glob.has_magic(name) and not path.exists():
            files = [Path(found) for found in sorted(glob.iglob(name, recursive=True))]  # noqa: PTH207 (may be absolute)
            if not files:
                note(Problem("input", "no file fits this pattern", name))
        for file in files:
            try:
                yield from load(file)
            except ReadError as error:
                note(error.problem)


def _piped(note: Callable[[Problem], None]) -> Iterator[Annotation]:
    """Yield the annotations of an export on standard input; its readers need a file, so it is made one."""
    with tempfile.TemporaryDirectory(prefix="annotate-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        try:
            yield from load(path)
        except ReadError as error:
            note(replace(error.problem, file=STANDARD_INPUT))
