"""Glued words are cut by frequency; words, names and rare words stay whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.analyse.text.glued_words import cut_word, find_glued, stripped
from annotate.analyse.words.frequencies import zipf
from tests.support.places import ANALYSE_CASES

CASES = ANALYSE_CASES / "glue" / "words.txt"


def _cases(section: str) -> list[str]:
    body = CASES.read_text(encoding="utf-8").split(f"[{section}]\n")[1].split("\n[")[0]
    return [line for line in body.splitlines() if line and not line.startswith("#")]


def _cut(word: str, lost: bool) -> str:
    edges = [0, *cut_word(word, lost), len(word)]
    return "|".join(word[a:b] for a, b in pairwise(edges))


@pytest.mark.parametrize("marked", _cases("always"))
def test_glued_words_are_cut(marked: str) -> None:
    """A glued pair is cut at the mark, whether or not the text lost its hyphens."""
    assert _cut(marked.replace("|", ""), False) == marked
    assert _cut(marked.replace("|", ""), True) == marked


@pytest.mark.parametrize("word", _cases("never"))
def test_words_and_names_stay_whole(word: str) -> None:
    """A word or a name is never cut."""
    assert _cut(word, False) == word
    assert _cut(word, True) == word


@pytest.mark.parametrize("marked", _cases("lost"))
def test_compounds_are_cut_where_hyphens_are_lost(marked: str) -> None:
    """A compound is cut in text that lost its hyphens."""
    assert _cut(marked.replace("|", ""), True) == marked


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), max_size=30), st.booleans())
def test_cuts_lie_inside_the_word(word: str, lost: bool) -> None:
    """Cuts are rising offsets inside the word."""
    cuts = cut_word(word, lost)
    assert list(cuts) == sorted(set(cuts))
    assert all(0 < c < len(word) for c in cuts)


def test_frequencies_are_known_by_bisection() -> None:
    """Frequent, rare and unknown words all get their value."""
    assert zipf("the") > 7
    assert 0 < zipf("éclair") < 3
    assert zipf("sectorssecurity") == 0.0
    assert zipf("") == 0.0


def test_text_with_marks_is_not_stripped() -> None:
    """One apostrophe in running text shows that none were lost."""
    plain = "the mayor of the town said that the bridge would be closed for the whole of the summer and that " * 4
    assert stripped(plain)
    assert not stripped(plain + "the town's people agreed with her")


def test_addresses_are_left_alone() -> None:
    """Links, handles and hashtags are not cut."""
    assert not list(
        find_glued("See https://example.com/governmentsaid and @governmentsaid or #governmentsaid now.", False)
    )
