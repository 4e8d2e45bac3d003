"""What an article tells of its event, as the branch of the encoder reads it: what it is given, and what it answers."""

from __future__ import annotations

import numpy as np
import pytest

from annotate.analyse.findings import Range
from annotate.analyse.model.article import read_beginning
from annotate.analyse.model.encoder import LOWER, read
from annotate.analyse.model.told import BODY, HEADLINE, TITLE, Beginning, Section, Told, told_of
from annotate.analyse.text import legible

TITLE_TEXT = "Ministers agree on tariffs"
TEXT = (
    "ARUSHA, May 18 - Trade ministers of the lake states agreed on Tuesday to cut tariffs on grain, officials said.\n\n"
    "The meeting in Arusha was hosted by the Lake Commission.\n"
)


def _beginning(text: str, title: str = "") -> Beginning:
    found = read_beginning(legible(text).layout, title)
    assert found is not None
    return found


def test_the_title_comes_first_with_offsets_of_its_own() -> None:
    """A title that stands beside the text is read before it; the words of both are found by their offsets."""
    found = _beginning(TEXT, TITLE_TEXT)
    ahead = found.kinds == TITLE
    assert ahead.any()
    assert not ahead[ahead.argmin() :].any()
    assert TITLE_TEXT[found.starts[0] : found.ends[0]] == "Ministers"
    at = int(np.flatnonzero(~ahead & (found.starts == TEXT.index("Lake Commission")))[0])
    assert TEXT[found.starts[at] : found.ends[at]] == "Lake"


@pytest.mark.parametrize("times", [1, 3, 40])
def test_no_more_is_read_than_the_beginning(times: int) -> None:
    """However long an article is, the branch is given no more than so many pieces, and each as the encoder made it."""
    reading = read(TEXT * times, cues=False)
    found = Beginning.of([Section(BODY, 7, reading)])
    assert found is not None
    assert len(found.lower) == len(found.kinds) == min(LOWER, len(reading.pieces))
    assert np.array_equal(found.starts, reading.pieces.starts[:LOWER] + 7)
    assert np.array_equal(found.lower, reading.lower[:LOWER])


def test_nothing_to_read() -> None:
    """An article without a word has no beginning."""
    assert Beginning.of([Section(HEADLINE, 0, read("", cues=False))]) is None


def test_what_follows_the_beginning_changes_nothing() -> None:
    """Two articles that begin alike, and are cut alike, are read alike."""
    long = TEXT * 12
    assert len(_beginning(long).lower) == LOWER
    first, second = told_of(_beginning(long)), told_of(_beginning(long + "Nothing else was said that day.\n"))
    for name in ("types", "told", "spans"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_words_are_pointed_at_by_their_mean() -> None:
    """A range is pointed at by the mean over its pieces, never below a floor, and not at all beyond what is read."""
    spans = np.zeros((3, 4), dtype=np.float32)
    spans[:, 1] = 2.0, 4.0, -90.0
    edges = np.array([0, 5, 10])
    told = Told(np.zeros(15), np.zeros(5), spans, edges, edges + 4)
    assert told.pointed("place", Range(0, 9)) == 3.0
    assert told.pointed("place", Range(10, 14)) == -8.0
    assert told.pointed("place", Range(40, 44)) is None


def test_the_branch_in_the_package_points_at_the_host() -> None:
    """The words of the host are pointed at more than those of somebody else."""
    told = told_of(_beginning(TEXT, TITLE_TEXT))

    def pointed(words: str) -> float:
        at = TEXT.index(words)
        return told.pointed("host", Range(at, at + len(words))) or 0.0

    assert pointed("Lake Commission") > pointed("officials")
