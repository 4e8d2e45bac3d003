"""`annotate validate`: schema and consistency checks on files of every kind, with places and exit codes."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest

from tests.support.running import COURT, MAYOR, on_terminal, process, run, write
from tests.support.shared import shared


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with exports of two articles in three formats."""
    monkeypatch.chdir(write(tmp_path, {"a.txt": MAYOR, "b.txt": COURT}))
    assert run("convert", "a.txt", "-o", "a.json").code == 0
    assert run("convert", "a.txt", "b.txt", "-o", "two.jsonl").code == 0
    assert run("convert", "a.txt", "b.txt", "-o", "two.xml").code == 0
    return tmp_path


@pytest.mark.usefixtures("made")
def test_own_exports_are_clean() -> None:
    """What the program writes is valid, and the summary counts it."""
    done = run("validate", "a.json", "two.jsonl", "two.xml")
    assert (done.code, done.out) == (0, "")
    assert "3 files" in done.err
    assert "0 errors" in done.err


@pytest.mark.usefixtures("made")
def test_quiet() -> None:
    """--quiet prints nothing if there is no problem."""
    done = run("validate", "a.json", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_schema_fault(made: Path) -> None:
    """A schema violation is reported with line, column and JSON path."""
    document = json.loads((made / "a.json").read_text(encoding="utf-8"))
    document["quotations"][0]["kind"] = "shouted"
    write(made, {"bad.json": json.dumps(document, indent=2)})
    done = run("validate", "bad.json")
    assert done.code == 1
    row, column = done.out.split(":")[1:3]
    assert json.dumps(document, indent=2).splitlines()[int(row) - 1][int(column) - 1 :].startswith('"shouted"')
    assert "@ $.quotations[0].kind" in done.out


def test_span_that_is_not_verbatim(made: Path) -> None:
    """A span that is not verbatim is reported with its path."""
    document = json.loads((made / "a.json").read_text(encoding="utf-8"))
    document["quotations"][0]["content"][0]["start"] += 1
    document["quotations"][0]["content"][0]["end"] += 1
    write(made, {"bad.json": json.dumps(document, indent=2)})
    done = run("validate", "bad.json")
    assert done.code == 1
    assert "@ $.quotations[0].content[0]" in done.out


def test_reference_to_nobody(made: Path) -> None:
    """A speaker who is not a participant is reported with the path; so is every other inconsistency."""
    document = json.loads((made / "a.json").read_text(encoding="utf-8"))
    document["quotations"][1]["speakers"] = ["p99"]
    document["participants"][0]["id"] = "p7"
    write(made, {"bad.json": json.dumps(document, indent=2)})
    done = run("validate", "bad.json")
    assert done.code == 1
    assert "@ $.quotations[1].speakers" in done.out
    assert "p7" in done.out


def test_bad_line(made: Path) -> None:
    """In JSON lines, a fault has its line number, and the other lines are checked as well."""
    good = (made / "two.jsonl").read_text(encoding="utf-8")
    write(made, {"bad.jsonl": good.splitlines()[0] + "\n{broken\n" + good.splitlines()[1].replace('"1.0"', '"9.9"')})
    done = run("validate", "bad.jsonl")
    assert done.code == 1
    assert [line.split(":")[1] for line in done.out.splitlines()] == ["2", "3"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("gone.json", None), ("e.json", b""), ("n.json", b"\xff\xfe{"), ("x.xml", b"<a><b></a>"), ("j.json", b"[1, 2]")],
)
def test_files_that_are_none(name: str, content: bytes | None, made: Path) -> None:
    """A file that cannot be checked is reported, and the others are still checked."""
    if content is not None:
        write(made, {name: content})
    done = run("validate", name, "a.json")
    assert done.code == 1
    assert done.out.startswith(name)
    assert "Traceback" not in done.out + done.err
    assert "2 files" in done.err


@pytest.mark.usefixtures("made")
def test_xsd() -> None:
    """NewsML is valid against IPTC's schema too."""
    xsd = shared("newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd")
    done = run("validate", "two.xml", "--xsd", xsd)
    assert (done.code, done.out) == (0, "")


def test_xsd_finds_faults(made: Path) -> None:
    """An element unknown to IPTC's schema is reported with its line."""
    xsd = shared("newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd")
    text = (made / "two.xml").read_text(encoding="utf-8")
    write(made, {"bad.xml": text.replace("<itemMeta>", "<itemMeta><nosuch/>", 1)})
    done = run("validate", "bad.xml", "--xsd", xsd)
    assert done.code == 1
    assert "nosuch" in done.out


@pytest.mark.usefixtures("made")
def test_xsd_that_is_none() -> None:
    """An unreadable schema is reported once, for any number of files."""
    done = run("validate", "two.xml", "-", "--xsd", "gone.xsd", stdin=Path("two.xml").read_bytes())
    assert done.code == 1
    assert done.out.count("\n") == 1
    assert done.out.startswith("gone.xsd: error: cannot be used as an XML Schema")


def test_no_file() -> None:
    """Without a file it is a usage error."""
    assert run("validate").code == 2


def test_interrupt(made: Path) -> None:
    """Ctrl-C during a run ends with 130 and one message; earlier problems have been printed."""
    line = (made / "two.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n"
    write(made, {"first.json": "{}", "long.jsonl": line * 20_000})
    started = process("validate", "first.json", "long.jsonl")
    assert started.stdout
    assert started.stdout.readline().startswith(b"first.json")
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, out) == (130, b"")
    assert err.decode().count("\n") == 1
    assert b"interrupted" in err


def test_colour_of_problems(made: Path) -> None:
    """On a terminal the severity is coloured; the rest is as in a pipe."""
    write(made, {"bad.json": "{}"})
    shown = on_terminal("validate", "bad.json", "-q").out
    assert "\x1b[" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == run("validate", "bad.json", "-q").out
    assert on_terminal("validate", "bad.json", "-q", env={"NO_COLOR": "1"}).out == run("validate", "bad.json", "-q").out
