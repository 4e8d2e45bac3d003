"""Repairs: cases, laws of the map, and what is found on damaged twins and on clean text."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.repair import find_repairs, repair
from tests.support.places import TESTS

CASES = TESTS / "repair" / "cases"
DAMAGED = st.lists(
    st.sampled_from(
        ["said.As", "&amp;", "\u00ad", "ﬁne", "\n", "Chinas", " the th ", "fourpoint", "word ", "â€™", "\ufffd", "."]
    ),
    max_size=30,
).map("".join)


def _cases() -> list[object]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", _cases())
def test_repairs_are_found_and_made(case: dict[str, Any]) -> None:
    """Kinds are found in order, and the view reads as it should."""
    done = repair(case["text"])
    assert [r.kind for r in done.repairs] == case["kinds"]
    assert done.text == case["view"]


@given(DAMAGED | st.text(max_size=60))
def test_repairs_are_verbatim_and_apart(text: str) -> None:
    """Every repair quotes the text, and none overlaps another."""
    found = find_repairs(text)
    assert all(text[r.start : r.end] == r.text for r in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(DAMAGED)
def test_offsets_map_both_ways(text: str) -> None:
    """The map rises, ends at the ends, and carries every untouched character over and back."""
    done = repair(text)
    ahead = [done.offsets.to_view(i) for i in range(len(text) + 1)]
    back = [done.offsets.to_text(i) for i in range(len(done.text) + 1)]
    assert ahead == sorted(ahead)
    assert back == sorted(back)
    assert ahead[-1] == len(done.text)
    assert back[-1] == len(text)
    touched = {i for r in done.repairs if r.replacement is not None for i in range(r.start, r.end)}
    for i, char in enumerate(text):
        if i not in touched:
            assert done.text[ahead[i]] == char
            assert done.offsets.to_text(ahead[i]) == i


@given(DAMAGED)
def test_the_view_of_a_view_is_stable_in_length(text: str) -> None:
    """Repairing finds a reading of any text, however broken, and never fails on its own output."""
    find_repairs(repair(text).text)
