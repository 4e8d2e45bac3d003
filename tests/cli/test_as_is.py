"""Converting earlier exports: each lossless format holds what the JSON lines hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.cli import main
from annotate.export import EXPORTERS
from tests.support.places import SEED_ANNOTATIONS
from tests.support.running import run, write

LOSSLESS = [e.name for e in EXPORTERS.values() if e.lossless]


@pytest.mark.parametrize("name", LOSSLESS)
def test_every_lossless_format_comes_back_equal(name: str, tmp_path: Path) -> None:
    """Converted to a format and back, the annotations of all seeds give the same bytes of JSON lines."""
    target = tmp_path / ("out" + (EXPORTERS[name].suffix or ""))
    back = tmp_path / "back.jsonl"
    if EXPORTERS[name].layout.name == "DOCUMENT":
        target = tmp_path / "folder"
        target.mkdir()
    options = ["--newsml-detail", "full"] if name == "newsml" else []
    assert main(["convert", str(SEED_ANNOTATIONS), "--as-is", "--to", name, "-o", str(target), *options]) == 0
    assert main(["convert", str(target), "--as-is", "-o", str(back)]) == 0
    assert sorted(back.read_text(encoding="utf-8").split("\n")) == sorted(
        SEED_ANNOTATIONS.read_text(encoding="utf-8").split("\n")
    )


def test_shards(tmp_path: Path) -> None:
    """Earlier exports become shards of the size asked for, in their order."""
    assert run("convert", SEED_ANNOTATIONS, "--as-is", "--to", "jsonl", "--shard-size", "7", "-o", tmp_path).code == 0
    names = sorted(path.name for path in tmp_path.glob("part-*"))
    assert names == ["part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"]
    assert b"".join((tmp_path / name).read_bytes() for name in names) == SEED_ANNOTATIONS.read_bytes()


def test_what_is_no_export_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that no exporter wrote is a problem; the others are still converted."""
    odd = tmp_path / "odd.json"
    odd.write_text("[1]", encoding="utf-8")
    assert main(["convert", str(odd), str(SEED_ANNOTATIONS), "--as-is", "-o", str(tmp_path / "out.jsonl")]) == 1
    assert "odd.json" in capsys.readouterr().err
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").count("\n") == SEED_ANNOTATIONS.read_text().count("\n")


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with exports at several depths, one of them a folder of tables, and with unrelated files."""
    monkeypatch.chdir(tmp_path)
    line = SEED_ANNOTATIONS.read_text(encoding="utf-8").split("\n")[0]
    write(tmp_path, {"in/sub/one.jsonl": f"{line}\n", "in/notes.md": "of no interest", "list": "in/sub\nin/tables\n"})
    assert main(["convert", "in/sub/one.jsonl", "--as-is", "--to", "csv", "-o", "in/tables"]) == 0
    return tmp_path


@pytest.mark.parametrize(("names", "count"), [(["in"], 2), (["@list"], 2), (["in/tables/text.csv"], 1), (["in/t*"], 1)])
def test_folders_lists_and_patterns(names: list[str], count: int, deep: Path) -> None:
    """Folders are walked to any depth, and lists and patterns work as in a run without --as-is."""
    done = run("convert", *names, "--as-is", "--to", "jsonl")
    assert (done.code, done.err, len(done.documents)) == (0, "", count)


@pytest.mark.parametrize("content", [{}, {"notes.md": "x"}, {"deep/photo.png": "x"}])
def test_a_folder_without_exports_is_a_problem(content: dict[str, str], tmp_path: Path) -> None:
    """Nothing is written, and the run says so."""
    done = run("convert", write(tmp_path, content), "--as-is", "-o", tmp_path / "out.json")
    assert (done.code, done.out) == (1, "")
    assert "the folder contains no file that can be read back" in done.err
    assert not (tmp_path / "out.json").exists()


def test_what_holds_no_annotation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty file, and a format that cannot be read back, are problems that name the file."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"empty.jsonl": "", "a.ninjs.json": "{}"})
    done = run("convert", "empty.jsonl", "a.ninjs.json", "--as-is")
    assert done.code == 1
    assert [line.split(":")[0] for line in done.lines] == ["empty.jsonl", "a.ninjs.json"]
