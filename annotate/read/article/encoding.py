"""Decode bytes by byte order mark, the user's choice, the declared encoding, UTF-8, or detection, in this order.

UTF-8 is the encoding of JSON (RFC 8259) and of most of the web. Latin-1 is read as Windows-1252, as the Encoding
Standard says (https://encoding.spec.whatwg.org).

>>> decode(b"\\x93Nobody asked us,\\x94 he said.", "a.txt", "cp1252").text
'“Nobody asked us,” he said.'
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from annotate.problems import Problem, ReadError
from annotate.read.article.language import detect

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Labels that mean another encoding on the web.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
}
#: The encodings that detection may return: those in which news has been stored.
_CANDIDATES = [
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
    "mac_roman",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "utf_16_le",
    "utf_16_be",
]
#: Languages written in Windows-1252, for which detection often returns a similar encoding.
_WESTERN = frozenset({"en", "und", "fr", "de", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "is", "ca", "ga", "af"})
#: The non-ASCII characters of Western news.
_USUAL = frozenset("‘’“”–—…•£€éèêëáàâäãåæçñóòôöõøíìîïúùûüßœ«»¿¡°·\u00a0´§©®™½¼")
#: The number of bytes of a document that detection inspects.
_LOOKED_AT = 64 * 1024
#: The least number of zero bytes that suggests UTF-16.
_ZEROS = 8
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")

How = Literal["byte order mark", "chosen", "declared", "default", "detected", "damaged"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, its encoding, how that was determined, and the problems to report."""

    text: str
    encoding: str
    how: How
    problems: tuple[Problem, ...] = ()

    @property
    def metadata(self) -> dict[str, dict[str, str]]:
        """The entry for the metadata; empty for plain UTF-8."""
        return {} if self.how == "default" else {"encoding": {"name": self.encoding, "known_by": self.how}}


def decode(
    data: bytes, source: str, chosen: str | None = None, declared: str | None = None, *, detection: bool = True
) -> Decoded:
    """Decode the bytes of one document.

    `chosen` is the user's choice and is strict. `declared` is what the document states; it is ignored if it is unknown
    or does not fit the bytes. Without either, the encoding of bytes that are not UTF-8 is detected, with a warning;
    UTF-8 with a few broken bytes stays UTF-8, with U+FFFD in their place. Raises ReadError with line and column if no
    encoding fits.
    """
    mark, marked = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    if chosen:
        body = data[len(mark) :] if mark and _family(chosen) == _family(marked) else data
        return Decoded(_strict(body, chosen, source), _name(chosen), "chosen")
    if mark:
        return Decoded(_strict(data[len(mark) :], marked, source), marked, "byte order mark")
    if declared and (text := _fits(data, declared)) is not None:
        name = _name(_ALIASES.get(declared.lower(), declared))
        return Decoded(text, name, "default" if name == "utf-8" else "declared")
    if detection and b"\0" in data[:_LOOKED_AT] and (wide := _zeros_of_utf16(data[:_LOOKED_AT])):
        message = f"its encoding was detected as {wide.upper()}; --encoding NAME overrides that"
        problem = Problem("encoding", message, source, severity="warning")
        if (text := _fits(data, wide)) is not None:
            return Decoded(text, wide, "detected", (problem,))
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "default")
    except UnicodeDecodeError:
        if not detection:
            _strict(data, "utf-8", source)
    return _detected(data, source)


def is_wide(encoding: str) -> bool:
    """Return whether a line end takes more than one byte in the encoding; False for an unknown encoding."""
    try:
        return len("\n".encode(encoding)) > 1 and codecs.lookup(encoding).name.startswith("utf-")
    except (LookupError, ValueError):
        return False


