"""Short ways to read bytes, and to tell articles from problems."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import ReadOptions, read

SENTENCE = "The minister said on Tuesday that the talks would go on."


def piped(data: bytes, **options: Any) -> list[Article | Problem]:
    """Read bytes as standard input."""
    return list(read(["-"], ReadOptions(stdin=io.BytesIO(data), **options)))


def articles(items: Iterable[Article | Problem]) -> list[Article]:
    """Return the articles among what was read."""
    return [item for item in items if isinstance(item, Article)]


def problems(items: Iterable[Article | Problem]) -> list[Problem]:
    """Return the problems among what was read."""
    return [item for item in items if isinstance(item, Problem)]


def rules(items: Iterable[Article | Problem]) -> list[str]:
    """Return the rules of the problems among what was read."""
    return [item.rule for item in problems(items)]
