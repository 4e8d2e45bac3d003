"""Refuses files that hold no text, by their first bytes or by their control characters."""

from __future__ import annotations

import re

from annotate.first_bytes import kind_of
from annotate.problems import Problem, ReadError
from annotate.read.inputs.document import Document

#: Control characters that text does not have; tab, line ends, form feed, and escape are let through.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Share of them in the first part of a text that makes it no text.
_BINARY_SHARE = 0.02
_LOOKED_AT = 8192


def refuse_known_binary(document: Document) -> None:
    """Raise ReadError for a file whose first bytes say that it is of a kind that holds no text."""
    kind = kind_of(document.head)
    if kind and kind.no_text:
        raise ReadError(Problem(rule="binary", message=f"it is {kind.no_text}", file=document.source))


def refuse_binary(text: str, source: str) -> None:
    """Raise ReadError for text with so many control characters that it is none."""
    head = text[:_LOOKED_AT]
    found = list(_CONTROL.finditer(head))
    if found and len(found) > _BINARY_SHARE * len(head):
        message = "it is neither text nor of another known format: it holds control characters"
        raise ReadError(Problem(rule="binary", message=message, file=source))
