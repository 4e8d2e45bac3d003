"""What the user may choose about reading, and the limits that keep hostile input from taking memory or time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may ask for. Sizes are bytes after decompression; reaching a limit is a problem, said so.

    `document`: one article's file, line, member or record. `expanded`: everything that comes out of one compressed
    file or archive. `ratio`: how many times larger than its compressed bytes it may become (looked at beyond the
    first 8 MiB). `members`: entries of one archive. `archives`: archives within archives. `nesting`: levels of
    brackets or elements within a document. `spool`: what is put on disk to read formats that must be jumped about in.
    """

    document: int = 16 * _MIB
    expanded: int = 64 * 1024 * _MIB
    ratio: int = 250
    members: int = 1_000_000
    archives: int = 3
    nesting: int = 200
    spool: int = 2048 * _MIB


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices of one run.

    `fields` maps what the reader wants (``id``, ``text``, ``title``, ``published``, ``url``, ``language``,
    ``authors``, ``publisher``) to the name that the input uses for it; a dotted name looks inside objects.
    `encoding` overrules detection. `format` (a name out of the table of readers) overrules suffix and content.
    `stdin` is what ``-`` reads; a named input does not need it.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    format: str | None = None
    stdin: BinaryIO | None = None
    limits: Limits = field(default_factory=Limits)
