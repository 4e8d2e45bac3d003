"""Web archives (WARC), read as a stream: responses with a web page and records with extracted text, in order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

from annotate.libraries import needed_to_read
from annotate.problems import Problem, ReadError
from annotate.read.documents.bounded import Partial
from annotate.read.documents.document import Document
from annotate.read.options import ReadOptions, too_long
from annotate.read.sizes import size_in_words

#: Content types that may hold an article, and the suffix that selects their reader.
_READ = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
#: The longest headers of a record, in bytes.
_LONGEST = 1 << 20
#: The schemes of addresses of pages.
_SCHEMES = ("http", "https", "ftp", "file")
_KINDS = ("response", "resource", "conversion")


def read(document: Document, options: ReadOptions) -> Iterator[Document | Problem]:
    """Yield a document for each record with a page; `source` ends with the number of the record, from 1.

    Responses with another status than 200 and records of other types are skipped. The page keeps its URL and charset. A
    record that is broken or too long is a problem, and reading continues with the next one.
    """
    warcio = needed_to_read("warcio.archiveiterator", "a web archive", document.source)
    exceptions = needed_to_read("warcio.exceptions", "a web archive", document.source)
    broken = (exceptions.ArchiveLoadFailed, EOFError, ValueError, IndexError, KeyError, AttributeError)
    number = strays = 0
    found = False
    try:
        archive = warcio.ArchiveIterator(Partial(document.stream), no_record_parse=False, arc2warc=True)
        headers = _Headers(archive.reader, exceptions.ArchiveLoadFailed)
        while True:
            record = headers.next_of(archive)
            if archive.err_count > strays:
                strays = archive.err_count
                message = f"bytes after record {number or 1} belong to no record; its stated length may be wrong"
                yield Problem("warc", message, document.source, severity="warning")
                headers.began = False
            if record is None or record.rec_headers.get_header("Content-Length") is None:
                if headers.began:
                    message = f"the archive is cut within the headers of record {number + 1}"
                    yield Problem("warc", message, document.source)
                    found = True
                break
            number += 1
            suffix = _suffix(record)
            if suffix is not None:
                found = True
                yield _page(record, document, number, suffix, options.limits.document)
    except broken as error:
        ours = isinstance(error, exceptions.ArchiveLoadFailed | EOFError)
        reason = str(error)[:1].lower() + str(error)[1:] if ours else "what follows has no headers of a record"
        yield Problem("warc", f"the archive is broken after record {number}: {reason}", document.source)
        return
    if not found:
        yield Problem("empty", "the web archive contains no page that could be an article", document.source)


def _page(record: Any, document: Document, number: int, suffix: str, limit: int) -> Document | Problem:
    """Return the page of a record, or why it cannot be read."""
    source = f"{document.source}#{number}"
    try:
        with redirect_stderr(io.StringIO()):
            data = record.content_stream().read(limit + 1)
    except ReadError:
        raise
    except Exception as error:  # the decompression of a record fails in many ways
        return Problem("warc", f"the page cannot be unpacked: {str(error).lower()}", source)
    if len(data) > limit:
        message = too_long("the page", limit)
        return Problem("too-long", message, source)
    if lacking := getattr(record.raw_stream, "limit", 0):
        message = f"the archive is cut within this record: {lacking:,} bytes that it declares are missing"
        return Problem("warc", message, source)
    hints = _hints(record, document, number)
    return Document.of(source, f"record-{number}{suffix}", io.BytesIO(data), document.depth, hints)


class _Headers:
    """Limits the length of a record's headers, which warcio itself does not."""

    def __init__(self, reader: Any, error: type[Exception]) -> None:
        self._readline = reader.readline
        self._error = error
        self._taken = 0
        #: Whether something stands in the headers that were read last.
        self.began = False
        reader.readline = self._bounded

    def next_of(self, archive: Any) -> Any:
        """Return the next record, or None at the end; messages that warcio prints are suppressed."""
        self._taken, self.began = 0, False
        with redirect_stderr(io.StringIO()):
            return next(archive, None)

    def _bounded(self, length: int | None = None) -> bytes:
        line: bytes = self._readline(min(length or _LONGEST, _LONGEST))
        self._taken += len(line)
        self.began = self.began or bool(line.strip())
        if self._taken > _LONGEST:
            raise self._error(f"its headers are longer than {size_in_words(_LONGEST)}")
        return line


def _suffix(record: Any) -> str | None:
    """Return the suffix for the content type of a record; None for a record that is not read."""
    uri = record.rec_headers.get_header("WARC-Target-URI") or ""
    # Crawlers store their own log and arguments as resources, under names such as "metadata://...".
    if record.rec_type not in _KINDS or uri.strip("<>").partition(":")[0].lower() not in _SCHEMES:
        return None
    headers = record.http_headers
    if record.rec_type == "response" and (headers is None or headers.get_statuscode() != "200"):
        return None
    given = (headers.get_header("Content-Type") if headers else None) or record.rec_headers.get_header("Content-Type")
    return _READ.get((given or "").partition(";")[0].strip().lower())


def _hints(record: Any, document: Document, number: int) -> dict[str, Any]:
    """Return what the record states about its page: URL, charset, id, and when it was fetched."""
    headers = record.http_headers
    url = record.rec_headers.get_header("WARC-Target-URI")
    given = (headers.get_header("Content-Type") if headers else None) or ""
    charset = next(
        (p.partition("=")[2].strip(" \"'") for p in given.split(";")[1:] if p.strip().lower().startswith("charset=")),
        None,
    )
    fetched = record.rec_headers.get_header("WARC-Date")
    metadata = {"url": url, "fetched": fetched}
    return {
        "url": url,
        "charset": charset,
        "id": f"{document.stem}-{number}",
        "metadata": {name: value for name, value in metadata.items() if value},
    }
