"""Persons and bodies are told apart by the lines of cases/bodies/."""

from __future__ import annotations

import pytest

from annotate.analyse.names import names_of
from annotate.analyse.page import read_page
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines


@pytest.mark.parametrize("line", case_lines("bodies"))
def test_the_kind_of_a_name(line: str) -> None:
    """Every occurrence of the name between the bars is of the kind behind the second one."""
    text, name, kind = (column.strip(" ") for column in line.split("|"))
    found = names_of(read_page(segment(text)))
    assert {n.kind for n in found if n.range.of(text) == name} == {kind}
