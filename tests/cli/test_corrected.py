"""A later run does not overwrite what people corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotate.export import EXPORTERS, load
from annotate.models import Edit
from annotate.review.store import Store
from tests.support.running import COURT, MAYOR, run, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles, their annotations as a folder of JSON, and a correction of one of them."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"wire/mayor.txt": MAYOR, "wire/court.txt": COURT})
    assert run("convert", "wire", "--to", "json", "-o", "out/").code == 0
    store = Store(tmp_path / "out")
    stored = store.read("mayor")
    cleared = stored.annotation.model_copy(update={"quotations": ()})
    store.save("mayor", cleared, stored.version, who="Ada", path="$.quotations[0]", note="rejected")
    return tmp_path


def edits(path: Path) -> list[str]:
    """Return who corrected the annotations of an output."""
    return [edit.who for found in load(path) for edit in found.provenance.edits]


@pytest.mark.parametrize("options", [["--overwrite"], ["--overwrite", "--jobs", "2"]])
def test_a_folder_of_documents(folder: Path, options: list[str]) -> None:
    """The corrected file is kept and reported; the others are replaced."""
    before = (folder / "out" / "mayor.json").read_bytes()
    (folder / "out" / "court.json").write_text("{}", encoding="utf-8")
    done = run("convert", "wire", "--to", "json", "-o", "out/", *options)
    assert done.code == 0
    assert "mayor.json: warning: has been corrected by people and is kept" in done.err.replace("out/", "")
    assert (folder / "out" / "mayor.json").read_bytes() == before
    assert next(load(folder / "out" / "court.json")).article.id == "court"


def test_discarding_them(folder: Path) -> None:
    """--discard-edits replaces the corrected file."""
    assert run("convert", "wire", "--to", "json", "-o", "out/", "--overwrite", "--discard-edits").code == 0
    assert edits(folder / "out" / "mayor.json") == []


def test_a_copy_with_the_same_corrections(folder: Path) -> None:
    """Copying the corrected folder and back loses no correction, so it is allowed."""
    for source, target in (("out", "copy/"), ("copy", "out/"), ("out", "copy/")):
        done = run("convert", source, "--as-is", "--to", "json", "-o", target, "--overwrite")
        assert (done.code, done.err) == (0, "")
    assert edits(folder / "copy" / "mayor.json") == ["Ada"]


def test_newer_corrections_than_those_of_the_copy(folder: Path) -> None:
    """An older state of a file does not replace one with further corrections."""
    assert run("convert", "out", "--as-is", "--to", "json", "-o", "old/").code == 0
    store = Store(folder / "out")
    stored = store.read("mayor")
    store.save("mayor", stored.annotation, stored.version, who="Ben", path="$", note="looked through")
    assert "and is kept" in run("convert", "old", "--as-is", "--to", "json", "-o", "out/", "--overwrite").err
    assert edits(folder / "out" / "mayor.json") == ["Ada", "Ben"]


WHOLE = [exporter for exporter in EXPORTERS.values() if exporter.lossless and exporter.layout.name != "DOCUMENT"]


@pytest.mark.parametrize("exporter", WHOLE, ids=lambda e: e.name)
def test_one_output_of_many_articles(folder: Path, exporter: Any) -> None:
    """An output of many articles is refused before anything is annotated, in any format; a copy of it is allowed."""
    target = f"all{exporter.suffix}" if exporter.suffix else "tables"
    name = ["--to", exporter.name, "-o", target]
    name += ["--newsml-detail", "full"] if exporter.name == "newsml" else []
    assert run("convert", "out", "--as-is", *name).code == 0
    refused = run("convert", "wire", *name, "--overwrite")
    assert refused.code == 3
    assert "holds 1 correction by people in 1 article ('mayor' among them), which would be lost" in refused.err
    assert edits(folder / target) == ["Ada"]
    write(folder, {"fresh/court.txt": COURT})
    assert run("convert", "fresh", "--to", "jsonl", "-o", "fresh.jsonl").code == 0
    assert run("convert", "fresh.jsonl", "--as-is", *name, "--overwrite").code == 3
    assert edits(folder / target) == ["Ada"]
    assert run("convert", "out", "--as-is", *name, "--overwrite").code == 0
    assert edits(folder / target) == ["Ada"]
    assert run("convert", "wire", *name, "--overwrite", "--discard-edits").code == 0
    assert edits(folder / target) == []


def test_shards(folder: Path) -> None:
    """The same holds for a file of several articles."""
    assert run("convert", "wire", "--to", "jsonl", "-o", "parts/", "--shard-size", "1").code == 0
    path = folder / "parts" / "part-00001.jsonl"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["provenance"]["edits"] = [Edit(when="2024", who="Ada", path="$").model_dump()]
    path.write_text(json.dumps(value) + "\n", encoding="utf-8")
    done = run("convert", "wire", "--to", "jsonl", "-o", "parts/", "--shard-size", "1", "--overwrite")
    assert done.code == 3
    assert "part-00001.jsonl" in done.err
    assert edits(path) == ["Ada"]


def test_what_is_no_export(folder: Path) -> None:
    """Any other file holds no corrections and is replaced as usual."""
    write(folder, {"all.jsonl": '{"edits": [{}]}\n'})
    assert run("convert", "wire", "-o", "all.jsonl", "--overwrite").code == 0
    assert len(list(load(folder / "all.jsonl"))) == 2


def test_a_run_that_goes_on(folder: Path) -> None:
    """A folder that is brought up to date keeps its corrections."""
    assert run("convert", "wire", "--to", "json", "-o", "kept/", "--resume").code == 0
    store = Store(folder / "kept")
    stored = store.read("mayor")
    store.save("mayor", stored.annotation, stored.version, who="Ada", path="$", note="looked through")
    write(folder, {"wire/more.txt": MAYOR.replace("Ines", "Ida")})
    done = run("convert", "wire", "--to", "json", "-o", "kept/", "--resume")
    assert done.code == 0
    assert "mayor.json" in done.err
    assert edits(folder / "kept" / "mayor.json") == ["Ada"]
    assert (folder / "kept" / "more.json").is_file()
