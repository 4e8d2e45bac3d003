"""Lists in hostile text: no input is an error, and the work grows no faster than the text."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.findings import Range
from annotate.analyse.lists.find import find_lists
from annotate.analyse.text.outline import Outline
from annotate.analyse.text.sentences import segment
from tests.support.places import ROOT

#: What lists are made of, to be put together in any order.
PARTS = (
    "The minister presented her proposals", "three pillars", "a five-point plan", "the following", "calls on him to",
    "its demands include", "First,", "Second,", "Finally,", "and third,", "the first would", "the next step is",
    "In the first phase,", "number one,", "(1)", "2)", "iii.", "a)", "• ", "- ", "\n", "\n\n", ": ", "; ", ", ",
    " and ", ". ", " — ", "“", "”", '"', "'", "(", ")", " ", "we must build homes", "security", "economy and growth",
    "He said", "said Ada Quist", "We, the leaders of Norland, agree", "ADVERTISEMENT", "()", " .", "sectorssecurity",
    "İ", "\u2028", "\ufffd", "🙂",
)  # fmt: skip

#: Each is repeated until the text is long.
REPEATED = (
    "three pillars: ", "three pillars ", "presented her proposals: ; ",
    "three goals of a, b and c, the three pillars, ",
    "five proposals: a; b; ", "(1) x; ", "First, we must go, second, we must, ", "First, go. Second, stay. ", "\"“ ",
    "number one, x number two, ", "• do it\n", "Their demands:\n", "calls on him to: ", "AaAa ", ", and ", "1. Do it. ",
    "we propose three steps - a - b ", "A B said C ", "its demands include a and b ", "The first phase would do. ",
    "one, go, two, go, ", "((((", "a three-point plan ", "They said: “ ", "three pillars of aaaaaaaaaaaaaaaaaaaaaaaaa",
)  # fmt: skip


def find(text: str) -> list[tuple[Range, ...]]:
    """Return the items of every list in the text."""
    found = find_lists(Outline(segment(text)))
    return [tuple(item for _, item in one.items) for one in found.proposals] + [one.items for one in found.pillars]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_any_text_gives_ordered_items_inside_it(text: str) -> None:
    """Items stand in order, apart from each other, inside the text, and hold something."""
    for items in find(text):
        edges = [edge for item in items for edge in item]
        assert edges == sorted(edges)
        assert all(0 <= item.start < item.end <= len(text) for item in items)
        assert len(items) > 1


SEEDS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
#: What scrapers do to a text: characters that are dropped everywhere, and pairs that change places.
DROPPED = ("", "\n", "0123456789", "-–—", "“”\"'’", ".", ",;:", " ")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.sampled_from(DROPPED), max_size=3),
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 80), st.sampled_from((*PARTS, ""))), max_size=12),
)
def test_a_damaged_article_gives_ordered_items(text: str, dropped: list[str], cuts: list[tuple[int, int, str]]) -> None:
    """Characters dropped throughout, stretches cut out, scraps put in: items stand in order and hold something."""
    for signs in dropped:
        text = text.translate({ord(c): None for c in signs})
    for at, size, scrap in cuts:
        at = min(at, len(text))
        text = text[:at] + scrap + text[at + size :]
    for items in find(text):
        edges = [edge for item in items for edge in item]
        assert edges == sorted(edges)
        assert all(0 <= item.start < item.end <= len(text) for item in items)


def steps(text: str) -> int:
    """Return how many lines of the package run while lists are looked for, sentences and paragraphs being known."""
    layout = segment(text)
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return line

    def call(frame: FrameType, event: str, argument: Any) -> Any:
        return line if "/annotate/analyse/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        find_lists(Outline(layout))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("part", REPEATED)
def test_work_grows_with_the_text(part: str) -> None:
    """Three times the text takes at most four and a half times the steps, beyond the windows that bound each look."""
    small = steps(part * (4000 // len(part)))
    assert steps(part * (12000 // len(part))) <= 4.5 * small + 200