class AsUtf8(io.RawIOBase):
    """A UTF-16 or UTF-32 stream recoded to UTF-8, to be split at line feeds; broken surrogate pairs become U+FFFD."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with UTF-8 and return the number of bytes."""
        while not self._ready:
            part = self._stream.read(1 << 15)
            self._ready = self._decoder.decode(part, not part).encode("utf-8", "replace")
            if not part:
                break
        taken, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _detected(data: bytes, source: str) -> Decoded:
    """Decode bytes that are not UTF-8 in the detected encoding; raises ReadError if none fits."""
    if _nearly_utf8(data):
        where = _place(data, "utf-8")
        message = "a few bytes are not UTF-8; they were replaced by U+FFFD"
        problem = Problem("encoding", message, source, *where, severity="warning")
        return Decoded(data.decode("utf-8", "replace"), "utf-8", "damaged", (problem,))
    encoding = _guess(data)
    text = _fits(data, encoding) if encoding else None
    if text is None or encoding is None:
        _strict(data, "utf-8", source)
        raise AssertionError("bytes that are UTF-8 are not detected")
    message = f"it is not UTF-8; its encoding was detected as {_name(encoding)}; --encoding NAME overrides that"
    problem = Problem("encoding", message, source, *_place(data, "utf-8"), severity="warning")
    return Decoded(text, _name(encoding), "detected", (problem,))


def _nearly_utf8(data: bytes) -> bool:
    """Return whether nearly all non-ASCII bytes form UTF-8 characters."""
    whole = sum(len(m) for m in _MULTIBYTE.findall(data))
    high = len(_HIGH.findall(data))
    return whole > 0 and (high - whole) * 10 <= high


def _guess(data: bytes) -> str | None:
    """Return the likeliest encoding by charset-normalizer, with a preference for Windows-1252; None if none fits."""
    from charset_normalizer import from_bytes

    head = data[:_LOOKED_AT]
    if b"\0" in head:
        return None
    best = from_bytes(head, cp_isolation=_CANDIDATES).best()
    guess = best.encoding if best else None
    if guess in ("cp1250", "cp1254", "mac_roman", "cp1252", "cp1253", None):
        western = _fits(head, "cp1252")
        language = detect(western) if western is not None else ""
        if language in ("en", "und"):
            options = ["cp1252", "mac_roman"] + ([guess] if guess else [])
            return max(options, key=lambda name: _plausible(_fits(head, name)))
        if language in _WESTERN:
            return "cp1252"
    return guess


def _zeros_of_utf16(data: bytes) -> str | None:
    """Return the UTF-16 encoding whose zero bytes are where Western text has them, at every other byte; else None."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < _ZEROS or max(even, odd) <= 0.3 * len(data) / 2 or min(even, odd) >= 0.02 * len(data):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _plausible(text: str | None) -> float:
    """Return the share of non-ASCII characters that are usual in Western news, minus the share of the others."""
    if text is None:
        return -2.0
    high = [c for c in text if c > "\x7f"]
    return sum(1 if c in _USUAL else -1 for c in high) / (len(high) or 1)


def _fits(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(_ALIASES.get(encoding.strip().lower(), encoding.strip()))
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _name(encoding: str) -> str:
    """Return the usual name of an encoding: windows-1252 for cp1252."""
    name = codecs.lookup(encoding).name
    return f"windows-{name[2:]}" if name.startswith("cp125") else name.replace("_", "-")


def _family(encoding: str) -> str:
    """Return an encoding without its byte order: utf-16 for utf-16-le."""
    try:
        return "-".join(codecs.lookup(encoding).name.split("-")[:2])
    except LookupError:
        return encoding


def _place(data: bytes, encoding: str) -> tuple[int | None, int | None]:
    """Return the line and column, from 1, of the first byte that is not valid in the encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        return before.count("\n") + 1, len(before) - before.rfind("\n")
    return None, None


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        bad = data[error.start]
        message = f"byte 0x{bad:02x} is not {_name(encoding).upper()}; state the encoding with --encoding NAME"
        raise ReadError(Problem("encoding", message, source, *_place(data, encoding))) from None
    except (LookupError, ValueError):
        raise ReadError(Problem("encoding", f"there is no text encoding called {encoding!r}", source)) from None
