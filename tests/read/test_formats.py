"""Every format: a real file of it, read into the same article."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import socket
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotate.models import Annotation, Article, Provenance
from annotate.read import ReadOptions, read
from annotate.read.readers import READERS
from tests.support.places import READ_CASES, ROOT
from tests.support.reading import SENTENCE, articles, piped, problems, rules
from tests.support.samples import (
    FILES,
    LINES,
    ROWS,
    as_csv,
    as_parquet,
    as_xlsx,
    tarred,
    web_archive,
    zipped,
    zstandard,
)
from tests.support.shared import shared

EXPECTED = tomllib.loads((READ_CASES / "files.toml").read_text("utf-8"))


def as_written(article: Article) -> dict[str, Any]:
    """Return an article as a JSON value."""
    return article.model_dump(mode="json")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file gives the articles that it holds, with nothing said against it."""
    monkeypatch.chdir(FILES)
    items = list(read([name]))
    assert problems(items) == []
    expected = EXPECTED[name]["article"]
    assert len(items) == len(expected)
    for article, values in zip(articles(items), expected, strict=True):
        found = as_written(article)
        found["headline"] = article.headline and article.headline.text
        assert found["text"] == values["text"]
        assert found["metadata"] == {**found["metadata"], **values.get("metadata", {})}
        assert {k: found[k] for k in values if k != "metadata"} == {k: v for k, v in values.items() if k != "metadata"}


