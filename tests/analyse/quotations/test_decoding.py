"""Decoding: tags in a lawful order, no two attributions over the same words, confidence as it was fitted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotate.analyse.quotations.decoding import (
    Calibration,
    Found,
    bare,
    chosen,
    confidence,
    viterbi,
    without_conflicts,
)


@given(st.integers(0, 2**31 - 1), st.integers(1, 40))
def test_what_is_inside_has_begun(seed: int, length: int) -> None:
    """No inside tag stands without its begin tag, or another inside of its kind, before it."""
    scores = np.random.RandomState(seed).randn(3, length, 5).astype(np.float32) * 4
    for path in viterbi(scores):
        before = 0
        for tag in path.tolist():
            assert tag not in (2, 4) or before in (tag - 1, tag)
            before = tag


def test_best_lawful_path() -> None:
    """The best sequence as a whole wins over the best tag at each place."""
    scores = np.log(np.array([[[0.5, 0.4, 0.1, 0, 0], [0.1, 0.1, 0.8, 0, 0], [0.9, 0.05, 0.05, 0, 0]]]) + 1e-6)
    assert viterbi(scores.astype(np.float32)).tolist() == [[1, 2, 0]]


def found(content: tuple[int, int], cue: tuple[int, int], sure: float, said: float = 0.9) -> Found:
    """Return an attribution with one piece of content."""
    return Found((content,), cue, None, sure, (), said)


spans = st.tuples(st.integers(0, 900), st.integers(1, 300)).map(lambda p: (p[0], p[0] + p[1]))
many = st.lists(st.builds(found, spans, spans, st.floats(0, 1), st.floats(0, 1)), max_size=12)


@given(many)
def test_no_two_claim_the_same_words(items: list[Found]) -> None:
    """What is kept shares less than a third of the shorter content, and no cue overlaps another."""
    kept = without_conflicts(items)
    assert all(item in items for item in kept)
    for i, one in enumerate(kept):
        for other in kept[i + 1 :]:
            (a, b), (c, d) = one.content[0], other.content[0]
            assert max(0, min(b, d) - max(a, c)) <= 0.3 * min(b - a, d - c)
            assert one.cue[0] >= other.cue[1] or other.cue[0] >= one.cue[1]


@given(many)
def test_thresholds(items: list[Found]) -> None:
    """Nothing below the floor is reported, and between floor and threshold only what is surely said."""
    calibration = Calibration((), 0.0, threshold=0.6, floor=0.3)
    for item in chosen(items, calibration):
        assert item.confidence >= 0.6 or (item.confidence >= 0.3 and item.said >= 0.5)


def test_the_surest_wins() -> None:
    """Of two attributions over the same words the surer one is reported, wherever it stands."""
    one, other = found((0, 50), (60, 64), 0.7), found((10, 50), (70, 74), 0.8)
    assert without_conflicts([one, other]) == [other]


def several(contents: list[tuple[int, int]], cue: tuple[int, int], sure: float) -> Found:
    """Return an attribution with several pieces of content."""
    return Found(tuple(contents), cue, None, sure, (), 0.9)


@given(st.lists(st.builds(several, st.lists(spans, min_size=1, max_size=3), spans, st.floats(0, 1)), max_size=12))
def test_pieces_are_given_up_until_none_is_shared(items: list[Found]) -> None:
    """No two kept contents share a third of the shorter one, and each is part of what it was."""
    kept = without_conflicts(items)
    for i, one in enumerate(kept):
        assert any(one.cue == item.cue and set(one.content) <= set(item.content) for item in items)
        for other in kept[i + 1 :]:
            shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one.content for c, d in other.content)
            assert shared <= 0.3 * min(sum(b - a for a, b in each.content) for each in (one, other))


def test_a_piece_goes_to_the_cue_that_has_no_other() -> None:
    """Of "Who?" A asked. "I," B said: B has the question as well, and keeps only the answer."""
    question, answer = several([(0, 6)], (9, 14), 0.8), several([(0, 5), (16, 20)], (23, 27), 0.9)
    assert [one.content for one in without_conflicts([question, answer])] == [((0, 6),), ((16, 20),)]


def test_nobody_gives_up_the_nearest_piece() -> None:
    """What stands next to a cue is said by its source, so the less sure of two that claim it goes."""
    one, other = several([(0, 20), (30, 50)], (52, 56), 0.9), several([(31, 50), (90, 110)], (60, 64), 0.8)
    assert without_conflicts([one, other]) == [one]


def test_confidence_is_a_logistic_regression() -> None:
    """Half at the zero of the weighted sum, rising with it."""
    calibration = Calibration((1.0, 2.0), -3.0, 0.5, 0.5)
    assert confidence((1.0, 1.0), calibration) == 0.5
    assert confidence((1.0, 1.5), calibration) > 0.7
    assert 0.0 < confidence((-1e9, 0.0), calibration) < 1e-12


def test_a_source_has_no_pictograms_at_its_ends() -> None:
    """Whoever speaks is named without the symbols around the name; symbols alone are left as they are."""
    text = "said \U0001f6a2 Mayor Ines Duarte \U0001f600\ufe0f on Monday"
    where = text.index("\U0001f6a2"), text.index(" on")
    assert text[slice(*bare(text, where))] == "Mayor Ines Duarte"
    assert bare(text, (where[0], where[0] + 1)) == (where[0], where[0] + 1)
    assert text[slice(*bare(text, (where[0], len(text))))] == "Mayor Ines Duarte"
    assert bare("said Ann (left)", (5, 15)) == (5, 15)
    assert bare("said Ann\u200bDiaz", (5, 13)) == (5, 13)
