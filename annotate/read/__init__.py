"""Bytes to articles: every format into the same `Article`, lazily, with problems as values.

>>> from annotate.read import ReadOptions, read
>>> for item in read(["wire.jsonl", "inbox/"], ReadOptions()):  # doctest: +SKIP
...     print(item)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotate.read.options import Limits, ReadOptions

if TYPE_CHECKING:
    from annotate.read.run import read

__all__ = ["Limits", "ReadOptions", "read"]


def __getattr__(name: str) -> Any:
    """Load `read`, and the libraries behind it, when it is first used: the command line asks for the options alone."""
    if name == "read":
        from annotate.read.run import read

        return read
    raise AttributeError(f"module 'annotate.read' has no attribute {name!r}")
