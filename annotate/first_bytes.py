"""The kind of a file by its first bytes: one table for reading, for validation and for reading exports back."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of file: its name, how it begins, and what it is where it holds no text (empty where it may)."""

    name: str
    begins: tuple[bytes, ...]
    no_text: str = ""


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the table, from `data/first_bytes.toml`."""
    table = tomllib.loads(files("annotate").joinpath("data/first_bytes.toml").read_text("utf-8"))
    return tuple(
        Kind(name, tuple(bytes.fromhex(first) for first in row["begins"]), row.get("no_text", ""))
        for name, row in table.items()
    )


def kind_of(head: bytes) -> Kind | None:
    """Return the kind of file that begins with these bytes; None where the table has none, as for text.

    >>> kind_of(b"PAR1...").name
    'parquet'
    """
    return next((kind for kind in kinds() if head.startswith(kind.begins)), None)


def is_kind(name: str, head: bytes) -> bool:
    """Return whether the bytes begin a file of the named kind."""
    kind = kind_of(head)
    return kind is not None and kind.name == name
