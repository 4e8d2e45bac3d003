"""The code blocks of a page in Markdown, and running them as a reader would.

A block with a language is run, in the order of the page, in a folder that holds the project's `seeds/` and `exports/`;
what it prints is what a block of `text` behind it shows. ``not-run`` behind the language marks what cannot run here,
and ``libreoffice`` what needs that program.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.support.programs import libreoffice

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


def run_blocks(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Run the blocks of a page in `folder`, Python blocks with shared names; return the languages that ran."""
    for name in ("seeds", "exports"):
        (folder / name).symlink_to(ROOT / name)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("HOME", str(folder))
    ran: set[str] = set()
    names = {"__name__": "__main__"}
    for block in blocks(path):
        if "not-run" in block.marks:
            continue
        if "libreoffice" in block.marks:
            libreoffice()
        printed = _python(block, path, names) if block.language == "python" else _shell(block)
        assert block.printed in (None, printed), f"{block.code}\nprinted\n{printed}"
        ran.add(block.language)
    return ran


def _python(block: Block, path: Path, names: dict[str, str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.code, path.name, "exec"), names)
    return out.getvalue()


def _shell(block: Block) -> str:
    assert block.language == "sh", block
    command = ["bash", "-eo", "pipefail", "-c", block.code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{block.code}\n{done.stdout}{done.stderr}"
    return done.stdout
