"""Characters that not every export can carry, replaced one for one so that offsets stay the same everywhere."""

from __future__ import annotations

import math
import re
from typing import Any

#: Everything outside the Char production of XML 1.0 (https://www.w3.org/TR/xml/#charsets), lone surrogates included.
_UNCARRIABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


class TooDeepError(ValueError):
    """A value with more levels of lists and objects than the limit."""


def carriable(text: str) -> str:
    """Replace each character that XML 1.0 cannot carry, and each lone surrogate, by U+FFFD. Length is kept."""
    return _UNCARRIABLE.sub(REPLACEMENT, text)


def carriable_value(value: Any, nesting: int) -> Any:
    """Return a JSON-like value that every export can carry: strings as `carriable` makes them, numbers finite.

    Other things than JSON has (dates of a table, bytes) become their text. Raises TooDeepError beyond `nesting` levels.
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
