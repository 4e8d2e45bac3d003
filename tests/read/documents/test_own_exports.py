"""A folder that holds what an earlier run wrote: it is passed over with a sentence, and read where it is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotate.export import EXPORTERS
from annotate.read import read
from tests.support.reading import SENTENCE, articles, problems
from tests.support.running import COURT, MAYOR, run, write

#: Told by their suffix, which no reader has: they are passed over like pictures.
UNREAD = {"sqlite"}


@pytest.fixture(scope="module")
def article_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article longer than what is looked at of a file, with findings, and one of some lines, as JSON lines."""
    folder = tmp_path_factory.mktemp("articles")
    long = "\n\n".join([MAYOR.strip()] + [f"It rained on day {n} of the works, as before." for n in range(120)])
    lines = [json.dumps({"id": "long", "text": long}), json.dumps({"id": "short", "text": MAYOR + COURT})]
    return write(folder, {"two.jsonl": "\n".join(lines)}) / "two.jsonl"


@pytest.fixture(scope="module")
def annotated(article_file: Path) -> Path:
    """The two articles annotated."""
    path = article_file.with_name("annotated.jsonl")
    assert run("convert", article_file, "-o", path).code == 0
    return path


@pytest.mark.parametrize("name", [n for n in EXPORTERS if n not in UNREAD])
def test_exports_in_a_folder(name: str, annotated: Path, tmp_path: Path) -> None:
    """Whatever its format, an export in the folder is passed over, and the article beside it is read."""
    write(tmp_path, {"wire/a.txt": SENTENCE})
    for target in (tmp_path / "wire" / "out", tmp_path / "alone"):
        target.mkdir()
        assert run("convert", annotated, "--as-is", "--to", name, "-o", f"{target}/").code == 0
    items = list(read([str(tmp_path / "wire")]))
    assert [a.id for a in articles(items)] == ["a"]
    (problem,) = problems(items)
    assert (problem.rule, problem.severity) == ("own-export", "warning")
    assert "--as-is" in problem.message
    # Where there is nothing else, nothing was read, and that is an error.
    (problem,) = problems(read([str(tmp_path / "alone")]))
    assert (problem.rule, problem.severity) == ("own-export", "error")


def test_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command over the same folder gives the same output the second time."""
    monkeypatch.chdir(write(tmp_path, {"wire/a.txt": MAYOR, "wire/b.txt": COURT}))
    assert run("convert", "wire", "-o", "wire/all.jsonl").code == 0
    first = Path("wire/all.jsonl").read_bytes()
    again = run("convert", "wire", "-o", "wire/all.jsonl", "--overwrite")
    assert again.code == 0
    assert again.err.startswith("wire: warning: all.jsonl is an export of this program")
    assert Path("wire/all.jsonl").read_bytes() == first


def test_into_the_folder_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run writes into the folder that it reads is not read by the same run."""
    monkeypatch.chdir(write(tmp_path, {"wire/a.txt": MAYOR, "wire/b.txt": COURT}))
    (tmp_path / "wire" / "out").mkdir()
    assert run("convert", "wire", "-o", "wire/out/", "--to", "json").code == 0
    assert sorted(p.name for p in Path("wire/out").iterdir()) == ["a.json", "b.json"]


def test_named_exports_are_read(annotated: Path, tmp_path: Path) -> None:
    """An export that is named, by a pattern as well, is read as the articles that it is about."""
    for source in (str(annotated), f"{annotated.parent}/anno*.jsonl"):
        assert [a.id for a in articles(read([source]))] == ["long", "short"]


def test_export_with_its_keys_sorted(annotated: Path, tmp_path: Path) -> None:
    """An annotation is told also where another tool has sorted its keys."""
    document = json.loads(annotated.read_text("utf-8").splitlines()[0])
    write(tmp_path, {"a.txt": SENTENCE, "b.json": json.dumps(document, indent=2, sort_keys=True)})
    assert [p.rule for p in problems(read([str(tmp_path)]))] == ["own-export"]


def test_what_only_looks_alike_is_read(tmp_path: Path) -> None:
    """Other people's files that share a name, a column or a profile with an export are read."""
    record = {"schema_version": "1.0", "text": SENTENCE}
    files: dict[str, str | bytes] = {
        "a.csv": f"article_id,headline,text\n1,Talks,{SENTENCE}\n",
        "b.json": json.dumps(record),
        "c.txt": SENTENCE,
        "c.ann": "T1\tPerson 0 3\tThe\n",
        "annotation.conf": "[entities]\nPerson\n",
        "datapackage.json": json.dumps({"title": "Annotations of news articles", "text": SENTENCE}),
        "d.jsonld": json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": SENTENCE}),
    }
    items = list(read([str(write(tmp_path, files))]))
    assert problems(items) == []
    assert len(articles(items)) == 5
