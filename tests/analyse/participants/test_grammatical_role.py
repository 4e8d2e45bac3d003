"""What stands around a name in brackets tells whether its bearer takes part or is only mentioned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotate.analyse.findings import Range
from annotate.analyse.participants import grammatical_role as standing

CASES: list[tuple[Callable[[str, Range], bool], str, bool]] = [
    (standing.is_modifier, "They read [Tom Ferris]'s letter.", True),
    (standing.is_modifier, "The [Harbour Board] chairman left.", True),
    (standing.is_modifier, "A vote against [Norway] was lost.", True),
    (standing.is_modifier, "[Norway]'s delegation left.", False),
    (standing.is_modifier, "The [Harbour Board] left early.", False),
    (standing.in_relative, "It was the pact that [President Tom Ferris] signed.", True),
    (standing.in_relative, "[President Tom Ferris] signed it.", False),
    (standing.is_enumerated, "was Ida Marsh, Editor, Harbour Union[Walter Finch], Executive Director, Coast", True),
    (standing.is_enumerated, "The mayor met [Walter Finch], who left.", False),
    (standing.leads_side, "[Ida Marsh]'s side lost.", True),
    (standing.leads_side, "[Ida Marsh]'s late header won it.", True),
    (standing.leads_side, "[Ida Marsh]'s header was ruled out.", False),
    (standing.sends_somebody, "Researchers at the [Bergen Institute] counted fish.", True),
    (standing.sends_somebody, "They joined the leaders of [Norway].", True),
    (standing.sends_somebody, "The coast of [Norway] is long.", False),
    (standing.is_governed, "A doctor from the [Harbour Hospital] spoke.", True),
]


@pytest.mark.parametrize(("test", "marked", "wanted"), CASES)
def test_what_stands_around_a_name(test: Callable[[str, Range], bool], marked: str, wanted: bool) -> None:
    """Each question is answered for the name in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert test(text, Range(start, end)) is wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Co-Chair", True),
        ("CoChair", True),
        ("Foreign Ministers", True),
        ("Council Ministers", True),
        ("Council of Ministers", False),
        ("Harbour Board", False),
        ("Ida Marsh", False),
    ],
)
def test_names_that_are_but_offices(name: str, wanted: bool) -> None:
    """A name of nothing but offices is nobody's."""
    assert standing.is_office(name) is wanted
