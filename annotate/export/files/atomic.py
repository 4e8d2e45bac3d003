"""Write files and folders atomically: under a temporary name beside the target, then with one rename.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as name:
...     target = Path(name) / "out.txt"
...     with replacing(target, overwrite=False) as out:
...         _ = out.write(b"all of it")
...         print(target.exists())
...     print(target.read_text())
False
all of it
"""

from __future__ import annotations

import errno
import filecmp
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar, cast

from annotate.inputs import reason
from annotate.problems import Problem

_T = TypeVar("_T")
#: Returns which of the names in a folder were not created by an export of the kind.
Strangers = Callable[[Collection[str]], list[str]]

_SENTENCES = {
    errno.ENOSPC: "the disk is full; make room or write elsewhere",
    errno.EDQUOT: "the disk quota is used up; make room or write elsewhere",
    errno.EFBIG: "the file would be larger than the file system allows",
    errno.EACCES: "writing there is not permitted; choose another place or change its permissions",
    errno.EPERM: "writing there is not permitted; choose another place or change its permissions",
    errno.EROFS: "the file system is read-only; choose another place",
    errno.ENOENT: "its folder does not exist; create it first",
    errno.EEXIST: "a part of its path is a file, not a folder",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.EISDIR: "it is a folder; give the name of a file",
    errno.ENAMETOOLONG: "the name is too long for the file system",
    errno.EIO: "the device reports an error",
}


class WriteError(Exception):
    """An output cannot be written; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refused(rule: str, message: str, target: Path | str = "") -> WriteError:
    """Return the error for a rule, a message and a target."""
    return WriteError(Problem(rule, message, str(target)))


def cannot_load(why: str) -> WriteError:
    """Return the error for a format whose library is not installed; `why` names the library and the extra."""
    return refused("missing-library", why)


def failed(error: OSError, target: Path | str) -> WriteError:
    """Return the error that describes, with advice, what the operating system reports."""
    why = _SENTENCES.get(error.errno or 0) or reason(error)
    return refused("not-written", f"cannot be written: {why}", target)


class _Guarded:
    """A binary stream that raises `WriteError` when writing fails; a closed pipe still raises BrokenPipeError."""

    def __init__(self, stream: BinaryIO, target: Path | str) -> None:
        self._stream = stream
        self._target = target

    def write(self, data: bytes) -> int:
        """Write all the bytes."""
        return self._do(lambda: self._stream.write(data))

    def flush(self) -> None:
        """Flush the buffer to the operating system."""
        self._do(self._stream.flush)

    def _do(self, action: Callable[[], _T]) -> _T:
        try:
            return action()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise failed(error, self._target) from error


def guarded(stream: BinaryIO, target: Path | str = "") -> BinaryIO:
    """Return a writer that turns operating system errors into `WriteError`; it has only ``write`` and ``flush``."""
    return cast(BinaryIO, _Guarded(stream, target))


class Owned(Protocol):
    """The outputs that a run recorded; see `annotate.corpus.outputs`."""

    #: The mark in the names of unfinished outputs, by which `sweep` finds them.
    mark: str

    def ours(self, path: Path) -> bool:
        """Return whether an earlier run recorded the output at `path` and nobody has changed it since."""

    def record(self, finished: Path, path: Path) -> None:
        """Record that `finished`, or an equal output, is about to appear at `path`."""


@contextmanager
def replacing(target: Path, *, overwrite: bool, owned: Owned | None = None) -> Iterator[BinaryIO]:
    """Yield a stream whose content appears at `target` when the block ends, whole or not at all.

    An existing file is replaced only if `overwrite` is true or the file is `owned`; it stays untouched if its content
    is the same. Pipes and devices are written directly. Raises `WriteError`.
    """
    path = Path(os.path.realpath(target))
    if not owned or path.is_dir():
        _refuse_existing(path, target, overwrite)
    if path.exists() and not path.is_file():
        with _sentences(target), path.open("wb") as stream:
            yield guarded(stream, target)
        return
    part = _beside(path, owned)
    try:
        with _sentences(target), part.open("xb") as stream:
            yield guarded(stream, target)
            stream.flush()
            os.fsync(stream.fileno())
        with _sentences(target):
            _put(part, path, target, overwrite, owned)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _sync_folder(path.parent)


def _put(part: Path, path: Path, target: Path, overwrite: bool, owned: Owned | None) -> None:
    """Rename the finished file, or drop it if the owner's file with the same content is already in place."""
    if owned and path.is_file() and filecmp.cmp(part, path, shallow=False):
        part.unlink()
        owned.record(path, path)
        return
    _refuse_existing(path, target, overwrite or (owned is not None and owned.ours(path)))
    if owned:
        owned.record(part, path)
    part.replace(path)


