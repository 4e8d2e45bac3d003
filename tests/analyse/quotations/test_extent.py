"""How far a quotation goes: to its closing mark, over open paragraphs, as far as it is surely said, and no further."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.analyse.model.encoder import SPANS, Reading
from annotate.analyse.model.wordpieces import Pieces
from annotate.analyse.quotations.decoding import Found
from annotate.analyse.quotations.extent import extended

#: In these texts `<` and `>` enclose what the role tagger found, `{` and `}` what is said for sure by the other one.
CASES = [
    # marks that are still open are filled to the closing one
    (
        '{<"We will rebuild> the bridge. It will take a year,"} he said.',
        ['"We will rebuild the bridge. It will take a year,'],
    ),
    # what the tagger does not hold for said stays out
    ('{<"We will rebuild>} the bridge. It will take a year," he said.', ['"We will rebuild']),
    # a rest before the content, behind the mark that opens
    ('He said: {"It is late, <we have to go home now.>"}', ["It is late, we have to go home now."]),
    # the next paragraph opens its marks again and the first one never closed them
    (
        '{<"We will rebuild it.>\n\n"It will take a year or two."} He left.',
        ['"We will rebuild it.', "It will take a year or two."],
    ),
    # the marks were closed: the next paragraph is another quotation
    (
        '{<"We will rebuild it.">\n\n"It will take a year or two."} He left.',
        ['"We will rebuild it."'],
    ),
    # no marks at all: on to the end of what is surely said
    (
        "They said {<they would rebuild it> and that it would take a year or even two} for that.",
        ["they would rebuild it and that it would take a year or even two"],
    ),
    # a short rest is as likely an error as not
    ("They said {<they would rebuild it> by then} for that.", ["they would rebuild it"]),
    # and never over the end of a line
    (
        "They said {<they would rebuild it>\nand that it would take a year or even two} for that.",
        ["they would rebuild it"],
    ),
]


def reading_of(text: str, said: np.ndarray) -> Reading:
    """Return a reading with a piece a word; `said` holds a probability for each character."""
    words = list(re.finditer(r"\w+|[^\w\s]", text))
    starts, ends = (np.array([edge(w) for w in words], dtype=np.int32) for edge in (re.Match.start, re.Match.end))
    blank = np.zeros(len(words), dtype=np.int8)
    spans = np.zeros((len(words), len(SPANS)), dtype=np.float32)
    spans[:, 2] = [said[a] for a in starts]
    spans[:, 0] = 1 - spans[:, 2]
    return Reading(
        Pieces(starts.astype(np.int32), starts, ends, blank, blank, blank), (), spans, spans, spans, spans, spans
    )


def marks_of(text: str) -> list[tuple[int, int]]:
    """Return the stretches between straight marks; one that is not closed ends with its line."""
    return [
        m.span(1) for m in re.finditer(r'"([^"\n]+)', text) if text[: m.start()].rsplit("\n", 1)[-1].count('"') % 2 == 0
    ]


def found(content: tuple[int, int], cue: tuple[int, int]) -> Found:
    """Return an attribution with one piece of content and no source."""
    return Found((content,), cue, None, 0.9, (), 0.9)


@pytest.mark.parametrize(("drawn", "expected"), CASES)
def test_extent(drawn: str, expected: list[str]) -> None:
    """Each text goes on exactly as far as it should."""
    text = re.sub("[<>{}]", "", drawn)
    at = {mark: len(re.sub("[<>{}]", "", drawn[: drawn.index(mark)])) for mark in "<>{}"}
    said = np.zeros(len(text))
    said[at["{"] : at["}"]] = 0.95
    one = found((at["<"], at[">"]), (len(text), len(text)))
    (result,) = extended(text, reading_of(text, said), [one], marks_of(text))
    assert [text[a:b] for a, b in result.content] == expected


TEXT = '"One two three four five," said six. "Seven eight nine\n\n"Ten eleven twelve," he said, thirteen fourteen.'
spans = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 40)).map(lambda p: (p[0], min(len(TEXT), p[0] + p[1])))


@given(st.lists(st.builds(found, spans, spans), max_size=4), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_nothing_is_taken_from_others(items: list[Found], levels: list[float]) -> None:
    """Contents only grow, stay in order, and take no letter that another content or cue has."""
    said = np.array([levels[i * 3 // len(TEXT)] for i in range(len(TEXT))])
    results = extended(TEXT, reading_of(TEXT, said), items, marks_of(TEXT))
    assert len(results) == len(items)
    for i, (before, after) in enumerate(zip(items, results, strict=True)):
        grown = set(range(*after.content[0])).union(*(range(a, b) for a, b in after.content))
        original = {x for a, b in before.content for x in range(a, b)}
        assert original <= grown
        assert list(after.content) == sorted(after.content)
        for j, other in enumerate(items):
            if i != j:
                theirs = {x for a, b in (*other.content, other.cue) for x in range(a, b)}
                assert not (grown - original) & theirs
