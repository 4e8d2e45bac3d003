"""Files on local paths and at URLs such as s3://bucket/prefix, through fsspec; they appear only once complete."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from annotate.export import WriteError
from annotate.export.files.atomic import refused
from annotate.inputs import reason
from annotate.json_text import json_text
from annotate.problems import Problem
from annotate.read.readers import KNOWN_SUFFIXES


class Storage:
    """A folder or prefix, given by path or URL. Names in it are relative. Write errors raise `WriteError`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._files, self._root = _reach(self.url)

    def write(self, name: str, content: bytes) -> None:
        """Write a file, which appears once it is complete and replaces an existing one."""
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
            raise refused("not-written", f"cannot be written: {reason(error)}", f"{self.url}/{name}") from error

    def read(self, name: str) -> bytes | None:
        """Return the content of a file; None if there is none."""
        try:
            return bytes(self._files.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None

    def note(self, name: str, value: dict[str, Any]) -> None:
        """Write a value as JSON."""
        self.write(name, json_text(value, indent=2).encode() + b"\n")

    def noted(self, name: str) -> dict[str, Any] | None:
        """Return the object in a JSON file; None if there is no such file, or it holds no object."""
        try:
            value = json.loads(self.read(name) or b"null")
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def sizes(self, folder: str = "") -> dict[str, int]:
        """Return the files directly in a folder: names with sizes in bytes."""
        path = f"{self._root}/{folder}".rstrip("/")
        self._files.invalidate_cache()
        try:
            entries = self._files.ls(path, detail=True)
        except FileNotFoundError:
            return {}
        files = [entry for entry in entries if entry["type"] == "file"]
        return {entry["name"].rpartition("/")[2]: int(entry["size"] or 0) for entry in files}

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with its content, if it exists."""
        with suppress(FileNotFoundError):
            self._files.rm(f"{self._root}/{name}", recursive=True)


def everywhere(name: str) -> str:
    """Return a name that is valid on every machine that shares the file system: a URL or an absolute path.

    >>> everywhere("s3://bucket/out")
    's3://bucket/out'
    """
    return name if "://" in name else str(Path(name).absolute())


def open_input(url: str) -> BinaryIO:
    """Open a file for reading; raises OSError."""
    files, path = _reach(url)
    return cast(BinaryIO, files.open(path, "rb"))


def expand(names: tuple[str, ...]) -> Iterator[str | Problem]:
    """Yield the files that names stand for, written as the user would: a name is a file, a folder or prefix, a pattern.

    Folders and patterns yield their files in sorted order; hidden files and unknown suffixes are skipped.
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
            yield Problem("input", f"the input cannot be listed: {reason(error)}", name)
            continue
        wanted = [file for file in found if _is_input(file[len(path) :] if file.startswith(path) else file)]
        if not wanted:
            yield Problem("input", "there is no such file, folder or pattern with files of a known format", name)
        yield from (_as_given(file, name, path, protocol) for file in wanted)


def _as_given(file: str, name: str, path: str, protocol: str) -> str:
    """Return the name of a file with the user's spelling of its folder: relative paths stay relative."""
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
    """Return the file system of a URL and the path in it; raises `WriteError` if its library is missing."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise missing("fsspec") from error
    try:
        files, path = url_to_fs(url)
    except ImportError as error:
        raise refused("missing-library", f"{error}", url) from error
    except ValueError as error:
        raise refused("not-written", f"is not a valid location: {error}", url) from error
    return files, str(path).rstrip("/")


def missing(library: str) -> WriteError:
    """Return the error for a library that is not installed."""
    message = f'--engine ray needs {library}, which is not installed: pip install "annotate-news[ray]"'
    return refused("missing-library", message)


def _is_local(files: Any) -> bool:
    protocol = files.protocol if isinstance(files.protocol, tuple | list) else (files.protocol,)
    return "file" in protocol
