"""The table of rules; no problem is reported under a name that is not in it."""

from __future__ import annotations

import re

import pytest

from annotate.rules import ANNOTATION_RULES, RULES
from tests.support.places import ROOT

PACKAGE = ROOT / "annotate"
#: Where the problems of validation are made; `check_loaded` passes on those of the readers of exports.
SOURCES = (
    PACKAGE / "check.py",
    PACKAGE / "inputs.py",
    PACKAGE / "libraries.py",
    *sorted((PACKAGE / "validate").glob("*.py")),
    *sorted((PACKAGE / "export").rglob("check.py")),
    *sorted((PACKAGE / "export").rglob("load.py")),
    PACKAGE / "export" / "tables" / "rebuild.py",
    *(PACKAGE / "export" / name for name in ("loading.py", "xlsx.py", "sqlite.py", "parquet.py", "web_annotation.py")),
)
_TOLD = re.compile(
    r'(?:\bProblem\(|\bFault\(|_problem\(|\byield |found = \[\(|problems\(\[\(|found.append\(\()\s*"([a-z0-9-]+)"'
)


def told() -> set[str]:
    """Return the names of rules that the source code reports."""
    return {name for file in SOURCES for name in _TOLD.findall(file.read_text(encoding="utf-8"))}


def test_every_problem_has_its_rule_in_the_table() -> None:
    """Every rule that the code reports has an explanation, a severity and a hint."""
    assert told() - set(RULES) == set()


def test_no_rule_is_left_over() -> None:
    """Every rule in the table is used by the code."""
    computed = {"table-missing", "unknown-format"}
    assert set(RULES) - told() - computed == set()
    assert set(RULES) > ANNOTATION_RULES


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_it_asks_and_what_to_do(name: str) -> None:
    """Both are sentences; the name is in kebab case, as in reports and options."""
    rule = RULES[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert re.fullmatch(r"[A-Z].*\.", rule.says)
    assert re.match(r"[A-Z]", rule.hint)
