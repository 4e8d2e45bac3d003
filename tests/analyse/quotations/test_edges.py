"""Edges of contents and sources: headings above, appositions of the speaker, adverbs behind a name."""

from __future__ import annotations

import pytest

from annotate.analyse.findings import Range
from annotate.analyse.quotations.edges import parted, to_word_end, without_adverb, without_lines_above, without_strays
from annotate.analyse.text.sentences import segment


def _at(text: str, words: str) -> Range:
    start = text.index(words)
    return Range(start, start + len(words))


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Pianist turns 40", False), ("The hall was full.", True), ("- one thing", True), ('"One thing', True)],
)
def test_a_heading_above_the_sentence_is_not_said(line: str, kept: bool) -> None:
    """A short line without a stop above the paragraph of the cue is left out; items of lists and marked lines stay."""
    text = f"{line}\n\nRosa Kern played, her agent said."
    parts = [_at(text, line), _at(text, "Rosa Kern played")]
    assert without_lines_above(text, parts, _at(text, "said")) == parts[not kept :]


@pytest.mark.parametrize(
    ("text", "content", "source", "expected"),
    [
        ("The mill shut, its head, Vera Stahl, said.", "The mill shut, its head", "Vera Stahl", "its head, Vera Stahl"),
        ("Tom met Ann, the judge, Vera Stahl said.", "Tom met Ann, the judge", "Vera Stahl", "Vera Stahl"),
        ("They lost the keys, its lock, Vera Stahl, said.", "They lost the keys, its lock", "Vera Stahl", "Vera Stahl"),
    ],
)  # fmt: skip
def test_what_describes_the_speaker_is_not_said(text: str, content: str, source: str, expected: str) -> None:
    """A noun for people between two commas before a name belongs to it; before a name without a comma it does not."""
    pieces, where = parted(text, (_at(text, content),), _at(text, source))
    assert where.of(text) == expected
    assert pieces[-1].of(text) == (content if expected == source else content.rsplit(",", 1)[0])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Beth Carr quietly", "Beth Carr"),
        ("Sheriff Anna Kolb calmly after the count", "Sheriff Anna Kolb"),
        ("Ilse Brandt drily,", "Ilse Brandt"),
        ("the Reed family", "the Reed family"),
        ("Ann Lee, who lives nearby", "Ann Lee, who lives nearby"),
        ("the newly elected Ann Lee", "the newly elected Ann Lee"),
    ],
)
def test_how_somebody_speaks_is_no_name(source: str, expected: str) -> None:
    """An adverb behind a name is left out of the source."""
    assert without_adverb(source, Range(0, len(source))).of(source) == expected


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("The Bank of Westmark held its rate and said so.", "The Bank of West", "The Bank of Westmark"),
        ('"It is cold," sighed Rosa Kern wearily.', "Rosa Kern wear", "Rosa Kern wearily"),
        ("Rosa Kernsaid the hall was full.", "Rosa Kern", "Rosa Kern"),
        ("Rosa Kernwas late, and Kern said so.", "Rosa Kern", "Rosa Kern"),
        ("Rosa Kern's agent said so.", "Rosa Kern", "Rosa Kern"),
    ],
)
def test_a_source_ends_with_a_word(text: str, source: str, expected: str) -> None:
    """A source that ends inside a word has the whole of it, unless the rest is the cue or another word glued to it."""
    cue = next(_at(text, verb) for verb in ("said", "sighed") if verb in text)
    assert to_word_end(text, _at(text, source), cue).of(text) == expected


@pytest.mark.parametrize(
    ("text", "further", "kept"),
    [
        ("The mill shuts, Vera Stahl said. Its owners, she hopes, will sell the land.", "will sell the land", False),
        ("The mill shuts, Vera Stahl said. Its owners will sell the land.", "Its owners will sell the land", True),
        ('The mill shuts, Vera Stahl said. Its owners "will sell the land."', '"will sell the land."', True),
        ("The mill shuts, Vera Stahl said, and its owners will sell.", "and its owners will sell", True),
    ],
)
def test_another_sentence_goes_on_from_its_beginning(text: str, further: str, kept: bool) -> None:
    """Unmarked words in the middle of a sentence without cue and source are no further piece of what is said."""
    content = (_at(text, "The mill shuts"), _at(text, further))
    told = [_at(text, "said"), _at(text, "Vera Stahl")]
    assert without_strays(segment(text), content, told) == content[: 1 + kept]
