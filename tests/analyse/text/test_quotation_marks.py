"""Quotation marks are found, and kinds of quotations told, by the lines of cases/marks/."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.findings import Range
from annotate.analyse.text.quotation_marks import quotation_kind
from annotate.analyse.text.sentences import segment
from tests.support.case_lines import case_lines


def _unmarked(line: str) -> tuple[str, list[Range], list[Range]]:
    """Return the text without brackets, and the ranges that stood between each kind of brackets."""
    text, inside, content = "", [], []
    opened: dict[str, int] = {}
    for piece in re.split(r"([⟦⟧‹›])", line):
        if piece in ("⟦", "‹"):
            opened[piece] = len(text)
        elif piece == "⟧":
            inside.append(Range(opened["⟦"], len(text)))
        elif piece == "›":
            content.append(Range(opened["‹"], len(text)))
        else:
            text += piece
    return text, inside, content


@pytest.mark.parametrize("line", case_lines("marks"))
def test_the_marks_of_a_line(line: str) -> None:
    """What stands between the brackets, and nothing else, is inside quotation marks; the kind follows."""
    marked_text, _, kind = line.partition(" | ")
    text, inside, content = _unmarked(marked_text)
    found = segment(text).quoted
    assert list(found) == inside
    if kind:
        assert quotation_kind(text, tuple(content), found) == kind


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab .,\n\"'“”‘’«»„", max_size=60))
def test_stretches_inside_marks_are_in_order_and_apart(text: str) -> None:
    """Whatever the marks, the stretches lie in the text, in order, and none overlaps another."""
    end = 0
    for where in segment(text).quoted:
        assert end <= where.start < where.end <= len(text)
        end = where.end
