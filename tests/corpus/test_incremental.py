"""An archive that grows: only what is new or changed is annotated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.archives import digest
from tests.support.running import COURT, MAYOR, run, write

KINDS = {
    "jsonl": (["-o", "{}/o.jsonl"], "o.jsonl"),
    "newsml": (["-o", "{}/o.xml"], "o.xml"),
    "json": (["--to", "json", "-o", "{}/o/"], "o"),
    "csv": (["--to", "csv", "-o", "{}/o"], "o"),
    "shards": (["--to", "jsonl", "--shard-size", "2", "-o", "{}/o"], "o"),
    "parquet": (["--to", "parquet", "--shard-size", "2", "-o", "{}/o"], "o"),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A format, at a fixed time of export."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return str(request.param)


def converted(folder: Path, kind: str, *more: str) -> dict[str, int]:
    """Run on the folder's inputs with --resume, and return the numbers of articles."""
    options, output = KINDS[kind]
    done = run("convert", folder / "in", *(option.format(folder) for option in options), "--resume", *more)
    assert done.code == 0, done.err
    return json.loads((folder / f".{output}.run/run.json").read_text(encoding="utf-8"))["articles"]  # type: ignore[no-any-return]


def anew(folder: Path, kind: str) -> dict[str, str]:
    """Return the digests of what a first run on the same inputs writes."""
    options, output = KINDS[kind]
    (folder / "anew").mkdir()
    assert run("convert", folder / "in", *(option.format(folder / "anew") for option in options)).code == 0
    return digest(folder / "anew" / output)


def test_a_folder_that_grows(tmp_path: Path, kind: str) -> None:
    """New and changed articles are annotated, the others are not, and the output is that of a first run."""
    write(tmp_path / "in", {"b.txt": MAYOR, "c.txt": COURT, "d.txt": f"{MAYOR} d", "e.txt": f"{COURT} e"})
    assert converted(tmp_path, kind)["annotated"] == 4
    assert converted(tmp_path, kind)["annotated"] == 0
    write(tmp_path / "in", {"a.txt": f"{MAYOR} new", "c.txt": f"{COURT} changed"})
    numbers = converted(tmp_path, kind)
    assert (numbers["annotated"], numbers["reused"], numbers["changed"], numbers["removed"]) == (2, 3, 1, 0)
    assert digest(tmp_path / KINDS[kind][1]) == anew(tmp_path, kind)


def test_inputs_that_are_gone(tmp_path: Path, kind: str) -> None:
    """What is gone is reported and kept, and with --prune dropped, as if it had never been there."""
    write(tmp_path / "in", {"a.txt": MAYOR, "b.txt": COURT, "c.txt": f"{MAYOR} c"})
    converted(tmp_path, kind)
    before = digest(tmp_path / KINDS[kind][1])
    (tmp_path / "in/c.txt").unlink()
    assert converted(tmp_path, kind)["removed"] == 1
    assert digest(tmp_path / KINDS[kind][1]) == before
    assert converted(tmp_path, kind, "--prune")["removed"] == 1
    assert converted(tmp_path, kind)["removed"] == 0
    assert digest(tmp_path / KINDS[kind][1]) == anew(tmp_path, kind)


def test_what_moved_is_not_done_again(tmp_path: Path) -> None:
    """A line that moves within its file, or to another, is neither annotated again nor doubled."""
    lines = [json.dumps({"id": f"r{n}", "text": f"{MAYOR} {n}"}) + "\n" for n in range(4)]
    write(tmp_path / "in", {"w.jsonl": "".join(lines)})
    converted(tmp_path, "jsonl")
    write(tmp_path / "in", {"w.jsonl": "".join(lines[1:]), "x.jsonl": lines[0]})
    numbers = converted(tmp_path, "jsonl")
    assert (numbers["annotated"], numbers["written"], numbers["removed"]) == (0, 4, 0)
    assert digest(tmp_path / "o.jsonl") == anew(tmp_path, "jsonl")


def test_other_options_are_another_analysis(tmp_path: Path) -> None:
    """What was annotated under other options is annotated again."""
    write(tmp_path / "in", {"a.txt": MAYOR, "b.txt": COURT})
    converted(tmp_path, "jsonl")
    assert converted(tmp_path, "jsonl", "--min-confidence", "0.9")["annotated"] == 2


def test_what_somebody_changed_is_not_replaced(tmp_path: Path) -> None:
    """An output that was edited since is left alone until --overwrite says otherwise."""
    write(tmp_path / "in", {"a.txt": MAYOR, "b.txt": COURT})
    converted(tmp_path, "jsonl")
    write(tmp_path, {"o.jsonl": "mine"})
    done = run("convert", tmp_path / "in", "-o", tmp_path / "o.jsonl", "--resume")
    assert (done.code, (tmp_path / "o.jsonl").read_text(encoding="utf-8")) == (3, "mine")
    assert run("convert", tmp_path / "in", "-o", tmp_path / "o.jsonl", "--resume", "--overwrite").code == 0
    assert digest(tmp_path / "o.jsonl") == anew(tmp_path, "jsonl")


def test_options_that_need_others(tmp_path: Path) -> None:
    """--prune needs --resume, --resume an output, and --shard-size a format of lines or rows."""
    write(tmp_path, {"a.txt": MAYOR})
    for options in (["--prune", "-o", "x"], ["--resume"], ["--shard-size", "5", "--to", "xlsx", "-o", "x"]):
        assert run("convert", tmp_path / "a.txt", *options).code == 2
