"""CONTRIBUTING: every dependency stands there with its size and its reason."""

from __future__ import annotations

import re
import tomllib

from tests.support.places import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: Extras that only developers install.
FOR_DEVELOPERS = {"test", "docs", "dev"}


def names(requirements: list[str]) -> set[str]:
    """Return the names of requirements, in lower case."""
    return {match[0].lower() for one in requirements if (match := re.match(r"[\w.-]+", one))}


def test_every_dependency_has_its_row() -> None:
    """With a size in MB and a reason, and no other has one."""
    rows = re.findall(r"^\| `([\w.-]+)` \| \d+ \| \S.*\|$", PAGE, re.MULTILINE)
    assert {name.lower() for name in rows} == names(PROJECT["dependencies"])


def test_every_extra_has_its_rows() -> None:
    """Each library under the extra that installs it."""
    rows = re.findall(r"^\| `([\w.-]+)` \| `([\w.-]+)` \| \d+ \| \S.*\|$", PAGE, re.MULTILINE)
    wanted = {
        (extra, name)
        for extra, requirements in PROJECT["optional-dependencies"].items()
        if extra not in FOR_DEVELOPERS
        for name in names(requirements)
    }
    assert {(extra, name.lower()) for extra, name in rows} == wanted


def test_what_is_written_by_hand_is_there() -> None:
    """Every module that the list names exists."""
    table = PAGE.split("## Written by hand")[1]
    paths = [
        path
        for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|", table, re.MULTILINE)
        for path in re.findall("`([^`]+)`", row)
    ]
    assert len(paths) > 15
    assert [path for path in paths if not any((ROOT / base / path).exists() for base in ("annotate", "."))] == []
