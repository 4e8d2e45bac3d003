"""Repairs: cases, laws of the map, and what is found on damaged twins and on clean text."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.repair import find_repairs, repair

CASES = Path(__file__).resolve().parent / "analyse" / "cases" / "repair"
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


def test_apostrophes_on_damaged_twins() -> None:
    """Of the apostrophes lost on news articles, enough are found, and few are invented."""
    from shared import shared

    clean = {r["id"]: r["text"] for r in map(json.loads, shared("data/polnear/dev.jsonl").open(encoding="utf-8"))}
    hit = found = gold = 0
    for twin in list(map(json.loads, shared("data/polnear/dev_damaged.jsonl").open(encoding="utf-8")))[:40]:
        text = next(t for i, t in clean.items() if twin["id"].startswith(i))
        want = _apostrophes(text)
        got = _apostrophes("".join(_view(twin["text"])))
        hit, found, gold = hit + len(want & got), found + len(got), gold + len(want)
    f1 = 2 * hit / (found + gold)
    assert f1 >= 0.85, f"F1 {f1:.3f} of {gold}"


def _view(text: str) -> list[str]:
    """Return the text with nothing repaired but its apostrophes."""
    pieces, at = [], 0
    for one in find_repairs(text):
        if one.kind == "lost_apostrophe":
            pieces += [text[at : one.start], one.replacement or ""]
            at = one.end
    return [*pieces, text[at:]]


def _apostrophes(text: str) -> set[int]:
    """Return, for each apostrophe between letters, how many plain letters stand before it."""
    letters, found = 0, set()
    for i, char in enumerate(text):
        if char in "'’" and text[i - 1 : i].isalpha() and text[i + 1 : i + 2].isalpha():
            found.add(letters)
        letters += char.isascii() and char.isalpha()
    return found


def test_clean_text_needs_hardly_any_repair() -> None:
    """On clean articles glued words and lost marks are found less than once in five thousand words."""
    from shared import shared

    words = wrong = 0
    for record in map(json.loads, shared("data/polnear/dev.jsonl").open(encoding="utf-8")):
        words += record["text"].count(" ")
        kinds = [r.kind for r in find_repairs(record["text"])]
        wrong += sum(k in ("glued_word", "lost_apostrophe", "lost_digits", "lost_quotation_marks") for k in kinds)
    assert wrong * 5000 <= words, f"{wrong} repairs in {words} words"
