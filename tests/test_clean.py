"""Damaged characters: plain-file cases, and the laws of the map of offsets, both ways."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.clean import Change, OffsetMap, apart, cleaned, view
from tests.support.places import TESTS

CASES = TESTS / "cases" / "clean"
PIECES = st.sampled_from(
    [
        "&amp;",
        "&nbsp;",
        "&nbsp",
        "&#8217;",
        "&",
        ";",
        "\u00ad",
        "\u00ad\n",
        "ﬁ",
        "ﬄ",
        "â€™",
        "Ã©",
        "â€",
        "Ã",
        "ð",
        "Ð¿Ñ€",
    ]
) | st.sampled_from(["word", " ", "é", "’", "\n", "😀", ".", "Ã¢â‚¬â„¢", "‚Äô", "\ufffd"])
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, list[Change]]:
    """Return a text and changes of any lengths in it, apart, some without replacement."""
    text = draw(st.text(max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    replacements = st.none() | st.text(max_size=4)
    return text, [
        Change(a, b, "entity", draw(replacements)) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b
    ]


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(case, id=case["name"], marks=[pytest.mark.xfail(strict=True)] if case.get("fails") else [])
        for case in tomllib.loads((CASES / f"{kind}.toml").read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", [*_cases("wild"), *_cases("synthetic")])
def test_characters_are_mended(case: dict[str, Any]) -> None:
    """The view reads as it should, and the changes are of the kinds that the case names."""
    done = cleaned(case["text"])
    assert done.text == case["view"]
    assert [c.kind for c in done.changes] == case["kinds"]


@pytest.mark.parametrize("case", _cases("negative"))
def test_sound_characters_are_left_alone(case: dict[str, Any]) -> None:
    """Where nothing is wrong nothing is changed: curly and straight marks, accents, ampersands, euro signs."""
    assert cleaned(case["text"]).changes == ()


@settings(deadline=None)  # ftfy loads when it is first needed
@given(TEXTS)
def test_changes_are_apart_and_change_something(text: str) -> None:
    """No change overlaps another, and each has a replacement that differs, or none."""
    changes = cleaned(text).changes
    assert all(a.end <= b.start for a, b in pairwise(changes))
    assert all(c.start < c.end and c.replacement != text[c.start : c.end] for c in changes)


@given(changed())
def test_offsets_map_both_ways(sample: tuple[str, list[Change]]) -> None:
    """Both maps rise from end to end, and carry every untouched character over and back."""
    text, changes = sample
    shown = view(text, changes)
    ahead = [shown.offsets.to_view(i) for i in range(len(text) + 1)]
    back = [shown.offsets.to_text(i) for i in range(len(shown.text) + 1)]
    assert ahead == sorted(ahead)
    assert back == sorted(back)
    assert ahead[-1] == len(shown.text)
    assert back[-1] == len(text)
    touched = {i for c in changes if c.replacement is not None for i in range(c.start, c.end)}
    for i, char in enumerate(text):
        if i not in touched:
            assert shown.text[ahead[i]] == char
            assert back[ahead[i]] == i


@given(changed(), st.data())
def test_spans_of_the_view_come_from_spans_of_the_text(sample: tuple[str, list[Change]], data: st.DataObject) -> None:
    """A stretch of the view comes from one of the text that is not empty, and that shows all of it."""
    text, changes = sample
    shown = view(text, changes)
    if not shown.text:
        return
    start = data.draw(st.integers(0, len(shown.text) - 1))
    end = data.draw(st.integers(start + 1, len(shown.text)))
    first, last = shown.offsets.span_to_text(start, end)
    assert 0 <= first < last <= len(text)
    assert shown.offsets.to_view(first) <= start
    assert shown.offsets.to_view(last) >= end
    inside = [c for c in changes if first <= c.start and c.end <= last]
    assert shown.text[start:end] in view(text[first:last], [_moved(c, -first) for c in inside]).text


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=12))
def test_of_changes_that_overlap_the_first_stays(places: list[tuple[int, int]]) -> None:
    """What is kept is in order and apart, and whatever is dropped overlaps something that is kept."""
    changes = [Change(start, start + size, "entity", None) for start, size in places]
    kept = apart(changes)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert all(any(k.start < c.end and c.start < k.end for k in kept) for c in changes)


def test_no_change_maps_every_offset_to_itself() -> None:
    """The map of a text that was left alone is the identity."""
    assert [OffsetMap().to_view(i) for i in range(4)] == [OffsetMap().to_text(i) for i in range(4)] == [0, 1, 2, 3]
    assert OffsetMap().span_to_text(2, 3) == (2, 3)


def _moved(change: Change, by: int) -> Change:
    return change._replace(start=change.start + by, end=change.end + by)
