"""What a notebook shows, asked of IPython itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotate.view.notebook import listing, table
from tests.support.annotations import seed_annotation, seed_annotations
from tests.support.browser import chromium, opened
from tests.support.places import ROOT

#: Runs cells in a shell of IPython, and prints what it would hand to the notebook for the last of them.
_CELLS = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from pathlib import Path; from annotate.export import load")
shell.run_cell("found = list(load(Path('exports/seeds.jsonl')))")
for cell in sys.argv[1:]:
    formats, _ = shell.display_formatter.format(shell.run_cell(cell, store_history=False).result)
    print("text/html" in formats, "<iframe" in formats.get("text/html", ""), "<table" in formats.get("text/html", ""))
"""


def test_an_annotation_shows_itself() -> None:
    """One annotation is a frame, a list or tuple of them a table, and any other list is shown as ever."""
    cells = ["found[0]", "found", "tuple(found[:2])", "[1, 2]", "[]", "[found[0], 1]"]
    done = subprocess.run([sys.executable, "-c", _CELLS, *cells], capture_output=True, text=True, check=True, cwd=ROOT)
    shown = [line for line in done.stdout.splitlines() if line.startswith(("True", "False"))]
    frame, listed, nothing = "True True False", "True False True", "False False False"
    assert shown == [frame, listed, listed, nothing, nothing, nothing]


def test_nothing_is_drawn_before_it_is_asked_for() -> None:
    """Importing the models does not load what draws them."""
    program = "import sys, annotate.models; print({'jinja2', 'annotate.view'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_table() -> None:
    """A row for each annotation, with its headline and counts; other values have no table."""
    found = seed_annotations()
    html = table(found)
    assert html.count("<tr>") == len(found) + 1
    assert "Marlow council backs harbour barrier after stormy session" in html
    assert listing([]) is listing([1]) is None


@pytest.mark.parametrize("name", ["harbour_vote", "poets_evening"])
def test_the_frame_works_inside_a_page(tmp_path: Path, name: str) -> None:
    """In another page's frame the script runs, sandboxed, and the card of a quotation shows."""
    path = tmp_path / "notebook.html"
    body = seed_annotation(name)._repr_html_()
    path.write_text(f"<!doctype html><meta charset=utf-8><title>notebook</title>{body}", encoding="utf-8", newline="")
    with chromium() as browser, opened(browser, path) as state:
        frame = state.page.frame_locator("iframe")
        frame.locator("#q1").hover()
        assert "confidence" in frame.locator("#card").inner_text()
        frame.locator(".row").first.click()
        assert frame.locator(".more").first.is_visible()
        assert state.errors == []
