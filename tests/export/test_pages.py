"""The pages about the formats: their tables are true, their commands run, and every format has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotate.export import EXPORTERS
from tests.support.code_blocks import run_blocks
from tests.support.pages import PAGES, page, rewritten

#: Pages about something else than a format of exports; their commands have tests of their own.
OTHERS = ("reading", "validation")


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_commands_of_a_page_run(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command ends well, and prints what the page says."""
    assert run_blocks(page(name), tmp_path, monkeypatch) == {"sh", "python"}


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
