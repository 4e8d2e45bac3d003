"""A folder of annotations, one JSON document per file, written atomically by one editor at a time.

The version of a file is the digest of its bytes. A save names the version that was changed; if the file has another
version by then, nothing is written. Files are replaced by renaming, so that readers, and a crash, leave either the old
or the new bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from annotate.export.loading import parsed
from annotate.inputs import reason
from annotate.json_text import json_text, plain_value
from annotate.models import Annotation, Edit
from annotate.problems import Problem, ReadError

#: Names of partial files, before they replace the target.
_PARTIAL = re.compile(r"\..*\.json\.[0-9a-f]{16}\.part", re.DOTALL)


class ConflictError(Exception):
    """Somebody else changed the file; `version` is its current version."""

    def __init__(self, version: str) -> None:
        super().__init__("somebody else changed this article in the meantime")
        self.version = version


@dataclass(frozen=True, slots=True)
class Stored:
    """An annotation as stored in its file, and the version of the file."""

    annotation: Annotation
    version: str


@dataclass(slots=True)
class Store:
    """The annotations of a folder, by file name without suffix."""

    folder: Path
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def names(self) -> list[str]:
        """Return the sorted names of the annotations; hidden files and other suffixes are ignored."""
        return sorted(p.stem for p in self.folder.glob("*.json") if p.is_file() and not p.name.startswith("."))

    def read(self, name: str) -> Stored:
        """Return one annotation; raises KeyError for an unknown name, `ReadError` for a file that is not one."""
        path = self._path(name)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ReadError(Problem("unreadable", f"cannot be read: {reason(error)}", str(path))) from error
        return Stored(parsed(data, path), _version(data))

    def save(self, name: str, annotation: Annotation, version: str, *, who: str, path: str, note: str) -> Stored:
        """Write a changed annotation and record the change in its history; raises `ConflictError`, OSError.

        `version` is the version that was changed, `path` the JSON path of the value, `note` what `who` did.
        """
        edit = Edit(when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), who=who, path=path, note=note)
        provenance = annotation.provenance
        changed = annotation.model_copy(
            update={"provenance": provenance.model_copy(update={"edits": (*provenance.edits, edit)})}
        )
        data = json_text(plain_value(changed), indent=2).encode() + b"\n"
        target = self._path(name)
        with self._alone(name):
            found = _version(target.read_bytes())
            if found != version:
                raise ConflictError(found)
            _replace(target, data)
        return Stored(changed, _version(data))

    def _path(self, name: str) -> Path:
        """Return the file of a name; raises KeyError for a name that `names` would not return."""
        path = self.folder / f"{name}.json"
        if name.startswith(".") or "/" in name or "\\" in name or "\0" in name or not path.is_file():
            raise KeyError(name)
        return path

    def stamp(self, name: str) -> tuple[int, int]:
        """Return values that change whenever the file is replaced: time of change in nanoseconds, and inode number."""
        found = self._path(name).stat()
        return found.st_mtime_ns, found.st_ino

    def sweep(self) -> int:
        """Remove the half-written files of a killed server, and return their number."""
        with self._alone(""):
            left = [path for path in self.folder.glob(".*.part") if _PARTIAL.fullmatch(path.name)]
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Hold the lock of a file, within this process and against other processes."""
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock, ExitStack() as closing:
            with suppress(ImportError):  # no fcntl on this system: the lock holds within this server only
                import fcntl

                descriptor = os.open(self.folder, os.O_RDONLY)
                closing.callback(os.close, descriptor)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield


def _replace(target: Path, data: bytes) -> None:
    """Write a file beside the target, flush it to the disk, and rename it."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, if the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
