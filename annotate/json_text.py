"""JSON as this project writes it: stable, UTF-8, readable, and never broken by what a text contains."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from pydantic import BaseModel

#: Lone surrogates cannot be written as UTF-8; the others are no line ends in JSON, but are to many tools.
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")


def plain_value(model: BaseModel) -> dict[str, Any]:
    """Return the model as dicts, lists and scalars, with every field, in the order of the contract."""
    value: dict[str, Any] = _plain(model.model_dump())
    return value


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return the value as JSON text without a line end at the end; non-ASCII characters stay as they are.

    >>> json_text({"name": "Zürich", "n": [1, 2]})
    '{"name":"Zürich","n":[1,2]}'
    """
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _plain(value: Any) -> Any:
    """Return what JSON has: lists for tuples, null for infinite numbers, and text for anything else.

    Only metadata and options can hold these; pydantic's own JSON mode would replace lone surrogates in them.
    """
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)
