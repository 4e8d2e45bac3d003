"""Which words beside a person's names are the role is told by the lines of cases/roles/."""

from __future__ import annotations

import pytest

from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import Roles, with_roles
from annotate.analyse.names.find import find_names
from annotate.analyse.names.from_model import tagged_names
from annotate.analyse.quotations.find import find_attributions
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines


@pytest.mark.parametrize("line", case_lines("roles"))
def test_the_role_of_a_line(line: str) -> None:
    """The person named between the bars has the role behind the second one, or none."""
    text, name, wanted = (column.strip(" ") for column in line.split("|"))
    layout = segment(text)
    attributions = find_attributions(layout)
    cast = gather(layout, find_names(layout, tagged_names(layout)), attributions)
    entity = next(e for e in with_roles(layout, cast, attributions).entities if e.name == name)
    assert (entity.role or "-") == wanted


def test_a_role_is_verbatim_and_begins_with_no_article() -> None:
    """Each proposed role is a stretch of the text beside a name, and its article is left out."""
    text = "The harbour master, Ida Marsh, met Tom Ferris, a doctor at the mill, and his lawyer, Al Pratt, on Monday."
    layout = segment(text)
    cast = gather(layout, find_names(layout), ())
    proposed = [p.range.of(text) for mine in Roles(layout, cast, (), None).proposed().values() for p in mine]
    assert {"harbour master", "doctor at the mill", "lawyer"} <= set(proposed)
    assert not [p for p in proposed if p.split()[0] in ("The", "a", "his")]
