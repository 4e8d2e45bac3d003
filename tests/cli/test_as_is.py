"""Exports come back: each lossless format holds what the JSON lines hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.cli import main
from annotate.export import EXPORTERS
from tests.support.places import SEED_ANNOTATIONS

LOSSLESS = [e.name for e in EXPORTERS.values() if e.lossless]


@pytest.mark.parametrize("name", LOSSLESS)
def test_every_lossless_format_comes_back_equal(name: str, tmp_path: Path) -> None:
    """Converted to the format and back as they are, the annotations of all seeds are the same bytes of JSON lines."""
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


def test_what_is_no_export_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that no exporter wrote is a problem; the others are still converted."""
    odd = tmp_path / "odd.json"
    odd.write_text("[1]", encoding="utf-8")
    assert main(["convert", str(odd), str(SEED_ANNOTATIONS), "--as-is", "-o", str(tmp_path / "out.jsonl")]) == 1
    assert "odd.json" in capsys.readouterr().err
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").count("\n") == SEED_ANNOTATIONS.read_text().count("\n")
