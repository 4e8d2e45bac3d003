"""Bytes to articles: every format into the same `Article`, lazily, with problems as values.

>>> from annotate.read import ReadOptions, read
>>> for item in read(["wire.jsonl", "inbox/"], ReadOptions()):  # doctest: +SKIP
...     print(item)
"""

from __future__ import annotations

from annotate.read.options import Limits, ReadOptions
from annotate.read.run import read

__all__ = ["Limits", "ReadOptions", "read"]
