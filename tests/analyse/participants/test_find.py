"""Who takes part is told by the lines of cases/participants/."""

from __future__ import annotations

import pytest

from annotate.analyse.cast.gather import gather
from annotate.analyse.findings import Attribution, Range
from annotate.analyse.names.find import find_names
from annotate.analyse.page import read_page
from annotate.analyse.participants import find_participants
from annotate.analyse.participants.telling import tells
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines


@pytest.mark.parametrize("line", case_lines("participants"))
def test_those_who_take_part(line: str) -> None:
    """Those behind the bar, and nobody else, take part although nobody quotes them."""
    text, _, wanted = line.rpartition(" | ")
    page = read_page(segment(text))
    cast = gather(page.layout, find_names(page.layout), ())
    chosen = find_participants(page, cast, (), (), ())
    names = {e.name for e in cast.entities if e.key in chosen}
    assert names == ({name.strip() for name in wanted.split(";")} if wanted.strip() != "-" else set())


def test_the_purpose_of_a_thing_is_not_told() -> None:
    """Whoever once made a thing in order to describe another has no part in the story; whoever will speak has."""
    text = "It is a term coined by Ana Diaz to describe the bay. Ana Diaz is expected to say more."
    coined, expected = (Range(at, at + 8) for at in (text.index("Ana"), text.rindex("Ana")))
    for source, cue, wanted in ((coined, "to describe", False), (expected, "to say", True)):
        where = text.index(cue)
        told = Attribution((Range(0, 2),), Range(where, where + len(cue)), source, 0.9, "model")
        assert tells(text, told) is wanted
