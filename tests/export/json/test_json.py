"""JSON and JSON lines: stable, readable, harmless, and read back equal."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotate.export import EXPORTERS, ExportOptions, load
from annotate.models import Annotation
from annotate.problems import ReadError
from tests.support.strategies import annotations, several_annotations


def test_schema_version_stands_first(seed: Annotation) -> None:
    """A reader sees the version before anything else."""
    out = io.BytesIO()
    EXPORTERS["json"].to_stream([seed], out, ExportOptions())
    assert out.getvalue().decode().startswith('{\n  "schema_version": "1.0",\n  "article": {\n    "id": "seed"')


@given(several_annotations())
@settings(max_examples=30, deadline=None)
def test_lines_hold_one_annotation_each_and_come_back(several: list[Annotation]) -> None:
    """Whatever line separators a text holds, each annotation is one line by every way of counting, and equal."""
    out = io.BytesIO()
    assert EXPORTERS["jsonl"].to_stream(several, out, ExportOptions()) == len(several)
    lines = out.getvalue().decode().splitlines()
    assert len(lines) == len(several)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(out.getvalue())
        assert list(load(path)) == several


@given(annotations())
@settings(max_examples=25, deadline=None)
def test_a_document_comes_back(annotation: Annotation) -> None:
    """An annotation written as JSON and read again is the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        EXPORTERS["json"].to_file([annotation], path, ExportOptions())
        assert list(load(path)) == [annotation]


#: Content of a file, and the rule and the place that reading it names.
_BROKEN = (
    (b'{"a": \n 1,}', "json", 2, ""),
    (b"\xff{}", "encoding", None, ""),
    (b'{"schema_version": "9.0"}', "schema-version", None, "$.schema_version"),
    (json.dumps({"schema_version": "1.0"}).encode(), "schema", None, "$.article"),
    (b"[" * 100_000, "json", None, ""),
)


@pytest.mark.parametrize(("data", "rule", "line", "where"), _BROKEN)
def test_a_broken_file_is_a_sentence(tmp_path: Path, data: bytes, rule: str, line: int | None, where: str) -> None:
    """What cannot be read back says why and where."""
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(ReadError) as error:
        list(load(path))
    problem = error.value.problem
    assert (problem.rule, problem.line, problem.path) == (rule, line, where)
