"""The outputs that a ledger recorded as its own: a later run may replace these and nothing else."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

from annotate.corpus.ledger import Ledger
from annotate.export.files.atomic import mark_of


class Outputs:
    """The outputs of a run, named relative to its target; see `annotate.export.files.atomic.Owned`."""

    def __init__(self, target: Path, ledger: Ledger) -> None:
        self.mark = mark_of(target)
        self._base = target.parent
        self._ledger = ledger

    def ours(self, path: Path) -> bool:
        """Return whether an earlier run wrote this path and nobody has changed it since."""
        return path.exists() and self._ledger.output(self._name(path)) == _look(path)

    def record(self, finished: Path, path: Path) -> None:
        """Record that `finished`, or an identical file, is about to be put at `path`."""
        self._ledger.wrote(self._name(path), *_look(finished))
        self._ledger.commit()

    def remove_stale(self) -> None:
        """Remove the files that earlier runs wrote and this run did not, unless somebody changed them."""
        for name, look in self._ledger.stale():
            path = self._base / name
            if path.is_file() and _look(path) == look:
                path.unlink()

    def _name(self, path: Path) -> str:
        return os.path.relpath(path, self._base)


def _look(path: Path) -> tuple[int, int]:
    """Return size in bytes and time of change in nanoseconds; for a folder, file count and a digest of its files."""
    if not path.is_dir():
        status = path.stat()
        return status.st_size, status.st_mtime_ns
    entries = [(entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in os.scandir(path)]
    digest = blake2b(repr(sorted(entries)).encode("utf-8", "surrogateescape"), digest_size=7).digest()
    return len(entries), int.from_bytes(digest, "big")
