"""Which words beside a person's names are the role is told by the lines of cases/roles/."""

from __future__ import annotations

import pytest

from annotate.analyse.cast import find_cast
from annotate.analyse.cast.gather import gather
from annotate.analyse.cast.roles import Roles
from annotate.analyse.names import find_names, names_of
from annotate.analyse.page import read_page
from annotate.analyse.quotations import find_attributions
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines


@pytest.mark.parametrize("line", case_lines("roles"))
def test_the_role_of_a_line(line: str) -> None:
    """The person named between the bars has the role behind the second one, or none."""
    text, name, wanted = (column.strip(" ") for column in line.split("|"))
    page = read_page(segment(text))
    attributions = find_attributions(page)
    cast = find_cast(page, names_of(page), attributions, ())
    entity = next(e for e in cast.entities if e.name == name)
    assert (entity.role or "-") == wanted


def test_a_role_is_verbatim_and_begins_with_no_article() -> None:
    """Each proposed role is a stretch of the text beside a name, and its article is left out."""
    text = "The harbour master, Ida Marsh, met Tom Ferris, a doctor at the mill, and his lawyer, Al Pratt, on Monday."
    layout = segment(text)
    cast = gather(layout, find_names(layout), ())
    proposed = [p.range.of(text) for mine in Roles(layout, cast, (), None).proposed().values() for p in mine]
    assert {"harbour master", "doctor at the mill", "lawyer"} <= set(proposed)
    assert not [p for p in proposed if p.split()[0] in ("The", "a", "his")]
