"""Temporary folders with recognisable names, each held by a lock, so that those of dead runs can be removed.

>>> with private_folder() as folder:
...     folder.is_dir()
True
>>> folder.exists()
False
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The prefix of the names of temporary folders.
PREFIX = "annotate-scratch-"
#: A folder younger than this, in seconds, is left alone, because its process may not have locked it yet.
_YOUNG = 60


@contextmanager
def private_folder() -> Iterator[Path]:
    """Yield an empty temporary folder that only this user can read; it is removed when the block ends.

    `sweep_scratch` removes the folder of a process that was killed.
    """
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        held = _lock(Path(name))
        try:
            yield Path(name)
        finally:
            if held is not None:
                os.close(held)


def sweep_scratch() -> int:
    """Remove the temporary folders of processes that have ended, and return their number."""
    count = 0
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with suppress(OSError):
            if (
                folder.is_symlink()
                or folder.stat().st_uid != os.getuid()
                or time.time() - folder.stat().st_mtime < _YOUNG
            ):
                continue
            held = _lock(folder)
            if held is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)
                count += 1
    return count


def _lock(folder: Path) -> int | None:
    """Lock a folder while the returned descriptor is open; None if another process holds the lock."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover (Windows: temporary folders of killed runs stay there)
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