@contextmanager
def replacing_folder(
    target: Path, *, overwrite: bool, strangers: Strangers, owned: Owned | None = None
) -> Iterator[Path]:
    """Yield an empty folder that appears at `target` when the block ends, with all its files or not at all.

    An existing empty folder is reused. A folder with files is replaced only if `overwrite` is true or it is `owned`,
    and only if an export of the same kind created every file in it (`strangers` returns no name): a folder with
    anything else is never deleted. Raises `WriteError`.
    """
    path = Path(os.path.realpath(target))
    overwrite = overwrite or (owned is not None and owned.ours(path))
    _refuse_folder(path, target, overwrite, strangers)
    with _sentences(target):
        path.parent.mkdir(parents=True, exist_ok=True)
    part = _beside(path, owned)
    try:
        with _sentences(target):
            part.mkdir()
        yield part
        with _sentences(target):
            for file in part.iterdir():
                _sync(file)
            _refuse_folder(path, target, overwrite, strangers)
            if owned:
                owned.record(part, path)
            _put_in_place(part, path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _sync_folder(path.parent)


def mark_of(path: Path) -> str:
    """Return the mark of a target's unfinished outputs: eight hexadecimal digits derived from its name."""
    return blake2b(path.name.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()


def _beside(path: Path, owned: Owned | None = None) -> Path:
    """Return a new name, beside the path, for an unfinished output.

    The name is known before anything is created, so that an interrupt at any moment can remove the output.
    """
    return path.parent / f".{path.name[:40]}.{owned.mark if owned else mark_of(path)}{secrets.token_hex(4)}.part"


def sweep(folder: Path, mark: str) -> int:
    """Remove what dead runs with this mark left in a folder and return the number of entries removed.

    Only the holder of the target's lock may call this, after `restore`, which recovers a folder whose run died in the
    middle of a swap.
    """
    left = re.compile(rf"\..{{0,40}}\.{mark}[0-9a-f]{{8}}\.(part|old)", re.DOTALL)
    count = 0
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not left.fullmatch(entry.name):
            continue
        count += 1
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink()
    return count


def restore(path: Path) -> None:
    """Put back a folder that a run moved aside before it died, if the new one never took its place."""
    aside = re.compile(rf"\..{{0,40}}\.{mark_of(path)}[0-9a-f]{{8}}\.old", re.DOTALL)
    if not path.exists() and path.parent.is_dir():
        for entry in sorted(path.parent.iterdir()):
            if aside.fullmatch(entry.name):
                entry.replace(path)
                return


def _put_in_place(part: Path, path: Path) -> None:
    """Rename the finished folder over an empty one, or swap it with one that has files."""
    if not path.exists() or not any(path.iterdir()):
        part.replace(path)
        return
    old = _beside(path).with_suffix(".old")
    path.replace(old)
    try:
        part.replace(path)
    except BaseException:
        old.replace(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _refuse_existing(path: Path, target: Path, overwrite: bool) -> None:
    if path.is_dir():
        raise refused("not-written", "cannot be written: it is a folder; give the name of a file", target)
    if path.is_file() and not overwrite:
        raise refused("exists", "already exists; use --overwrite to replace it", target)


def _refuse_folder(path: Path, target: Path, overwrite: bool, strangers: Strangers) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise refused("not-written", "is a file, but a folder is needed; choose another name", target)
    with _sentences(target):
        names: Collection[str] = sorted(entry.name for entry in path.iterdir())
    if not names:
        return
    if not overwrite:
        raise refused("exists", "already exists and is not empty; use --overwrite to replace it", target)
    foreign = strangers(names)
    if foreign:
        raise refused(
            "foreign-files",
            f"contains {foreign[0]!r}, which no export of this format created, so nothing was replaced; "
            "choose another folder",
            target,
        )


@contextmanager
def _sentences(target: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise failed(error, target) from error


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _sync_folder(path: Path) -> None:
    """Make a rename durable, on file systems that support it."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
