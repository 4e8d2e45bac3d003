"""Read articles from bytes. Every format becomes the same `Article`, lazily, and problems are values.

Entry point: `read`, with `ReadOptions` and `Limits`.

>>> from io import BytesIO
>>> from annotate.read import ReadOptions, read
>>> page = b"<article><h1>Ferry tested</h1><p>The board agreed on Wednesday to test a night ferry.</p></article>"
>>> for item in read(["-"], ReadOptions(format="html", stdin=BytesIO(page))):
...     print(item.source, item.metadata["title"])
- Ferry tested
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotate.read.options import Limits, ReadOptions

if TYPE_CHECKING:
    from annotate.read.run import read

__all__ = ["Limits", "ReadOptions", "read"]


def __getattr__(name: str) -> Any:
    """Load `read` and its libraries when it is first used, because the command line needs only the options to start."""
    if name == "read":
        from annotate.read.run import read

        return read
    raise AttributeError(f"module 'annotate.read' has no attribute {name!r}")
