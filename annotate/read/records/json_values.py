"""Parse JSON strictly and within limits; faults are problems with line and column."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from annotate.problems import Problem, ReadError


def value_of(text: str) -> Any:
    """Return the value of a JSON text; raises ValueError with the reason, and with the place if it is known.

    Numbers beyond the range of a float are kept as strings. NaN and Infinity are refused because they are not JSON, and
    so are very deep nesting and whole numbers with thousands of digits, which other programs cannot read.

    >>> value_of('{"size": 1e999}')
    {'size': '1e999'}
    """
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_number)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise ValueError("lists and objects are nested too deeply") from None
    except ValueError as error:
        message = str(error)
        raise ValueError("a number has too many digits" if "digit" in message else message) from None


def parse(text: str, source: str, line: int = 1) -> Any:
    """Return the value of a JSON text, as `value_of` does; raises ReadError with line and column, from 1.

    `line` is the number of the first line of `text` in its file.
    """
    try:
        return value_of(text)
    except json.JSONDecodeError as error:
        _fail(_plain(error.msg), source, line + error.lineno - 1, error.colno)
    except ValueError as error:
        _fail(str(error), source, line, None)


def _fail(message: str, source: str, line: int, column: int | None) -> NoReturn:
    raise ReadError(
        Problem(rule="json", message=f"broken JSON: {message}", file=source, line=line, column=column)
    ) from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _number(written: str) -> float | str:
    value = float(written)
    return value if math.isfinite(value) else written


def _plain(message: str) -> str:
    """Return the parser's message with a small first letter."""
    return message[:1].lower() + message[1:]
