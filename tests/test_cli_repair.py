"""`annotate repair` end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.cli import main

SEED = str(Path(__file__).resolve().parent.parent / "seeds" / "000_cb216ce5513ace95.txt")


def test_the_view_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without options the repaired text is printed, and nothing else."""
    assert main(["repair", SEED]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Cooperation more vital than ever, diplomat says\n")
    assert "Hanhui said.\n\nAs a regional" in out


def test_the_list_names_offsets_and_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    """`--explain` lists each repair; what cannot be known is a question mark."""
    assert main(["repair", SEED, "--explain"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    text = Path(SEED).read_text(encoding="utf-8")
    assert all(len(row) == 6 for row in rows)
    assert all(text[int(row[1]) : int(row[2])] == row[4].strip('"') for row in rows)
    assert [SEED, "692", "694", "lost_digits", '"th"', "?"] in rows


def test_the_diff_has_only_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--diff` of a clean text is empty; a missing file is a problem."""
    clean = tmp_path / "clean.txt"
    clean.write_text("The mayor opened the bridge on Monday. People cheered.\n", encoding="utf-8")
    assert main(["repair", str(clean), "--diff"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["repair", SEED, "--diff"]) == 0
    assert capsys.readouterr().out.startswith("--- ")
    assert main(["repair", str(tmp_path / "none.txt"), "--diff"]) == 1
