"""Refuse files that do not hold text, by their first bytes or by their control characters.

>>> try:
...     refuse_binary("\\x00\\x01\\x02" * 20, "a.dat")
... except ReadError as error:
...     print(error.problem.rule)
binary
"""

from __future__ import annotations

import re

from annotate.first_bytes import kind_of
from annotate.problems import Problem, ReadError
from annotate.read.documents.document import Document

#: Control characters that text does not contain; tab, line ends, form feed and escape are allowed.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: The share of them, in the first part of a file, from which it does not count as text.
_BINARY_SHARE = 0.02
_LOOKED_AT = 8192
_CONTROL_BYTES = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
#: Shorter files are judged as if they had this many bytes.
_FEWEST = 100
#: The byte order marks of UTF-16 and UTF-32, in which any byte may occur.
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_NO_TEXT = "it is neither text nor in another known format: it contains control characters, as binary files do"


def refuse_known_binary(document: Document) -> None:
    """Raise ReadError if the first bytes of a file show a kind that does not hold text."""
    kind = kind_of(document.head)
    if kind and kind.no_text:
        raise ReadError(Problem(rule="binary", message=f"it is {kind.no_text}", file=document.source))
    if _is_noise(document.head):
        raise ReadError(Problem(rule="binary", message=_NO_TEXT, file=document.source))


def refuse_binary(text: str, source: str) -> None:
    """Raise ReadError if a decoded text has too many control characters to be text."""
    head = text[:_LOOKED_AT]
    found = list(_CONTROL.finditer(head))
    if found and len(found) > _BINARY_SHARE * len(head):
        raise ReadError(Problem(rule="binary", message=_NO_TEXT, file=source))


def _is_noise(head: bytes) -> bool:
    """Return whether the first bytes contain too many control characters for text in any encoding.

    NUL bytes do not count, because UTF-16 and UTF-32 have many.
    """
    found = len(_CONTROL_BYTES.findall(head))
    return found > _BINARY_SHARE * max(len(head), _FEWEST) and b"\0" * 8 not in head and not head.startswith(_MARKS)
