"""Refuses files that hold no text, by their first bytes or by their control characters."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from annotate.problems import Problem, ReadError
from annotate.read.inputs.document import Document

#: Control characters that text does not have; tab, line ends, form feed, and escape are let through.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Share of them in the first part of a text that makes it no text.
_BINARY_SHARE = 0.02
_LOOKED_AT = 8192


def refuse_known_binary(document: Document) -> None:
    """Raise ReadError for a file whose first bytes say that it is of a kind that holds no text."""
    for first, kind in _magic().items():
        if document.head.startswith(first):
            raise ReadError(Problem(rule="binary", message=f"it is {kind}", file=document.source))


def refuse_binary(text: str, source: str) -> None:
    """Raise ReadError for text with so many control characters that it is none."""
    head = text[:_LOOKED_AT]
    found = list(_CONTROL.finditer(head))
    if found and len(found) > _BINARY_SHARE * len(head):
        message = "it is neither text nor of another known format: it holds control characters"
        raise ReadError(Problem(rule="binary", message=message, file=source))


@cache
def _magic() -> dict[bytes, str]:
    table = tomllib.loads(files("annotate.read.inputs").joinpath("data/magic.toml").read_text("utf-8"))
    return {bytes.fromhex(first): kind for first, kind in table.items()}
