"""Unrelated paragraphs in front of an article leave its quotations as they are."""

from __future__ import annotations

import pytest

from benchmarks.prefix import changed
from tests.support.places import ROOT

#: Percent of the quotations that may change.
ALLOWED = 2.0


@pytest.mark.parametrize("paragraphs", [1, 3])
def test_paragraphs_in_front(paragraphs: int) -> None:
    """At most one quotation in fifty changes, over the seed articles together."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    differ, total = changed(texts, paragraphs)
    assert total > 50
    assert 100 * differ / total <= ALLOWED
