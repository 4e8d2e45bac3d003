"""The view that the analysis reads: laws, and lines that are joined."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.analyse.findings import Range
from annotate.analyse.text.legible_view import legible
from annotate.clean import view

LINE = "The council met on Tuesday to discuss the budget for the next"
PIECES = st.sampled_from(
    ["&amp;", "&nbsp;", "\u00ad", "\u00ad\n", "ﬁ", "â€™", "\ufffd", "word ", "said.As ", " ", "\xa0", "\n", "\n\n"]
) | st.sampled_from(
    ["\r\n", LINE + "\n", "infor-\n", "mation ", "\nwho came ", ". ", "’", "&#10;", "ADVERTISEMENT\n", ", "]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


@settings(deadline=None)  # ftfy loads when it is first needed
@given(TEXTS)
def test_the_view_is_what_its_changes_make(text: str) -> None:
    """Making the changes gives the text that the layout holds, spaces that do not break being spaces there."""
    read = legible(text)
    made = view(text, read.changes)
    assert made.offsets == read.offsets
    assert made.text.replace("\xa0", " ").replace("\u2009", " ").replace("\u202f", " ").replace("\u2007", " ") == (
        read.layout.text
    )


@settings(deadline=None)  # ftfy loads when it is first needed
@given(TEXTS)
def test_the_layout_lies_in_the_view(text: str) -> None:
    """Paragraphs and sentences are trimmed, and together hold every letter."""
    layout = legible(text).layout
    for ranges in (layout.paragraphs, layout.sentences):
        assert all(r.of(layout.text) == r.of(layout.text).strip() and r.start < r.end for r in ranges)
    held = {i for s in layout.sentences for i in range(s.start, s.end)}
    assert all(i in held for i, c in enumerate(layout.text) if c.isalnum())


@settings(deadline=None)  # ftfy loads when it is first needed
@given(TEXTS)
def test_what_the_view_shows_comes_from_the_text(text: str) -> None:
    """Every sentence comes from a stretch of the text, and they stay in order and apart."""
    read = legible(text)
    found = [read.offsets.span_to_text(*s) for s in read.layout.sentences]
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_lines_of_a_paragraph_are_joined() -> None:
    """A wrapped line goes on, with a hyphen where one belongs and without where the line put it."""
    text = f"{LINE}\nyear, and the infor-\nmation of the town, the long-\nterm one. {LINE}\nyear, and four mil-\nlion."
    joined = legible(text).layout.text
    assert "next year, and the information of the town, the long-term one. The" in joined
    assert joined.endswith("next year, and four million.")


def test_ranges_of_the_reader_move_along() -> None:
    """Headline, date line and byline lie in the view where their words lie."""
    text = "Tom &amp; Ann meet\nBy Ada&nbsp;Roe\nRIGA (AP) - They met &amp; left."
    start = text.index("By")
    line = text.index("RIGA")
    read = legible(text, None, Range(0, start - 1), Range(line, line + 9), Range(start, start + 15))
    layout = read.layout
    found = [r.of(layout.text) for r in (layout.headline, layout.byline, layout.dateline) if r]
    assert found == ["Tom & Ann meet", "By Ada Roe", "RIGA (AP)"]
    assert [p.of(layout.text) for p in layout.paragraphs] == ["Tom & Ann meet", "They met & left."]


def test_hostile_texts_take_linear_time() -> None:
    """Long runs of what the patterns look for take seconds at most."""
    for piece in (
        "&",
        "&amp;",
        "amp;",
        "\u00ad",
        " ",
        "\t \n",
        "Ã",
        "â€",
        "Ã¢",
        "-\n",
        "a-\nb",
        ". ",
        "ADVERTISEMENT ",
        ":)",
        "x\n",
    ):
        begun = time.process_time()
        legible("&" + piece * 10000 + "x")
        assert time.process_time() - begun < 10, piece
