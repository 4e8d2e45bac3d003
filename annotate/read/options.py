"""What users may choose about reading, and the limits that keep hostile input from taking memory or time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal

from annotate.read.sizes import size_of

_MIB = 1024 * 1024

#: Which of the first two numbers of a numeric date is the day: the first, or the second.
Order = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may consume. Sizes are bytes after decompression. Reaching a limit is a `Problem` that names it.

    `document`: one article's file, line, member or record. `expanded`: everything that comes out of one compressed file
    or archive. `ratio`: how many times larger than its compressed bytes it may become (checked beyond the first 8 MiB).
    `members`: entries of one archive. `archives`: levels of archives within archives. `nesting`: levels of lists and
    objects in an article's metadata. `spool`: the copy on disk of a format that needs random access, where it comes
    through a pipe or lies in an archive. `seconds`: processor time until the next article or problem; waiting for a
    slow pipe is not counted.
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
        """Return the limits with those given changed: sizes in words ("20MB"), None for the default.

        Raises ValueError, with a sentence, for a value that makes no sense.

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


#: The option of the command line that sets a limit, and what a sentence about the limit says of it.
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
RAISES = {name: f"{option} raises it" for name, option in OPTIONS.items()}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options of one run of reading.

    `fields` maps our names (``id``, ``text``, ``title``, ``published``, ``url``, ``language``, ``authors``,
    ``publisher``) to the names that the input uses; a dotted name looks inside objects. `encoding` overrides detection.
    `format` (a name from the table of readers) overrides suffix and content. `date_order` says which number of a date
    such as 02/03/2024 is the day ("dmy" or "mdy"); without it, the other numeric dates of the run decide, if they
    agree. `stdin` is what ``-`` reads; named inputs do not need it.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    format: str | None = None
    date_order: Order | None = None
    stdin: BinaryIO | None = None
    limits: Limits = field(default_factory=Limits)
