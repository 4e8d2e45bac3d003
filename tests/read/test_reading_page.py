"""The page about reading says what is so: its tables are those of the program, and its commands run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from annotate.read import Limits
from annotate.read.options import OPTIONS
from annotate.read.readers import READERS
from annotate.read.sizes import size_in_words
from tests.support.places import ROOT, TESTS
from tests.support.reading import SENTENCE
from tests.support.running import COURT, MAYOR, run, write
from tests.support.samples import FILES, LINES, as_csv, as_parquet, as_xlsx, tarred, zstandard

PAGE = (ROOT / "docs" / "formats" / "reading.md").read_text(encoding="utf-8")
BLOCKS = [block.strip().splitlines() for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)]


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table that begins with a heading."""
    table = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [[c.strip() for c in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_formats() -> None:
    """The table of formats is the table of readers, with every suffix."""
    said = {row[0].strip("`"): tuple(re.findall(r"`(.*?)`", row[1])) for row in rows("format")}
    assert said == {row.name: row.suffixes for row in READERS}
    assert all(row[3] for row in rows("format"))


def test_layouts_are_counted() -> None:
    """As many layouts of pages as the table says lie in the tests."""
    pages = len(list((TESTS / "read" / "pages").iterdir()))
    assert f"{pages} layouts of pages" in PAGE


def test_limits() -> None:
    """The table of limits has every option, with its default."""
    limits = Limits()
    sizes = {"document", "expanded", "spool"}
    expected = {
        option: size_in_words(value) if name in sizes else f"{value} s" if name == "seconds" else str(value)
        for name, option in OPTIONS.items()
        for value in [getattr(limits, name)]
    }
    assert {row[0].strip("`"): row[1] for row in rows("option")} == expected


@pytest.mark.parametrize("commands", BLOCKS, ids=lambda block: block[0])
def test_commands(commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of a block runs, one after the other, and ends with code 0 and an output."""
    files: dict[str, str | bytes] = {path.name: path.read_bytes() for path in FILES.iterdir()}
    files |= {
        "wire/a.txt": MAYOR,
        "wire/sub/b.txt": COURT,
        "list.txt": "# two inputs\nwire/a.txt\nwire/sub/*.txt\n",
        "wire.jsonl.zst": zstandard(LINES),
        "wire.tar.gz": tarred({"a.txt": SENTENCE.encode()}, "w:gz"),
        "table.parquet": as_parquet(),
        "book.xlsx": as_xlsx(),
        "export.dat": as_csv(";"),
    }
    monkeypatch.chdir(write(tmp_path, files))
    for command in commands:
        words, _, source = command.partition(" < ")
        name, *arguments = shlex.split(words)
        assert name == "annotate"
        done = run(*arguments, stdin=files[source] if source else b"")  # type: ignore[arg-type] # bytes where it is read
        assert done.code == 0, done.err
        assert "error" not in done.err
        assert done.out or "-o" in arguments
