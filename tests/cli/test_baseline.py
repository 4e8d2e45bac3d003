"""The baseline of `annotate validate`: known problems are hidden, new ones are not, and stale entries are reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import SOUND
from tests.support.running import Run, run, write

KNOWN = ("--baseline", "known.json")


def document(id_: str, count: int = 7, **changes: Any) -> dict[str, Any]:
    """Return an annotation of an article with a reference to nobody, and a wrong count."""
    made: dict[str, Any] = {**json.loads(SOUND.read_text(encoding="utf-8")), **changes}
    made["article"]["id"] = id_
    for quotation in made["quotations"][:1]:
        quotation["speakers"] = ["p99"]
    made["proposals"][0]["declared_count"] = count
    return made


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two files of known problems, and their baseline."""
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps(document("a")), json.dumps(document("b"))]
    write(tmp_path, {"in/x.json": json.dumps(document("x"), indent=1), "in/all.jsonl": "\n".join(lines) + "\n"})
    done = run("validate", "in", *KNOWN, "--update-baseline")
    assert (done.code, done.out) == (0, "")
    assert "6 problems written to known.json" in done.err
    return tmp_path


def rules(done: Run) -> list[str]:
    """Return the rules of a text report."""
    return [line.split(" [")[-1].split("]")[0] for line in done.out.splitlines()]


def test_known_problems_are_hidden(here: Path) -> None:
    """The run is clean, and says how much it hides."""
    done = run("validate", "in", *KNOWN)
    assert (done.code, done.out) == (0, "")
    assert "6 hidden" in done.err
    assert run("validate", "./in/x.json", str(Path("in/all.jsonl")), *KNOWN).out == ""


def test_lines_may_shift(here: Path) -> None:
    """Blank lines, indentation, and articles before and after do not change a fingerprint."""
    good = document("new", count=2, quotations=[])
    lines = [json.dumps(good), "", json.dumps(document("b")), json.dumps(document("a"))]
    write(here, {"in/x.json": "\n\n" + json.dumps(document("x"), indent=4), "in/all.jsonl": "\n".join(lines)})
    assert run("validate", "in", *KNOWN).out == ""


def test_new_problems_are_told(here: Path) -> None:
    """Another value, the same fault in another article, and the same problem once more are new."""
    other = document("x")
    other["quotations"][0]["speakers"] = ["p98"]
    lines = (here / "in/all.jsonl").read_text(encoding="utf-8") + json.dumps(document("c"))
    write(here, {"in/x.json": json.dumps(other), "in/all.jsonl": lines + "\n" + json.dumps(document("a"))})
    done = run("validate", "in", *KNOWN)
    assert done.code == 1
    # Of a: its two problems stand twice now, and so does its id.
    expected = ["reference", "declared-count"] * 2 + ["article-id-unique", "reference", "baseline-stale"]
    assert sorted(rules(done)) == sorted(expected)


def test_the_same_problem_twice_is_counted(here: Path) -> None:
    """An entry has a count, and hides that many."""
    line = (here / "in/all.jsonl").read_text(encoding="utf-8").splitlines()[0]
    write(here, {"in/all.jsonl": f"{line}\n{line}\n{line}\n"})
    run("validate", "in/all.jsonl", *KNOWN, "--update-baseline")
    entries = json.loads((here / "known.json").read_bytes())["problems"]
    assert {(e["rule"], e.get("count", 1)) for e in entries if e["file"] == "in/all.jsonl"} == {
        ("reference", 3),
        ("declared-count", 3),
        ("article-id-unique", 2),
    }
    assert run("validate", "in/all.jsonl", *KNOWN).out == ""
    write(here, {"in/all.jsonl": f"{line}\n"})
    assert rules(run("validate", "in/all.jsonl", *KNOWN)) == ["baseline-stale"] * 3


def test_stale_entries_are_told(here: Path) -> None:
    """Entries of fixed problems and of missing files are stale; entries outside this run are not."""
    mended = document("x")
    mended["quotations"][0]["speakers"] = ["p1"]
    write(here, {"in/x.json": json.dumps(mended)})
    done = run("validate", "in/x.json", *KNOWN)
    assert (done.code, rules(done)) == (0, ["baseline-stale"])
    assert "$.quotations[0].speakers[0] of in/x.json" in done.out
    assert run("validate", "in/x.json", *KNOWN, "--fail-on", "note").code == 1
    assert run("validate", "in/x.json", *KNOWN, "--ignore", "reference").out == ""
    (here / "in/all.jsonl").unlink()
    assert rules(run("validate", "in/x.json", *KNOWN)) == ["baseline-stale"] * 5
    run("validate", "in/x.json", *KNOWN, "--update-baseline")
    assert run("validate", "in/x.json", *KNOWN).out == ""
    assert len(json.loads((here / "known.json").read_bytes())["problems"]) == 1


def test_updating_keeps_what_was_not_looked_at(here: Path) -> None:
    """Another file's entries and other rules' entries stay, and the file is the same in the end, byte for byte."""
    before = (here / "known.json").read_bytes()
    run("validate", "in/x.json", *KNOWN, "--update-baseline")
    assert (here / "known.json").read_bytes() == before
    run("validate", "in", *KNOWN, "--update-baseline", "--select", "reference")
    assert (here / "known.json").read_bytes() == before
    run("validate", "in/x.json", "in/all.jsonl", "--baseline", "other.json", "--update-baseline")
    assert (here / "other.json").read_bytes() == before


def test_what_cannot_be_checked_is_never_known(here: Path) -> None:
    """A file that is not there fails the update and every later run."""
    done = run("validate", "in", "gone.json", *KNOWN, "--update-baseline")
    assert done.code == 1
    assert "gone.json" in done.err
    assert run("validate", "in", "gone.json", *KNOWN).code == 1


@pytest.mark.parametrize(
    "content", [None, "", "[]", "{}", '{"version": 2, "problems": []}', '{"version": 1, "problems": [{"file": 1}]}']
)
def test_a_baseline_that_is_none(content: str | None, here: Path) -> None:
    """A missing baseline is a usage error that says how to create one."""
    if content is not None:
        write(here, {"odd.json": content})
    done = run("validate", "in", "--baseline", "odd.json")
    assert (done.code, done.out) == (2, "")
    assert "--update-baseline" in done.err
    assert "Traceback" not in done.err


def test_updating_needs_a_name(here: Path) -> None:
    """--update-baseline alone is a usage error; a folder that is not there is an output error."""
    assert run("validate", "in", "--update-baseline").code == 2
    assert run("validate", "in", "--baseline", "no/known.json", "--update-baseline").code == 3
