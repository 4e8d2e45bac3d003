"""Bad input: a message with its place on standard error, an exit code, and the other inputs are still annotated."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.running import COURT, MAYOR, run, write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one good article."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"good.txt": MAYOR})


#: What is wrong: files to write, the input to name, and how the line on standard error begins and goes on.
BAD: dict[str, tuple[dict[str, str | bytes], str, str, str]] = {
    "no such file": ({}, "gone.txt", "gone.txt: error: ", "no such file"),
    "pattern without match": ({}, "none/*.txt", "none/*.txt: error: ", "no file"),
    "folder without articles": ({"f/.hidden": "x"}, "f", "f: error: ", "no file"),
    "empty file": ({"e.txt": ""}, "e.txt", "e.txt: error: ", "empty"),
    "white space only": ({"e.txt": " \r\n\t\n"}, "e.txt", "e.txt: error: ", "no text"),
    "not UTF-8": ({"l.jsonl": b'\n{"text": "caf\xe9"}\n'}, "l.jsonl", "l.jsonl:2:14: error: ", "0xe9"),
    "binary": ({"b.txt": b"\x00\x01\x02text\x00" * 99}, "b.txt", "b.txt: error: ", "binary"),
    "a known binary": ({"p.txt": b"%PDF-1.7\n%\xe2\xe3\n"}, "p.txt", "p.txt: error: ", "PDF"),
    "broken JSON line": ({"j.jsonl": '{"id": "x", "text": "A\n'}, "j.jsonl", "j.jsonl:1:", "broken JSON"),
    "line that is no object": ({"j.jsonl": "[1]\n"}, "j.jsonl", "j.jsonl:1:1: error: ", "object"),
    "no text": ({"j.jsonl": '\n{"id": "x"}\n'}, "j.jsonl", "j.jsonl:2: error: ", "'text'"),
    "text that is no string": ({"j.jsonl": '{"text": 5}\n'}, "j.jsonl", "j.jsonl:1: error: ", "number"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(case: str, here: Path) -> None:
    """One line names file and place, the code is 1, and the good article is still annotated."""
    files, name, begins, goes_on = BAD[case]
    write(here, files)
    done = run("convert", name, "good.txt", "--to", "jsonl")
    assert done.code == 1
    assert len(done.lines) == 1
    assert done.lines[0].startswith(begins)
    assert goes_on in done.lines[0]
    assert [d["article"]["id"] for d in done.documents] == ["good"]


@pytest.mark.parametrize("case", BAD)
def test_bad_input_alone(case: str, here: Path) -> None:
    """Alone it gives code 1, one line, and no output."""
    files, name, _, _ = BAD[case]
    write(here, files)
    done = run("convert", name)
    assert (done.code, done.out, len(done.lines)) == (1, "", 1)


def test_text_that_is_not_utf8(here: Path) -> None:
    """A text in an older encoding is never read silently: it is refused, or read with a warning."""
    write(here, {"l.txt": b"Mayor Ines Caldwell\nsaid the caf\xe9 would open in June.\n"})
    done = run("convert", "l.txt")
    assert done.lines[0].startswith("l.txt:2:13: ")
    assert "--encoding" in done.lines[0]
    assert done.code == 1 or "warning" in done.lines[0]
    named = run("convert", "l.txt", "--encoding", "latin-1")
    assert (named.code, named.err) == (0, "")
    assert "café" in named.document["article"]["text"]


def test_bad_lines_between_good_ones(here: Path) -> None:
    """Every bad line of a file is reported with its number, and the good lines are annotated."""
    lines = [json.dumps({"id": "a", "text": MAYOR}), "{broken", json.dumps({"id": "c"}), json.dumps({"text": COURT})]
    write(here, {"w.jsonl": "\r\n".join(lines)})
    done = run("convert", "w.jsonl", "--to", "jsonl")
    assert done.code == 1
    assert [line.split(": ")[0].split(":")[1] for line in done.lines] == ["2", "3"]
    assert [d["article"]["id"] for d in done.documents] == ["a", "w-4"]


def test_line_of_fifty_megabytes(here: Path) -> None:
    """A line beyond the limit for one article is refused with its number, and the next line is read."""
    with (here / "big.jsonl").open("wb") as file:
        file.write(b'{"id": "big", "text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + json.dumps({"id": "next", "text": MAYOR}).encode() + b"\n")
    done = run("convert", "big.jsonl", "--to", "jsonl")
    assert done.code == 1
    assert done.lines[0].startswith("big.jsonl:1: error: ")
    assert "MiB" in done.lines[0]
    assert [d["article"]["id"] for d in done.documents] == ["next"]


def test_date_that_is_none(here: Path) -> None:
    """A date that cannot be read is a warning; the value stays in the metadata and `published` is null."""
    write(here, {"w.jsonl": json.dumps({"id": "a", "text": MAYOR, "doc_date": "the 31st of Nonember"}) + "\n"})
    done = run("convert", "w.jsonl")
    assert done.code == 0
    assert done.lines[0].startswith("w.jsonl:1: warning: doc_date ")
    assert done.document["article"]["published"] is None
    assert done.document["article"]["metadata"]["doc_date"] == "the 31st of Nonember"


def test_null_date(here: Path) -> None:
    """A date of null is no problem."""
    write(here, {"w.jsonl": json.dumps({"id": "a", "text": MAYOR, "doc_date": None}) + "\n"})
    assert (run("convert", "w.jsonl").code, run("convert", "w.jsonl").err) == (0, "")


def test_two_articles_of_one_id(here: Path) -> None:
    """The second article of an id gets ~2 and a warning."""
    write(here, {"w.jsonl": (json.dumps({"id": "a", "text": MAYOR}) + "\n") * 2})
    done = run("convert", "w.jsonl")
    assert done.code == 0
    assert [d["article"]["id"] for d in done.documents] == ["a", "a~2"]
    assert len(done.lines) == 1
    assert "warning" in done.lines[0]


def test_line_separators_end_no_line(here: Path) -> None:
    """U+2028 and U+0085 within a JSON line do not end it."""
    text = f"{MAYOR}\u2028\u0085{COURT}"
    write(here, {"w.jsonl": json.dumps({"id": "a", "text": text}, ensure_ascii=False) + "\n"})
    assert run("convert", "w.jsonl").document["article"]["text"] == text


def test_unknown_schema_version(here: Path) -> None:
    """An annotation of an unknown schema version is named as such when it is validated."""
    made = run("convert", "good.txt").document | {"schema_version": "9.9"}
    write(here, {"new.json": json.dumps(made, indent=2)})
    done = run("validate", "new.json")
    assert done.code == 1
    assert "new.json:2:" in done.out
    assert "9.9" in done.out


def test_unknown_schema_version_as_input(here: Path) -> None:
    """An annotation of an unknown schema version is not annotated anew as if it were an article."""
    made = run("convert", "good.txt").document | {"schema_version": "9.9"}
    write(here, {"new.json": json.dumps(made, indent=2)})
    done = run("convert", "new.json")
    assert (done.code, done.out) == (1, "")
    assert "9.9" in done.err


#: Targets that cannot be written, and a word of the reason.
TARGETS = {
    "folder that does not exist": ("nowhere/o.json", "folder"),
    "file in place of a folder": ("good.txt/o.json", "folder"),
    "full device": ("/dev/full", "full"),
}


@pytest.mark.parametrize("case", TARGETS)
def test_unwritable_target(case: str, here: Path) -> None:
    """A target that cannot be written gives code 3 and a message, and leaves no file."""
    target, word = TARGETS[case]
    if target.startswith("/dev/") and not Path(target).exists():
        pytest.skip(f"there is no {target} here")
    before = sorted(here.rglob("*"))
    done = run("convert", "good.txt", "--to", "json", "-o", target)
    assert (done.code, done.out, len(done.lines)) == (3, "", 1)
    assert done.lines[0].startswith(f"{target}: error: ")
    assert word in done.lines[0]
    assert sorted(here.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(here: Path) -> None:
    """A read-only folder gives code 3 and a message."""
    (here / "shut").mkdir(mode=0o500)
    done = run("convert", "good.txt", "-o", "shut/o.json")
    assert done.code == 3
    assert "permitted" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(here: Path) -> None:
    """An unreadable file gives code 1 and a message."""
    (here / "good.txt").chmod(0)
    done = run("convert", "good.txt")
    assert done.code == 1
    assert "permi" in done.err
