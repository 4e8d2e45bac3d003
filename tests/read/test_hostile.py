"""Files made to do harm: each is refused or bounded, with a sentence, and nothing outside is touched."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotate.models import Article
from annotate.problems import Problem
from annotate.read import Limits, ReadOptions, read
from tests.support.reading import SENTENCE, articles, piped, problems, rules
from tests.support.samples import LINES, as_xlsx, tarred, web_archive, zipped, zstandard

# XML

SECRET = "the secret of the harbour"
XML = {
    "external entity": '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file://{secret}">]>',
    "parameter entity": '<!DOCTYPE nitf [<!ENTITY % x SYSTEM "file://{secret}"> %x;]>',
    "bomb": '<!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;">]>',
}


@pytest.mark.parametrize("name", XML)
def test_entities_are_refused(name: str, tmp_path: Path) -> None:
    """XML that declares entities is refused, and no file is read through them."""
    (tmp_path / "secret.txt").write_text(SECRET)
    prologue = XML[name].replace("{secret}", str(tmp_path / "secret.txt"))
    data = f"{prologue}<nitf><body><body.content><p>She said so. &x;</p></body.content></body></nitf>"
    items = piped(data.encode(), format="xml")
    assert articles(items) == []
    assert rules(items) in (["entities"], ["xml"])


def test_external_subset_is_not_loaded(tmp_path: Path) -> None:
    """A document type that lies elsewhere is not loaded; the names of HTML stand for their characters all the same."""
    data = (
        f'<!DOCTYPE nitf SYSTEM "file://{tmp_path}/none.dtd"><nitf><body><body.content>'
        "<p>She said so&nbsp;&mdash; twice &unheard;.</p></body.content></body></nitf>"
    )
    (article,) = articles(piped(data.encode()))
    assert article.text == "She said so\u00a0— twice &unheard;."


def test_xinclude_and_stylesheets_do_nothing(tmp_path: Path) -> None:
    """Inclusions and style sheets are not followed."""
    (tmp_path / "secret.txt").write_text(SECRET)
    data = (
        f'<?xml-stylesheet href="file://{tmp_path}/secret.txt"?><nitf><body><body.content><p>She said so.</p>'
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{tmp_path}/secret.txt" parse="text"/>'
        "</body.content></body></nitf>"
    )
    (article,) = articles(piped(data.encode(), format="xml"))
    assert article.text == "She said so."


# Bombs


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lambda zeros: lzma.compress(zeros, preset=0),
    "zst": zstandard,
    "zip": lambda zeros: zipped({"a.txt": zeros}),
    "tar.gz": lambda zeros: gzip.compress(tarred({"a.txt": zeros})),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(name: str) -> None:
    """A few kilobytes that expand to 40 MiB are stopped with a sentence."""
    items = piped(BOMBS[name](bytes(40 << 20)), limits=Limits(document=32 << 20))
    assert set(rules(items)) <= {"bomb", "too-long", "empty"}
    assert {"bomb", "too-long"} & set(rules(items))
    assert articles(items) == []


def test_expansion_has_a_limit() -> None:
    """Everything that comes out of one archive is bound by a limit, whatever its ratio."""
    items = piped(gzip.compress(LINES * 1000), limits=Limits(expanded=10_000))
    assert rules(items)[-1] == "bomb"


def test_archives_in_archives_have_a_limit() -> None:
    """Archives lie no deeper in one another than the limit."""
    data = SENTENCE.encode()
    for n in range(6):
        data = zipped({f"{n}.zip" if n else "a.txt": data})
    assert rules(piped(data)) == ["nesting"]


def test_members_have_a_limit() -> None:
    """An archive with too many members is refused."""
    many = {f"{n}.txt": b"x" for n in range(50)}
    assert rules(piped(zipped(many), limits=Limits(members=20))) == ["bomb"]
    assert rules(piped(tarred(many), limits=Limits(members=20)))[-1] == "bomb"


def test_spreadsheet_bomb() -> None:
    """A workbook whose parts expand beyond the limit is refused before it is parsed."""
    out = io.BytesIO(as_xlsx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", bytes(1 << 20))
    assert rules(piped(out.getvalue(), limits=Limits(expanded=1 << 20))) == ["bomb"]


def test_spreadsheet_with_entities() -> None:
    """A workbook with a document type in one of its parts is refused."""
    source = zipfile.ZipFile(io.BytesIO(as_xlsx()))
    members = {m: source.read(m) for m in source.namelist()}
    members["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + members["xl/workbook.xml"]
    assert rules(piped(zipped(members))) == ["entities"]


def test_window_has_a_limit() -> None:
    """A stream that asks for a gibibyte of memory to be unpacked is refused, and not called broken."""
    import zstandard as library

    settings = library.ZstdCompressionParameters.from_level(3, window_log=30)
    compressor = library.ZstdCompressor(compression_params=settings).compressobj()
    wide = compressor.compress(SENTENCE.encode()) + compressor.flush()
    wider = lzma.compress(SENTENCE.encode(), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}])
    for data in (wide, wider):
        (problem,) = problems(piped(data))
        assert "more memory" in problem.message


# Web archives


@pytest.mark.parametrize("record", [b"x" * (4 << 20), b"x: y\r\n" * (1 << 19)], ids=["line", "lines"])
def test_headers_have_a_limit(record: bytes) -> None:
    """The headers of a record of a web archive are not gathered without an end."""
    (problem,) = problems(piped(b"WARC/1.0\r\n" + record))
    assert "its headers are longer than 1 MiB" in problem.message


def test_web_archive_with_a_wrong_length(capsys: pytest.CaptureFixture[str]) -> None:
    """A length that is too short is a warning, in our words alone; the next page is read."""
    data = web_archive(compressed=False)
    at = data.index(b"Content-Length: ") + 16
    size = data[at : data.index(b"\r", at)]
    items = piped(data[:at] + str(int(size) - 9).zfill(len(size)).encode() + data[at + len(size) :])
    assert rules(items) == ["warc"]
    assert "length may be wrong" in problems(items)[0].message
    assert len(articles(items)) == 3
    assert capsys.readouterr().err == ""


def test_no_headers_of_a_record() -> None:
    """A record without a type or an address is a sentence."""
    (problem,) = problems(
        piped(b"WARC/1.0\r\nContent-Length: 99\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
    )
    assert problem.message


# Names and links


def test_member_names_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Member names with '..' or a root are read like any other, and nothing is written anywhere."""
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    names = {"../../evil.txt": SENTENCE.encode(), "/etc/evil.txt": SENTENCE.encode(), "C:\\evil.txt": SENTENCE.encode()}
    for data in (zipped(names), tarred(names)):
        items = piped(data)
        assert len(articles(items)) == 3
        assert articles(items)[0].id == "evil"
    assert [p.name for p in tmp_path.rglob("*")] == ["inside"]


