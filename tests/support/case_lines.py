"""Read the plain case files: one case a line, '#' begins a comment, "known failure" marks what does not pass yet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.places import ANALYSE_CASES

CASES = ANALYSE_CASES


def case_lines(folder: str) -> list[Any]:
    """Return the lines of all files of a folder of cases as parameters; "\\n" in them is a line break."""
    found = []
    for path in sorted((CASES / folder).glob("*.txt")):
        if path.name == "README.txt":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            failing = line.startswith("known failure ")
            marks = [pytest.mark.xfail(strict=True, reason="known failure")] if failing else []
            text = line.removeprefix("known failure ").replace("\\n", "\n")
            found.append(pytest.param(text, id=f"{path.stem}:{number}", marks=marks))
    return found
