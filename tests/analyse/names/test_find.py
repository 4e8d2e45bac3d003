"""Names are found, and told apart, by the lines of cases/names/."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.findings import Name, Range
from annotate.analyse.names.find import find_names
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines

_MARKED = re.compile(r"\[(\w+): ([^]]+)\]")


def _found(text: str) -> list[tuple[str, str]]:
    first = text.find("\n")
    layout = segment(text, headline=Range(0, first) if first > 0 else None)
    return [(n.kind, n.range.of(text)) for n in find_names(layout) if n.confidence >= 0.5]


@pytest.mark.parametrize("line", case_lines("names"))
def test_the_names_of_a_line(line: str) -> None:
    """The words in brackets are names of the kind that the line says; nothing else is one."""
    text = _MARKED.sub(r"\2", line)
    assert _found(text) == _MARKED.findall(line)


def test_a_tagger_corrects_and_adds_but_never_overlaps() -> None:
    """The surer of rule and tagger tells the kind; a sure name that no rule found is added; an overlap is left out."""
    text = "Larkspur won. Crowds in larkspur cheered Ida Marsh of Norway."
    larkspur, small, marsh, norway = (
        Range(text.index(word), text.index(word) + len(word))
        for word in ("Larkspur", "larkspur", "Ida Marsh", "Norway")
    )
    tagged = (
        Name(larkspur, "organization", 0.9, "model"),
        Name(small, "place", 0.8, "model"),
        Name(Range(marsh.start + 4, marsh.end), "place", 0.99, "model"),
        Name(norway, "organization", 0.99, "model"),
    )
    found = {(n.range.of(text), n.kind) for n in find_names(segment(text), tagged)}
    assert found == {
        ("Larkspur", "organization"),
        ("larkspur", "place"),
        ("Ida Marsh", "person"),
        ("Norway", "country"),
    }


_PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["Ida Marsh", "the", "of", "Bank", "U.S.", "Mr.", "said", "\n", ".", '"', "’s", " ", "McKay", "(SCO)"]
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_names_are_in_order_and_do_not_overlap(text: str) -> None:
    """Whatever the text, names are trimmed, in order, and none overlaps another."""
    end = 0
    for name in find_names(segment(text)):
        assert end <= name.range.start < name.range.end <= len(text)
        assert name.range.of(text).strip() == name.range.of(text)
        assert 0 < name.confidence <= 1
        end = name.range.end
