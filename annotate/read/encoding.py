"""Bytes to text: byte order mark, then what the user says, then UTF-8."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from annotate.problems import Problem, ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, the encoding it was in, and how that was known."""

    text: str
    encoding: str
    how: str


def decode(data: bytes, source: str, chosen: str | None = None) -> Decoded:
    """Decode the bytes of one document; raises ReadError with line and column where they are not in the encoding."""
    mark, marked = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    if chosen:
        return Decoded(
            _strict(data.removeprefix(mark) if _agree(chosen, marked) else data, chosen, source), chosen, "chosen"
        )
    if mark:
        return Decoded(_strict(data[len(mark) :], marked, source), marked, "byte order mark")
    return Decoded(_strict(data, "utf-8", source), "utf-8", "default")


def _agree(one: str, other: str) -> bool:
    return bool(other) and codecs.lookup(one).name.split("-")[:2] == codecs.lookup(other).name.split("-")[:2]


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        bad = data[error.start]
        raise ReadError(
            Problem(
                rule="encoding",
                message=f"byte 0x{bad:02x} is not {encoding.upper()}; say which encoding it is with --encoding",
                file=source,
                line=line,
                column=column,
            )
        ) from None
    except LookupError:
        raise ReadError(Problem(rule="encoding", message=f"no encoding is called {encoding!r}", file=source)) from None
