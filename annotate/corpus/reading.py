"""What a run reads, and what it says of it before anything is annotated."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from annotate.models import Article
from annotate.pipeline import reads
from annotate.problems import Problem
from annotate.read import ReadOptions


def articles(items: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
    """Yield the items, and before an article that is not analysed a warning that says so."""
    for item in items:
        if isinstance(item, Article) and not reads(item):
            message = f"the text is in {item.language!r}; only English is analysed, so nothing was looked for in it"
            yield Problem("language", message, item.source, severity="warning")
        yield item


def with_own_stdin(reading: ReadOptions) -> ReadOptions:
    """Return the options with a file of our own for standard input, whose bytes come as soon as they are there.

    A thread that waits for the interpreter's own file would keep that from ending.
    """
    if reading.stdin is not None:
        return reading
    try:
        own = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    except (AttributeError, OSError, ValueError):  # there is none, or it is no file, as in a test
        return reading
    return replace(reading, stdin=cast(BinaryIO, own))
