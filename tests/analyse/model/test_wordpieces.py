"""Wordpieces: offsets index the text as given, and the marks of form say what an uncased vocabulary cannot."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotate.analyse.model.encoder import shipped_tokenizer
from annotate.analyse.model.wordpieces import GAPS, QUOTED, SHAPES, gap, pieces_of, quotation_states, shape

TEXTS = [
    "\u201cWe won\u2019t,\u201d said Zo\u00eb \U0001f600.\r\n\r\nA second paragraph.",
    "\u5f20\u4e3b\u5e2d said so. \u0642\u0627\u0644 too.",
    "the th meeting,said.As a regionalsecurity ComputersThe next",
    "a\u0301ccents decomposed, \ufffd replaced, \u00adsoft",
    "",
    " \n ",
]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_are_code_points_in_order(text: str) -> None:
    """Pieces stand in order, never overlap, and lie inside the text."""
    pieces = pieces_of(shipped_tokenizer(), text)
    at = 0
    for start, end in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True):
        assert at <= start <= end <= len(text)
        assert text[start:end].strip() == text[start:end]
        at = end


def _in_one_go(text: str) -> tuple[list[int], list[int], list[int], list[int], list[int]]:
    """Return ids, starts, ends, shapes and gaps as the tokenizer and the functions of one piece give them."""
    encoding = shipped_tokenizer().encode(text, add_special_tokens=False)
    starts, ends = [a for a, _ in encoding.offsets], [b for _, b in encoding.offsets]
    gaps = [gap(text[before:start]) for before, start in zip([0, *ends], starts, strict=False)]
    gaps[:1] = [3 for _ in gaps[:1]]
    return encoding.ids, starts, ends, [shape(text[a:b]) for a, b in encoding.offsets], gaps


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abC 1\n\t\r.,'\u201c\u0301\u00e9\u4e2d\u200b\xa0\u00ad\U0001f600\ufffd[]#", max_size=40))
@example("[UNK] the [SEP]\n\nunaffable \u0301x")
@example("a\u2028b " + "x" * 150)
def test_words_are_split_as_in_the_whole_text(text: str) -> None:
    """Splitting word by word gives what the tokenizer gives for the text as a whole."""
    pieces = pieces_of(shipped_tokenizer(), text)
    found = tuple(column.tolist() for column in (pieces.ids, pieces.starts, pieces.ends, pieces.shapes, pieces.gaps))
    assert found == _in_one_go(text)


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("said", "lower"),
        ("A", "capital"),
        ("As", "title"),
        ("UN", "upper"),
        ("McC", "mixed"),
        ("2020", "digits"),
        (".", "other"),
    ],
)
def test_shape(surface: str, expected: str) -> None:
    """A piece's shape is what its capitals look like."""
    assert SHAPES[shape(surface)] == expected


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("", "none"),
        (" ", "space"),
        ("\n", "newline"),
        ("\r\n", "newline"),
        (" \n\n ", "blank line"),
        ("\n\n\n", "blank line"),
    ],
)
def test_gap(between: str, expected: str) -> None:
    """White space before a piece is kept as its kind."""
    assert GAPS[gap(between)] == expected


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "one two" and "three".', ["one", "two", "three"]),
        ("\u201cOne,\u201d he said. \u201cTwo.\u201d", ["One", "Two"]),
        ("\u201cOpen to the end\nNext line.", ["Open", "to", "the", "end"]),
        ("No marks at all.", []),
        ('Broken" mark here.\nPlain.', []),
    ],
)
def test_words_inside_marks(text: str, inside: list[str]) -> None:
    """Straight and curly marks are paired within a line; a mark that never closes ends with its line."""
    pieces = pieces_of(shipped_tokenizer(), text)
    found = [
        text[a:b]
        for a, b, state in zip(pieces.starts, pieces.ends, pieces.quoted, strict=True)
        if QUOTED[state] == "inside marks" and text[a:b].isalpha()
    ]
    assert found == inside


def test_states_are_in_order() -> None:
    """The offsets at which the state changes never go back."""
    offsets, _ = quotation_states('a "b" c\n"d\n\u201ce\u201d "" \u201d\n')
    assert offsets == sorted(offsets)
