"""A half-written file is never seen, nothing is replaced unasked, and every failure is a sentence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotate.export import EXPORTERS, ExportOptions, WriteError
from annotate.models import Annotation

_OPTIONS = ExportOptions()
_FILES = ("json", "jsonl", "newsml")


def _interrupted(seed: Annotation) -> Iterator[Annotation]:
    yield seed
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_interruption_leaves_nothing(tmp_path: Path, seed: Annotation, name: str) -> None:
    """Neither the target nor a temporary stays when the run is interrupted."""
    with pytest.raises(KeyboardInterrupt):
        EXPORTERS[name].to_file(_interrupted(seed), tmp_path / "out", _OPTIONS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_exists_is_replaced_only_when_asked(tmp_path: Path, seed: Annotation, name: str) -> None:
    """Without overwrite the old output stays as it was."""
    target = tmp_path / "out"
    exporter = EXPORTERS[name]
    assert exporter.to_file([seed], target, _OPTIONS) == 1
    with pytest.raises(WriteError) as refused:
        exporter.to_file([seed], target, _OPTIONS)
    assert refused.value.problem.rule == "exists"
    assert exporter.to_file([seed], target, _OPTIONS, overwrite=True) == 1
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("name", "file"), [("csv", "thesis.docx"), ("csv", "articles.csv"), ("brat", "article.txt")])
def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path, seed: Annotation, name: str, file: str) -> None:
    """Even with overwrite, a folder that holds anything foreign is left alone."""
    (tmp_path / file).write_bytes(b"x")
    with pytest.raises(WriteError) as refused:
        EXPORTERS[name].to_folder([seed], tmp_path, _OPTIONS, overwrite=True)
    assert refused.value.problem.rule == "foreign-files"
    assert (tmp_path / file).read_bytes() == b"x"


@pytest.mark.parametrize("name", _FILES)
def test_a_full_device_is_a_sentence(seed: Annotation, name: str) -> None:
    """No space left comes as one WriteError."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(WriteError, match="the disk is full"):
        EXPORTERS[name].to_file([seed], Path("/dev/full"), _OPTIONS)


@pytest.mark.parametrize("name", _FILES)
def test_a_missing_folder_is_a_sentence(tmp_path: Path, seed: Annotation, name: str) -> None:
    """The folder of a file has to exist."""
    with pytest.raises(WriteError, match="its folder does not exist"):
        EXPORTERS[name].to_file([seed], tmp_path / "a" / "b", _OPTIONS)


def test_a_file_each_has_safe_and_different_names(tmp_path: Path, seed: Annotation) -> None:
    """Ids become file names that every system takes; no two articles share one, in whatever case."""
    ids = ("plain", "a/b", "a_b", "A_B", "..", "CON", "x" * 300, "中文", "a\nb", " ", "plain.json")
    several = [seed.model_copy(update={"article": seed.article.model_copy(update={"id": name})}) for name in ids]
    assert EXPORTERS["json"].to_folder(several, tmp_path / "new", _OPTIONS) == len(ids)
    names = [path.name for path in (tmp_path / "new").iterdir()]
    assert len({name.casefold() for name in names}) == len(ids)
    assert {"plain.json", "a_b.json", "中文.json"} <= set(names)
    assert all(len(name.encode()) < 200 and "/" not in name for name in names)


def test_one_document_takes_one_article(seed: Annotation) -> None:
    """json to a stream refuses a second article and none at all."""
    for several, rule in (([seed, seed], "one-document"), ([], "nothing-to-write")):
        with pytest.raises(WriteError) as refused:
            EXPORTERS["json"].to_stream(several, io.BytesIO(), _OPTIONS)
        assert refused.value.problem.rule == rule


def test_csv_to_a_stream_is_refused(seed: Annotation) -> None:
    """Several tables need a folder."""
    with pytest.raises(WriteError) as refused:
        EXPORTERS["csv"].to_stream([seed], io.BytesIO(), _OPTIONS)
    assert refused.value.problem.rule == "needs-folder"


def test_options_are_checked() -> None:
    """A guid authority without a date and a vocabulary that is no URI are refused."""
    with pytest.raises(ValueError, match="guid authority"):
        ExportOptions(guid_authority="example.org")
    with pytest.raises(ValueError, match="URI"):
        ExportOptions(vocabulary="not a uri")


def test_the_timestamp_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH makes exports reproducible."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1605175740")
    assert ExportOptions().stamp == "2020-11-12T10:09:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "now")
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        ExportOptions()
