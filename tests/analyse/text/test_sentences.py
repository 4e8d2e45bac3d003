"""Paragraphs and sentences: plain-file cases, laws, and boundaries carried over to damaged twins."""

from __future__ import annotations

import itertools
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.analyse.findings import Range
from annotate.analyse.text.sentences import segment, sentence_cuts
from tests.support.places import ANALYSE_CASES

CASES = ANALYSE_CASES / "segment"


def _sentence_cases(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _paragraph_cases() -> list[object]:
    blocks = (CASES / "paragraphs.txt").read_text(encoding="utf-8").split("== ")[1:]
    return [pytest.param(b.partition("\n")[2].rstrip("\n"), id=b.partition("\n")[0]) for b in blocks]


@pytest.mark.parametrize("marked", _sentence_cases("sentences.txt"))
def test_sentences_end_where_marked(marked: str) -> None:
    """Each marked boundary is found and no other."""
    text = marked.replace(" | ", " ").replace("|", "")
    want = [piece.strip() for part in marked.split(" | ") for piece in part.split("|")]
    assert [s.of(text) for s in segment(text).sentences] == want


@pytest.mark.parametrize("marked", _sentence_cases("sentences_lost.txt"))
def test_sentences_end_where_marked_without_marks_and_digits(marked: str) -> None:
    """The same in text that has lost them, where more is glued and less stands in between."""
    text = marked.replace(" | ", " ").replace("|", "")
    want = [piece.strip() for part in marked.split(" | ") for piece in part.split("|")]
    at, found = 0, []
    for cut in sentence_cuts(text, Range(0, len(text)), lost=True):
        found.append(text[at : cut.end])
        at = cut.start
    assert [*found, text[at:]] == want


@pytest.mark.parametrize("marked", _paragraph_cases())
def test_paragraphs_end_where_marked(marked: str) -> None:
    """Each marked paragraph is found and no other."""
    text = marked.replace("¶", "")
    want = [piece.strip() for piece in marked.split("¶") if piece.strip()]
    assert [p.of(text) for p in segment(text).paragraphs] == want


@given(st.text(alphabet="aB .\n\r\"“”!?'1:)", max_size=80) | st.text(max_size=80))
def test_pieces_are_in_order_and_hold_all_letters(text: str) -> None:
    """Paragraphs and sentences are trimmed, in order, apart, and together hold every letter and digit."""
    layout = segment(text)
    for ranges in (layout.paragraphs, layout.sentences):
        assert all(r.of(text) == r.of(text).strip() and r.start < r.end for r in ranges)
        assert all(a.end <= b.start for a, b in itertools.pairwise(ranges))
    held = {i for s in layout.sentences for i in range(s.start, s.end)}
    assert all(i in held for i, c in enumerate(text) if c.isalnum())
    for sentence in layout.sentences:
        assert any(p.contains(sentence) for p in layout.paragraphs)


def test_date_line_and_byline_are_left_out() -> None:
    """What the reader took for headline, date line and byline splits the blocks around it."""
    text = "Talks resume\nBy Ann Cole\nPARIS (AP) - Talks resumed on Monday. They will last."
    layout = segment(text, headline=Range(0, 12), byline=Range(13, 24), dateline=Range(25, 35))
    assert [p.of(text) for p in layout.paragraphs] == ["Talks resume", "Talks resumed on Monday. They will last."]


def test_long_texts_take_linear_time() -> None:
    """Two hundred thousand words without a line break take a few seconds at most."""
    text = 'The mayor of St. Ives said "it is so." Nobody of the U.S. team answered.Then it rained again. ' * 11000
    begun = time.process_time()
    layout = segment(text)
    assert len(layout.sentences) > 30000
    assert time.process_time() - begun < 20


def test_boundaries_survive_damage() -> None:
    """Text that lost digits, marks and line breaks has the boundaries of its clean twin."""
    from tests.support.shared import shared

    clean = [json.loads(line) for line in shared("data/polnear/dev.jsonl").open(encoding="utf-8")][:40]
    twins = {
        json.loads(line)["id"]: json.loads(line)["text"] for line in shared("data/polnear/dev_damaged.jsonl").open()
    }
    hit = found = gold = 0
    for record in clean:
        damaged = next(t for i, t in twins.items() if i.startswith(record["id"]))
        want, got = (_letters_before(t) for t in (record["text"], damaged))
        hit, found, gold = hit + len(want & got), found + len(got), gold + len(want)
    f1 = 2 * hit / (found + gold)
    assert f1 >= 0.95, f"F1 {f1:.3f} of {gold} boundaries"


def _letters_before(text: str) -> set[int]:
    """Return, for each sentence, how many plain letters stand before it: the same in a text and its damaged twin."""
    counts = list(itertools.accumulate((c.isascii() and c.isalpha() for c in text), initial=0))
    return {
        counts[s.start] for s in segment(text.replace("&nbsp;", "")).sentences if any(c.isalpha() for c in s.of(text))
    }


def test_no_sentence_is_without_bounds() -> None:
    """Text without stops is cut at spaces, and without spaces anywhere; nothing of it is lost."""
    for text in ("closed for a day " * 1000, "a" * 20_000, "a, " * 6000):
        text = text.strip()
        layout = segment(text)
        assert max(s.end - s.start for s in layout.sentences) <= 2000
        assert "".join(s.of(text) for s in layout.sentences).replace(" ", "") == text.replace(" ", "")
        assert len(layout.paragraphs) == 1
