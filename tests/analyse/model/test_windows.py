"""Windows: every piece is asked about exactly once, with context, and cuts follow the text rather than the offset."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.analyse.model.windows import LENGTH, MARGIN, plan
from annotate.analyse.model.wordpieces import Pieces


def pieces(count: int, seed: int = 0, paragraph: int = 40) -> Pieces:
    """Return made-up pieces, a paragraph every few of them."""
    random = np.random.RandomState(seed)
    ids = random.randint(1000, 30000, count).astype(np.int32)
    gaps = np.where(random.rand(count) < 1 / paragraph, 3, 1).astype(np.int8)
    starts = (np.arange(count) * 5).astype(np.int32)
    zeros = np.zeros(count, dtype=np.int8)
    return Pieces(ids, starts, starts + 4, zeros + 1, gaps, zeros)


@given(st.integers(1, 5000), st.integers(0, 5), st.sampled_from([3, 40, 10_000]))
def test_every_piece_belongs_to_one_window(count: int, seed: int, paragraph: int) -> None:
    """The windows' own stretches follow one another and cover the text; no window is longer than the model reads."""
    windows = plan(pieces(count, seed, paragraph), np.zeros(count, dtype=np.bool_))
    assert [w.first for w in windows] == [0, *(w.last for w in windows[:-1])]
    assert windows[-1].last == count
    for window in windows:
        assert window.first < window.last
        assert 0 <= window.start <= window.first
        assert window.last <= window.end <= count
        assert window.end - window.start <= LENGTH


@given(st.integers(1, 3000), st.integers(0, 5), st.sampled_from([3, 40, 10_000]))
def test_cuts_inside_paragraphs_have_context(count: int, seed: int, paragraph: int) -> None:
    """Beside a cut inside a paragraph the model has read the margin; beside one between paragraphs, nothing."""
    made = pieces(count, seed, paragraph)
    for window in plan(made, np.zeros(count, dtype=np.bool_)):
        before = 0 if window.first == 0 or made.gaps[window.first] >= 2 else MARGIN
        behind = 0 if window.last == count or made.gaps[window.last] >= 2 else MARGIN
        assert window.first - window.start == min(before, window.first)
        assert window.end - window.last == min(behind, count - window.last)


@pytest.mark.parametrize("shift", [37, 201, 555])
def test_windows_find_each_other_again(shift: int) -> None:
    """After some pieces put in front, all cuts but the first fall where they fell without them."""
    whole = pieces(6000 + shift, 3)
    alone = whole.cut(shift, len(whole))
    none = np.zeros(len(whole), dtype=np.bool_)
    with_prefix = {w.first - shift for w in plan(whole, none)}
    without = [w.first for w in plan(alone, none[shift:])]
    assert all(first in with_prefix for first in without if first > 600)
