"""Write JSON: stable, readable, in UTF-8, and safe for every character that a text may contain."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from pydantic import BaseModel

#: Lone surrogates cannot be encoded in UTF-8; the others do not end a line in JSON, but do for many tools.
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def plain_value(model: BaseModel) -> dict[str, Any]:
    """Return the model as dicts, lists and scalars, with every field, in the order of the contract.

    >>> from annotate.models import Span
    >>> plain_value(Span.of("The bridge", 4, 10))
    {'start': 4, 'end': 10, 'text': 'bridge'}
    """
    value: dict[str, Any] = _plain(model.model_dump())
    return value


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return the value as JSON text without a final line end; non-ASCII characters stay as they are.

    Raises ValueError for NaN and infinity, and TypeError for values that JSON does not have.

    >>> json_text({"name": "Zürich", "n": [1, 2]})
    '{"name":"Zürich","n":[1,2]}'
    """
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _plain(value: Any) -> Any:
    """Return the value with types that JSON has: lists for tuples, null for infinite numbers, text for anything else.

    Only metadata and options can hold other types; pydantic's own JSON mode would replace lone surrogates in them.
    """
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)
