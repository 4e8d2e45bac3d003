"""Recognise the kind of a file by its first bytes, from one table for reading, validation and reading exports back."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of file: its name, its possible first bytes, and, if it cannot hold text, a description for messages."""

    name: str
    begins: tuple[bytes, ...]
    no_text: str = ""


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the table in `data/first_bytes.toml`."""
    table = tomllib.loads(files("annotate").joinpath("data/first_bytes.toml").read_text("utf-8"))
    return tuple(
        Kind(name, tuple(bytes.fromhex(first) for first in row["begins"]), row.get("no_text", ""))
        for name, row in table.items()
    )


def kind_of(head: bytes) -> Kind | None:
    """Return the kind of file that begins with these bytes; None if the table has no match, as for text.

    >>> kind_of(b"PAR1...").name
    'parquet'
    """
    return next((kind for kind in kinds() if head.startswith(kind.begins)), None)


def is_kind(name: str, head: bytes) -> bool:
    """Return whether the bytes begin a file of the named kind."""
    kind = kind_of(head)
    return kind is not None and kind.name == name
