"""The options of reading, and the limits that keep hostile input from using too much memory or time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal

from annotate.read.sizes import size_in_words, size_of

_MIB = 1024 * 1024

#: Which of the first two numbers of a numeric date is the day: the first, or the second.
Order = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one input; reaching one is a `Problem` that names its option. Sizes are in bytes, decompressed.

    `document`: one article's file, line, member or record. `expanded`: the whole content of one compressed file or
    archive. `ratio`: how many times its compressed size the content may have (checked beyond the first 8 MiB).
    `members`: entries of one archive. `archives`: levels of archives within archives. `nesting`: levels of lists and
    objects in an article's metadata. `spool`: the copy on disk of a format that needs random access, if it comes from a
    pipe or an archive. `seconds`: processor time until the next article or problem, without waiting for a pipe.
    """

    document: int = 16 * _MIB
    expanded: int = 64 * 1024 * _MIB
    ratio: int = 250
    members: int = 1_000_000
    archives: int = 3
    nesting: int = 200
    spool: int = 2048 * _MIB
    seconds: float = 600

    @classmethod
    def of(cls, **given: str | float | None) -> Limits:
        """Return the default limits with those given changed; sizes may be texts ("20MB"), None means the default.

        Raises ValueError, with a message that names the option, for an invalid size.

        >>> Limits.of(document="20MB").document
        20000000
        """
        chosen: dict[str, Any] = {}
        for name, value in given.items():
            if value is None:
                continue
            try:
                chosen[name] = size_of(value) if isinstance(value, str) else value
            except ValueError as error:
                raise ValueError(f"{OPTIONS[name]}: {error}") from None
        return cls(**chosen)


#: The command-line option that sets each limit.
OPTIONS = {
    "document": "--max-size",
    "expanded": "--max-expanded",
    "ratio": "--max-ratio",
    "members": "--max-members",
    "archives": "--max-depth",
    "nesting": "--max-nesting",
    "spool": "--max-spool",
    "seconds": "--max-time",
}
#: How to raise each limit, for messages.
RAISES = {name: f"raise it with {option}" for name, option in OPTIONS.items()}


def too_long(what: str, size: int) -> str:
    """Return the message that something is longer than the limit of a document, in bytes.

    >>> too_long("the line", 16 * 1024 * 1024)
    'the line is longer than the limit of 16 MiB; raise it with --max-size'
    """
    return f"{what} is longer than the limit of {size_in_words(size)}; {RAISES['document']}"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The options of one run of reading.

    `fields` maps our names (``id``, ``text``, ``title``, ``published``, ``url``, ``language``, ``authors``,
    ``publisher``) to the names in the input; a dotted name refers to a value inside objects. `encoding` overrides the
    detected encoding, `format` (a name from the table of readers) the detected format. `date_order` ("dmy" or "mdy")
    states which number of a date such as 02/03/2024 is the day; without it, the other numeric dates of the run decide,
    if they agree. `stdin` is the stream for ``-``; other inputs do not need it.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    format: str | None = None
    date_order: Order | None = None
    stdin: BinaryIO | None = None
    limits: Limits = field(default_factory=Limits)
