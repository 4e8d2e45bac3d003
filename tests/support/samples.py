"""Small real files of every format, as bytes, for tests that break them."""

from __future__ import annotations

import bz2
import datetime
import gzip
import io
import json
import lzma
import tarfile
import textwrap
import zipfile
from collections.abc import Callable
from typing import Any

from tests.support.places import TESTS
from tests.support.reading import SENTENCE

FILES = TESTS / "read" / "files"
LINES = b"".join(json.dumps({"id": f"l{n}", "text": SENTENCE}).encode() + b"\n" for n in (1, 2))
ROWS: list[dict[str, Any]] = [
    {"id": "r1", "Headline": "Talks go on", "body": f"{SENTENCE}\r\nSecond “line”, she said.", "date": "2020-11-12"},
    {"id": "r2", "Headline": "", "body": f"{SENTENCE} 🎉", "date": ""},
]


def as_csv(delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Write the rows by the csv module."""
    import csv

    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode(encoding)


def as_xlsx() -> bytes:
    """Write the rows by openpyxl, behind a sheet without any, the dates as dates."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "About"
    book.create_sheet("Articles")
    sheet = book["Articles"]
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append([datetime.date.fromisoformat(v) if k == "date" and v else v or None for k, v in row.items()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet() -> bytes:
    """Write the rows by pyarrow, the dates as dates."""
    import pyarrow
    from pyarrow import parquet

    columns = {k: [r[k] for r in ROWS] for k in ROWS[0]}
    columns["date"] = [datetime.date.fromisoformat(v) if v else None for v in columns["date"]]
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def as_docx() -> bytes:
    """Write a heading, two paragraphs, two items and a table by python-docx."""
    import docx

    document = docx.Document()
    document.core_properties.title = "Talks go on"
    document.core_properties.author = "Ann Lee"
    document.add_heading("Talks go on", 1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Cut the budget.", style="List Bullet")
    document.add_paragraph("Raise the rate.", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Yes", "61"
    document.add_paragraph("“Not yet,” he said.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(*lines: str) -> bytes:
    """Write a page with these lines, or without any text, by reportlab."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.setTitle("Talks go on")
    for n, line in enumerate(lines):
        canvas.drawString(72, 760 - 14 * n, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


MAIL = (
    b"From: Press Office <press@example.org>\r\nSubject: =?utf-8?q?Statement_on_the_ferr=C3=BF?=\r\n"
    b"Date: Mon, 3 Feb 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"=E2=80=9CThe ferry will run,=E2=80=9D said Ana Ruiz, director of the port, on the quay of =\r\nthe old town.\r\n"
)


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    """Write a tar archive by tarfile."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Write a zip archive by zipfile."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def zstandard(data: bytes) -> bytes:
    """Compress by zstandard, in two frames."""
    import zstandard as library

    half = len(data) // 2
    return b"".join(library.ZstdCompressor().compress(part) for part in (data[:half], data[half:]))


def web_archive(*, compressed: bool) -> bytes:
    """Write a WARC by warcio: a page, a picture, a page not found, a compressed page, a page of extracted text."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)

    def add(url: str, data: bytes, kind: str, status: str = "200 OK", record: str = "response", **more: str) -> None:
        headers = StatusAndHeaders(status, [("Content-Type", kind), *more.items()], protocol="HTTP/1.1")
        http = headers if record == "response" else None
        writer.write_record(
            writer.create_warc_record(
                url, record, payload=io.BytesIO(data), http_headers=http, warc_content_type="" if http else kind
            )
        )

    page = (FILES / "page.html").read_bytes()
    add("https://harbourpost.example/1", page, "text/html; charset=utf-8")
    add("https://harbourpost.example/p.png", b"\x89PNG", "image/png")
    add("https://harbourpost.example/none", b"<html>no</html>", "text/html", "404 Not Found")
    zipped_page = gzip.compress((FILES / "latin1.html").read_bytes())
    add("https://harbourpost.example/2", zipped_page, "text/html", **{"Content-Encoding": "gzip"})
    add("https://harbourpost.example/3", SENTENCE.encode(), "text/plain", record="conversion")
    return out.getvalue()


#: For each row of the table of readers, files of its format.
OF_FORMAT: dict[str, list[Callable[[], bytes]]] = {
    "gzip": [lambda: gzip.compress(LINES[:50]) + gzip.compress(LINES[50:])],
    "bzip2": [lambda: bz2.compress(LINES)],
    "xz": [lambda: lzma.compress(LINES)],
    "zstd": [lambda: zstandard(LINES)],
    "docx": [as_docx],
    "xlsx": [as_xlsx],
    "zip": [lambda: zipped({"sub/a.txt": SENTENCE.encode(), "b.jsonl": LINES}), (FILES / "crawl.wacz").read_bytes],
    "tar": [lambda: tarred({"sub/a.txt": SENTENCE.encode(), "b.jsonl": LINES})],
    "warc": [lambda: web_archive(compressed=False), lambda: gzip.decompress((FILES / "crawl.warc.gz").read_bytes())],
    "parquet": [as_parquet],
    "pdf": [lambda: as_pdf(*textwrap.wrap(SENTENCE, 60))],
    "eml": [lambda: MAIL],
    "jsonl": [lambda: LINES],
    "json": [(FILES / n).read_bytes for n in ("ninjs1.json", "ninjs3.json", "schema_org.jsonld", "elastic.json")],
    "csv": [as_csv],
    "tsv": [lambda: as_csv("\t")],
    "html": [(FILES / n).read_bytes for n in ("page.html", "latin1.html")]
    + [path.read_bytes for path in sorted((FILES.parent / "pages").iterdir())],
    "xml": [(FILES / n).read_bytes for n in ("newsml.xml", "nitf.xml", "feed.rss", "feedgen.atom")],
    "markdown": [(FILES / "article.md").read_bytes],
    "text": [SENTENCE.encode],
}
