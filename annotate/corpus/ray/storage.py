"""Files anywhere: local paths and URLs such as s3://bucket/prefix, through fsspec; files appear whole."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from annotate.export import WriteError
from annotate.export.files.atomic import refused
from annotate.json_text import json_text
from annotate.problems import Problem
from annotate.read.readers import KNOWN_SUFFIXES


class Storage:
    """A folder or a prefix, by its path or URL. Names within it are relative. Errors of writing are `WriteError`s."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._files, self._root = _reach(self.url)

    def write(self, name: str, content: bytes) -> None:
        """Write a file that appears when it is complete, in place of one that stood there."""
        path = f"{self._root}/{name}"
        try:
            if _is_local(self._files):
                self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
                part = f"{path}.{secrets.token_hex(8)}.part"
                self._files.pipe_file(part, content)
                self._files.mv(part, path)
            else:
                self._files.pipe_file(path, content)  # an object store shows an object when it is complete
        except OSError as error:
            raise refused("not-written", f"cannot be written: {_why(error)}", f"{self.url}/{name}") from error

    def read(self, name: str) -> bytes | None:
        """Return the content of a file; None where there is none."""
        try:
            return bytes(self._files.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None

    def note(self, name: str, value: dict[str, Any]) -> None:
        """Write a value as JSON."""
        self.write(name, json_text(value, indent=2).encode() + b"\n")

    def noted(self, name: str) -> dict[str, Any] | None:
        """Return the value of a JSON file; None where there is none, or no such value."""
        try:
            value = json.loads(self.read(name) or b"null")
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def sizes(self, folder: str = "") -> dict[str, int]:
        """Return the names of the files directly in a folder, with their sizes in bytes."""
        path = f"{self._root}/{folder}".rstrip("/")
        self._files.invalidate_cache()
        try:
            entries = self._files.ls(path, detail=True)
        except FileNotFoundError:
            return {}
        files = [entry for entry in entries if entry["type"] == "file"]
        return {entry["name"].rpartition("/")[2]: int(entry["size"] or 0) for entry in files}

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""
        with suppress(FileNotFoundError):
            self._files.rm(f"{self._root}/{name}", recursive=True)


def everywhere(name: str) -> str:
    """Return a name that means the same on every machine that shares the file system: a URL, or an absolute path."""
    return name if "://" in name else str(Path(name).absolute())


def open_input(url: str) -> BinaryIO:
    """Open a file for reading; raises OSError."""
    files, path = _reach(url)
    return cast(BinaryIO, files.open(path, "rb"))


def expand(names: tuple[str, ...]) -> Iterator[str | Problem]:
    """Yield the files that names stand for, as the user would write them: a file, a folder or prefix, a pattern.

    Folders and patterns give their files in sorted order; hidden files and unknown suffixes are passed over.
    """
    for name in names:
        files, path = _reach(name)
        protocol = name.partition("://")[0] + "://" if "://" in name else ""
        try:
            if files.isfile(path):
                yield name
                continue
            found = sorted(files.glob(path) if any(mark in path for mark in "*?[") else files.find(path))
        except OSError as error:
            yield Problem("input", f"it cannot be looked at: {_why(error)}", name)
            continue
        wanted = [file for file in found if _is_input(file[len(path) :] if file.startswith(path) else file)]
        if not wanted:
            yield Problem("input", "there is no such file, folder or pattern with files of a known format", name)
        yield from (_as_given(file, name, path, protocol) for file in wanted)


def _as_given(file: str, name: str, path: str, protocol: str) -> str:
    """Return a file under the name that the user gave its folder: relative paths stay relative."""
    if file.startswith(path):
        return name.rstrip("/") + file[len(path.rstrip("/")) :]
    if not protocol and not name.startswith("/"):  # a pattern with a relative path
        base = path.removesuffix(name)
        return file.removeprefix(base)
    return protocol + file.removeprefix(protocol)


def _is_input(path: str) -> bool:
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and "_annotate" not in path.split("/") and PurePosixPath(path).suffix.lower() in KNOWN_SUFFIXES


def _reach(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path within it; raises `WriteError` where its library is missing."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise missing("fsspec") from error
    try:
        files, path = url_to_fs(url)
    except ImportError as error:
        raise refused("missing-library", f"{error}", url) from error
    except ValueError as error:
        raise refused("not-written", f"is no place that can be reached: {error}", url) from error
    return files, str(path).rstrip("/")


def missing(library: str) -> WriteError:
    """Return the error for a library that is not installed."""
    message = f'--engine ray needs {library}, which is not installed: pip install "annotate-news[ray]"'
    return refused("missing-library", message)


def _is_local(files: Any) -> bool:
    protocol = files.protocol if isinstance(files.protocol, tuple | list) else (files.protocol,)
    return "file" in protocol


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
