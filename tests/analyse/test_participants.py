"""Who takes part is told by the lines of cases/participants/."""

from __future__ import annotations

import pytest
from case_lines import case_lines

from annotate.analyse.names import find_names
from annotate.analyse.participants import choose
from annotate.analyse.segment import segment
from annotate.analyse.speakers import gather


@pytest.mark.parametrize("line", case_lines("participants"))
def test_those_who_take_part(line: str) -> None:
    """Those behind the bar, and nobody else, take part although nobody quotes them."""
    text, _, wanted = line.rpartition(" | ")
    layout = segment(text)
    cast = gather(layout, find_names(layout), ())
    chosen = choose(layout, cast, (), (), ())
    names = {e.name for e in cast.entities if e.key in chosen}
    assert names == ({name.strip() for name in wanted.split(";")} if wanted.strip() != "-" else set())
