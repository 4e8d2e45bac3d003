"""Replace characters that not every export can carry, one for one, so that offsets are the same in all exports."""

from __future__ import annotations

import math
import re
from typing import Any

#: Everything outside the production Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets), including lone surrogates.
_UNCARRIABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


class TooDeepError(ValueError):
    """A value has more levels of lists and objects than the limit."""


def carriable(text: str) -> str:
    """Return the text with each character that XML 1.0 cannot carry replaced by U+FFFD; the length stays the same.

    >>> carriable("a\\x00b")
    'a�b'
    """
    return _UNCARRIABLE.sub(REPLACEMENT, text)


def carriable_value(value: Any, nesting: int) -> Any:
    """Return a JSON-like value that every export can carry: with strings made `carriable` and finite numbers.

    Values that JSON does not have (dates of a table, bytes) become text. Raises TooDeepError beyond `nesting` levels.
    """
    if isinstance(value, str):
        return carriable(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if nesting <= 0:
        raise TooDeepError
    if isinstance(value, dict):
        return {carriable(str(k)): carriable_value(v, nesting - 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [carriable_value(v, nesting - 1) for v in value]
    if isinstance(value, bytes):
        return carriable(value.decode("utf-8", "replace"))
    return carriable(value.isoformat() if hasattr(value, "isoformat") else str(value))
