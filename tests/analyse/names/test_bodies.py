"""Persons and bodies are told apart by the lines of cases/bodies/."""

from __future__ import annotations

import pytest

from annotate.analyse.model.pooling import States
from annotate.analyse.names.bodies import with_bodies
from annotate.analyse.names.find import find_names
from annotate.analyse.names.from_model import tagged_names
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines


@pytest.mark.parametrize("line", case_lines("bodies"))
def test_the_kind_of_a_name(line: str) -> None:
    """Every occurrence of the name between the bars is of the kind behind the second one."""
    text, name, kind = (column.strip(" ") for column in line.split("|"))
    layout = segment(text)
    found = with_bodies(layout, find_names(layout, tagged_names(layout)), States(layout))
    assert {n.kind for n in found if n.range.of(text) == name} == {kind}
