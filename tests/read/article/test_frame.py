"""Headline, byline, date line and dateline in the head of a text."""

from __future__ import annotations

import json
import tomllib
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.read.article.frame import find_frame
from annotate.read.article.labels import Kind, line_labels
from tests.support.places import READ_CASES
from tests.support.shared import shared

CASES = tomllib.loads((READ_CASES / "frames.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    """The head of each text gives the headline, byline, dateline and date that stand in it, and no other."""
    case = CASES[name]
    text = case["text"]
    frame = find_frame(text)
    found = {
        key: text[slice(*where)] if isinstance(where, tuple) else where
        for key in ("headline", "byline", "dateline", "published")
        if (where := getattr(frame, key)) is not None
    }
    assert found == {key: value for key, value in case.items() if key != "text"}


def test_labels_name_known_kinds() -> None:
    """Every group of the table of labels is a kind of line."""
    assert set(line_labels().values()) <= set(get_args(Kind))


@given(st.one_of(st.text(), st.text(alphabet="AB b.\r\n-—:,()12By")))
def test_ranges_lie_in_the_text(text: str) -> None:
    """Every range of a frame is a trimmed, non-empty stretch of the text."""
    frame = find_frame(text)
    for where in (frame.headline, frame.byline, frame.dateline):
        if where:
            start, end = where
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


def test_datelines_in_real_news() -> None:
    """On 84 real articles that all open with a headline, most are found, each where the text begins."""
    lines = shared("data/polnear/dev.jsonl").read_text("utf-8").split("\n")
    texts = [json.loads(line)["text"] for line in lines if line.strip()]
    headlines = [text[slice(*frame.headline)] if (frame := find_frame(text)).headline else None for text in texts]
    assert sum(h is not None for h in headlines) >= 60
    assert all(text.startswith(h) for text, h in zip(texts, headlines, strict=True) if h)
