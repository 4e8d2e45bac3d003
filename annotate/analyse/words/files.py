"""Word lists that ship with the package: files under data/ with one entry per line; '#' begins a comment."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def _read(name: str) -> str:
    return (files("annotate.analyse.words") / "data" / name).read_text(encoding="utf-8")


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of data/NAME as a set; blank lines and comments are left out."""
    return frozenset(entries(name))


@cache
def entries(name: str) -> tuple[str, ...]:
    """Return the entries of data/NAME in the order of the file.

    >>> entries("states.txt")[:2]
    ('Africa', 'Alabama')
    """
    lines = (line.partition("#")[0].strip() for line in _read(name).splitlines())
    return tuple(line for line in lines if line)


@cache
def table(name: str) -> dict[str, Any]:
    """Return the TOML file data/NAME."""
    return tomllib.loads(_read(name))
