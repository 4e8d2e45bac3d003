"""Forms that say who speaks: quotations signed with a dash, and scripts."""

from __future__ import annotations

import pytest

from annotate.analyse.quotations.by_form import by_form
from annotate.analyse.text.sentences import segment

SIGNED = [
    ("\u201cWe need help now.\u201d \u2015 Maria Lopez", "\u201cWe need help now.\u201d", "Maria Lopez"),
    ('"It was over in a minute." -Jan de Vries, 45, baker', '"It was over in a minute."', "Jan de Vries"),
    ("\u201cNever again.\u201d \u2014 Ana", "\u201cNever again.\u201d", "Ana"),
]
UNSIGNED = [
    'He said "never again" - and left.',
    '"Never again," said Ana.',
    "The plan - Ana Lopez calls it a start - is not signed.",
    '"One" - Two words follow here, and then the paragraph goes on for much longer than any signature ever would.',
]
INTRODUCED = [
    ('From Councillor Petra Vale: "It is there."', '"It is there."', "Councillor Petra Vale"),
    ("From the mayor, Jan Hus: \u201cNo, and no.\u201d", "\u201cNo, and no.\u201d", "the mayor, Jan Hus"),
]
NOT_INTRODUCED = [
    'From nine to five: "closed" was on the door, and nobody came.',
    'From here on: "closed"',
    'From London: "The Crown", a play, moves to Paris.',
]
SCRIPT = "\n\n".join(
    ["WALLACE: Do you agree?", "PENCE: I do.", "WALLACE: With all of it?", "PENCE: With most of it, yes.", "They left."]
)


@pytest.mark.parametrize(("text", "content", "source"), SIGNED)
def test_signed(text: str, content: str, source: str) -> None:
    """A paragraph that is one quotation, a dash and a name is said by that name."""
    (found,) = by_form(segment(text))
    assert found.content[0].of(text) == content
    assert found.source is not None
    assert found.source.of(text) == source


@pytest.mark.parametrize("text", UNSIGNED)
def test_unsigned(text: str) -> None:
    """A dash in running text signs nothing."""
    assert by_form(segment(text)) == []


@pytest.mark.parametrize(("text", "content", "source"), INTRODUCED)
def test_introduced(text: str, content: str, source: str) -> None:
    """A paragraph that is "From", a name, a colon and one quotation is said by that name."""
    (found,) = by_form(segment(text))
    assert found.content[0].of(text) == content
    assert found.source is not None
    assert found.source.of(text) == source


@pytest.mark.parametrize("text", NOT_INTRODUCED)
def test_not_introduced(text: str) -> None:
    """What begins with "From" and has a colon is no quotation by that alone."""
    assert by_form(segment(text)) == []


def test_script() -> None:
    """In a script each line is said by the name before its colon."""
    found = by_form(segment(SCRIPT))
    assert [(a.source.of(SCRIPT), a.content[0].of(SCRIPT)) for a in found if a.source] == [
        ("WALLACE", "Do you agree?"),
        ("PENCE", "I do."),
        ("WALLACE", "With all of it?"),
        ("PENCE", "With most of it, yes."),
    ]


def test_headings_are_no_script() -> None:
    """Labels with a colon that do not come again name no speakers."""
    text = "\n\n".join(["What: a fair", "Where: the park", "When: Sunday", "Who: everybody", "Cost: none"])
    assert by_form(segment(text)) == []