def test_every_file_is_expected() -> None:
    """No file lies there without an expectation, and no format of text has no file."""
    assert {path.name for path in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_told_by_content(name: str) -> None:
    """Without a name the content says what it is, for all but Markdown, which is text without one."""
    data = (FILES / name).read_bytes()
    if not name.endswith(".md"):
        named = articles(list(read([str(FILES / name)])))
        assert [a.text for a in articles(piped(data))] == [a.text for a in named]


@pytest.mark.parametrize(("name", "version"), [("ninjs1.json", "1.6"), ("ninjs3.json", "3.1")])
def test_samples_of_ninjs_are_valid(name: str, version: str) -> None:
    """The ninjs files are what IPTC's schema says."""
    import jsonschema
    from referencing import Registry, Resource

    geo = json.loads(shared("schemas/GeoJSON-schema.json").read_text())
    registry: Registry[Any] = Registry().with_resource(
        "https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geo)
    )
    schema = json.loads(shared(f"schemas/ninjs-schema_{version}.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema, registry=registry)
    assert [e.message for e in validator.iter_errors(json.loads((FILES / name).read_text()))] == []


def test_sample_of_newsml_is_valid() -> None:
    """The NewsML-G2 file is what IPTC's XSD says."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(shared("newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd")))
    assert schema.validate(etree.parse(FILES / "newsml.xml")), schema.error_log


def test_newsml_by_hand() -> None:
    """An annotated export in NewsML-G2 is read as the article that it carries."""
    (article,) = articles(list(read([str(shared("newsml-g2/example.xml"))])))
    assert article.text.startswith("Cooperation more vital than ever, diplomat says\n2020-11-12 10:09\n")
    assert article.headline
    assert article.headline.start == 0


def test_reading_a_page_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that points to other things is read without a socket."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in ("page.html", "nitf.xml", "newsml.xml"):
        assert articles(list(read([str(FILES / name)])))


# Our own


def annotation() -> Annotation:
    """Annotate nothing, but hold an article with everything."""
    (article,) = articles(list(read([str(FILES / "page.html")])))
    return Annotation(article=article, provenance=Provenance(tool="annotate", version="0"))


@pytest.mark.parametrize("form", ["json", "jsonl", "list"])
def test_own_annotations_are_read_as_they_are(form: str, tmp_path: Path) -> None:
    """An annotation that this program wrote gives the very same article again."""
    written = annotation().model_dump_json()
    other = annotation().model_copy(update={"article": annotation().article.model_copy(update={"id": "b"})})
    data = {
        "json": json.dumps(json.loads(written), indent=2),
        "jsonl": f"{written}\n{other.model_dump_json()}\n",
        "list": f"[{written}]",
    }[form]
    items = piped(data.encode())
    assert problems(items) == []
    assert items[0] == annotation().article


def test_own_annotation_of_another_version() -> None:
    """An annotation of an unknown version is a sentence that names it."""
    value = {**annotation().model_dump(mode="json"), "schema_version": "9.9"}
    (problem,) = problems(piped(json.dumps(value).encode()))
    assert "9.9" in problem.message
    assert problem.path == "$.schema_version"


def test_own_annotation_with_a_wrong_span() -> None:
    """An annotation whose headline is not what stands in its text is refused."""
    value = annotation().model_dump(mode="json")
    value["article"]["headline"]["text"] = value["article"]["headline"]["text"].upper()
    assert rules(piped(json.dumps(value).encode())) == ["annotation"]


# Tables

TABLES: dict[str, Callable[[], bytes]] = {
    "comma.csv": lambda: as_csv(","),
    "semicolon.csv": lambda: as_csv(";"),
    "mark.csv": lambda: b"\xef\xbb\xbf" + as_csv(","),
    "utf16.csv": lambda: as_csv("\t", "utf-16"),
    "tabs.tsv": lambda: as_csv("\t"),
    "book.xlsx": as_xlsx,
    "table.parquet": as_parquet,
}


@pytest.mark.parametrize("name", TABLES)
def test_table(name: str, tmp_path: Path) -> None:
    """A table gives an article a row, with title and date from their columns and the row in the source."""
    (tmp_path / name).write_bytes(TABLES[name]())
    items = list(read([str(tmp_path / name)]))
    assert problems(items) == []
    first, second = articles(items)
    # A spreadsheet keeps one kind of line end.
    assert first.text.replace("\r\n", "\n") == ROWS[0]["body"].replace("\r\n", "\n")
    assert second.text == ROWS[1]["body"]
    assert (first.id, first.published, first.metadata["title"]) == ("r1", "2020-11-12", "Talks go on")
    assert (second.id, second.published) == ("r2", None)
    number = {"book.xlsx": "2", "table.parquet": "1"}.get(name, "2")
    assert first.source == f"{tmp_path / name}#{number}"


@pytest.mark.parametrize("name", TABLES)
def test_table_without_text(name: str, tmp_path: Path) -> None:
    """A table without a column of texts is one sentence that lists its columns."""
    data = TABLES[name]()
    (tmp_path / name).write_bytes(data)
    (problem,) = problems(list(read([str(tmp_path / name)], ReadOptions(fields={"text": "nowhere"}))))
    assert problem.rule == "text"
    assert "--field" in problem.message


# Archives and compression


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda d: gzip.compress(d[:50]) + gzip.compress(d[50:]),
    "bz2": lambda d: bz2.compress(d[:50]) + bz2.compress(d[50:]),
    "xz": lambda d: lzma.compress(d[:50]) + lzma.compress(d[50:]),
    "zst": zstandard,
}


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_compressed(suffix: str, tmp_path: Path) -> None:
    """A compressed file is read as what lies in it, members one behind the other included, under its own name."""
    path = tmp_path / f"wire.jsonl.{suffix}"
    path.write_bytes(COMPRESSORS[suffix](LINES))
    items = list(read([str(path)]))
    assert [(a.id, a.source) for a in articles(items)] == [("l1", f"{path}#1"), ("l2", f"{path}#2")]
    assert [a.id for a in articles(piped(path.read_bytes()))] == ["l1", "l2"]


MEMBERS = {"sub/a.txt": SENTENCE.encode(), "b.jsonl": LINES, ".hidden.txt": b"x", "__MACOSX/c.txt": b"x", "p.png": b"x"}
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "all.zip": lambda: zipped(MEMBERS),
    "all.tar": lambda: tarred(MEMBERS),
    "all.tar.gz": lambda: tarred(MEMBERS, "w:gz"),
    "all.tgz": lambda: tarred(MEMBERS, "w:gz"),
    "all.tar.xz": lambda: tarred(MEMBERS, "w:xz"),
    "all.tar.zst": lambda: zstandard(tarred(MEMBERS)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_archive(name: str, tmp_path: Path) -> None:
    """Members of known formats are read in order; member and line go into the source."""
    path = tmp_path / name
    path.write_bytes(ARCHIVES[name]())
    items = list(read([str(path)]))
    assert problems(items) == []
    assert [a.source for a in articles(items)] == [f"{path}#sub/a.txt", f"{path}#b.jsonl#1", f"{path}#b.jsonl#2"]
    assert [a.id for a in articles(items)] == ["a", "l1", "l2"]


def test_archive_in_an_archive(tmp_path: Path) -> None:
    """An archive within an archive is read too."""
    path = tmp_path / "outer.zip"
    path.write_bytes(zipped({"inner.tar.gz": tarred({"a.txt": SENTENCE.encode()}, "w:gz")}))
    (article,) = articles(list(read([str(path)])))
    assert article.source == f"{path}#inner.tar.gz#a.txt"


# Web archives


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.wacz"])
def test_web_archive(name: str, tmp_path: Path) -> None:
    """Pages of a web archive are articles, with their url; records of other kinds are passed over."""
    data = web_archive(compressed=name != "crawl.warc")
    if name == "crawl.wacz":
        data = zipped({"datapackage.json": b"{}", "pages/pages.jsonl": b'{"id": 1}\n', "archive/data.warc.gz": data})
    path = tmp_path / name
    path.write_bytes(data)
    items = list(read([str(path)]))
    assert problems(items) == []
    within = f"{path}#archive/data.warc.gz" if name == "crawl.wacz" else str(path)
    assert [a.source for a in articles(items)] == [f"{within}#1", f"{within}#4", f"{within}#5"]
    assert [a.metadata["url"][-1] for a in articles(items)] == ["1", "2", "3"]
    assert articles(items)[1].text.startswith("The café was full")


def test_every_format_has_a_file() -> None:
    """Every row of the table of readers is read from a real file in these tests."""
    names = [*EXPECTED, *TABLES, *ARCHIVES, *(f"x.{s}" for s in COMPRESSORS), "crawl.warc", "a.jsonl", "a.txt"]
    names += ["talks.docx", "talks.pdf", "statement.eml"]  # in `test_documents`
    suffixes = {Path(name).suffix for name in names}
    assert [row.name for row in READERS if not suffixes & set(row.suffixes)] == []


def test_seeds() -> None:
    """The sample articles that come with the program are read without a word."""
    items = list(read([str(ROOT / "seeds/000_cb216ce5513ace95.txt")]))
    assert problems(items) == []
    assert articles(items)[0].published == "2020-11-12T10:09"


@pytest.mark.parametrize("path", sorted((ROOT / "exports/newsml").glob("*.xml")), ids=lambda p: p.stem)
def test_own_newsml_is_read_as_its_article(path: Path) -> None:
    """What this program exported as NewsML-G2 gives the article that it came from: id, source, digest and text."""
    (article,) = articles(list(read([str(path)])))
    twin = json.loads((ROOT / "exports/json" / f"{path.stem}.json").read_text("utf-8"))["article"]
    for name in ("id", "source", "sha256", "text", "language", "headline", "byline", "dateline"):
        assert as_written(article)[name] == twin[name]
