"""The number of bytes to read and the number read so far, from which the remaining time is estimated."""

from __future__ import annotations

import glob
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path


class Extent:
    """Sums the sizes of the inputs in a separate thread; `total` (bytes) is None until the sum is complete.

    Compressed inputs expand beyond their size and pipes have none, so the remaining time is an estimate.
    """

    def __init__(self, inputs: Iterable[str]) -> None:
        self.total: int | None = None
        self._sizes: dict[str, int] = {}
        self._passed = 0
        self._file = ""
        self._inside = 0
        threading.Thread(target=self._sum, args=(tuple(inputs),), daemon=True, name="annotate-extent").start()

    def went_by(self, source: str, characters: int) -> None:
        """Record a finished article: its source, as the reader gives it, and the length of its text in characters."""
        file = source.partition("#")[0]
        if file != self._file:
            self._passed += self._sizes.pop(self._file, self._inside)
            self._file, self._inside = file, 0
        self._inside += characters

    def share(self) -> float | None:
        """Return the fraction that has been read, 0 to 1; None while the total is unknown."""
        if not self.total:
            return None
        size = self._sizes.get(self._file)
        return min(1.0, (self._passed + (min(size, self._inside) if size else self._inside)) / self.total)

    def _sum(self, inputs: tuple[str, ...]) -> None:
        total = 0
        for name in inputs:
            if name == "-" or "://" in name:
                return
            for file in _files(name):
                with suppress(OSError):
                    size = Path(file).stat().st_size
                    self._sizes[file] = size
                    total += size
        self.total = total


def _files(name: str) -> Iterator[str]:
    """Yield the files that an input name stands for, approximately as the reader resolves it."""
    if name.startswith("@"):
        with suppress(OSError, ValueError):
            for line in Path(name[1:]).read_text("utf-8-sig").splitlines():
                if line.strip() and not line.startswith(("#", "@", "-")):
                    yield from _files(line.strip())
        return
    path = Path(name)
    if path.is_dir():
        for parent, folders, names in os.walk(path):
            folders[:] = [folder for folder in folders if not folder.startswith(".")]
            yield from (str(Path(parent) / n) for n in names if not n.startswith("."))
    elif path.exists():
        yield str(path)
    else:
        yield from glob.iglob(name, recursive=True)  # noqa: PTH207 (may be absolute)
