"""Compressed archives that end too soon: what is whole in them is read, and the message says where they were cut."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import read

SENTENCE = "The mayor said on Tuesday that the bridge of the old harbour would open in June. "


def lines(count: int) -> bytes:
    """Return articles as JSON lines; no two lines compress alike."""
    rows = ({"id": f"a{n}", "text": SENTENCE + "".join(chr(97 + n * k % 26) for k in range(200))} for n in range(count))
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize("count", [8, 2000])
@pytest.mark.parametrize("share", [0.4, 0.67, 0.95])
def test_every_whole_line_before_the_cut_is_read(count: int, share: float, tmp_path: Path) -> None:
    """The lines that can still be unpacked come out, in order; then one problem that says where the data ends."""
    packed = gzip.compress(lines(count))
    cut = packed[: int(len(packed) * share)]
    whole = gzip.GzipFile(fileobj=io.BytesIO(cut))
    data = b""
    try:
        while part := whole.read1(100):
            data += part
    except EOFError:
        pass
    path = tmp_path / "wire.jsonl.gz"
    path.write_bytes(cut)
    *articles, problem = read([str(path)])
    assert isinstance(problem, Problem)
    assert problem.rule == "compressed"
    assert "bytes of content" in problem.message
    assert [a.id for a in articles if isinstance(a, Article)] == [f"a{n}" for n in range(data.count(b"\n"))]


def test_the_pages_before_the_cut_of_a_web_archive_are_read(tmp_path: Path) -> None:
    """Of three records, the third one cut, two are read."""
    warcio = pytest.importorskip("warcio.warcwriter")
    headers = pytest.importorskip("warcio.statusandheaders")
    out = io.BytesIO()
    writer = warcio.WARCWriter(out, gzip=True)
    ends = []
    for n in range(3):
        page = f"<html><body><article><h1>Page {n}</h1><p>{SENTENCE * 3} Number {n}.</p></article></body></html>"
        http = headers.StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
        payload = io.BytesIO(page.encode())
        record = writer.create_warc_record(f"http://h.example/{n}", "response", payload=payload, http_headers=http)
        writer.write_record(record)
        ends.append(out.tell())
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(out.getvalue()[: (ends[1] + ends[2]) // 2])
    found = list(read([str(path)]))
    assert [a.source.rpartition("#")[2] for a in found if isinstance(a, Article)] == ["1", "2"]
    assert any(isinstance(p, Problem) and p.severity == "error" for p in found)
    assert not any(isinstance(p, Problem) and "it is empty" in p.message for p in found)