def test_links_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    """Links and devices in an archive are passed over with a warning."""
    (tmp_path / "secret.txt").write_text(SECRET)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, str(tmp_path / "secret.txt")
            archive.addfile(info)
        info = tarfile.TarInfo("d.txt")
        info.size = len(SENTENCE)
        archive.addfile(info, io.BytesIO(SENTENCE.encode()))
    items = piped(out.getvalue())
    assert rules(items) == ["link", "link", "link"]
    assert [a.text for a in articles(items)] == [SENTENCE]


def test_declarations_in_a_document_type_are_no_text() -> None:
    """What a document type of a page declares is neither read nor expanded, nor does it stand in the text."""
    doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    (article,) = articles(piped(f"{doctype}<html><body><p>{SENTENCE} &x;</p></body></html>".encode(), format="html"))
    assert article.text == f"{SENTENCE} &x;"


def test_link_to_nothing(tmp_path: Path) -> None:
    """A link to a file that is not there is a sentence, and the others are read."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "none.txt")
    (tmp_path / "b.txt").write_text(SENTENCE)
    items = list(read([str(tmp_path)]))
    assert rules(items) == ["input"]
    assert len(articles(items)) == 1


def test_folder_that_holds_itself(tmp_path: Path) -> None:
    """A link from a folder to itself is not walked in circles."""
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(articles(list(read([str(tmp_path)])))) == 1


def test_encrypted_member() -> None:
    """An encrypted member is a sentence; the others are read."""
    data = bytearray(zipped({"a.txt": SENTENCE.encode(), "b.txt": SENTENCE.encode()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    items = piped(bytes(data))
    assert rules(items) == ["zip"]
    assert len(articles(items)) == 1


def test_member_with_a_wrong_sum() -> None:
    """A member whose checksum is wrong is a problem; the others are read."""
    data = zipped({"a.txt": SENTENCE.encode(), "b.txt": SENTENCE.encode()})
    wrong = data.replace(struct.pack("<I", zlib.crc32(SENTENCE.encode())), b"\0\0\0\0", 1)
    # The index counts: its first sum is changed too.
    at = wrong.index(b"PK\x01\x02") + 16
    items = piped(wrong[:at] + b"\0\0\0\0" + wrong[at + 4 :])
    assert rules(items) == ["compressed"]
    assert len(articles(items)) == 1


# Depth

DEEP = 100_000
NESTED: dict[str, tuple[str, bytes]] = {
    "json": ("json", b'{"text": "She said so.", "x": ' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "html": ("html", b"<html><body>" + b"<div>" * DEEP + SENTENCE.encode() + b"</div>" * DEEP),
    "xml": ("xml", b"<nitf><body><body.content>" + b"<p>" * DEEP + b"x" + b"</p>" * DEEP),
    "markdown quotations": ("markdown", b">" * DEEP + b" x"),
    "markdown lists": ("markdown", b"- " * 5000 + b"x"),
    "markdown brackets": ("markdown", b"[" * 20_000),
    "markdown stars": ("markdown", b"*a_ " * 5000),
    "boxes": ("html", b"<html><body>" + b"<div><span>Please sign in</span><a>x</a>" * 9000),
    "links": ("html", b"<html><body>" + b"<p>She said so on Monday, twice. <a href='/'>x</a></p>" * 2000),
    "fragment": ("json", json.dumps({"body_html": "<b>" * DEEP + "x"}).encode()),
}


@pytest.mark.parametrize("name", NESTED)
def test_nesting(name: str) -> None:
    """What is nested a hundred thousand deep is read or refused, in time, without an exception."""
    format_, data = NESTED[name]
    begun = time.monotonic()
    items = piped(data, format=format_)
    assert items
    assert time.monotonic() - begun < 20


# Endless and odd streams


class Endless(io.RawIOBase):
    """A stream of one byte without an end."""

    def __init__(self, byte: bytes) -> None:
        self.byte = byte
        self.taken = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        self.taken += len(buffer)
        if self.taken > 1 << 30:
            raise AssertionError("more than a gibibyte was read")
        buffer[:] = self.byte * len(buffer)
        return len(buffer)


@pytest.mark.parametrize("format_", ["text", "json", "html", "markdown", "xml", "csv"])
def test_endless_stream(format_: str) -> None:
    """A stream without an end is a sentence once the limit is reached."""
    stream = io.BufferedReader(Endless(b"x"))
    (problem,) = read(["-"], ReadOptions(stdin=stream, format=format_, limits=Limits(document=1 << 20)))
    assert isinstance(problem, Problem)
    assert problem.rule in ("too-long", "xml")


def test_endless_lines_are_read_one_by_one() -> None:
    """Of a stream of lines without an end, each article comes when its line is there."""

    class Lines(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = (b'{"text": "' + SENTENCE.encode() + b'"}\n')[: len(buffer)]
            buffer[: len(line)] = line
            return len(line)

    items = read(["-"], ReadOptions(stdin=io.BufferedReader(Lines()), format="jsonl"))
    assert [isinstance(next(items), Article) for _ in range(3)] == [True, True, True]


def test_odd_characters_keep_their_place() -> None:
    """NULs and lone surrogates become U+FFFD one for one; direction marks and joiners stay."""
    text = "a\0b\ud800c\u202ed\u2066e\u200bf\ufffeg"
    (article,) = articles(piped(json.dumps({"text": text, "x\udfff": ["\0"]}).encode()))
    assert article.text == "a\ufffdb\ufffdc\u202ed\u2066e\u200bf\ufffdg"
    assert article.metadata == {"x\ufffd": ["\ufffd"]}


def test_yaml_aliases_are_refused() -> None:
    """Front matter that would stand for a billion values is passed over with a warning."""
    front = "a: &a [x,x,x,x]\n" + "\n".join(
        f"{c}: &{c} [*{p},*{p},*{p},*{p}]" for p, c in zip("abcd", "bcde", strict=True)
    )
    items = piped(f"---\n{front}\n---\n{SENTENCE}".encode(), format="markdown")
    assert rules(items) == ["front-matter"]
    assert articles(items)[0].metadata == {}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n\xff", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (zipped({"word/document.xml": b"<x/>"}), "Word"),
        (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "Word"),
        (b"MZ\x90\0", "program"),
    ],
)
def test_known_binaries_are_named(data: bytes, word: str) -> None:
    """A file of a kind that holds no text is named in the sentence."""
    (problem,) = problems(piped(data))
    assert word in problem.message
