"""The pages about the formats: their tables are true, their commands run, and every format has one.

A code block with a language is run, in the order of the page, in a folder that holds the project's `seeds/` and
`exports/`; what it prints is what a block of `text` behind it shows. ``not-run`` behind the language marks what needs
a program that cannot run here, and ``libreoffice`` what needs that one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotate.export import EXPORTERS
from tests.support.pages import PAGES, page, rewritten
from tests.support.places import ROOT
from tests.support.programs import libreoffice

#: Pages about something else than a format of exports; their commands have tests of their own.
OTHERS = ("reading", "validation")

_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One block of code: its language, its marks, its text, and what it should print."""

    language: str
    marks: tuple[str, ...]
    code: str
    printed: str | None


def blocks(path: Path) -> list[Block]:
    """Return the blocks of a page; one of `text` belongs to the one before it."""
    found: list[Block] = []
    for match in _BLOCK.finditer(path.read_text(encoding="utf-8")):
        language, *marks = match["info"].split()
        if language == "text":
            before = found.pop()
            found.append(Block(before.language, before.marks, before.code, match["code"]))
        else:
            found.append(Block(language, tuple(marks), match["code"], None))
    return found


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_commands_of_a_page_run(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command ends well, and prints what the page says."""
    for folder in ("seeds", "exports"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = set()
    for block in blocks(page(name)):
        if "not-run" in block.marks:
            continue
        if "libreoffice" in block.marks:
            libreoffice()
        capsys.readouterr()
        if block.language == "python":
            exec(compile(block.code, f"{name}.md", "exec"), {"__name__": "__main__"})
            printed = capsys.readouterr().out
        else:
            assert block.language == "sh", block
            command = ["bash", "-eo", "pipefail", "-c", block.code]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
            assert done.returncode == 0, f"{block.code}\n{done.stdout}{done.stderr}"
            printed = done.stdout
        assert block.printed in (None, printed), block.code
        ran.add(block.language)
    assert ran == {"sh", "python"}


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_table_of_a_page_is_true(name: str) -> None:
    """It is what exporting an article with unlike values shows; ``python -m tests.regenerate pages`` writes it."""
    assert page(name).read_text(encoding="utf-8") == rewritten(name)


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_is_not_run_says_so(name: str) -> None:
    """The text above a block that is not run says that it needs another program."""
    text = page(name).read_text(encoding="utf-8")
    for match in re.finditer(r"^```\w+ not-run$", text, re.MULTILINE):
        above = text[: match.start()].rstrip().rpartition("\n\n")[2]
        assert "not run" in above.casefold(), above


def test_the_index_names_every_page() -> None:
    """The index links each page, and there is no other."""
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\(([\w.-]+)\.md\)", index) == [*EXPORTERS, *OTHERS]
    assert {path.stem for path in PAGES.glob("*.md")} == {*EXPORTERS, *OTHERS, "README"}
