"""The table of readers: the module for each format, chosen by content and by suffix.

>>> named("jsonl").suffixes
('.jsonl', '.ndjson', '.jl')
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from annotate.first_bytes import is_kind
from annotate.problems import Problem, ReadError

if TYPE_CHECKING:
    from annotate.models import Article
    from annotate.read.documents.document import Document, Draft
    from annotate.read.options import ReadOptions

    #: What a reader yields; a `Document` is one inside the other, to be read before the next item is requested.
    Item = Draft | Article | Problem | Document
    Reader = Callable[[Document, ReadOptions], Iterator[Item]]


class Format(NamedTuple):
    """One row: the name for ``--format``, suffixes, a test of the first bytes, and the module that defines `read`.

    If `certain`, the first bytes decide even against the suffix. A format that `holds` documents is always unpacked.
    """

    name: str
    suffixes: tuple[str, ...]
    looks: Callable[[bytes], object] | None
    module: str
    certain: bool = False
    holds: bool = False

    def reader(self) -> Reader:
        """Import the module and return its reader."""
        reader: Reader = import_module(f"annotate.read.{self.module}").read
        return reader


def _begins(name: str) -> Callable[[bytes], bool]:
    return partial(is_kind, name)


def _like(pattern: bytes) -> Callable[[bytes], object]:
    """Return a function that matches the first bytes, after a byte order mark and white space."""
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda head: compiled.match(head.removeprefix(codecs.BOM_UTF8).lstrip()[:2048])


def _json_lines(head: bytes) -> bool:
    """Return whether the first bytes are two JSON objects, each on its own line."""
    lines = [line for line in head.removeprefix(codecs.BOM_UTF8).split(b"\n") if line.strip()]
    return len(lines) > 1 and bool(re.match(rb"\s*\{.*\}\s*$", lines[0])) and lines[1].startswith(b"{")


def _bzip2(head: bytes) -> bool:
    """Return whether the first bytes are bzip2 data with a block; a text may begin with "BZh" alone."""
    return is_kind("bzip2", head) and head[4:10] == b"1AY&SY"


def _word(head: bytes) -> bool:
    return is_kind("zip", head) and b"word/" in head and b"[Content_Types].xml" in head


def _spreadsheet(head: bytes) -> bool:
    return is_kind("zip", head) and (b"[Content_Types].xml" in head[:80] or b"xl/w" in head)


_NEWS_XML = rb"<\?xml\s|<(?:!doctype\s+nitf|newsMessage|newsItem|nitf|rss|feed)[\s>]"
_PROLOGUE = rb"(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*"

_PACKED = "containers.compressed"
READERS: tuple[Format, ...] = (
    # Containers, by their first bytes.
    Format("gzip", (".gz", ".tgz"), _begins("gzip"), _PACKED, certain=True, holds=True),
    Format("bzip2", (".bz2", ".tbz2"), _bzip2, _PACKED, certain=True, holds=True),
    Format("xz", (".xz", ".txz"), _begins("xz"), _PACKED, certain=True, holds=True),
    Format("zstd", (".zst", ".zstd", ".tzst"), _begins("zstd"), _PACKED, certain=True, holds=True),
    Format("docx", (".docx",), _word, "formats.docx", certain=True),
    Format("xlsx", (".xlsx", ".xlsm"), _spreadsheet, "formats.spreadsheet", certain=True),
    Format("zip", (".zip", ".wacz"), _begins("zip"), "containers.zip", certain=True, holds=True),
    Format("tar", (".tar",), lambda head: head[257:262] == b"ustar", "containers.tar", certain=True, holds=True),
    Format("warc", (".warc", ".arc"), _begins("warc"), "containers.warc", certain=True, holds=True),
    Format("parquet", (".parquet", ".pq"), _begins("parquet"), "formats.parquet", certain=True),
    Format("pdf", (".pdf",), _begins("pdf"), "formats.pdf", certain=True),
    # Text, by suffix first.
    Format("eml", (".eml",), None, "formats.mail"),
    Format("jsonl", (".jsonl", ".ndjson", ".jl"), _json_lines, "formats.jsonl"),
    Format("json", (".json", ".jsonld", ".ninjs"), _like(rb"\{\s*(?:\"|\})|\[\s*(?:\{|\])"), "formats.json"),
    Format("csv", (".csv",), None, "formats.delimited"),
    Format("tsv", (".tsv", ".tab"), None, "formats.delimited"),
    Format("html", (".html", ".htm", ".xhtml"), _like(_PROLOGUE + rb"(?:<!doctype\s+html|<html[\s>])"), "page.html"),
    Format("xml", (".xml", ".newsml", ".nitf", ".rss", ".atom"), _like(_NEWS_XML), "formats.news_xml"),
    Format("markdown", (".md", ".markdown"), None, "formats.markdown"),
    Format("text", (".txt", ".text"), None, "formats.text"),
)  # fmt: skip

KNOWN_SUFFIXES = frozenset(suffix for row in READERS for suffix in row.suffixes)
_TEXT = READERS[-1]


def choose(document: Document, options: ReadOptions) -> Format:
    """Return the format of a document: the one requested, else by certain content, suffix, first bytes, or plain text.

    Content that looks like a web page, JSON or XML overrides a suffix for plain text. `options.format` applies to the
    document that is read, not to the compression and the archives around it.
    """
    certain = next((row for row in READERS if row.certain and row.looks and row.looks(document.head)), None)
    asked = named(options.format) if options.format else None
    if asked and asked.holds and document.depth:
        asked = None
    if asked and not (certain and certain.holds):
        return asked
    if certain:
        return certain
    by_suffix = next((row for row in READERS if document.suffix in row.suffixes), _TEXT)
    if by_suffix is not _TEXT:
        return by_suffix
    return next((row for row in READERS if row.looks and row.looks(document.head)), _TEXT)


def named(name: str) -> Format:
    """Return the row of a format; raises ReadError, which lists the known names, if there is none."""
    for row in READERS:
        if row.name == name:
            return row
    names = ", ".join(row.name for row in READERS)
    raise ReadError(Problem("format", f"there is no format {name!r}; the formats are {names}"))
