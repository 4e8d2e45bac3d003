"""The articles that a run reads, with warnings about those that will not be analysed."""

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
    """Yield the items, with a warning before each article that is not analysed."""
    for item in items:
        if isinstance(item, Article) and not reads(item):
            message = f"the text is in {item.language!r}; only English is analysed, so it has no findings"
            yield Problem("language", message, item.source, severity="warning")
        yield item


def with_own_stdin(reading: ReadOptions) -> ReadOptions:
    """Return the options with an unbuffered duplicate of standard input, which delivers bytes as they arrive.

    A thread waiting on the interpreter's own standard input would keep the interpreter from exiting.
    """
    if reading.stdin is not None:
        return reading
    try:
        own = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    except (AttributeError, OSError, ValueError):  # closed, or not a real file, as in a test
        return reading
    return replace(reading, stdin=cast(BinaryIO, own))
