"""Hostile JSON as an article, as an earlier export and in validation gives one message each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import SEED_ANNOTATIONS
from tests.support.running import run

DIGITS = "7" * 5003
#: A value for which there is none, and a word of what is said of it.
REFUSED = {
    "digits": (DIGITS, "too many digits"),
    "negative digits": (f"-{DIGITS}", "too many digits"),
    "NaN": ("NaN", "NaN"),
    "infinity": ("-Infinity", "-Infinity"),
    "lists": ("[" * 100_000 + "]" * 100_000, "too deep"),
    "objects": ('{"a":' * 50_000 + "1" + "}" * 50_000, "too deep"),
    "half": ('"', "elimiter"),
}
#: A value that is odd and taken all the same.
TAKEN = ["1e999999", "-1e-999999", '"\\ud800"', '"\\u0000"', '{"a": 1, "a": 2}', "9" * 4000, '"\\ud83d\\ude00"']


def document(value: str, **changes: Any) -> str:
    """Return an annotation whose metadata holds a value as it is written."""
    annotation = json.loads(SEED_ANNOTATIONS.read_text(encoding="utf-8").split("\n")[0])
    annotation["article"].update(metadata={"odd": "@@"}, **changes)
    return json.dumps(annotation).replace('"@@"', value)


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".anno.jsonld"])
@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, suffix: str, tmp_path: Path) -> None:
    """Each command says where and why, and ends with code 1."""
    value, word = REFUSED[name]
    odd = tmp_path / f"odd{suffix}"
    odd.write_text(document(value), encoding="utf-8")
    for arguments in (
        ("convert", odd, "--as-is", "--to", "jsonl"),
        ("convert", odd, "--to", "jsonl"),
        ("validate", odd),
    ):
        done = run(*arguments)
        assert done.code == 1, arguments
        assert word in done.err + done.out, (arguments, done.err[:300])
        assert "Traceback" not in done.err


@pytest.mark.parametrize("value", TAKEN)
def test_taken(value: str, tmp_path: Path) -> None:
    """Valid extreme values are accepted and written as valid JSON again."""
    odd = tmp_path / "odd.json"
    odd.write_text(document(value), encoding="utf-8")
    done = run("convert", odd, "--as-is", "--to", "jsonl")
    assert done.code == 0, done.err
    (tmp_path / "again.jsonl").write_text(done.out, encoding="utf-8")
    assert run("validate", tmp_path / "again.jsonl").code == 0
    assert "Infinity" not in done.out


@pytest.mark.parametrize("name", ["a\0b", "../../up", "/etc/passwd", "x" * 5000, "CON", "a/b\\c:d*?", ".", "é" * 300])
@pytest.mark.parametrize("to", ["json", "newsml", "brat", "webannotation"])
def test_ids_that_are_no_file_names(name: str, to: str, tmp_path: Path) -> None:
    """An id that is not a valid file name becomes one inside the folder."""
    odd = tmp_path / "odd.json"
    odd.write_text(document("1", id=name), encoding="utf-8")
    folder = tmp_path / "below" / "out"
    folder.parent.mkdir()
    done = run("convert", odd, "--as-is", "--to", to, "-o", f"{folder}/")
    assert done.code == 0, done.err
    assert sorted(p.name for p in folder.parent.iterdir()) == ["out"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["below", "odd.json"]


def test_a_path_too_long_is_a_sentence(tmp_path: Path) -> None:
    """Names of inputs and outputs that are too long are reported without a traceback."""
    for arguments in (
        ("convert", "x" * 5000),
        ("validate", "x" * 5000),
        ("convert", SEED_ANNOTATIONS, "--as-is", "-o", tmp_path / ("x" * 5000 + ".jsonl")),
        ("convert", "a\0b"),
    ):
        done = run(*arguments)
        assert done.code in (1, 2, 3), arguments
        assert "Traceback" not in done.err
        assert done.err.strip()
