"""Resolve the names that a user gives: files, folders, patterns, lists of names and standard input.

Reading, validation and ``convert --as-is`` all resolve names here, so a name means the same to each. A name is

- a file, accepted whatever its suffix,
- a folder, walked in sorted order; hidden files, files with other suffixes and links out of the folder are skipped,
- a pattern ("wire/*.jsonl", "**" for any depth) if no file has that name; its matches come in sorted order,
- ``@list.txt``, a file with one name per line; blank lines and lines that begin with '#' are skipped,
- ``-``, standard input.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotate.problems import Problem

STANDARD_INPUT = "-"
#: An address, such as https://example.org/page.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command looks for in folders, and how it reports a name that matches nothing.

    `suffixes` are in lower case, with their dots. `what` completes the message "the folder contains no file ...".
    `is_unit` returns whether a folder is a single input. `parts` are the names of the files in such a folder: naming
    one of them means the folder, which is then yielded once. `rule` is the rule of the problems.
    """

    suffixes: frozenset[str]
    what: str
    is_unit: Callable[[Path], bool] = lambda _: False
    parts: frozenset[str] = frozenset()
    rule: str = "input"


@dataclass(frozen=True, slots=True)
class Named:
    """One name and its inputs: paths, None for standard input, or a `Problem` for a path that cannot be used.

    `found` can be iterated once. `is_folder` is true for a folder that is walked.
    """

    name: str
    found: Iterator[Path | Problem | None]
    is_folder: bool = False


def resolve(names: Iterable[str], wanted: Wanted) -> Iterator[Named]:
    """Yield each name with its inputs, in the order given; a list is replaced by the names in it.

    Nothing is raised: the inputs of a name that matches nothing are one `Problem`.

    >>> wanted = Wanted(frozenset({".txt"}), "that ends in .txt")
    >>> [found for named in resolve(["-", "no-such-file.txt"], wanted) for found in named.found][1].message
    'there is no such file or folder'
    """
    resolver = _Resolver(wanted)
    for name in names:
        yield from resolver.listed(name[1:]) if name.startswith("@") else [resolver.named(name)]


def reason(error: Exception) -> str:
    """Return the reason for an error of the operating system, in lower case: "permission denied"."""
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()


def _passed_over(path: Path, root: Path, rule: str) -> Problem | None:
    """Return a warning if an entry of a walked folder is not read: a link out of it, a pipe or a device."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            message = "it is a link out of the folder and was not followed; name it directly to read it"
            return Problem("link", message, str(path), severity="warning")
    except (OSError, RuntimeError):  # a link to itself is reported as a link to a missing file
        return None
    if path.exists() and not path.is_file():
        # Opening a pipe that nobody writes to would wait forever.
        message = "it is a pipe or a device and was not read; name it directly to read it"
        return Problem(rule, message, str(path), severity="warning")
    return None


class _Resolver:
    """One run of resolving names; it remembers which units it has yielded."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._units: set[str] = set()

    def listed(self, name: str) -> Iterator[Named]:
        try:
            lines = Path(name).read_text("utf-8-sig").splitlines()
        except (OSError, ValueError) as error:
            yield self._wrong(name, f"the list of inputs cannot be read: {reason(error)}")
            return
        for number, line in enumerate(lines, 1):
            entry = line.strip()
            if entry.startswith("@") or entry == STANDARD_INPUT:
                message = "a list of inputs may name files, folders and patterns, but no other list or standard input"
                yield self._wrong(name, message, number)
            elif entry and not entry.startswith("#"):
                yield self.named(entry)

    def named(self, name: str) -> Named:
        if name == STANDARD_INPUT:
            return Named(name, iter([None]))
        if not name:
            return self._wrong(name, "the name is empty; give a file, folder or pattern")
        path = Path(name)
        try:
            if path.is_dir():
                unit = self._wanted.is_unit(path)
                return Named(name, self._once(path) if unit else self._folder(path), is_folder=not unit)
            if os.path.lexists(path):
                return Named(name, self._file(path))
        except (OSError, ValueError) as error:
            return self._wrong(name, f"it cannot be accessed: {reason(error)}")
        if _ADDRESS.match(name):
            return self._wrong(name, "nothing is fetched from the network: save the page to a file and name the file")
        if glob.has_magic(name):
            return Named(name, self._pattern(name))
        return self._wrong(name, "there is no such file or folder")

    def _wrong(self, name: str, message: str, line: int | None = None) -> Named:
        return Named(name, iter([Problem(self._wanted.rule, message, name, line)]))

    def _file(self, path: Path) -> Iterator[Path | Problem]:
        """Yield a file, or the unit that it is a part of."""
        if path.name in self._wanted.parts and self._wanted.is_unit(path.parent):
            yield from self._once(path.parent)
        elif not path.exists():
            yield Problem(self._wanted.rule, "it is a link to a file that does not exist", str(path))
        # A pipe created by the shell (<(command), /dev/stdin) can be read like a file.
        elif not (path.is_file() or path.is_fifo()):
            yield Problem(self._wanted.rule, "it is neither a file nor a folder", str(path))
        else:
            yield path

    def _once(self, unit: Path) -> Iterator[Path]:
        same = os.path.realpath(unit)
        if same not in self._units:
            self._units.add(same)
            yield unit

    def _pattern(self, pattern: str) -> Iterator[Path | Problem]:
        found = [Path(name) for name in sorted(glob.iglob(pattern, recursive=True))]  # noqa: PTH207 (may be absolute)
        units = [path for path in found if path.is_dir() and self._wanted.is_unit(path)]
        files = [path for path in found if path.is_file()]
        if not (units or files):
            yield Problem(self._wanted.rule, "no file matches this pattern", pattern)
        for path in sorted([*units, *files], key=str):
            yield from self._once(path) if path in units else self._file(path)

    def _folder(self, folder: Path) -> Iterator[Path | Problem]:
        root = folder.resolve()
        found = False
        for parent, folders, names in os.walk(folder, followlinks=False):
            here = Path(parent)
            if self._wanted.is_unit(here):
                found, folders[:] = True, []
                yield from self._once(here)
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = here / name
                if name.startswith(".") or path.suffix.lower() not in self._wanted.suffixes:
                    continue
                found = True
                passed_over = _passed_over(path, root, self._wanted.rule)
                yield from [passed_over] if passed_over else self._file(path)
        if not found:
            yield Problem(self._wanted.rule, f"the folder contains no file {self._wanted.what}", str(folder))
