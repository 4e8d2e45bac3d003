"""Compressed archives that end too soon: what is whole in them is read, and the message says where they were cut."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

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


@pytest.mark.parametrize("name", ["wire.jsonl.bz2", "wire.jsonl.xz", "wire.jsonl.zst"])
@pytest.mark.parametrize("share", [0.4, 0.95])
def test_a_cut_is_told_in_every_compression(name: str, share: float, tmp_path: Path) -> None:
    """What can be unpacked is read, and the cut is a problem: a stream that ends within a frame is not just shorter."""
    packed = {"bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.ZstdCompressor().compress}[
        name[-3:].strip(".")
    ]
    path = tmp_path / name
    path.write_bytes(packed(lines(3000)) + (packed(lines(8)) if share > 0.5 else b""))
    whole = [a for a in read([str(path)]) if isinstance(a, Article)]
    assert len(whole) == (3008 if share > 0.5 else 3000)
    path.write_bytes(packed(lines(3000))[: int(len(packed(lines(3000))) * share)])
    *articles, problem = read([str(path)])
    assert isinstance(problem, Problem)
    assert (problem.rule, "broken after" in problem.message) == ("compressed", True)
    assert all(isinstance(a, Article) for a in articles)


def test_the_members_before_the_cut_of_a_tar_archive_are_read(tmp_path: Path) -> None:
    """Compressed or not, a member that is whole is read, and the one with the cut is a problem."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for n in range(4):
            words = (SENTENCE + "".join(chr(97 + n * k % 26) for k in range(2000))).encode()
            member = tarfile.TarInfo(f"{n}.txt")
            member.size = len(words)
            archive.addfile(member, io.BytesIO(words))
    for name, data in (("a.tar", packed.getvalue()[:8000]), ("a.tar.gz", gzip.compress(packed.getvalue())[:-40])):
        path = tmp_path / name
        path.write_bytes(data)
        *articles, problem = read([str(path)])
        assert isinstance(problem, Problem)
        assert "broken after" in problem.message
        assert [a.id for a in articles if isinstance(a, Article)][:1] == ["0"]


def test_the_cut_of_a_plain_web_archive_is_told(tmp_path: Path) -> None:
    """Within the headers of a record or within its page, the cut is a problem and the records before it are read."""
    page = f"<html><body><article><h1>Pier</h1><p>{SENTENCE * 3}</p></article></body></html>".encode()
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://h.example/\r\nContent-Type: application/http\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)
    )
    path = tmp_path / "pages.warc"
    for kept, words in ((40, "after record 2"), (70, "headers of record 3"), (len(record) - 60, "within this record")):
        path.write_bytes(record * 2 + record[:kept])
        found = list(read([str(path)]))
        assert len([a for a in found if isinstance(a, Article)]) == 2
        assert [p.message for p in found if isinstance(p, Problem) and words in p.message]
    path.write_bytes(record * 3)
    assert all(isinstance(a, Article) or a.severity == "warning" for a in read([str(path)]))


def test_an_archive_that_lost_its_index_is_not_the_one_within_it(tmp_path: Path) -> None:
    """Of a cut archive whose last index is that of an archive inside, the loss is told."""

    def packed(members: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return out.getvalue()

    inner = packed({"b.txt": SENTENCE.encode()})
    outer = packed({"a.txt": SENTENCE.encode() * 3, "in.zip": inner, "c.txt": SENTENCE.encode()})
    path = tmp_path / "wire.zip"
    path.write_bytes(outer[: outer.index(inner) + len(inner) + 10])
    assert [p.rule for p in read([str(path)]) if isinstance(p, Problem)][:1] == ["zip"]
    path.write_bytes(b"#!/bin/sh\nexit\n" + outer)
    assert len([a for a in read([str(path)]) if isinstance(a, Article)]) == 3
