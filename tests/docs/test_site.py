"""The documentation: its commands run, its links lead somewhere, its page of commands is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.support import commands
from tests.support.code_blocks import blocks, run_blocks
from tests.support.places import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(p for p in DOCS.rglob("*.md") if not p.is_relative_to(DOCS / "schema"))
#: Pages about formats have tests of their own.
TOLD = [ROOT / "README.md", *(p for p in PAGES if p.parent.name != "formats" and p != commands.PAGE and blocks(p))]
_FIGURE = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*(?: to \d+)?")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", TOLD, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_commands_of_a_page_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block ends well, and prints what the page says."""
    run_blocks(path, tmp_path, monkeypatch)


@pytest.mark.parametrize("path", [ROOT / "README.md", *PAGES], ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a page names a file."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in _LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_figures_of_the_first_page_are_those_of_the_page_about_accuracy() -> None:
    """Every figure and every n in the table of the README is on the page that says how it was measured."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("## How good it is")[2].partition("\n\n[")[0]
    figures = _FIGURE.findall(table)
    measured = _FIGURE.findall((DOCS / "accuracy.md").read_text(encoding="utf-8"))
    assert figures
    assert [figure for figure in figures if figure not in measured] == []


def test_every_page_is_in_the_navigation() -> None:
    """The site shows all pages, and no others."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

    def files(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        parts = entry.values() if isinstance(entry, dict) else entry
        return [name for part in parts for name in files(part)]  # type: ignore[attr-defined]

    assert sorted(files(settings["nav"])) == [str(p.relative_to(DOCS)) for p in PAGES]


def test_the_page_of_commands_is_what_the_program_says() -> None:
    """``python -m tests.regenerate pages`` writes it."""
    assert commands.PAGE.read_text(encoding="utf-8") == commands.page()
