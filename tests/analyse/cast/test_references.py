"""Pronouns and descriptions go back to whom the lines of cases/references/ say, in whole articles."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.findings import Cast, Reference
from annotate.pipeline import steps
from annotate.read.compose import article_of
from tests.support.case_lines import case_lines


@cache
def _read(text: str) -> tuple[str, Cast]:
    found = steps(article_of(text))
    return found.page.layout.text, found.referred


@pytest.mark.parametrize("line", case_lines("references"))
def test_the_references_of_a_line(line: str) -> None:
    """The entity of that name has those mentions, or one without a name has."""
    text, name, wanted = (column.strip(" ") for column in line.split("|"))
    text, cast = _read(text)

    def told(references: tuple[Reference, ...]) -> str:
        return "; ".join(f"{r.form}:{r.range.of(text)}" for r in references)

    if name == "-":
        assert wanted in [told(references) for references in cast.unnamed]
    else:
        assert told(next(e for e in cast.entities if e.name == name).references) == wanted


def test_several_speakers_are_no_i() -> None:
    """What two people said together leaves its "I" alone."""
    _, cast = _read("Ida Marsh and Tom Ferris said on Monday: “I am glad.”")
    assert len(cast.speakers[0]) == 2
    assert all(reference.form != "pronoun" for entity in cast.entities for reference in entity.references)


_PIECES = st.sampled_from(
    [
        *("Ida Marsh", "Tom Ferris", "Mr. Ferris", "he", "She", "her", "“I", "you”", "the company", "Brightleaf Corp"),
        *("its", "lawyer", "said", "\n\n", ".", "and", "they", "a man", "people"),
    ]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(_PIECES, max_size=30))
def test_no_place_refers_to_two(pieces: list[str]) -> None:
    """Names are kept, references are in order, and no pronoun or description has two meanings."""
    found = steps(article_of(" ".join(["Leeds.", *pieces])))
    before, after = found.cast, found.referred
    chains = [*(e.references for e in after.entities), *after.unnamed]
    places = [r.range for chain in chains for r in chain if r.form in ("pronoun", "nominal")]
    assert len(places) == len(set(places))
    assert all(list(chain) == sorted(chain, key=lambda r: r.range) for chain in chains)
    for old, new in zip(before.entities, after.entities, strict=True):
        names = {r for r in old.references if r.form in ("name", "short_name")}
        assert names <= set(new.references)
